"""The heading of the curves, with what their two lines mean."""

from __future__ import annotations

from PyQt6.QtCore import QPointF, QRectF, Qt
from PyQt6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPaintEvent
from PyQt6.QtWidgets import QWidget

from digit_recognizer.app.judge.robustness_chart import ALONE, THROUGH_PIPELINE
from digit_recognizer.app.widgets.theme import SPACING, current_theme, font

__all__ = ["Legend"]

_HEADING = "Reliability and robustness"
_SAMPLE = 22
_LINES = (
    (THROUGH_PIPELINE, "found and centred first"),
    (ALONE, "as it is"),
)
_EXPLAINED = (
    "Digits made worse, step by step. Drawn out: the program reads each as a picture, so that the "
    "digit is found, brought to its size and centred before the network sees it. Dashed: the "
    "network sees the picture as it is. The bands are 95 % intervals."
)


class Legend(QWidget):
    """Names the curves and draws a piece of each line."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("curves-legend")
        self.setAccessibleName("curves of robustness")
        self.setAccessibleDescription(_EXPLAINED)
        self.setToolTip(_EXPLAINED)
        self._count = 0

    def show_count(self, count: int) -> None:
        """Say how many digits the curves are made of."""
        self._count = count
        self.update()

    def paintEvent(self, event: QPaintEvent | None) -> None:
        """Draw the heading on the left and the lines with their names on the right."""
        theme = current_theme()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        middle = Qt.AlignmentFlag.AlignVCenter
        room = QRectF(self.rect()).adjusted(0, 0, 0, -SPACING[0])
        heading_font = font(13, QFont.Weight.DemiBold)
        painter.setFont(heading_font)
        painter.setPen(QColor(theme.text))
        painter.drawText(room, middle | Qt.AlignmentFlag.AlignLeft, _HEADING)
        painter.setFont(font(11))
        metrics = QFontMetricsF(font(11))
        right = room.right()
        for line, text in _LINES:
            width = metrics.horizontalAdvance(text)
            painter.setPen(QColor(theme.muted))
            place = QRectF(right - width, room.top(), width + 1, room.height())
            painter.drawText(place, middle | Qt.AlignmentFlag.AlignLeft, text)
            painter.setPen(line.pen())
            start = right - width - SPACING[1] - _SAMPLE
            y = room.center().y()
            painter.drawLine(QPointF(start, y), QPointF(start + _SAMPLE, y))
            right = start - SPACING[3]
        if self._count:
            left = room.left() + QFontMetricsF(heading_font).horizontalAdvance(_HEADING)
            painter.setPen(QColor(theme.muted))
            text = f"% correct of {self._count:,} digits"
            place = QRectF(left + SPACING[2], room.top(), right - left - SPACING[2], room.height())
            if metrics.horizontalAdvance(text) <= place.width():
                painter.drawText(place, middle | Qt.AlignmentFlag.AlignLeft, text)
