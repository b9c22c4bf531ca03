"""Help: F1 explains what is under the pointer or in focus; the first start shows where to begin."""

import pytest
from PyQt6.QtCore import QPoint, Qt
from PyQt6.QtGui import QCursor
from PyQt6.QtWidgets import QApplication, QTabBar, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from digit_recognizer.app.core.settings import CurrentSettings, Settings
from digit_recognizer.app.help import HelpCard, explanation
from digit_recognizer.app.page import PAGES, PURPOSES
from digit_recognizer.app.window import MainWindow
from tests.app.conftest import OpenWindow
from tests.app.hand import ONE, QTest, click, draw, part


def explain(window: MainWindow, widget: QWidget) -> HelpCard:
    """Press F1 while the pointer is on `widget`."""
    window.activateWindow()
    QCursor.setPos(widget.mapToGlobal(widget.rect().center()))
    QTest.keyClick(window, Qt.Key.Key_F1)
    return part(window, HelpCard, "help")


def test_f1_explains_what_is_under_the_pointer(window: MainWindow, qtbot: QtBot) -> None:
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    card = explain(window, part(window, QToolButton, "eraser"))
    assert card.isVisible()
    assert card.text() == "Eraser\nTakes ink away where it goes."
    QTest.keyClick(card, Qt.Key.Key_Escape)
    assert not card.isVisible()


def test_away_from_the_window_it_explains_what_is_in_focus(
    window: MainWindow, qtbot: QtBot
) -> None:
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    window.move(200, 200)
    part(window, QToolButton, "open").setFocus()
    QCursor.setPos(window.mapToGlobal(QPoint(-50, -50)))
    QTest.keyClick(window, Qt.Key.Key_F1)
    card = part(window, HelpCard, "help")
    assert card.text().startswith("Open\n")
    QTest.mouseClick(card, Qt.MouseButton.LeftButton)
    assert not card.isVisible()


@pytest.mark.parametrize("name", ["canvas", "clear", "random", "more", "settings", "network"])
def test_the_card_is_whole_and_within_the_window(window: MainWindow, name: str) -> None:
    window.resize(480, 400)
    QApplication.processEvents()
    card = part(window, HelpCard, "help")
    place = part(window, QWidget, name)
    QCursor.setPos(place.mapToGlobal(place.rect().center()))
    card.explain()
    corner = window.mapToGlobal(QPoint())
    assert window.rect().translated(corner).contains(card.geometry())
    assert card.height() >= card.heightForWidth(card.width())
    card.hide()


@pytest.mark.parametrize("title", PAGES)
def test_every_tab_says_what_its_place_is_for(window: MainWindow, title: str) -> None:
    tabs = part(window, QTabBar, "pages")
    tab = list(PAGES).index(title)
    place = tabs.mapToGlobal(tabs.tabRect(tab).center())
    assert explanation(tabs, place) == f"{title}\n{PURPOSES[title]}"


def test_what_has_no_explanation_takes_the_one_around_it(window: MainWindow) -> None:
    assert explanation(None, QPoint()).startswith("Help\n")
    inner = QWidget(part(window, QToolButton, "eraser"))
    assert explanation(inner, QPoint()).startswith("Eraser\n")


def test_the_welcome_shows_where_to_begin_once(open_window: OpenWindow) -> None:
    settings = CurrentSettings()
    window = open_window(settings=settings)
    card = window.draw_page.welcome
    assert not card.isVisible()
    window.welcome()
    assert card.isVisible()
    assert not settings.now.welcomed
    click(window, "begin")
    assert not card.isVisible()
    assert settings.now.welcomed


def test_the_first_stroke_closes_the_welcome(open_window: OpenWindow) -> None:
    settings = CurrentSettings(Settings(welcomed=False))
    window = open_window(settings=settings)
    window.welcome()
    draw(window.draw_page.canvas, ONE)
    assert len(window.drawing.sheet.strokes) == 1
    assert not window.draw_page.welcome.isVisible()
    assert settings.now.welcomed


@pytest.mark.parametrize("size", [(480, 400), (480, 900), (800, 600), (2560, 1440)])
def test_the_welcome_is_whole_at_every_size(window: MainWindow, size: tuple[int, int]) -> None:
    window.resize(*size)
    window.welcome()
    QApplication.processEvents()
    card = window.draw_page.welcome
    parent = card.parentWidget()
    assert parent is not None
    assert parent.rect().contains(card.geometry())
    assert card.height() >= card.heightForWidth(card.width())
