"""Draws what the second reader of a number says along the line: for the window and for figures."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PyQt6.QtCore import QRectF, Qt
from PyQt6.QtGui import QColor, QFont, QPainter

from digit_recognizer.app.core.pictures import image_of_grey
from digit_recognizer.app.widgets.theme import CONTROL_RADIUS, Theme, font

if TYPE_CHECKING:
    from digit_recognizer.numbers.agreement import SecondReading

__all__ = ["paint_sweep", "sweep_height"]

_HEADING = 22.0
_SCORES = 22.0
_LEAST_WIDE = 9.0
"""Of a column, for its character to be written."""
_LARGEST = 3.0
"""Logical pixels in one of the line's."""


def sweep_height(second: SecondReading, width: float) -> float:
    """Return what heading, line and characters need of the height, where they are so wide."""
    height, wide = second.sweep.picture.shape
    return _HEADING + _SCORES + float(height * min(width / wide, _LARGEST))


def paint_sweep(painter: QPainter, area: QRectF, second: SecondReading, theme: Theme) -> None:
    """Draw the line as it was swept, and below each column what its window most probably shows.

    Parameters
    ----------
    painter
        Draws.
    area
        Where there is room.
    second
        What was read.
    theme
        The colours.
    """
    from digit_recognizer.numbers.scorer import LABELS, NOTHING
    from digit_recognizer.numbers.sweep import SIDE, STRIDE

    picture, scores = second.sweep.picture, second.sweep.probabilities
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    painter.setFont(font(11))
    painter.setPen(QColor(theme.muted))
    heading = QRectF(area.x(), area.y(), area.width(), _HEADING)
    words = f"the second reader, swept along the line: {second.text or '–'}"
    painter.drawText(heading, Qt.AlignmentFlag.AlignVCenter, words)
    room = area.adjusted(0, _HEADING, 0, 0)
    height, width = picture.shape
    scale = min(room.width() / width, (room.height() - _SCORES) / height, _LARGEST)
    drawn = QRectF(room.x(), room.y(), width * scale, height * scale)
    painter.drawImage(drawn, image_of_grey(picture))
    step = STRIDE * scale
    for column, probabilities in enumerate(scores):
        label = int(probabilities.argmax())
        left = drawn.x() + (column * STRIDE + (SIDE - STRIDE) / 2) * scale
        place = QRectF(left, drawn.bottom(), step, _SCORES)
        if label == NOTHING or step < _LEAST_WIDE:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(theme.hairline if label == NOTHING else theme.accent))
            painter.drawEllipse(place.center(), 1.5, 1.5)
            continue
        painter.setOpacity(0.2 + 0.8 * float(probabilities[label]))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(theme.accent))
        painter.drawRoundedRect(place.adjusted(0.5, 2, -0.5, -2), CONTROL_RADIUS / 2, 2)
        painter.setPen(QColor(theme.card))
        painter.setFont(font(11, QFont.Weight.DemiBold))
        painter.drawText(place, Qt.AlignmentFlag.AlignCenter, LABELS[label])
        painter.setOpacity(1.0)
