"""Everything one can work with has a name, an explanation and a way to it by key."""

import re

import pytest
from PyQt6.QtCore import QPoint, Qt
from PyQt6.QtWidgets import QApplication, QGraphicsView, QLabel, QWidget
from pytestqt.qtbot import QtBot

from digit_recognizer.app.help import explanation
from digit_recognizer.app.page import PAGES
from digit_recognizer.app.window import MainWindow
from tests.app.hand import FOUR, QTest, draw
from tools.checks import complaints_about
from tools.widget_tree import interactive, name_of, reached_by_tab

SIZES = ((480, 400), (800, 600), (1040, 720), (1280, 800), (2560, 1440))


@pytest.fixture
def page(window: MainWindow, qtbot: QtBot, request: pytest.FixtureRequest) -> QWidget:
    """One of the pages, with a drawing that has been read."""
    draw(window.draw_page.canvas, FOUR)
    window.show_page(request.param)
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    qtbot.wait(50)
    return window.page(request.param)


every_page = pytest.mark.parametrize("page", PAGES, indirect=True)


def described(widget: QWidget) -> str:
    return f"{type(widget).__name__} {widget.objectName()!r}"


@every_page
def test_everything_has_a_name(window: MainWindow, page: QWidget) -> None:
    nameless = [described(widget) for widget in interactive(window) if not name_of(widget)]
    assert not nameless


@every_page
def test_everything_is_explained_on_f1(window: MainWindow, page: QWidget) -> None:
    general = explanation(None, QPoint())
    unexplained = [
        described(widget)
        for widget in interactive(window)
        if explanation(widget, widget.mapToGlobal(widget.rect().center())) == general
    ]
    assert not unexplained


@every_page
def test_everything_has_a_way_to_it_by_key(window: MainWindow, page: QWidget) -> None:
    reached = set(reached_by_tab(window))
    unreached = [
        described(widget)
        for widget in interactive(window)
        if widget.isEnabled() and widget not in reached and not isinstance(widget, QGraphicsView)
    ]
    assert not unreached


@every_page
def test_the_tab_key_comes_round(window: MainWindow, page: QWidget) -> None:
    start = next(iter(reached_by_tab(window)))
    start.setFocus(Qt.FocusReason.TabFocusReason)
    seen = []
    for _ in range(200):
        focused = QApplication.focusWidget()
        assert focused is not None
        if focused in seen:
            break
        seen.append(focused)
        QTest.keyClick(focused, Qt.Key.Key_Tab)
    assert seen[0] is QApplication.focusWidget()


@every_page
def test_nothing_is_cut_off_at_any_size(window: MainWindow, page: QWidget, qtbot: QtBot) -> None:
    for size in SIZES:
        window.resize(*size)
        qtbot.wait(20)
        assert (window.width(), window.height()) == size
        assert not complaints_about(window), size


WORDS = re.compile(r"[A-Za-z][\w ,.'()?…-]*")
"""Letters and digits, and what stands between words: no sign that is read aloud as a sign."""


def named(window: MainWindow) -> list[QWidget]:
    """All that assistive tools are told of by name, seen or not."""
    return [
        widget
        for widget in window.findChildren(QWidget)
        if widget.accessibleName() or widget in interactive(window)
    ]


@every_page
def test_names_are_words(window: MainWindow, page: QWidget) -> None:
    odd = []
    for widget in named(window):
        name, code = name_of(widget), widget.objectName()
        is_code = name == code and bool(re.search(r"[-_.\d]", code))
        if is_code or not WORDS.fullmatch(name):
            odd.append(f"{described(widget)}: {name!r}")
    assert not odd


@every_page
def test_descriptions_have_words(window: MainWindow, page: QWidget) -> None:
    texts = {described(each): each.accessibleDescription() for each in named(window)}
    assert not {
        name: text for name, text in texts.items() if text and not re.search(r"[A-Za-z]{3}", text)
    }


def is_told(label: QLabel) -> bool:
    """Whether the description holds the text; of marked-up text, some words of its own."""
    text, told = label.text(), label.accessibleDescription()
    return bool(told) if "<span" in text or text == "–" else text in told


@every_page
def test_a_name_hides_no_text(window: MainWindow, page: QWidget) -> None:
    """Assistive tools read a label's name in page of its text, which must then be elsewhere."""
    silent = [
        f"{described(label)}: {label.text()!r}"
        for label in window.findChildren(QLabel)
        if label.accessibleName() not in ("", label.text()) and not is_told(label)
    ]
    assert not silent
