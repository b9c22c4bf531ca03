"""What cannot be saved is said until it is saved, which is tried again and again."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PyQt6.QtCore import Qt
from PyQt6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from digit_recognizer.app import start
from digit_recognizer.app.core import repeated_save
from digit_recognizer.app.core.autosave import Autosave
from digit_recognizer.app.core.settings import CurrentSettings
from digit_recognizer.app.core.settings_file import SettingsFile
from digit_recognizer.app.widgets.theme import DARK
from digit_recognizer.app.window import MainWindow
from tests.app.conftest import OpenWindow
from tests.app.hand import ONE, QTest, draw, part


@pytest.fixture
def blocked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder that cannot be made, as a file has its name."""
    monkeypatch.setattr(repeated_save, "_MILLISECONDS", 20)
    (tmp_path / "state").write_text("in the way of the folder")
    return tmp_path / "state"


def warning(window: MainWindow) -> str:
    label = part(window, QLabel, "message-text")
    return label.text().replace("\u200b", "") if label.isVisible() else ""


def draw_one(window: MainWindow) -> None:
    draw(window.draw_page.canvas, ONE)


def change_theme(window: MainWindow) -> None:
    window.session.settings.change(theme="dark")


@pytest.mark.parametrize(
    ("about", "change", "file"),
    [
        ("The drawing cannot be saved", draw_one, "drawing.json"),
        ("The settings cannot be saved", change_theme, "settings.json"),
    ],
)
def test_the_warning_stands_until_it_is_no_longer_true(
    open_window: OpenWindow,
    blocked: Path,
    qtbot: QtBot,
    about: str,
    change: Callable[[MainWindow], None],
    file: str,
) -> None:
    window = open_window(autosave=Autosave(blocked / "drawing.json"), settings=CurrentSettings())
    start._save_settings(window.session.settings, SettingsFile(blocked / "settings.json"), window)
    assert warning(window) == ""
    change(window)
    qtbot.waitUntil(lambda: about in warning(window))
    for key in (Qt.Key.Key_Escape, Qt.Key.Key_Return):
        QTest.keyClick(window.windowHandle(), key)
    for page in ("Train", "Judge", "Draw"):
        window.show_page(page)
        assert about in warning(window)
    qtbot.wait(100)
    assert about in warning(window)
    change(window)
    blocked.unlink()
    qtbot.waitUntil(lambda: warning(window) == "")
    assert (blocked / file).exists()


def test_of_two_things_that_cannot_be_saved_both_are_named(
    open_window: OpenWindow, blocked: Path, qtbot: QtBot
) -> None:
    window = open_window(autosave=Autosave(blocked / "drawing.json"), settings=CurrentSettings())
    settings = SettingsFile(blocked.with_name("config") / "settings.json")
    start._save_settings(window.session.settings, settings, window)
    settings.file.parent.write_text("in the way as well")
    draw_one(window)
    change_theme(window)
    qtbot.waitUntil(lambda: warning(window).count("cannot be saved") == 2)
    assert window.session.settings.now.theme == DARK.name
    settings.file.parent.unlink()
    qtbot.waitUntil(lambda: "settings" not in warning(window))
    assert "The drawing cannot be saved" in warning(window)


def test_drawing_goes_on_meanwhile(open_window: OpenWindow, blocked: Path, qtbot: QtBot) -> None:
    window = open_window(autosave=Autosave(blocked / "drawing.json"))
    draw_one(window)
    draw_one(window)
    assert len(window.drawing.sheet.strokes) == 2
    qtbot.waitUntil(lambda: "The drawing cannot be saved" in warning(window))


@pytest.mark.parametrize("width", [480, 800, 1600])
def test_the_warning_is_whole_at_every_width(
    open_window: OpenWindow, blocked: Path, qtbot: QtBot, width: int
) -> None:
    window = open_window(autosave=Autosave(blocked / "drawing.json"))
    draw_one(window)
    qtbot.waitUntil(lambda: warning(window) != "")
    window.resize(width, 500)
    line, label = part(window, QWidget, "messages"), part(window, QLabel, "message-text")
    qtbot.waitUntil(lambda: line.width() == width)
    assert label.height() >= label.heightForWidth(label.width())
    assert label.mapTo(line, label.rect().bottomRight()).y() < line.height()
