"""The line of messages: it covers nothing, Escape closes a message first, and focus stays."""

import pytest
from PyQt6.QtCore import QPoint, QRect, Qt
from PyQt6.QtWidgets import QLabel, QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from digit_recognizer.app.widgets import message_line
from digit_recognizer.app.window import MainWindow
from tests.app.hand import ONE, QTest, click, draw, part

PAGES = ("Draw", "Look inside", "Train", "Judge")
LONG = "Cannot read letter.txt: expected a picture, found text. Save it as PNG or JPEG. " * 3


@pytest.fixture(autouse=True)
def in_front(window: MainWindow, qtbot: QtBot) -> None:
    draw(window.draw_page.canvas, ONE)
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)


def escape(window: QWidget) -> None:
    """Press Escape as the window system does: the window gives it to whatever has the focus."""
    QTest.keyClick(window.windowHandle(), Qt.Key.Key_Escape)


def shown(window: MainWindow) -> str:
    """What the line shows to the eye."""
    label = part(window, QLabel, "message-text")
    return label.text().replace("\u200b", "") if label.isVisible() else ""


def ask(window: MainWindow, page: str) -> None:
    window.show_page(page)
    window.page(page).messages.ask("Something happened. Do this.")
    assert shown(window) == "Something happened. Do this."


@pytest.mark.parametrize("page", PAGES)
def test_escape_closes_the_message_and_not_the_drawing(window: MainWindow, page: str) -> None:
    ask(window, page)
    before = window.drawing.sheet
    escape(window)
    assert shown(window) == ""
    assert window.drawing.sheet is before


@pytest.mark.parametrize("page", PAGES)
def test_so_does_it_when_the_message_itself_has_the_focus(window: MainWindow, page: str) -> None:
    ask(window, page)
    part(window, QWidget, "message-close").setFocus()
    escape(window)
    assert shown(window) == ""
    assert not window.drawing.sheet.is_blank


def test_of_two_messages_the_last_goes_first(window: MainWindow) -> None:
    ask(window, "Draw")
    window.session.messages.about("networks").ask("Something else happened.")
    assert shown(window) == "Something else happened."
    assert "1 more" in [label.text() for label in window.findChildren(QLabel) if label.isVisible()]
    escape(window)
    assert shown(window) == "Something happened. Do this."
    escape(window)
    assert shown(window) == ""
    assert not window.drawing.sheet.is_blank
    escape(window)
    assert window.drawing.sheet.is_blank
    click(window, "undo")
    assert not window.drawing.sheet.is_blank


def test_a_field_is_left_as_it_is(window: MainWindow) -> None:
    ask(window, "Train")
    field = part(window, QLineEdit, "setting-epochs")
    field.setFocus()
    field.selectAll()
    QTest.keyClicks(field, "12")
    escape(window)
    assert shown(window) == ""
    assert field.text() == "12"


def test_another_window_keeps_its_escape(window: MainWindow, qtbot: QtBot) -> None:
    ask(window, "Draw")
    other = QLineEdit()
    qtbot.addWidget(other)
    other.show()
    other.activateWindow()
    qtbot.waitUntil(other.isActiveWindow)
    escape(other)
    assert shown(window) != ""


def test_a_button_does_what_it_says_and_closes_the_message(window: MainWindow) -> None:
    pressed: list[int] = []
    window.draw_page.messages.ask("It is gone.", "Undo", lambda: pressed.append(1))
    button = part(window, QPushButton, "message-button")
    assert (button.text(), button.accessibleName()) == ("Undo", "Undo")
    click(window, "message-button")
    assert pressed == [1]
    assert shown(window) == ""
    window.draw_page.messages.ask("Something happened.")
    assert not button.isVisible()


def test_focus_stays_where_the_user_put_it(window: MainWindow) -> None:
    window.show_page("Train")
    field = part(window, QLineEdit, "setting-epochs")
    field.setFocus()
    ask(window, "Train")
    assert field.hasFocus()
    click(window, "message-close")
    assert field.hasFocus()
    window.page("Train").messages.ask("It is gone.", "Undo", lambda: None)
    button = part(window, QPushButton, "message-button")
    button.setFocus()
    QTest.keyClick(button, Qt.Key.Key_Space)
    assert shown(window) == ""
    assert field.hasFocus()


def test_news_fades_and_what_asks_for_something_stays(
    window: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    line = part(window, message_line.MessageLine, "messages")
    line._clock.setInterval(40)
    ask(window, "Train")
    window.draw_page.messages.news("Copied: 1")
    assert shown(window) == "Copied: 1"
    qtbot.waitUntil(lambda: shown(window) == "Something happened. Do this.", timeout=2_000)
    qtbot.wait(300)
    assert shown(window) == "Something happened. Do this."


def test_news_is_read_for_four_seconds(window: MainWindow) -> None:
    window.draw_page.messages.news("Copied: 1")
    line = part(window, message_line.MessageLine, "messages")
    assert 3_500 < line._clock.remainingTime() < 4_500


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("size", [(480, 400), (800, 600), (1600, 900)])
def test_no_message_covers_anything_and_each_is_whole(
    window: MainWindow, qtbot: QtBot, page: str, size: tuple[int, int]
) -> None:
    window.resize(*size)
    window.show_page(page)
    place = window.page(page)
    for text in ("Copied: 1", LONG):
        place.messages.ask(text, "Try again", lambda: None)
        qtbot.wait(10)
        label = part(window, QLabel, "message-text")
        frame = part(window, QWidget, "message")
        assert label.height() >= label.heightForWidth(label.width())
        for other in (place, part(window, QWidget, "header")):
            where = QRect(other.mapTo(window, QPoint()), other.size())
            assert not where.intersects(QRect(frame.mapTo(window, QPoint()), frame.size()))
        right = frame.mapTo(window, frame.rect().topRight()).x()
        assert window.width() // 2 < right < window.width()


def test_nothing_moves_when_a_short_message_comes_and_goes(
    window: MainWindow, qtbot: QtBot
) -> None:
    """In a window of a usual height; a lower one has no room for an empty line."""
    for page in PAGES:
        window.show_page(page)
        qtbot.wait(10)
        before = window.page(page).geometry()
        ask(window, page)
        qtbot.wait(10)
        assert window.page(page).geometry() == before
        escape(window)
