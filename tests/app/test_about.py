"""About the program, and the sheet of its keys."""

import re

import pytest
from PyQt6.QtCore import Qt
from PyQt6.QtGui import QAction, QKeySequence
from PyQt6.QtWidgets import QTextBrowser, QToolButton
from pytestqt.qtbot import QtBot

from digit_recognizer import __version__
from digit_recognizer.app.about import libraries
from digit_recognizer.app.page import PAGES
from digit_recognizer.app.sheet_dialog import SheetDialog
from digit_recognizer.app.window import MainWindow
from digit_recognizer.data.catalogue import CATALOGUE
from tests.app.hand import QTest, part

CONTROL = Qt.KeyboardModifier.ControlModifier


def choose(window: MainWindow, label: str) -> None:
    menu = part(window, QToolButton, "settings").menu()
    assert menu is not None
    [action] = [each for each in menu.actions() if each.text() == label]
    action.trigger()


def shown(window: MainWindow, name: str) -> str:
    dialog = part(window, SheetDialog, name)
    assert dialog.isVisible()
    return part(dialog, QTextBrowser, f"{name}-text").toPlainText()


def test_about_names_version_licences_data_and_the_article(window: MainWindow) -> None:
    choose(window, "About Digit Recognizer")
    text = shown(window, "about")
    assert f"Version {__version__}" in text
    assert "MIT licence" in text
    assert "Gradient-based learning applied to document recognition" in text
    for dataset in CATALOGUE:
        assert dataset.licence in text
    assert re.search(r"PyQt6 6\.\d+\.\d+: GPL", text)
    assert re.search(r"numpy \d[\d.]*: BSD", text)


def test_every_library_has_a_version_and_a_licence() -> None:
    found = libraries()
    assert {"numpy", "pyqt6", "safetensors"} <= {each.name.lower() for each in found}
    assert "pytest" not in {each.name for each in found}
    assert all(each.version and each.licence for each in found)
    assert all(len(each.licence) <= 60 for each in found)


@pytest.mark.parametrize("name", ["about", "shortcuts"])
def test_escape_closes_a_sheet_and_leaves_the_window(window: MainWindow, name: str) -> None:
    choose(window, {"about": "About Digit Recognizer", "shortcuts": "Keyboard shortcuts"}[name])
    dialog = part(window, SheetDialog, name)
    assert dialog.width() <= window.width()
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible()
    assert window.isVisible()


@pytest.mark.parametrize("title", PAGES)
def test_the_sheet_of_keys_has_every_key_of_the_page_and_of_the_window(
    window: MainWindow, qtbot: QtBot, title: str
) -> None:
    window.show_page(title)
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    QTest.keyClick(window, Qt.Key.Key_Slash, CONTROL)
    text = shown(window, "shortcuts")
    keys = {
        sequence.toString(QKeySequence.SequenceFormat.NativeText)
        for widget in (window.page(title), part(window, QToolButton, "settings"))
        for action in widget.findChildren(QAction)
        for sequence in action.shortcuts()
    }
    missing = [key for key in keys if key not in text]
    assert not missing
    assert "Ctrl+4" in text
    assert "Go to Judge" in text
    page_has_keys = any(action.shortcuts() for action in window.page(title).findChildren(QAction))
    if page_has_keys:
        assert text.startswith(f"{title}\n")
    assert ("Random digit" in text) == (title in ("Draw", "Look inside"))


def test_a_new_action_is_on_the_sheet_at_once(window: MainWindow) -> None:
    action = QAction("Something new", window)
    action.setShortcut(QKeySequence("Ctrl+Alt+N"))
    window.addAction(action)
    choose(window, "Keyboard shortcuts")
    assert "Ctrl+Alt+N" in shown(window, "shortcuts")


def test_ctrl_q_closes_the_window(window: MainWindow, qtbot: QtBot) -> None:
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    with qtbot.waitSignal(window.closed):
        QTest.keyClick(window, Qt.Key.Key_Q, CONTROL)


def test_f11_fills_the_screen_and_escape_comes_back_when_nothing_else_is_to_be_closed(
    window: MainWindow, qtbot: QtBot
) -> None:
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    QTest.keyClick(window, Qt.Key.Key_F11)
    assert window.isFullScreen()
    window.drawing.begin_stroke((100, 100), 16)
    window.drawing.end_gesture()
    QTest.keyClick(window, Qt.Key.Key_Escape)
    assert window.drawing.sheet.is_blank
    assert window.isFullScreen()
    QTest.keyClick(window, Qt.Key.Key_Escape)
    assert not window.isFullScreen()
    QTest.keyClick(window, Qt.Key.Key_F11)
    QTest.keyClick(window, Qt.Key.Key_F11)
    assert not window.isFullScreen()


def test_the_size_before_the_full_screen_is_what_the_next_window_has(window: MainWindow) -> None:
    window.resize(700, 500)
    window.showFullScreen()
    window.close()
    assert window.session.settings.now.window_size == (700, 500)
