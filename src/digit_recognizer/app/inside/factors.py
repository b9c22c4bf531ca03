"""Paints what a sum is made of: one map's factors at large, or many maps' beside each other."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PyQt6.QtCore import QPointF, QRectF, Qt
from PyQt6.QtGui import QColor, QFont, QPainter, QPen

from digit_recognizer.app.inside.arrangement import grid_columns
from digit_recognizer.app.inside.scale import image_of_values, ink_on
from digit_recognizer.app.inside.words import number
from digit_recognizer.app.widgets.theme import Theme, font
from digit_recognizer.inspection import Sum, Term

__all__ = ["Matrix", "in_grid", "paint_many", "paint_matrix", "paint_one"]

_LABEL = 18.0
_SIGN = 26.0
_LARGEST = 66.0
_ROW_LABEL = 72.0
_COLUMN_GAP = 4.0
_NARROWEST = 16.0
_NARROW = 30.0
_REST = 76.0


def paint_one(painter: QPainter, place: QRectF, focus: Sum, limit: float, theme: Theme) -> float:
    """Paint one term at large, with numbers where there is room; return its right edge."""
    term = focus.terms[0]
    grids = [in_grid(part) for part in (term.inputs, term.weights, term.products)]
    rows, columns = grids[0].shape
    room = min((place.height() - _LABEL) / rows, (place.width() - 2 * _SIGN) / (3 * columns))
    cell = min(room, _LARGEST)
    cell = float(int(cell)) if cell > 4 else cell
    limits = (limit, *_limits(focus, limit))
    top = place.top() + _LABEL + (place.height() - _LABEL - rows * cell) / 2
    x = place.left()
    for index, (grid, label) in enumerate(zip(grids, _labels(focus), strict=True)):
        if index:
            _paint_sign(painter, QRectF(x, top, _SIGN, rows * cell), _signs(focus)[index], theme)
            x += _SIGN
        matrix = Matrix(grid, limits[index])
        found = paint_matrix(painter, QPointF(x, top), cell, matrix, theme)
        _paint_label(painter, found.center().x(), found.top() - _LABEL, label, theme)
        x = found.right()
    return x


def paint_many(painter: QPainter, place: QRectF, focus: Sum, limit: float, theme: Theme) -> float:
    """Paint a column for each map: patch, kernel, products, and their sum; return the edge."""
    terms, rest = _chosen(focus.terms, place.width() - _ROW_LABEL)
    weights, products = _limits(focus, limit)
    pitch = (place.width() - _ROW_LABEL - (_REST if rest else 0)) / len(terms)
    side = min(pitch - _COLUMN_GAP, (place.height() - 2 * _LABEL - 8) / 3, 96.0)
    pitch = min(pitch, side + 16)
    step = side + 4
    decimals = 2 if pitch >= 42 else 1
    small = 11 if pitch >= _NARROW else 9
    top = place.top() + _LABEL - 2
    for row, label in enumerate(_row_labels(focus)):
        line = QRectF(place.left(), top + row * step, _ROW_LABEL - 8, side)
        if row == 3:
            line.setHeight(_LABEL)
        _paint_text(painter, line, label, theme, Qt.AlignmentFlag.AlignLeft)
    x = place.left() + _ROW_LABEL
    for term in terms:
        parts = ((term.inputs, limit), (term.weights, weights), (term.products, products))
        head = QRectF(x - 4, top - _LABEL, side + 8, _LABEL - 2)
        _paint_text(painter, head, str(term.channels[0] + 1), theme)
        for row, (values, scale) in enumerate(parts):
            cell = side / max(values.shape)
            corner = QPointF(x, top + row * step)
            paint_matrix(painter, corner, cell, Matrix(values, scale), theme)
        foot = QRectF(x - 12, top + 3 * step, side + 24, _LABEL)
        total = number(term.total, decimals)
        _paint_text(painter, foot, total, theme, strong=pitch >= _NARROW, pixels=small)
        x += pitch
    if rest:
        others = sum(term.total for term in rest)
        place_of_rest = QRectF(x, top, _REST, 3 * step)
        _paint_text(painter, place_of_rest, f"and {len(rest)}\nmore", theme)
        foot = QRectF(x, top + 3 * step, _REST, _LABEL)
        _paint_text(painter, foot, number(others, decimals), theme, strong=True)
        x += _REST
    return x


def _chosen(terms: tuple[Term, ...], width: float) -> tuple[list[Term], list[Term]]:
    """Return the terms that there is room for, the strongest in their order, and the rest."""
    room = int(width / (_NARROWEST + _COLUMN_GAP))
    if len(terms) <= room:
        return list(terms), []
    room = max(int((width - _REST) / (_NARROWEST + _COLUMN_GAP)), 1)
    ranked = sorted(range(len(terms)), key=lambda index: -abs(terms[index].total))
    shown = set(ranked[:room])
    chosen = [term for index, term in enumerate(terms) if index in shown]
    return chosen, [term for index, term in enumerate(terms) if index not in shown]


def _limits(focus: Sum, limit: float) -> tuple[float, float]:
    """Return the ends of the scales of weights and products: each has one of its own."""
    if focus.kind == "subsampling":
        return 1.0, _largest([term.inputs for term in focus.terms])
    if focus.kind == "distance":
        return limit, _largest([term.products for term in focus.terms])
    weights = [term.weights for term in focus.terms]
    products = [term.products for term in focus.terms]
    return _largest(weights), _largest(products)


def _largest(arrays: list[NDArray[np.floating[Any]]]) -> float:
    return max(float(np.abs(array).max()) for array in arrays) or 1.0


def _labels(focus: Sum) -> tuple[str, str, str]:
    match focus.kind:
        case "distance":
            return "sees", f"pattern of a {focus.unit.channel}", "squared differences"
        case "subsampling":
            return "sees", "weights", "products"
        case "convolution":
            return "sees", "kernel", "products"
        case _:
            return "sees", "weights", "products"


def _signs(focus: Sum) -> tuple[str, str, str]:
    return ("", "−", "→") if focus.kind == "distance" else ("", "×", "=")


def _row_labels(focus: Sum) -> tuple[str, str, str, str]:
    first, second, third = _labels(focus)
    return first, f"× {second}", f"= {third}", "sum"


def _paint_sign(painter: QPainter, place: QRectF, sign: str, theme: Theme) -> None:
    painter.setFont(font(20))
    painter.setPen(QColor(theme.muted))
    painter.drawText(place, Qt.AlignmentFlag.AlignCenter, sign)


def _paint_label(painter: QPainter, middle: float, top: float, text: str, theme: Theme) -> None:
    _paint_text(painter, QRectF(middle - 80, top, 160, _LABEL - 4), text, theme)


def _paint_text(
    painter: QPainter,
    place: QRectF,
    text: str,
    theme: Theme,
    align: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignHCenter,
    *,
    strong: bool = False,
    pixels: int = 11,
) -> None:
    weight = QFont.Weight.DemiBold if strong else QFont.Weight.Normal
    painter.setFont(font(pixels, weight))
    painter.setPen(QColor(theme.text if strong else theme.muted))
    painter.drawText(place, align | Qt.AlignmentFlag.AlignVCenter, text)


_TWO_DECIMALS, _ONE_DECIMAL = 30.0, 22.0
"""Sides of a square that has room for a number of two decimals, and of one."""


@dataclass(frozen=True, eq=False)
class Matrix:
    """Values to be shown on a scale.

    Attributes
    ----------
    values : ndarray, (height, width)
        The values; nan where there is none.
    limit : float
        The value at the end of its scale.
    """

    values: NDArray[np.floating[Any]]
    limit: float


def in_grid(values: NDArray[np.floating[Any]]) -> NDArray[np.floating[Any]]:
    """Return single values as they stand in their layer, (height, width), padded with nan."""
    if values.ndim == 2:
        return values
    columns = grid_columns(len(values))
    rows = -(-len(values) // columns)
    padded = np.full(rows * columns, np.nan)
    padded[: len(values)] = values
    return padded.reshape(rows, columns)


def paint_matrix(
    painter: QPainter, corner: QPointF, cell: float, matrix: Matrix, theme: Theme
) -> QRectF:
    """Paint a matrix and return its place; each entry is a square of side `cell`."""
    rows, columns = matrix.values.shape
    place = QRectF(corner.x(), corner.y(), columns * cell, rows * cell)
    painter.drawImage(place, image_of_values(matrix.values, matrix.limit, theme))
    if cell >= _ONE_DECIMAL:
        _paint_numbers(painter, place, cell, matrix, theme)
    painter.setPen(QPen(QColor(theme.hairline), 1))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    if cell >= 12:
        for row in range(1, rows):
            y = place.top() + row * cell
            painter.drawLine(QPointF(place.left(), y), QPointF(place.right(), y))
        for column in range(1, columns):
            x = place.left() + column * cell
            painter.drawLine(QPointF(x, place.top()), QPointF(x, place.bottom()))
    painter.drawRect(place)
    return place


def _paint_numbers(
    painter: QPainter, place: QRectF, cell: float, matrix: Matrix, theme: Theme
) -> None:
    decimals = 2 if cell >= _TWO_DECIMALS else 1
    tight = cell < 26 or _TWO_DECIMALS <= cell < 34
    painter.setFont(font(9 if tight else min(max(round(cell / 4), 10), 15)))
    inks = ink_on(matrix.values, matrix.limit, theme)
    for (row, column), value in np.ndenumerate(matrix.values):
        if np.isnan(value):
            continue
        painter.setPen(QColor(int(inks[row, column])))
        square = QRectF(place.left() + column * cell, place.top() + row * cell, cell, cell)
        painter.drawText(square, Qt.AlignmentFlag.AlignCenter, number(float(value), decimals))
