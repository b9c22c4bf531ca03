"""Paints the sum that made a unit: patch × kernel = products, added up, squashed."""

from __future__ import annotations

from PyQt6.QtCore import QLineF, QPointF, QRectF, Qt
from PyQt6.QtGui import QColor, QFont, QPainter, QPen

from digit_recognizer.app.inside.factors import paint_many, paint_one
from digit_recognizer.app.inside.scale import colour_of, ink_on
from digit_recognizer.app.inside.squash_plot import paint_squash
from digit_recognizer.app.inside.words import number
from digit_recognizer.app.theme import Theme, font
from digit_recognizer.inspection import Sum

__all__ = ["paint_equation"]

_ADDITION = 104.0
_GAP = 24.0
_CHIP = 60.0
_LABEL = 18.0
_PLOT = 128.0
_PLOT_SHARE = 0.11


def paint_equation(
    painter: QPainter, place: QRectF, focus: Sum, limit: float, theme: Theme
) -> None:
    """Paint how a unit came by its value, from left to right.

    Parameters
    ----------
    painter, place, theme
        With what, where and in which colours.
    focus
        The unit's sum.
    limit
        The value at the end of the common scale.
    """
    tail = _tail_width(focus, place)
    x = place.left()
    factors = QRectF(x, place.top(), place.width() - tail - _GAP, place.height())
    if len(focus.terms) == 1:
        x = paint_one(painter, factors, focus, limit, theme)
    elif focus.terms:
        x = paint_many(painter, factors, focus, limit, theme)
    if focus.terms:
        x += _GAP
    middle = place.center().y()
    if focus.bias is not None:
        x = _paint_addition(painter, QPointF(x, middle), focus, theme) + _GAP
    if focus.squashing is not None:
        side = _plot_side(place)
        plot = QRectF(x, middle - side / 2 + _LABEL / 2, side, side)
        _paint_label(painter, QRectF(x, plot.top() - _LABEL, side, _LABEL), "squashed", theme)
        paint_squash(painter, plot, focus, theme)
        x = plot.right() + _GAP / 2
    _paint_value(painter, QPointF(x, middle), focus, limit, theme)


def _tail_width(focus: Sum, place: QRectF) -> float:
    width = _CHIP
    if focus.bias is not None:
        width += _ADDITION + _GAP
    if focus.squashing is not None:
        width += _plot_side(place) + _GAP / 2
    return width


def _plot_side(place: QRectF) -> float:
    return min(place.height() - _LABEL, place.width() * _PLOT_SHARE, _PLOT)


def _paint_addition(painter: QPainter, left: QPointF, focus: Sum, theme: Theme) -> float:
    """Paint the addition as one writes it by hand; return its right edge."""
    assert focus.bias is not None
    lines = (
        ("products", number(focus.total - focus.bias)),
        ("+ bias", number(focus.bias)),
        ("sum", number(focus.total)),
    )
    step = 24.0
    top = left.y() - 1.5 * step - 2
    for index, (label, figure) in enumerate(lines):
        is_sum = index == len(lines) - 1
        line = QRectF(left.x(), top + index * step + (6 if is_sum else 0), _ADDITION, step)
        painter.setFont(font(13))
        painter.setPen(QColor(theme.muted))
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.drawText(line, middle | Qt.AlignmentFlag.AlignLeft, label)
        weight = QFont.Weight.DemiBold if is_sum else QFont.Weight.Normal
        painter.setFont(font(13, weight))
        painter.setPen(QColor(theme.text))
        painter.drawText(line, middle | Qt.AlignmentFlag.AlignRight, figure)
    rule = top + 2 * step + 3
    painter.setPen(QPen(QColor(theme.muted), 1))
    painter.drawLine(QLineF(left.x(), rule, left.x() + _ADDITION, rule))
    return left.x() + _ADDITION


def _paint_value(painter: QPainter, left: QPointF, focus: Sum, limit: float, theme: Theme) -> None:
    chip = QRectF(left.x(), left.y() - _CHIP / 2 + _LABEL / 2, _CHIP, _CHIP)
    _paint_label(painter, QRectF(chip.x(), chip.y() - _LABEL, _CHIP, _LABEL), _name(focus), theme)
    colour = colour_of(focus.value, limit, theme)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(QColor(theme.hairline), 1))
    painter.setBrush(colour)
    painter.drawRoundedRect(chip, 6, 6)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
    painter.setFont(font(15, QFont.Weight.DemiBold))
    painter.setPen(ink_on(colour))
    decimals = 2 if abs(focus.value) < 10 else 1
    painter.drawText(chip, Qt.AlignmentFlag.AlignCenter, number(focus.value, decimals))


def _name(focus: Sum) -> str:
    return "distance" if focus.kind == "distance" else "value"


def _paint_label(painter: QPainter, place: QRectF, text: str, theme: Theme) -> None:
    painter.setFont(font(11))
    painter.setPen(QColor(theme.muted))
    painter.drawText(place, Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop, text)
