"""Paints what each class weighs the image with, as images on a scale of their own."""

from __future__ import annotations

import numpy as np
from PyQt6.QtCore import QRectF, Qt
from PyQt6.QtGui import QColor, QFont, QPainter, QPen

from digit_recognizer.app.inside.arrangement import HEADING, Arrangement
from digit_recognizer.app.inside.scale import image_of_values
from digit_recognizer.app.inside.words import number
from digit_recognizer.app.widgets.theme import Theme, font
from digit_recognizer.inspection import Snapshot, templates

__all__ = ["paint_templates", "templates_heading"]

_LABEL = 16.0


def templates_heading(
    arrangement: Arrangement, snapshot: Snapshot
) -> tuple[QRectF, tuple[str, ...]] | None:
    """Return the place of the heading and, from long to short, what its second line can say.

    None where there are no templates.
    """
    weights = templates(snapshot)
    if weights is None or not arrangement.templates:
        return None
    first, last = arrangement.templates[0], arrangement.templates[-1]
    place = QRectF(
        first.left(), first.top() - _LABEL - HEADING, last.right() - first.left(), HEADING
    )
    height, width = weights.shape[1:]
    limit = number(float(np.abs(weights).max()))
    shape = f"{len(weights)} × {height}×{width} weights"
    return place, (f"{shape}, up to ±{limit}", shape, f"±{limit}")


def paint_templates(
    painter: QPainter, arrangement: Arrangement, snapshot: Snapshot, theme: Theme
) -> None:
    """Paint the template of each class below its digit; the likeliest one is named in bold."""
    weights = templates(snapshot)
    if weights is None or not arrangement.templates:
        return
    limit = float(np.abs(weights).max()) or 1.0
    best = int(np.argmax(snapshot.probabilities)) if snapshot.image.any() else None
    for digit, place in enumerate(arrangement.templates):
        chosen = digit == best
        painter.setFont(font(11, QFont.Weight.DemiBold if chosen else QFont.Weight.Normal))
        painter.setPen(QColor(theme.accent if chosen else theme.muted))
        above = QRectF(place.left(), place.top() - _LABEL, place.width(), _LABEL)
        painter.drawText(above, Qt.AlignmentFlag.AlignCenter, str(digit))
        painter.drawImage(place, image_of_values(weights[digit], limit, theme))
        painter.setPen(QPen(QColor(theme.hairline), 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(place.adjusted(-0.5, -0.5, 0.5, 0.5))
