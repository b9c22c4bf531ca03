"""What is being done, in one line that is shortened where there is no room for it."""

from __future__ import annotations

from PyQt6.QtCore import QSize, Qt
from PyQt6.QtGui import QColor, QFontMetricsF, QPainter, QPaintEvent
from PyQt6.QtWidgets import QSizePolicy, QWidget

from digit_recognizer.app.widgets.theme import CONTROL, current_theme, font

__all__ = ["StageLabel"]


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
