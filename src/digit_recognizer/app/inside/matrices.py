"""Paints the factors of a sum as little images, with their numbers where there is room."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PyQt6.QtCore import QPointF, QRectF, Qt
from PyQt6.QtGui import QColor, QPainter, QPen

from digit_recognizer.app.inside.arrangement import grid_columns
from digit_recognizer.app.inside.scale import image_of_values, ink_on
from digit_recognizer.app.inside.words import number
from digit_recognizer.app.widgets.theme import Theme, font

__all__ = ["Matrix", "in_grid", "paint_matrix"]

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
