"""The menu of Open: the pictures that were opened last, and folders."""

from pathlib import Path

import pytest
from PIL import Image
from PyQt6.QtWidgets import QFileDialog, QMenu, QToolButton
from pytestqt.qtbot import QtBot

from digit_recognizer.app.core.settings import CurrentSettings, Settings
from digit_recognizer.app.core.settings_file import SettingsFile
from digit_recognizer.app.window import MainWindow
from tests.app.conftest import OpenWindow
from tests.app.hand import part


def picture(path: Path) -> Path:
    Image.new("L", (9, 9)).save(path)
    return path


def menu_of(window: MainWindow) -> QMenu:
    menu = part(window, QToolButton, "open").menu()
    assert menu is not None
    menu.aboutToShow.emit()
    return menu


def labels(window: MainWindow) -> list[str]:
    return [action.text() for action in menu_of(window).actions() if action.text()]


def open_file(window: MainWindow, qtbot: QtBot, path: Path) -> None:
    with qtbot.waitSignal(window.reader.opened):
        window.draw_page.opening.open([path])


def test_what_was_opened_last_comes_first_and_once(
    window: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    assert labels(window) == ["A folder …"]
    for name in ("a.png", "b & c.png", "a.png"):
        open_file(window, qtbot, picture(tmp_path / name))
    assert labels(window) == ["A folder …", "Recent", "a.png", "b && c.png", "Clear the list"]


def test_a_recent_picture_is_opened_again(window: MainWindow, qtbot: QtBot, tmp_path: Path) -> None:
    open_file(window, qtbot, picture(tmp_path / "a.png"))
    open_file(window, qtbot, picture(tmp_path / "b.png"))
    action = next(action for action in menu_of(window).actions() if action.text() == "a.png")
    with qtbot.waitSignal(window.reader.opened):
        action.trigger()
    assert window.drawing.sheet.picture is not None
    assert window.drawing.sheet.picture.name == "a.png"


def test_eight_are_remembered_and_those_that_are_gone_are_left_out(
    window: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    for number in range(10):
        open_file(window, qtbot, picture(tmp_path / f"{number}.png"))
    (tmp_path / "9.png").unlink()
    assert labels(window)[2:-1] == [f"{number}.png" for number in range(8, 1, -1)]


def test_the_list_can_be_cleared(window: MainWindow, qtbot: QtBot, tmp_path: Path) -> None:
    open_file(window, qtbot, picture(tmp_path / "a.png"))
    menu_of(window).actions()[-1].trigger()
    assert labels(window) == ["A folder …"]


def test_what_cannot_be_opened_is_not_remembered(
    window: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    with qtbot.waitSignal(window.reader.failed):
        window.draw_page.opening.open([tmp_path / "none.png"])
    assert labels(window) == ["A folder …"]


def test_folders_and_recent_pictures_are_there_in_the_next_session(
    open_window: OpenWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    file = SettingsFile(tmp_path / "settings.json")
    file.save(Settings(folders=(("open", "/pictures"),), recent=(str(tmp_path / "a.png"),)))
    picture(tmp_path / "a.png")
    assert file.load().folders == (("open", "/pictures"),)
    assert "a.png" in labels(open_window(settings=CurrentSettings(file.load())))


def test_a_folder_is_chosen_and_read(
    window: MainWindow, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    picture(tmp_path / "a.png")
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(tmp_path))
    menu_of(window).actions()[0].trigger()
    qtbot.waitUntil(lambda: len(window.draw_page.answers.table.rows) == 1)


def test_a_picture_that_takes_long_says_that_it_is_opened(
    window: MainWindow, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import threading

    import digit_recognizer.ink
    from digit_recognizer.ink import open_picture

    may_open = threading.Event()

    def slow(*given: object, **options: object) -> object:
        assert may_open.wait(5)
        return open_picture(*given, **options)  # type: ignore[arg-type]

    monkeypatch.setattr(digit_recognizer.ink, "open_picture", slow)
    window.draw_page.opening.open([picture(tmp_path / "large.png")])
    qtbot.waitUntil(lambda: "Opening large.png …" in window.session.messages.text)
    may_open.set()
    qtbot.waitUntil(lambda: not window.session.messages.text)
    assert window.drawing.sheet.picture is not None
