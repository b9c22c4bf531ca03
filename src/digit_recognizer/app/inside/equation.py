"""Paints the sum that made a unit: patch × kernel = products, added up, squashed."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PyQt6.QtCore import QLineF, QPointF, QRectF, Qt
from PyQt6.QtGui import QColor, QFont, QPainter, QPen, QPolygonF

from digit_recognizer.app.inside.factors import paint_many, paint_one
from digit_recognizer.app.inside.figures import figures_width, paint_figures
from digit_recognizer.app.inside.overlay import outline
from digit_recognizer.app.inside.posterior import paint_posterior, posterior_width
from digit_recognizer.app.inside.scale import colour_of, image_of_values, ink_on
from digit_recognizer.app.inside.words import number
from digit_recognizer.app.widgets.theme import Theme, font
from digit_recognizer.inspection import Posterior, Sum

__all__ = ["Result", "paint_equation", "paint_squash"]

_ADDITION = 104.0
_NARROWEST_FACTORS = 124.0
_GAP = 24.0
_CHIP = 60.0
_LABEL = 18.0
_PLOT = 192.0
_PLOT_SHARE = 0.11
_ARROW, _ARROW_INSET = 32.0, 8.0
_SMALLEST_MAP = 56.0


@dataclass(frozen=True, eq=False)
class Result:
    """What becomes of a unit's value.

    Attributes
    ----------
    name : str
        What it is called.
    limit : float
        The value at the end of the common scale.
    map : ndarray, (height, width), or None
        The map that it is a pixel of; nan where that is not known yet.
    posterior : Posterior or None
        How it becomes a probability, where it belongs to a class.
    """

    name: str
    limit: float
    map: NDArray[np.floating[Any]] | None = None
    posterior: Posterior | None = None


def paint_equation(
    painter: QPainter, place: QRectF, focus: Sum, result: Result, theme: Theme
) -> float:
    """Paint how a unit came by its value, from left to right; return the right edge.

    Parameters
    ----------
    painter, place, theme
        With what, where and in which colours.
    focus
        The unit's sum.
    result
        The scale, and where the value goes.
    """
    tail = _tail_width(focus, result, place)
    x = place.left()
    factors = QRectF(x, place.top(), place.width() - tail - _GAP, place.height())
    if focus.terms and factors.width() >= _NARROWEST_FACTORS:
        paint = paint_one if len(focus.terms) == 1 else paint_many
        x = paint(painter, factors, focus, result.limit, theme) + _GAP
    middle = place.center().y()
    if focus.bias is not None:
        lines = _addition(focus, result)
        x = paint_figures(painter, QPointF(x, middle), lines, _addition_width(lines), theme) + _GAP
    if focus.squashing is not None:
        side = _plot_side(place)
        plot = QRectF(x, middle - side / 2 + _LABEL / 2, side, side)
        _paint_label(painter, QRectF(x, plot.top() - _LABEL, side, _LABEL), "squashed", theme)
        paint_squash(painter, plot, focus, theme)
        x = plot.right() + _GAP / 2
    if _has_chip(focus, result):
        x = _paint_value(painter, QPointF(x, middle), focus, result, theme)
    if result.posterior is not None:
        _paint_arrow(painter, QPointF(x - _ARROW_INSET, middle), theme)
        left = QPointF(x + _ARROW - _ARROW_INSET, middle)
        x = paint_posterior(painter, left, result.posterior, focus.unit.channel, theme)
    if result.map is not None:
        room = QRectF(x + _ARROW, place.top(), place.right() - x - _ARROW, place.height())
        _paint_map(painter, room, focus, result, theme)
    return x


def _has_chip(focus: Sum, result: Result) -> bool:
    """Whether the value is shown beside the sum, which otherwise is the score itself."""
    return result.posterior is None or focus.bias is None


def _tail_width(focus: Sum, result: Result, place: QRectF) -> float:
    width = _CHIP if _has_chip(focus, result) else 0.0
    if result.posterior is not None:
        width += _ARROW + posterior_width(result.posterior, focus.unit.channel)
    if focus.bias is not None:
        width += _addition_width(_addition(focus, result)) + _GAP
    if focus.squashing is not None:
        width += _plot_side(place) + _GAP / 2
    return width


def _addition(focus: Sum, result: Result) -> tuple[tuple[str, str], ...]:
    """Return the lines of the addition: the products, the bias and what they come to."""
    assert focus.bias is not None
    return (
        ("products", number(focus.total - focus.bias)),
        ("+ bias", number(focus.bias)),
        ("sum" if result.posterior is None else "score", number(focus.total)),
    )


def _addition_width(lines: tuple[tuple[str, str], ...]) -> float:
    return max(_ADDITION, figures_width(lines))


def _plot_side(place: QRectF) -> float:
    return min(place.height() - _LABEL, place.width() * _PLOT_SHARE, _PLOT)


def _paint_value(
    painter: QPainter, left: QPointF, focus: Sum, result: Result, theme: Theme
) -> float:
    """Paint the value on its colour and return its right edge."""
    chip = QRectF(left.x(), left.y() - _CHIP / 2 + _LABEL / 2, _CHIP, _CHIP)
    above = QRectF(chip.x() - 10, chip.y() - _LABEL, _CHIP + 20, _LABEL)
    _paint_label(painter, above, result.name, theme)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(QColor(theme.hairline), 1))
    # A score or a distance has no place on the common scale.
    value = focus.value if result.name == "value" else 0.0
    painter.setBrush(colour_of(value, result.limit, theme))
    painter.drawRoundedRect(chip, 6, 6)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
    painter.setFont(font(15, QFont.Weight.DemiBold))
    ink = ink_on(np.array([value]), result.limit, theme)[0]
    painter.setPen(QColor(int(ink)))
    decimals = 2 if abs(focus.value) < 10 else 1
    painter.drawText(chip, Qt.AlignmentFlag.AlignCenter, number(focus.value, decimals))
    return chip.right()


def _paint_map(painter: QPainter, room: QRectF, focus: Sum, result: Result, theme: Theme) -> None:
    """Paint the map that the value is one pixel of, if there is room for it."""
    assert result.map is not None
    rows, columns = result.map.shape
    side = min(room.width(), room.height() - _LABEL)
    if side < _SMALLEST_MAP:
        return
    middle = room.center().y() + _LABEL / 2
    _paint_arrow(painter, QPointF(room.left() - _ARROW, middle), theme)
    cell = side / max(rows, columns)
    corner = QPointF(room.left(), middle - rows * cell / 2)
    place = QRectF(corner.x(), corner.y(), columns * cell, rows * cell)
    painter.drawImage(place, image_of_values(result.map, result.limit, theme))
    painter.setPen(QPen(QColor(theme.hairline), 1))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRect(place)
    x, y = focus.unit.column * cell, focus.unit.row * cell
    outline(painter, [QRectF(corner.x() + x, corner.y() + y, cell, cell)], theme)
    above = QRectF(place.left() - 20, place.top() - _LABEL, place.width() + 40, _LABEL)
    _paint_label(painter, above, f"in map {focus.unit.channel + 1}", theme)


def _paint_arrow(painter: QPainter, left: QPointF, theme: Theme) -> None:
    painter.setFont(font(18))
    painter.setPen(QColor(theme.muted))
    place = QRectF(left.x(), left.y() - 16, _ARROW, 32)
    painter.drawText(place, Qt.AlignmentFlag.AlignCenter, "→")


def _paint_label(painter: QPainter, place: QRectF, text: str, theme: Theme) -> None:
    painter.setFont(font(11))
    painter.setPen(QColor(theme.muted))
    painter.drawText(place, Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop, text)


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
