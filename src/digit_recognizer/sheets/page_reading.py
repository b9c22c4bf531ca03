"""Read a page: the state and the text of each cell."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from digit_recognizer.ink import find_ink
from digit_recognizer.numbers.formats import number_format
from digit_recognizer.numbers.reader import NumberReader
from digit_recognizer.numbers.reading import NumberRecognition
from digit_recognizer.sheets.cells import CellInk
from digit_recognizer.sheets.flat import Flat
from digit_recognizer.sheets.grids import Grid
from digit_recognizer.sheets.opening import SheetError
from digit_recognizer.sheets.page_cells import (
    GridInk,
    PageInk,
    Probabilities,
    cells_of_form,
    find_cells,
)
from digit_recognizer.sheets.points import has_gap, with_point
from digit_recognizer.sheets.second_thoughts import as_doubtful, with_second_thoughts
from digit_recognizer.sheets.table import Alternative, Cell, Corners, Field, Page, Table

__all__ = ["PageReader"]

# A cell with so many characters that are no digits holds words.
_STRUCK = 0.5
# A cell with more pieces of ink holds words.
_MOST_PIECES = 12
# A box with no more pieces may hold a number that was taken for words.
_FEW_PIECES = 8
# Where no other is given.
_USUAL_FORMAT = "(-)?#((,|.)#)?"


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
        self,
        grey: NDArray[np.uint8],
        number: int = 1,
        formats: Mapping[str, str] | None = None,
        blank: PageInk | None = None,
    ) -> Page:
        """Read one page.

        Parameters
        ----------
        grey : (height, width) uint8
        number : int
            Of the page in its file, from 1.
        formats : mapping of str to str, optional
            From a column's number, counted from 1, or a table's name (``table 1``) to the format
            of its numbers.
        blank : PageInk, optional
            The form that the page is, blank, as ``find_cells`` returns it.

        Raises
        ------
        SheetError
            If the page is not that form.
        PatternError
            If a format is not such.
        """
        found = find_cells(grey, self._digits) if blank is None else cells_of_form(grey, blank)
        if found is None:
            raise SheetError(
                f"page {number}: expected the blank form, filled in, but it is another one",
                "choose its own blank form, or none",
            )
        height, width = grey.shape
        tables: list[Table] = []
        fields: list[tuple[Grid, Cell]] = []
        for index, each in enumerate(found.grids):
            name = f"table {len(tables) + 1}"
            cells = self._cells(each, found.flat, name, formats or {})
            if blank is not None:
                cells = _with_print(cells, blank.grids[index])
            if each.grid.shape[0] == 1:
                fields += [
                    (each.grid, _doubted(cell, ink))
                    for cell, ink in zip(cells, each.inks, strict=True)
                ]
            else:
                table = Table(name, _arranged(each.grid, cells))
                tables.append(with_second_thoughts(table))
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

    def _cells(
        self, found: GridInk, flat: Flat, name: str, formats: Mapping[str, str]
    ) -> list[Cell]:
        cells = []
        for place, ink in zip(found.grid.cells(), found.inks, strict=True):
            box = _points(flat.in_picture(found.grid.corners(place)))
            row, column, down, across = place
            form = formats.get(str(column + 1), formats.get(name))
            cell = Cell(
                row, column, "", "empty", box, format=form, row_span=down, column_span=across
            )
            cells.append(cell if ink is None else self._read(cell, ink))
        return cells

    def _read(self, cell: Cell, ink: CellInk) -> Cell:
        if ink.pieces > _MOST_PIECES:
            return replace(cell, state="other")
        found = find_ink(ink.grey, "dark-on-light", one_digit=False)
        if found is None:
            return cell
        read = self._numbers.read_cell(found, cell.format or _USUAL_FORMAT)
        return _as_read(cell, read, with_point(read, found))


def _as_read(cell: Cell, read: NumberRecognition, text: str) -> Cell:
    if read.verdict == "blank":
        return cell
    struck = sum(each.is_struck for each in read.characters) / max(1, len(read.characters))
    if read.lines or not read.text or (read.verdict == "not a number" and struck >= _STRUCK):
        return replace(
            cell, state="other", confidence=1 - read.confidence, alternatives=read.alternatives
        )
    is_sure = read.verdict == "number" and text == read.text and not has_gap(read)
    alternatives = read.alternatives
    if text != read.text:
        alternatives = (Alternative(text, read.confidence), *alternatives)
    return replace(
        cell,
        text=text,
        value=read.value if cell.format else number_format("decimal").value(text),
        state="number" if is_sure else "doubtful",
        confidence=read.confidence,
        alternatives=alternatives,
    )


def _with_print(cells: list[Cell], blank: GridInk) -> list[Cell]:
    """Return cells of which those that are printed in, and not written in, are not empty."""
    return [
        replace(cell, state="other") if cell.state == "empty" and ink is not None else cell
        for cell, ink in zip(cells, blank.inks, strict=True)
    ]


def _doubted(field: Cell, ink: CellInk | None) -> Cell:
    """Doubt that a box with a few characters holds words: no column says that it does not."""
    is_short = ink is not None and ink.pieces <= _FEW_PIECES
    return as_doubtful(field) if field.state == "other" and is_short else field


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
