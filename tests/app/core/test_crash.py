"""What should not fail and does: it is logged and told, and the drawing stays."""

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from PyQt6.QtCore import QTimer
from PyQt6.QtWidgets import QApplication, QMessageBox
from pytestqt.qtbot import QtBot

from digit_recognizer.app.core.crash import catch_crashes, log
from digit_recognizer.app.window import MainWindow
from tests.app.hand import ONE, draw

pytestmark = pytest.mark.logs_error("unexpected failure\\n(.*\\n)*ZeroDivisionError: a slip")


@pytest.fixture(autouse=True)
def hook_restored(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    monkeypatch.setattr(sys, "__excepthook__", lambda *_: None)
    yield
    for handler in log.handlers[:]:
        handler.close()
        log.removeHandler(handler)


def answer_with(button: str, seen: list[str]) -> None:
    """Press a button of the message as soon as it is there."""

    def press() -> None:
        box = QApplication.activeModalWidget()
        assert isinstance(box, QMessageBox)
        seen.append(f"{box.text()} {box.informativeText()}")
        for each in box.buttons():
            if each.text() == button:
                each.click()

    QTimer.singleShot(0, press)


def fail() -> None:
    try:
        raise ZeroDivisionError("a slip")
    except ZeroDivisionError as error:
        sys.excepthook(type(error), error, error.__traceback__)


def test_a_failure_is_logged_and_told_and_the_drawing_stays(
    window: MainWindow, tmp_path: Path, qtbot: QtBot
) -> None:
    draw(window.draw_page.canvas, ONE)
    catch_crashes(window, tmp_path / "log")
    seen: list[str] = []
    answer_with("Go on", seen)
    fail()
    assert seen[0].startswith("Something went wrong, and your drawing is safe.")
    assert str(tmp_path / "log" / "window.log") in seen[0]
    assert "ZeroDivisionError: a slip" in (tmp_path / "log" / "window.log").read_text()
    assert window.isVisible()
    assert len(window.drawing.sheet.strokes) == 1


def test_the_window_can_be_closed_from_the_message(window: MainWindow, tmp_path: Path) -> None:
    catch_crashes(window, tmp_path)
    answer_with("Close the window", [])
    fail()
    assert not window.isVisible()


def test_a_log_that_cannot_be_written_is_not_promised(window: MainWindow, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way of the folder")
    catch_crashes(window, tmp_path / "file" / "log")
    seen: list[str] = []
    answer_with("Go on", seen)
    fail()
    assert "written" not in seen[0]
