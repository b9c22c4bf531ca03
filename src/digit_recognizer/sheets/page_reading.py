"""Read a page: the state and the text of each cell."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from digit_recognizer.ink import find_ink
from digit_recognizer.numbers.formats import number_format
from digit_recognizer.numbers.reader import NumberReader
from digit_recognizer.numbers.reading import NumberRecognition
from digit_recognizer.sheets.cell_formats import WORDS, column_format
from digit_recognizer.sheets.cells import CellInk
from digit_recognizer.sheets.fields import doubted_field, is_alone, names_of_fields
from digit_recognizer.sheets.flat import Flat
from digit_recognizer.sheets.grids import Grid
from digit_recognizer.sheets.inferred import doubted_places, holds_numbers, warning_of
from digit_recognizer.sheets.opening import SheetError
from digit_recognizer.sheets.page_cells import (
    GridInk,
    PageInk,
    Probabilities,
    cells_of_form,
    find_cells,
)
from digit_recognizer.sheets.points import Marked, marked
from digit_recognizer.sheets.printed_text import read_print
from digit_recognizer.sheets.second_thoughts import with_second_thoughts
from digit_recognizer.sheets.table import Alternative, Cell, Corners, Field, Page, Table

__all__ = ["PageReader"]

# A cell with so many characters that are no digits holds words.
_STRUCK = 0.5
# A cell with more pieces of ink holds words.
_MOST_PIECES = 12
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
        self.numbers = numbers
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
            See ``cell_formats.column_format``; tables are named ``table 1`` and so on.
        blank : PageInk, optional
            The form that the page is, blank, as ``find_cells`` returns it.

        Raises
        ------
        SheetError
            If the page is not that form.
        PatternError
            If a format is not such.
        """
        found = self.page_ink(grey, number, blank)
        given = formats or {}
        grids = [each.grid for each in found.grids]
        names = names_of_fields(grids)
        tables: list[Table] = []
        fields: dict[str, Cell] = {}
        for index, each in enumerate(found.grids):
            name = f"table {len(tables) + 1}"
            columns = range(each.grid.shape[1])
            if index in names:
                wanted = [given.get(names[index].get(column, "")) for column in columns]
            else:
                wanted = [column_format(given, name, column) for column in columns]
            rows = self.cells(each, found.flat, wanted, blank.grids[index] if blank else None)
            if not holds_numbers(rows, each.grid):
                continue
            if index in names:
                alone = is_alone(grids, index)
                for cell, ink in zip(_once(rows), each.inks, strict=True):
                    fields[names[index][cell.column]] = doubted_field(cell, ink, is_alone=alone)
            else:
                table = Table(name, doubted_places(rows, each), warning_of(each.grid))
                tables.append(with_second_thoughts(table))
        in_order = (f"field {at + 1}" for at in range(len(fields)))
        return self.page(
            found.flat,
            grey,
            number,
            tables,
            [
                Field(name, replace(fields[name], row=at, column=0))
                for at, name in enumerate(in_order)
            ],
        )

    def page_ink(
        self, grey: NDArray[np.uint8], number: int = 1, blank: PageInk | None = None
    ) -> PageInk:
        """Return the cells of a page and their ink; see ``read``."""
        found = find_cells(grey, self._digits) if blank is None else cells_of_form(grey, blank)
        if found is None:
            raise SheetError(
                f"page {number}: expected the blank form, filled in, but it is another one",
                "choose its own blank form, or none",
            )
        return found

    def cells(
        self,
        found: GridInk,
        flat: Flat,
        formats: Sequence[str | None],
        printed: GridInk | None = None,
    ) -> tuple[tuple[Cell, ...], ...]:
        """Read the cells of a grid, row by row; a merged cell stands in every place it covers.

        Parameters
        ----------
        found : GridInk
        flat : Flat
            The page.
        formats : sequence of str or None
            Of each column.
        printed : GridInk, optional
            The same grid on the blank form.
        """
        cells = []
        for place, ink in zip(found.grid.cells(), found.inks, strict=True):
            box = _points(flat.in_picture(found.grid.corners(place)))
            row, column, down, across = place
            cell = Cell(
                row,
                column,
                "",
                "empty",
                box,
                format=formats[column],
                row_span=down,
                column_span=across,
            )
            cells.append(cell if ink is None else self._read(cell, ink))
        if printed is not None:
            cells = _with_print(cells, printed)
        if found.grid.shape[0] > 1:
            cells = _with_texts(cells, found.inks)
        return _arranged(found.grid, cells)

    @staticmethod
    def page(
        flat: Flat,
        grey: NDArray[np.uint8],
        number: int,
        tables: Sequence[Table],
        fields: Sequence[Field],
    ) -> Page:
        """Return a page of what was read on it."""
        height, width = grey.shape
        down, across = flat.grey.shape
        corners = np.array([[0, 0], [across, 0], [across, down], [0, down]]) - 0.5
        paper = _points(flat.in_picture(corners))
        return Page(number, width, height, paper, tuple(tables), tuple(fields))

    def _read(self, cell: Cell, ink: CellInk) -> Cell:
        if cell.format == WORDS:
            return replace(cell, state="other")
        if ink.pieces > _MOST_PIECES:
            return replace(cell, state="other")
        found = find_ink(ink.grey, "dark-on-light", one_digit=False)
        if found is None:
            return cell
        read = self.numbers.read_cell(found, cell.format or _USUAL_FORMAT)
        return _as_read(cell, read, marked(read, found))


