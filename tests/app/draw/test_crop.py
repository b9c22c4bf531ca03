"""A picture on the canvas is turned and cropped; the reading follows, and Undo brings it back."""

from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from PyQt6.QtCore import QPoint, Qt
from PyQt6.QtWidgets import QToolButton
from pytestqt.qtbot import QtBot

from digit_recognizer.app.core.pictures import Picture
from digit_recognizer.app.window import MainWindow
from tests.app.hand import ONE, FakeRecognizer, QTest, click, draw, part


@pytest.fixture
def picture(window: MainWindow, qtbot: QtBot, tmp_path: Path) -> Picture:
    """A picture of 200 x 100 pixels, black in its upper left corner."""
    sheet = Image.new("L", (200, 100), 255)
    sheet.paste(0, (0, 0, 20, 10))
    sheet.save(tmp_path / "corner.png")
    with qtbot.waitSignal(window.reader.read):
        window.draw_page.opening.open([tmp_path / "corner.png"])
    return shown(window)


def shown(window: MainWindow) -> Picture:
    picture = window.drawing.sheet.picture
    assert picture is not None
    return picture


def button(window: MainWindow, name: str) -> QToolButton:
    return part(window, QToolButton, name)


def drag(window: MainWindow, start: tuple[int, int], end: tuple[int, int]) -> None:
    """Draw a frame from one pixel of the picture of 200 x 100 to another."""
    frame, rect = window.draw_page.frame, window.draw_page.canvas.sheet_rect()
    scale = rect.width() / 280 * 240 / 200
    left, top = rect.left() + rect.width() * 20 / 280, rect.center().y() - 50 * scale

    def place(pixel: tuple[int, int]) -> QPoint:
        return QPoint(round(left + scale * pixel[0]), round(top + scale * pixel[1]))

    QTest.mousePress(frame, Qt.MouseButton.LeftButton, pos=place(start))
    QTest.mouseMove(frame, place(end))
    QTest.mouseRelease(frame, Qt.MouseButton.LeftButton, pos=place(end))


def test_the_tools_come_and_go_with_a_picture(window: MainWindow, picture: Picture) -> None:
    assert button(window, "crop").isVisible()
    assert button(window, "turn").isVisible()
    draw(window.draw_page.canvas, ONE)
    assert not button(window, "crop").isVisible()
    assert not button(window, "turn").isVisible()


def test_a_picture_is_turned_by_quarters_and_read_again(
    window: MainWindow, qtbot: QtBot, picture: Picture, fake: FakeRecognizer
) -> None:
    with qtbot.waitSignal(window.reader.read):
        click(window, "turn")
    assert shown(window).pixels.shape == (200, 100)
    assert shown(window).pixels[5, 95] == 0
    np.testing.assert_array_equal(fake.asked[-1], shown(window).pixels)
    for _ in range(3):
        QTest.keyClick(window, "t")
    np.testing.assert_array_equal(shown(window).pixels, picture.pixels)
    click(window, "undo")
    assert shown(window).pixels.shape == (200, 100)


def test_the_mouse_draws_a_frame_in_pixels_of_the_picture(
    window: MainWindow, qtbot: QtBot, picture: Picture, fake: FakeRecognizer
) -> None:
    click(window, "crop")
    assert window.draw_page.frame.isVisible()
    with qtbot.waitSignal(window.reader.read):
        drag(window, (110, 80), (10, 5))
    height, width = shown(window).pixels.shape
    assert (width, height) == pytest.approx((100, 75), abs=2)
    assert shown(window).pixels[1, 1] == 0
    assert fake.asked[-1].shape == (height, width)
    assert not window.draw_page.frame.isVisible()
    assert not button(window, "crop").isChecked()
    click(window, "undo")
    np.testing.assert_array_equal(shown(window).pixels, picture.pixels)


def test_a_frame_ends_at_the_edge_of_the_picture(window: MainWindow, picture: Picture) -> None:
    click(window, "crop")
    drag(window, (-50, -30), (20, 10))
    height, width = shown(window).pixels.shape
    assert (width, height) == pytest.approx((20, 10), abs=1)
    assert shown(window).pixels[0, 0] == 0


def test_a_click_cuts_nothing(window: MainWindow, picture: Picture) -> None:
    click(window, "crop")
    drag(window, (50, 50), (51, 51))
    assert shown(window) is picture
    assert window.draw_page.frame.isVisible()


def test_the_keyboard_moves_the_frame_changes_its_size_and_cuts(
    window: MainWindow, picture: Picture
) -> None:
    QTest.keyClick(window, "c")
    frame = window.draw_page.frame
    assert frame.hasFocus()
    assert frame.box == (20, 10, 180, 90)
    for _ in range(100):
        QTest.keyClick(frame, Qt.Key.Key_Left)
        QTest.keyClick(frame, Qt.Key.Key_Up)
    assert frame.box == (0, 0, 160, 80)
    QTest.keyClick(frame, Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    QTest.keyClick(frame, Qt.Key.Key_Up, Qt.KeyboardModifier.ShiftModifier)
    assert frame.box == (0, 0, 162, 78)
    assert "162, 78 of 200 × 100" in frame.accessibleDescription()
    QTest.keyClick(frame, Qt.Key.Key_Return)
    assert shown(window).pixels.shape == (78, 162)
    assert window.draw_page.canvas.hasFocus()


def test_the_frame_never_vanishes(window: MainWindow, picture: Picture) -> None:
    click(window, "crop")
    frame = window.draw_page.frame
    for _ in range(200):
        QTest.keyClick(frame, Qt.Key.Key_Left, Qt.KeyboardModifier.ShiftModifier)
        QTest.keyClick(frame, Qt.Key.Key_Up, Qt.KeyboardModifier.ShiftModifier)
    assert frame.box == (20, 10, 24, 14)


def test_escape_leaves_the_picture_as_it_is(window: MainWindow, picture: Picture) -> None:
    click(window, "crop")
    QTest.keyClick(window.draw_page.frame, Qt.Key.Key_Escape)
    assert not window.draw_page.frame.isVisible()
    assert not button(window, "crop").isChecked()
    assert shown(window) is picture


def test_the_frame_stays_on_the_picture_when_the_window_changes_its_size(
    window: MainWindow, qtbot: QtBot, picture: Picture
) -> None:
    click(window, "crop")
    window.resize(1000, 800)
    canvas = window.draw_page.canvas
    qtbot.waitUntil(lambda: window.draw_page.frame.size() == canvas.size())
    drag(window, (0, 0), (100, 50))
    height, width = shown(window).pixels.shape
    assert (width, height) == pytest.approx((100, 50), abs=2)


def test_in_a_small_window_the_tools_are_in_the_menu(
    window: MainWindow, qtbot: QtBot, picture: Picture
) -> None:
    window.resize(480, 400)
    qtbot.waitUntil(lambda: not button(window, "crop").isVisible())
    menu = button(window, "more").menu()
    assert menu is not None
    turn = next(action for action in menu.actions() if action.text() == "Turn the picture")
    turn.trigger()
    assert shown(window).pixels.shape == (200, 100)
