"""How far a work is: words that are shortened, and a line that grows."""

from __future__ import annotations

from PyQt6.QtCore import QRect, QSize, Qt
from PyQt6.QtGui import QColor, QFontMetricsF, QPainter, QPaintEvent
from PyQt6.QtWidgets import QProgressBar, QSizePolicy, QWidget

from digit_recognizer.app.widgets.theme import CONTROL, current_theme, font

__all__ = ["ProgressLine", "StageLabel"]

_HEIGHT = 3
_STEPS = 10_000


class ProgressLine(QProgressBar):
    """A hairline while nothing is done; over it grows what is.

    Parameters
    ----------
    name
        Its object name.
    title
        What it is the progress of.
    """

    def __init__(self, name: str, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setAccessibleName(title)
        self.setTextVisible(False)
        self.setFixedHeight(_HEIGHT)
        self.show_progress("", 0, 0)

    def show_progress(self, text: str, done: float, total: float) -> None:
        """Show how far the work is, as far as that is known."""
        # A new value would be painted at once, and the work below it would wait.
        self.setUpdatesEnabled(False)
        self.setRange(0, _STEPS)
        self.setValue(round(_STEPS * done / total) if total else 0)
        self.setUpdatesEnabled(True)
        self.setAccessibleDescription(text)

    def paintEvent(self, event: QPaintEvent | None) -> None:
        """Draw the hairline and the part that is done."""
        theme = current_theme()
        painter = QPainter(self)
        painter.fillRect(QRect(0, _HEIGHT - 1, self.width(), 1), QColor(theme.hairline))
        done = round(self.width() * self.value() / self.maximum())
        painter.fillRect(QRect(0, 0, done, _HEIGHT), QColor(theme.accent))


class StageLabel(QWidget):
    """A label that changes often: other words never make its neighbours move."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("stage")
        self.setAccessibleName("progress")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.text = ""

    def show_text(self, text: str) -> None:
        """Show other words."""
        if text != self.text:
            self.text = text
            self.setToolTip(text)
            self.setAccessibleDescription(text)
            self.update()

    def sizeHint(self) -> QSize:
        """Return the same size whatever it says."""
        return QSize(0, CONTROL)

    def paintEvent(self, event: QPaintEvent | None) -> None:
        """Draw as many of the words as there is room for."""
        painter = QPainter(self)
        face = font(11)
        painter.setFont(face)
        painter.setPen(QColor(current_theme().muted))
        shown = QFontMetricsF(face).elidedText(self.text, Qt.TextElideMode.ElideRight, self.width())
        left = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
        painter.drawText(self.rect(), left, shown)
