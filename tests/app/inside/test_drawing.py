"""What can be done with the drawing in Look inside is what can be done in Draw."""

from pathlib import Path

import pytest
from PyQt6.QtCore import QMimeData, Qt, QUrl
from PyQt6.QtGui import QImage
from PyQt6.QtWidgets import QApplication, QFileDialog, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from digit_recognizer.app.inside.page import InsidePage
from digit_recognizer.app.window import MainWindow
from tests.app.draw.test_page import drop, mime_with
from tests.app.hand import FOUR, QTest, click, draw, part

CONTROL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def picture(tmp_path: Path) -> Path:
    image = QImage(100, 100, QImage.Format.Format_Grayscale8)
    image.fill(Qt.GlobalColor.white)
    for row in range(20, 80):
        for column in range(47, 54):
            image.setPixel(column, row, 0)
    file = tmp_path / "one.png"
    assert image.save(str(file))
    return file


def strokes(inside: InsidePage) -> int:
    return len(inside.session.drawing.sheet.strokes)


def shown(inside: InsidePage) -> str:
    picture = inside.session.drawing.sheet.picture
    return "" if picture is None else picture.name


def paste(window: QWidget, mime: QMimeData) -> None:
    clipboard = QApplication.clipboard()
    assert clipboard is not None
    clipboard.setMimeData(mime)
    QTest.keyClick(window, Qt.Key.Key_V, CONTROL)


def test_undo_and_redo_by_button_and_by_key(window: MainWindow, inside: InsidePage) -> None:
    window.activateWindow()
    draw(inside.canvas, FOUR)
    assert not part(inside, QToolButton, "inside-redo").isEnabled()
    click(inside, "inside-undo")
    assert strokes(inside) == 1
    click(inside, "inside-redo")
    assert strokes(inside) == 2
    QTest.keyClick(window, Qt.Key.Key_Z, CONTROL)
    assert strokes(inside) == 1
    QTest.keyClick(window, Qt.Key.Key_Z, CONTROL | SHIFT)
    assert strokes(inside) == 2
    QTest.keyClick(window, Qt.Key.Key_Z, CONTROL)
    QTest.keyClick(window, Qt.Key.Key_Y, CONTROL)
    assert strokes(inside) == 2


@pytest.mark.parametrize("by_key", [True, False])
def test_a_picture_is_opened(
    window: MainWindow,
    inside: InsidePage,
    qtbot: QtBot,
    picture: Path,
    monkeypatch: pytest.MonkeyPatch,
    by_key: bool,
) -> None:
    monkeypatch.setattr(QFileDialog, "getOpenFileNames", lambda *_: ([str(picture)], ""))
    window.activateWindow()
    if by_key:
        QTest.keyClick(window, Qt.Key.Key_O, CONTROL)
    else:
        click(inside, "inside-open")
    qtbot.waitUntil(lambda: shown(inside) == "one.png" and not inside.state.is_blank)


@pytest.mark.parametrize("target", ["canvas", "view", "card", "bar"])
def test_a_picture_is_dropped_anywhere(
    inside: InsidePage, qtbot: QtBot, picture: Path, target: str
) -> None:
    widget: QWidget | None = getattr(inside, target)
    # Qt brings what is dropped to the next widget around the pointer that takes any.
    while widget is not None and not widget.acceptDrops():
        widget = widget.parentWidget()
    assert widget is not None
    assert drop(widget, mime_with(QUrl.fromLocalFile(str(picture))))
    qtbot.waitUntil(lambda: shown(inside) == "one.png" and not inside.state.is_blank)


def test_a_picture_is_pasted(
    window: MainWindow, inside: InsidePage, qtbot: QtBot, picture: Path
) -> None:
    window.activateWindow()
    paste(window, mime_with(image=QImage(str(picture))))
    qtbot.waitUntil(lambda: "pasted" in shown(inside) and not inside.state.is_blank)


def test_what_is_no_picture_is_explained_on_this_page(
    window: MainWindow, inside: InsidePage, qtbot: QtBot, tmp_path: Path
) -> None:
    file = tmp_path / "letter.txt"
    file.write_text("no picture")
    drop(inside, mime_with(QUrl.fromLocalFile(str(file))))
    qtbot.waitUntil(lambda: "letter.txt" in inside.session.messages.text)
    draw(inside.canvas, FOUR)
    assert inside.session.messages.text == ""
