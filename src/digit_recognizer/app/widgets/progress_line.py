"""A line under the controls along which the work moves."""

from __future__ import annotations

from PyQt6.QtCore import QRect
from PyQt6.QtGui import QColor, QPainter, QPaintEvent
from PyQt6.QtWidgets import QProgressBar, QWidget

from digit_recognizer.app.judge.messages import Stage
from digit_recognizer.app.widgets.theme import current_theme

__all__ = ["ProgressLine"]

_HEIGHT = 3


class ProgressLine(QProgressBar):
    """A hairline while nothing is done; over it grows what is."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("judge-progress")
        self.setAccessibleName("progress of the measurement")
        self.setTextVisible(False)
        self.setFixedHeight(_HEIGHT)
        self.show_stage(Stage(""))

    def show_stage(self, stage: Stage) -> None:
        """Show how far the work is, as far as that is known."""
        # A new value would be painted at once, and the work below it would wait.
        self.setUpdatesEnabled(False)
        self.setRange(0, max(stage.total, 1))
        self.setValue(stage.done)
        self.setUpdatesEnabled(True)
        self.setAccessibleDescription(stage.text)

    def paintEvent(self, event: QPaintEvent | None) -> None:
        """Draw the hairline and the part that is done."""
        theme = current_theme()
        painter = QPainter(self)
        painter.fillRect(QRect(0, _HEIGHT - 1, self.width(), 1), QColor(theme.hairline))
        done = round(self.width() * self.value() / self.maximum())
        painter.fillRect(QRect(0, 0, done, _HEIGHT), QColor(theme.accent))