def _as_read(cell: Cell, read: NumberRecognition, number: Marked) -> Cell:
    if read.verdict == "blank":
        return cell
    struck = sum(each.is_struck for each in read.characters) / max(1, len(read.characters))
    if read.lines or not read.text or (read.verdict == "not a number" and struck >= _STRUCK):
        return replace(
            cell, state="other", confidence=1 - read.confidence, alternatives=read.alternatives
        )
    text = number.text
    texts = [text, number.other] if number.other else [text]
    alternatives = [Alternative(each, read.confidence) for each in texts]
    alternatives += [each for each in read.alternatives if each.text not in texts]
    return replace(
        cell,
        text=text,
        value=read.value if cell.format else number_format("decimal").value(text),
        state="number" if read.verdict == "number" and number.is_sure else "doubtful",
        confidence=read.confidence,
        alternatives=tuple(alternatives),
    )


def _with_texts(cells: list[Cell], inks: Sequence[CellInk | None]) -> list[Cell]:
    """Return cells of which those that hold print have its text."""
    ours = [
        (at, ink.grey)
        for at, (cell, ink) in enumerate(zip(cells, inks, strict=True))
        if cell.state == "other" and ink is not None
    ]
    texts = read_print([picture for _, picture in ours])
    found = {at: text for (at, _), text in zip(ours, texts, strict=True) if text}
    return [
        replace(cell, text=found[at], alternatives=()) if at in found else cell
        for at, cell in enumerate(cells)
    ]


def _with_print(cells: list[Cell], blank: GridInk) -> list[Cell]:
    """Return cells of which those that are printed in, and not written in, are not empty."""
    return [
        replace(cell, state="other") if cell.state == "empty" and ink is not None else cell
        for cell, ink in zip(cells, blank.inks, strict=True)
    ]


def _arranged(grid: Grid, cells: Sequence[Cell]) -> tuple[tuple[Cell, ...], ...]:
    """Return the rows of a table; a merged cell stands in every place that it covers."""
    at = {(cell.row, cell.column): cell for cell in cells}
    return tuple(tuple(at[tuple(owner)] for owner in row) for row in grid.owners.tolist())


def _once(rows: Sequence[Sequence[Cell]]) -> list[Cell]:
    """Return cells, each once where it begins."""
    return [
        cell
        for row, cells in enumerate(rows)
        for column, cell in enumerate(cells)
        if (cell.row, cell.column) == (row, column)
    ]


def _points(corners: NDArray[np.float64]) -> Corners:
    first, second, third, fourth = ((float(x), float(y)) for x, y in corners)
    return first, second, third, fourth
