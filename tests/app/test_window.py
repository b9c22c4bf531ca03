"""The window whole: names, sizes, keeping the drawing, and leaving nothing behind."""

import json
import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from PyQt6.QtCore import QPoint, QRect, QSize, QTimer
from PyQt6.QtWidgets import QAbstractButton, QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from digit_recognizer.app.core.autosave import Autosave
from digit_recognizer.app.core.drawing import Sheet
from digit_recognizer.app.core.pictures import Picture, open_as_picture
from digit_recognizer.app.window import MainWindow
from tests.app.conftest import OpenWindow
from tests.app.hand import FOUR, ONE, SEVEN, click, draw, part

ROOT = Path(__file__).resolve().parents[2]
SECONDS = 10
NAMES = [
    "canvas",
    "digit",
    "confidence",
    *(f"probability-{digit}" for digit in range(10)),
    "network-input",
    *("undo", "redo", "clear", "open", "pen-1", "pen-2", "pen-3", "eraser"),
]


def digit(window: MainWindow) -> str:
    return part(window, QLabel, "digit").text()


def test_tests_find_all_by_name_and_assistive_tools_by_words(window: MainWindow) -> None:
    for name in NAMES:
        found = part(window, QWidget, name)
        assert found.accessibleName(), name
        assert found.accessibleDescription(), name
        assert found.isVisible(), name


def test_every_button_has_an_accessible_name_and_a_tooltip(window: MainWindow) -> None:
    for button in window.findChildren(QAbstractButton):
        assert button.accessibleName(), button
        assert button.toolTip(), button


def test_it_opens_with_nothing_but_its_name(qtbot: QtBot) -> None:
    window = MainWindow()
    qtbot.addWidget(window)
    window.show()
    assert digit(window) == ""
    draw(window.draw_page.canvas, SEVEN)
    qtbot.waitUntil(lambda: digit(window) != "", timeout=20_000)


SIZES = ((480, 400), (2560, 1440), (480, 900), (640, 480), (720, 400), (800, 600), (1280, 800))


def test_nothing_is_clipped_and_the_drawing_stays(window: MainWindow, qtbot: QtBot) -> None:
    draw(window.draw_page.canvas, FOUR)
    qtbot.waitUntil(lambda: digit(window) == "2")
    before = window.drawing.sheet
    for size in SIZES:
        window.resize(*size)
        QApplication.processEvents()
        assert window.size() == QSize(*size)
        whole = QRect(QPoint(), window.size())
        places = {}
        for name in NAMES:
            found = part(window, QWidget, name)
            places[name] = QRect(found.mapTo(window, QPoint()), found.size())
            assert whole.contains(places[name]), (size, name)
        for name in NAMES[1:]:
            assert not places["canvas"].intersects(places[name]), (size, name)
    assert window.drawing.sheet is before


def test_nothing_moves_while_one_draws(window: MainWindow, qtbot: QtBot) -> None:
    def places() -> list[tuple[int, ...]]:
        return [part(window, QWidget, name).geometry().getRect() for name in NAMES]

    qtbot.wait(10)
    before = places()
    draw(window.draw_page.canvas, ONE)
    qtbot.waitUntil(lambda: digit(window) == "1")
    assert places() == before
    window.draw_page.messages.ask("Something happened. Do this.")
    qtbot.wait(10)
    assert places() == before


def test_closing_ends_all_threads(open_window: OpenWindow, qtbot: QtBot) -> None:
    before = threading.active_count()
    window = open_window()
    draw(window.draw_page.canvas, ONE)
    qtbot.waitUntil(lambda: digit(window) == "1")
    window.close()
    assert threading.active_count() == before


