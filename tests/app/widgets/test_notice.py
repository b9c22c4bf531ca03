"""A message over a page: Escape closes it, and does nothing else while it is open."""

import pytest
from PyQt6.QtCore import Qt
from PyQt6.QtWidgets import QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from digit_recognizer.app.widgets.notice import Notice
from digit_recognizer.app.window import MainWindow
from tests.app.hand import ONE, QTest, click, draw, part

PAGES = {
    "Draw": "notice",
    "Look inside": "window-notice",
    "Train": "train-notice",
    "Judge": "judge-notice",
}


@pytest.fixture(autouse=True)
def in_front(window: MainWindow, qtbot: QtBot) -> None:
    draw(window.draw_page.canvas, ONE)
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)


def escape(window: QWidget) -> None:
    """Press Escape as the window system does: the window gives it to whatever has the focus."""
    QTest.keyClick(window.windowHandle(), Qt.Key.Key_Escape)


def open_notice(window: MainWindow, page: str) -> Notice:
    window.show_page(page)
    notice = part(window, Notice, PAGES[page])
    notice.say("Something happened. Do this.")
    assert notice.isVisible()
    return notice


@pytest.mark.parametrize("page", PAGES)
def test_escape_closes_the_message_and_not_the_drawing(window: MainWindow, page: str) -> None:
    notice = open_notice(window, page)
    before = window.drawing.sheet
    escape(window)
    assert not notice.isVisible()
    assert window.drawing.sheet is before


@pytest.mark.parametrize("page", PAGES)
def test_so_does_it_when_the_message_itself_has_the_focus(window: MainWindow, page: str) -> None:
    notice = open_notice(window, page)
    close = part(notice, QWidget, f"{PAGES[page]}-close")
    close.setFocus()
    escape(window)
    assert not notice.isVisible()
    assert not window.drawing.sheet.is_blank


def test_of_two_messages_the_last_goes_first(window: MainWindow) -> None:
    notice = open_notice(window, "Draw")
    window.notice.say("Something else happened.")
    escape(window)
    assert (notice.isVisible(), window.notice.isVisible()) == (True, False)
    escape(window)
    assert not notice.isVisible()
    assert not window.drawing.sheet.is_blank
    escape(window)
    assert window.drawing.sheet.is_blank
    click(window, "undo")
    assert not window.drawing.sheet.is_blank


def test_a_field_is_left_as_it_is(window: MainWindow) -> None:
    notice = open_notice(window, "Train")
    field = part(window, QLineEdit, "setting-epochs")
    field.setFocus()
    field.selectAll()
    QTest.keyClicks(field, "12")
    escape(window)
    assert not notice.isVisible()
    assert field.text() == "12"


def test_another_window_keeps_its_escape(window: MainWindow, qtbot: QtBot) -> None:
    notice = open_notice(window, "Draw")
    other = QLineEdit()
    qtbot.addWidget(other)
    other.show()
    other.activateWindow()
    qtbot.waitUntil(other.isActiveWindow)
    escape(other)
    assert notice.isVisible()


def test_undo_is_offered_where_something_can_be_taken_back(window: MainWindow) -> None:
    taken_back: list[int] = []
    notice = window.draw_page.notice
    notice.say("It is gone.", undo=lambda: taken_back.append(1))
    click(window, "notice-undo")
    assert taken_back == [1]
    assert not notice.isVisible()
    notice.say("Something happened.")
    assert not part(window, QWidget, "notice-undo").isVisible()
