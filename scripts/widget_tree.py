"""Walks the widgets of a window: who can be worked with, who has no name, what is cut off."""

from collections.abc import Iterator

from PyQt6.QtCore import QPoint, QRect, QSize, Qt
from PyQt6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSlider,
    QAbstractSpinBox,
    QComboBox,
    QLabel,
    QLineEdit,
    QScrollArea,
    QScrollBar,
    QTabBar,
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
    """Say of every visible widget that does not lie whole in its window, or whose words do not.

    What scrolls is not judged, and neither is what says its words shortened, or on many lines.
    """
    whole = QRect(QPoint(), window.size())
    found = []
    for widget in window.findChildren(QWidget):
        if not widget.isVisible() or _scrolls(widget, window) or widget.window() is not window:
            continue
        place = QRect(widget.mapTo(window, QPoint()), widget.size())
        if not whole.contains(place) and not place.isEmpty():
            found.append(f"{_description(widget)} reaches to {place} of {whole}")
        elif isinstance(widget, QLabel) and not widget.wordWrap():
            room, needed = widget.contentsRect().size(), _size_of_words(widget)
            if needed.width() > room.width() + 1 or needed.height() > room.height() + 1:
                found.append(f"{_description(widget)} needs {needed}, has {room}")
    return found


def _size_of_words(label: QLabel) -> QSize:
    words = label.text()
    rich = label.textFormat() == Qt.TextFormat.RichText or (
        label.textFormat() == Qt.TextFormat.AutoText and "<span" in words
    )
    if not words or rich or "\n" in words:
        return QSize(0, 0)
    metrics = label.fontMetrics()
    return QSize(metrics.horizontalAdvance(label.text()), metrics.tightBoundingRect("Ag").height())


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