def test_a_slow_disk_stops_nobody_and_the_last_stroke_is_saved(
    open_window: OpenWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    may_write, written = threading.Event(), []

    def save(self: Autosave, sheet: Sheet) -> None:
        assert may_write.wait(SECONDS)
        written.append(len(sheet.strokes))

    monkeypatch.setattr(Autosave, "save", save)
    window = open_window(autosave=Autosave(tmp_path / "drawing.json"))
    for _ in range(3):
        draw(window.draw_page.canvas, ONE)
    qtbot.waitUntil(lambda: digit(window) == "3")
    assert written == []
    may_write.set()
    window.close()
    # Which drawing the disk takes first depends on the threads; each later one takes the newest.
    assert len(written) <= 2
    assert written[-1] == 3


def test_closing_loses_no_stroke(open_window: OpenWindow, tmp_path: Path) -> None:
    first = open_window(autosave=Autosave(tmp_path / "drawing.json"))
    draw(first.draw_page.canvas, FOUR)
    first.close()
    second = open_window(autosave=Autosave(tmp_path / "drawing.json"))
    second.restore()
    assert second.drawing.sheet == first.drawing.sheet
    click(second, "clear")
    second.close()
    assert not (tmp_path / "drawing.json").exists()


def test_a_crash_loses_no_stroke(open_window: OpenWindow, tmp_path: Path, qtbot: QtBot) -> None:
    first = open_window(autosave=Autosave(tmp_path / "drawing.json"))
    draw(first.draw_page.canvas, FOUR)
    assert first.saving.finish(SECONDS)
    second = open_window(autosave=Autosave(tmp_path / "drawing.json"))
    second.restore()
    assert second.drawing.sheet == first.drawing.sheet
    qtbot.waitUntil(lambda: digit(second) == "2")


def test_a_crash_loses_no_picture(open_window: OpenWindow, tmp_path: Path, qtbot: QtBot) -> None:
    from numpy import full

    first = open_window(autosave=Autosave(tmp_path / "drawing.json"))
    first.drawing.place(open_as_picture(full((6, 4, 4), 255, "uint8"), "paper"))
    assert first.saving.finish(SECONDS)
    second = open_window(autosave=Autosave(tmp_path / "drawing.json"))
    second.restore()
    qtbot.waitUntil(lambda: isinstance(second.drawing.sheet.picture, Picture))
    assert second.drawing.sheet.picture is not None
    assert second.drawing.sheet.picture.name == "paper"


def test_a_damaged_file_is_named_and_the_window_opens(
    open_window: OpenWindow, tmp_path: Path
) -> None:
    (tmp_path / "drawing.json").write_text("{")
    window = open_window(autosave=Autosave(tmp_path / "drawing.json"))
    window.restore()
    assert "could not be read" in window.session.messages.text
    draw(window.draw_page.canvas, ONE)
    assert window.saving.finish(SECONDS)
    assert (tmp_path / "drawing.json").exists()


def test_no_timer_is_left(open_window: OpenWindow, qtbot: QtBot) -> None:
    window = open_window()
    click(window, "pen-3")
    draw(window.draw_page.canvas, ONE)
    qtbot.waitUntil(lambda: digit(window) == "1")
    window.close()
    assert not [timer for timer in window.findChildren(QTimer) if timer.isActive()]


PROGRAM = """
import json
from PyQt6.QtWidgets import QApplication
application = QApplication([])
from digit_recognizer.app.window import MainWindow
from tests.app.hand import SEVEN, FakeRecognizer, draw
window = MainWindow(FakeRecognizer())
window.resize(480, 400)
window.show()
draw(window.draw_page.canvas, SEVEN)
image = window.grab()
print(json.dumps({
    "ratio": window.devicePixelRatioF(),
    "pixels": image.width(),
    "points": window.drawing.sheet.strokes[0].points,
}))
window.close()
"""


def test_the_pixel_ratio_changes_nothing_of_the_drawing() -> None:
    found = {}
    for ratio in ("1", "1.25", "1.5", "2"):
        environment = {**os.environ, "QT_SCALE_FACTOR": ratio}
        answer = subprocess.run(
            [sys.executable, "-c", PROGRAM],
            cwd=ROOT,
            env=environment,
            capture_output=True,
            text=True,
            check=True,
        )
        found[ratio] = json.loads(answer.stdout)
        assert found[ratio]["ratio"] == float(ratio)
        assert found[ratio]["pixels"] == 480 * float(ratio)
    assert len({json.dumps(each["points"]) for each in found.values()}) == 1
