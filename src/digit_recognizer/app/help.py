"""Explains the control under the pointer, or the one in focus, on a small card."""

from __future__ import annotations

from PyQt6.QtCore import QPoint, Qt
from PyQt6.QtGui import QCursor
from PyQt6.QtWidgets import QApplication, QFrame, QTabBar, QVBoxLayout, QWidget

from digit_recognizer.app.widgets.parts import new_label
from digit_recognizer.app.widgets.theme import SPACING

__all__ = ["HelpCard", "explanation"]

_WIDTH = 300
_NOTHING = "Help\nPoint at a control, or move to it by Tab, and press F1: it is explained here."


def explanation(widget: QWidget | None, place: QPoint) -> str:
    """Return what a widget, or else the one around it, says of itself.

    Parameters
    ----------
    widget
        What is asked about.
    place
        Where on the screen.

    Returns
    -------
    A title, a line's end and the explanation; general help where nothing explains itself.
    """
    while widget is not None:
        if isinstance(widget, QTabBar):
            tab = widget.tabAt(widget.mapFromGlobal(place))
            return widget.tabWhatsThis(tab if tab >= 0 else widget.currentIndex())
        if widget.whatsThis():
            return widget.whatsThis()
        if widget.toolTip():
            return f"{widget.accessibleName().capitalize()}\n{widget.toolTip()}"
        widget = widget.parentWidget()
    return _NOTHING


class HelpCard(QFrame):
    """A card that any key or click closes."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window, Qt.WindowType.Popup)
        self.setObjectName("help")
        self.setAccessibleName("help")
        self._title, self._text = new_label(bold=True), new_label(wraps=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(SPACING[3], SPACING[2], SPACING[3], SPACING[2])
        column.setSpacing(SPACING[0])
        column.addWidget(self._title)
        column.addWidget(self._text)

    def text(self) -> str:
        """Return what the card says."""
        return f"{self._title.text()}\n{self._text.text()}"

    def explain(self) -> None:
        """Explain what the pointer is on; where that is outside the window, what is in focus."""
        window, place = self.parentWidget(), QCursor.pos()
        assert window is not None
        widget = QApplication.widgetAt(place)
        if widget is None or not (widget is window or window.isAncestorOf(widget)):
            widget = QApplication.focusWidget()
            if widget is not None:
                place = widget.mapToGlobal(widget.rect().center())
        self._say(explanation(widget, place), place)

    def _say(self, words: str, place: QPoint) -> None:
        title, _, text = words.partition("\n")
        self._title.setText(title)
        self._text.setText(text.replace("\n", " "))
        self.setAccessibleDescription(words)
        self.setFixedWidth(_WIDTH)
        self.setFixedHeight(max(self.heightForWidth(_WIDTH), self.minimumSizeHint().height()))
        self.move(self._beside(place))
        self.show()

    def _beside(self, place: QPoint) -> QPoint:
        """Return a corner near `place` from which the whole card is within the window."""
        window = self.parentWidget()
        assert window is not None
        room = window.rect().translated(window.mapToGlobal(QPoint()))
        below = place + QPoint(SPACING[3], SPACING[3])
        x = min(below.x(), room.right() - _WIDTH - SPACING[1])
        y = below.y()
        if y + self.height() > room.bottom() - SPACING[1]:
            y = place.y() - SPACING[3] - self.height()
        return QPoint(max(x, room.left() + SPACING[1]), max(y, room.top() + SPACING[1]))

    def keyPressEvent(self, event: object) -> None:
        """Close, whatever the key."""
        self.hide()

    def mousePressEvent(self, event: object) -> None:
        """Close, wherever the click."""
        self.hide()
