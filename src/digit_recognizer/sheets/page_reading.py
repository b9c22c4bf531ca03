"""Read a page: the state and the text of each cell."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from digit_recognizer.ink import find_ink
from digit_recognizer.numbers.reader import NumberReader
from digit_recognizer.numbers.reading import NumberRecognition
from digit_recognizer.sheets.cells import CellInk
from digit_recognizer.sheets.flat import Flat
from digit_recognizer.sheets.grids import Grid
from digit_recognizer.sheets.page_cells import GridInk, Probabilities, find_cells
from digit_recognizer.sheets.table import Cell, Corners, Field, Page, Table

__all__ = ["PageReader"]

# A cell with so many characters that are no digits holds words.
_STRUCK = 0.5
# Where no other is given.
_USUAL_FORMAT = "decimal"


class PageReader:
    """Reads pages.

    Parameters
    ----------
    numbers : NumberReader
    digits : callable
        The network for single digits.
    """

    def __init__(self, numbers: NumberReader, digits: Probabilities) -> None:
        self._numbers = numbers
        self._digits = digits

    def read(
        self, grey: NDArray[np.uint8], number: int = 1, formats: Mapping[str, str] | None = None
    ) -> Page:
        """Read one page.

        Parameters
        ----------
        grey : (height, width) uint8
        number : int
            Of the page in its file, from 1.
        """
        found = find_cells(grey, self._digits)
        height, width = grey.shape
        tables: list[Table] = []
        fields: list[tuple[Grid, Cell]] = []
        for each in found.grids:
            cells = self._cells(each, found.flat)
            if each.grid.shape[0] == 1:
                fields += [(each.grid, cell) for cell in cells]
            else:
                tables.append(Table(f"table {len(tables) + 1}", _arranged(each.grid, cells)))
        flat = found.flat.grey.shape
        corners = np.array([[0, 0], [flat[1], 0], [flat[1], flat[0]], [0, flat[0]]]) - 0.5
        return Page(
            number,
            width,
            height,
            _points(found.flat.in_picture(corners)),
            tuple(tables),
            tuple(
                Field(f"field {at + 1}", replace(cell, row=at, column=0))
                for at, cell in enumerate(_in_reading_order(fields))
            ),
        )

    def _cells(self, found: GridInk, flat: Flat) -> list[Cell]:
        cells = []
        for place, ink in zip(found.grid.cells(), found.inks, strict=True):
            box = _points(flat.in_picture(found.grid.corners(place)))
            row, column, down, across = place
            cell = Cell(row, column, "", "empty", box, row_span=down, column_span=across)
            cells.append(cell if ink is None else self._read(cell, ink))
        return cells

    def _read(self, cell: Cell, ink: CellInk) -> Cell:
        found = find_ink(ink.grey, "dark-on-light", one_digit=False)
        if found is None:
            return cell
        read = self._numbers.read_ink(found, _USUAL_FORMAT)
        return _as_read(cell, read)


def _as_read(cell: Cell, read: NumberRecognition) -> Cell:
    if read.verdict == "blank":
        return cell
    if read.lines or not read.text:
        return replace(cell, state="other", confidence=1 - read.confidence)
    struck = sum(each.is_struck for each in read.characters) / max(1, len(read.characters))
    if read.verdict == "not a number" and struck >= _STRUCK:
        return replace(cell, state="other", confidence=1 - read.confidence)
    return replace(
        cell,
        text=read.text,
        value=read.value,
        state="number" if read.verdict == "number" else "doubtful",
        confidence=read.confidence,
        alternatives=read.alternatives,
    )


def _arranged(grid: Grid, cells: Sequence[Cell]) -> tuple[tuple[Cell, ...], ...]:
    """Return the rows of a table; a merged cell stands in every place that it covers."""
    at = {(cell.row, cell.column): cell for cell in cells}
    return tuple(tuple(at[tuple(owner)] for owner in row) for row in grid.owners.tolist())


def _points(corners: NDArray[np.float64]) -> Corners:
    first, second, third, fourth = ((float(x), float(y)) for x, y in corners)
    return first, second, third, fourth


def _in_reading_order(fields: Sequence[tuple[Grid, Cell]]) -> list[Cell]:
    """Return single boxes line by line: those beside each other from left to right."""
    lines: list[list[tuple[Grid, Cell]]] = []
    for grid, cell in sorted(fields, key=lambda field: float(field[0].nodes[0, 0, 1])):
        top, bottom = _extent(grid)
        if lines and top < _middle(lines[-1][0][0]) < bottom:
            lines[-1].append((grid, cell))
        else:
            lines.append([(grid, cell)])
    return [
        cell
        for line in lines
        for _, cell in sorted(line, key=lambda field: field[0].nodes[0, field[1].column, 0])
    ]


def _extent(grid: Grid) -> tuple[float, float]:
    return float(grid.nodes[0, :, 1].mean()), float(grid.nodes[-1, :, 1].mean())


def _middle(grid: Grid) -> float:
    return sum(_extent(grid)) / 2
