"""Paints the last step, from scores or distances to probabilities, with its numbers."""

from __future__ import annotations

from dataclasses import dataclass

from PyQt6.QtCore import QPointF, QRectF, Qt
from PyQt6.QtGui import QColor, QFont, QFontMetricsF, QPainter

from digit_recognizer.app.draw.words import percent
from digit_recognizer.app.inside.figures import figures_width, paint_figures
from digit_recognizer.app.inside.words import number, power
from digit_recognizer.app.widgets.theme import Theme, font
from digit_recognizer.inspection import Posterior

__all__ = ["TABLE_WIDTH", "paint_posterior", "paint_table", "posterior_width"]

TABLE_WIDTH = 260.0
_LABEL = 18.0
_NAME_ABOVE, _TEMPERATURE_BELOW = -60.0, 46.0
_LOWEST_ROW, _HIGHEST_ROW = 12.5, 18.0
_COLUMNS = (52.0, 56.0, 92.0, 60.0)
"""Widths of class, score, power and share."""


@dataclass(frozen=True)
class _Wording:
    """What the step and its parts are called."""

    name: str
    power: str
    sum: str
    outputs: str


def posterior_width(posterior: Posterior, digit: int) -> float:
    """Return the width that the numbers of one class need."""
    caption = QFontMetricsF(font(11)).horizontalAdvance(_temperature(posterior)) + 1
    return max(figures_width(_figures(posterior, digit)), caption)


def paint_posterior(
    painter: QPainter, left: QPointF, posterior: Posterior, digit: int, theme: Theme
) -> float:
    """Paint how one class comes by its probability, right of a point; return the right edge."""
    width = posterior_width(posterior, digit)
    right = paint_figures(painter, left, _figures(posterior, digit), width, theme)
    painter.setFont(font(11))
    painter.setPen(QColor(theme.muted))
    name = _wording(posterior).name
    for text, y in ((name, _NAME_ABOVE), (_temperature(posterior), _TEMPERATURE_BELOW)):
        place = QRectF(left.x(), left.y() + y, width, _LABEL)
        painter.drawText(place, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop, text)
    return right


def paint_table(
    painter: QPainter, place: QRectF, posterior: Posterior, digit: int, theme: Theme
) -> bool:
    """Paint the numbers of all classes, where there is room; return whether there is."""
    rows = _rows(posterior)
    step = min(place.height() / len(rows), _HIGHEST_ROW)
    if step < _LOWEST_ROW or place.width() < TABLE_WIDTH:
        return False
    top = place.center().y() - step * len(rows) / 2
    for index, row in enumerate(rows):
        chosen = index == digit + 1
        painter.setFont(font(11, QFont.Weight.DemiBold if chosen else QFont.Weight.Normal))
        painter.setPen(QColor(theme.text if chosen else theme.muted))
        x = place.left()
        for column, (text, width) in enumerate(zip(row, _COLUMNS, strict=True)):
            side = Qt.AlignmentFlag.AlignRight if column else Qt.AlignmentFlag.AlignLeft
            cell = QRectF(x, top + index * step, width, step)
            painter.drawText(cell, side | Qt.AlignmentFlag.AlignVCenter, text)
            x += width
    return True


def _wording(posterior: Posterior) -> _Wording:
    match posterior.rule:
        case "softmax":
            return _Wording("softmax", "exp(score)", "÷ sum of all", "score")
        case "penalties":
            return _Wording("softmax of −distance", "exp(−distance)", "÷ sum of all", "distance")
        case _:
            return _Wording("equation 9", "exp(−distance)", "÷ sum with rubbish", "distance")


def _figures(posterior: Posterior, digit: int) -> tuple[tuple[str, str], ...]:
    wording = _wording(posterior)
    return (
        (wording.power, power(float(posterior.exponents[digit]))),
        (wording.sum, power(posterior.exponent_of_sum)),
        ("probability", percent(float(posterior.probabilities[digit]))),
    )


def _temperature(posterior: Posterior) -> str:
    if posterior.temperature == 1:
        return ""
    return f"temperature {number(posterior.temperature)} is in the score"


def _rows(posterior: Posterior) -> list[tuple[str, str, str, str]]:
    """Return a heading, a row for each class and for rubbish, and the sum."""
    wording = _wording(posterior)
    sign = 1 if posterior.rule == "softmax" else -1
    rows = [("class", wording.outputs, wording.power, "share")]
    for digit, exponent in enumerate(posterior.exponents):
        share = percent(float(posterior.probabilities[digit]))
        rows.append((str(digit), number(sign * exponent, 1), power(float(exponent)), share))
    if posterior.rubbish_exponent is not None:
        exponent = posterior.rubbish_exponent
        share = percent(posterior.rubbish_probability)
        rows.append(("rubbish", number(-exponent, 1), power(exponent), share))
    rows.append(("sum", "", power(posterior.exponent_of_sum), "100 %"))
    return rows
