"""Walks the widgets of a window: who can be worked with, who has no name, what is cut off."""

from collections.abc import Iterator
from itertools import combinations

from PyQt6.QtCore import QSize, Qt
from PyQt6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSlider,
    QAbstractSpinBox,
    QComboBox,
    QLabel,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QScrollBar,
    QStyle,
    QStyleOptionComboBox,
    QTabBar,
    QToolButton,
    QWidget,
)

__all__ = ["cut_off", "interactive", "name_of", "reached_by_tab"]

_KINDS = (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSlider,
    QAbstractSpinBox,
    QComboBox,
    QLineEdit,
    QTabBar,
)


def interactive(window: QWidget) -> list[QWidget]:
    """Return the visible widgets of `window` that one can work with."""
    return [
        widget
        for widget in window.findChildren(QWidget)
        if widget.isVisibleTo(window) and not _belongs_to_qt(widget) and _can_be_used(widget)
    ]


def name_of(widget: QWidget) -> str:
    """Return the name by which assistive tools call `widget`; empty where it has none."""
    if widget.accessibleName():
        return widget.accessibleName()
    return widget.text() if isinstance(widget, QAbstractButton) else ""


def reached_by_tab(window: QWidget) -> Iterator[QWidget]:
    """Yield the widgets that the Tab key comes to, in its order."""
    first: QWidget | None = window
    widget = window.nextInFocusChain()
    while widget is not None and widget is not first:
        tab = widget.focusPolicy() & Qt.FocusPolicy.TabFocus
        if tab and widget.isEnabled() and widget.isVisibleTo(window):
            yield widget
        widget = widget.nextInFocusChain()


def cut_off(window: QWidget) -> list[str]:
    """Say what is not to be seen whole: widgets beyond their parents or below others, and words.

    What scrolls is not judged, and neither is what says its words shortened.
    """
    seen = [
        widget
        for widget in window.findChildren(QWidget)
        if widget.isVisible() and widget.window() is window and not _scrolls(widget, window)
    ]
    found = []
    for widget in seen:
        parent = widget.parentWidget()
        assert parent is not None
        if not parent.rect().contains(widget.geometry()) and not widget.rect().isEmpty():
            found.append(f"{_description(widget)} reaches to {widget.geometry()}")
        room, needed = _room_for_words(widget), _size_of_words(widget)
        if needed.width() > room.width() + 1 or needed.height() > room.height() + 1:
            found.append(f"{_description(widget)} needs {needed}, has {room}")
    return found + [text for parent in (window, *seen) for text in _overlaps(parent, seen)]


def _overlaps(parent: QWidget, seen: list[QWidget]) -> Iterator[str]:
    """Say which of the widgets that a parent's layout has given a place lie on each other."""
    layout = parent.layout()
    if layout is None:
        return
    placed = [widget for widget in seen if widget.parent() is parent]
    for one, other in combinations([each for each in placed if layout.indexOf(each) >= 0], 2):
        if one.geometry().intersects(other.geometry()):
            yield f"{_description(one)} lies on {_description(other)}"


def _room_for_words(widget: QWidget) -> QSize:
    """Return the room that a widget has for its words."""
    if isinstance(widget, QComboBox):
        option, style = QStyleOptionComboBox(), widget.style()
        widget.initStyleOption(option)
        assert style is not None
        part = QStyle.SubControl.SC_ComboBoxEditField
        return style.subControlRect(QStyle.ComplexControl.CC_ComboBox, option, part, widget).size()
    return widget.contentsRect().size()


def _size_of_words(widget: QWidget) -> QSize:
    """Return what the words of a widget need; nothing where it has none."""
    match widget:
        case QLabel():
            return _size_of_label(widget)
        case QComboBox():
            return QSize(widget.fontMetrics().horizontalAdvance(widget.currentText()), 0)
        case QPushButton() | QToolButton() if widget.text():
            return QSize(widget.sizeHint().width(), 0)
        case QTabBar():
            return QSize(widget.tabRect(widget.count() - 1).right(), 0)
        case _:
            return QSize(0, 0)


def _size_of_label(label: QLabel) -> QSize:
    words = label.text()
    if not words:
        return QSize(0, 0)
    if label.wordWrap():
        return QSize(0, label.heightForWidth(label.width()))
    rich = label.textFormat() == Qt.TextFormat.RichText or (
        label.textFormat() == Qt.TextFormat.AutoText and "<span" in words
    )
    if rich:
        return label.sizeHint()
    metrics, lines = label.fontMetrics(), words.split("\n")
    height = metrics.tightBoundingRect("Ag").height() + (len(lines) - 1) * metrics.lineSpacing()
    return QSize(max(metrics.horizontalAdvance(line) for line in lines), height)


def _can_be_used(widget: QWidget) -> bool:
    if isinstance(widget, QScrollBar):
        return False
    if isinstance(widget, _KINDS):
        return True
    return bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus) and not isinstance(
        widget, QScrollArea
    )


def _belongs_to_qt(widget: QWidget) -> bool:
    """Tell whether Qt made it as a part of one of its own widgets."""
    parent = widget.parentWidget()
    inside = isinstance(parent, QTabBar | QComboBox | QAbstractSpinBox)
    return inside or widget.objectName().startswith("qt_")


def _scrolls(widget: QWidget, window: QWidget) -> bool:
    parent = widget.parentWidget()
    while parent is not None and parent is not window:
        if isinstance(parent, QScrollArea | QAbstractItemView):
            return True
        parent = parent.parentWidget()
    return False


def _description(widget: QWidget) -> str:
    words = widget.text() if isinstance(widget, QLabel | QAbstractButton) else ""
    return f"{type(widget).__name__} {widget.objectName()} {words!r}".strip()
