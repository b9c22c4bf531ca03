"""Paints figures below each other, as one writes a sum by hand."""

from __future__ import annotations

from PyQt6.QtCore import QLineF, QPointF, QRectF, Qt
from PyQt6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen

from digit_recognizer.app.widgets.theme import SPACING, Theme, font

__all__ = ["figures_width", "paint_figures"]

_STEP = 24.0
_BELOW_RULE = 6.0


def figures_width(lines: tuple[tuple[str, str], ...]) -> float:
    """Return the width that lines of a label and a figure need."""
    plain, bold = QFontMetricsF(font(13)), QFontMetricsF(font(13, QFont.Weight.DemiBold))
    return max(
        plain.horizontalAdvance(label) + SPACING[2] + bold.horizontalAdvance(figure)
        for label, figure in lines
    )


def paint_figures(
    painter: QPainter,
    left: QPointF,
    lines: tuple[tuple[str, str], ...],
    width: float,
    theme: Theme,
) -> float:
    """Paint lines of a label and a figure, the last one below a rule; return the right edge."""
    top = left.y() - _STEP * len(lines) / 2 - 2
    middle = Qt.AlignmentFlag.AlignVCenter
    for index, (label, figure) in enumerate(lines):
        is_result = index == len(lines) - 1
        y = top + index * _STEP + (_BELOW_RULE if is_result else 0)
        line = QRectF(left.x(), y, width, _STEP)
        painter.setFont(font(13))
        painter.setPen(QColor(theme.muted))
        painter.drawText(line, middle | Qt.AlignmentFlag.AlignLeft, label)
        weight = QFont.Weight.DemiBold if is_result else QFont.Weight.Normal
        painter.setFont(font(13, weight))
        painter.setPen(QColor(theme.text))
        painter.drawText(line, middle | Qt.AlignmentFlag.AlignRight, figure)
    rule = top + (len(lines) - 1) * _STEP + 3
    painter.setPen(QPen(QColor(theme.muted), 1))
    painter.drawLine(QLineF(left.x(), rule, left.x() + width, rule))
    return left.x() + width
