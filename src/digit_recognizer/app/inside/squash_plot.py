"""Paints the squashing function, and where a sum lies on it."""

from __future__ import annotations

import math

from PyQt6.QtCore import QLineF, QPointF, QRectF, Qt
from PyQt6.QtGui import QColor, QPainter, QPen, QPolygonF

from digit_recognizer.app.inside.scale import colour_of
from digit_recognizer.app.widgets.theme import Theme
from digit_recognizer.inspection import Sum

__all__ = ["paint_squash"]

_POINTS = 60
_SPAN = 4.0
"""The sums from -4 to 4 are shown; beyond that the curve is flat."""


def paint_squash(painter: QPainter, place: QRectF, focus: Sum, theme: Theme) -> None:
    """Paint the curve from sum (to the right) to value (upwards), and a dot where the unit is."""
    squashing = focus.squashing
    assert squashing is not None
    height = 1.12 * squashing.amplitude

    def point(total: float, value: float) -> QPointF:
        return QPointF(
            place.center().x() + total / _SPAN * place.width() / 2,
            place.center().y() - value / height * place.height() / 2,
        )

    def curve(total: float) -> float:
        return squashing.amplitude * math.tanh(squashing.slope * total)

    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(QColor(theme.hairline), 1))
    painter.drawLine(QLineF(place.left(), place.center().y(), place.right(), place.center().y()))
    painter.drawLine(QLineF(place.center().x(), place.top(), place.center().x(), place.bottom()))
    totals = [_SPAN * (2 * step / _POINTS - 1) for step in range(_POINTS + 1)]
    painter.setPen(QPen(QColor(theme.muted), 1.5))
    painter.drawPolyline(QPolygonF([point(total, curve(total)) for total in totals]))
    total = min(max(focus.total, -_SPAN), _SPAN)
    dot = point(total, focus.value)
    painter.setPen(QPen(QColor(theme.text), 1, Qt.PenStyle.DotLine))
    painter.drawLine(QLineF(QPointF(dot.x(), place.center().y()), dot))
    painter.drawLine(QLineF(dot, QPointF(place.right(), dot.y())))
    painter.setPen(QPen(QColor(theme.text), 1.5))
    painter.setBrush(colour_of(focus.value, squashing.amplitude, theme))
    painter.drawEllipse(dot, 4.5, 4.5)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
