"""Read a page: the state and the text of each cell."""

from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from functools import partial
from itertools import chain, compress, count, islice

import numpy as np
from numpy.typing import NDArray

from digit_recognizer.numbers.reader import NumberReader
from digit_recognizer.sheets.cell_formats import column_format
from digit_recognizer.sheets.cell_reading import read_by_one_person
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
from digit_recognizer.sheets.printed_lines import with_printed_labels
from digit_recognizer.sheets.printed_text import PrintReader
from digit_recognizer.sheets.second_thoughts import with_second_thoughts
from digit_recognizer.sheets.table import Cell, Corners, Field, Page, Table, each_once

__all__ = ["PageReader", "Rows"]

Rows = tuple[tuple[Cell, ...], ...]
"""The cells of a table."""


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
        printed = blank.grids if blank else None
        read = self._read_grids(found.flat, found.grids, formats or {}, printed)
        grids = [each.grid for each, _ in read]
        names = names_of_fields(grids)
        tables: list[Table] = []
        fields: dict[str, Cell] = {}
        for index, (each, rows) in enumerate(read):
            if index in names:
                alone = is_alone(grids, index)
                for cell, ink in zip(each_once(chain(*rows)), each.inks, strict=True):
                    fields[names[index][cell.column]] = doubted_field(cell, ink, is_alone=alone)
            else:
                name, warning = f"table {len(tables) + 1}", warning_of(each.grid)
                labelled = with_printed_labels(rows, each)
                table = Table(name, doubted_places(labelled, each), warning)
                tables.append(table)
        in_order = (f"field {at + 1}" for at in range(len(fields)))
        return self.page(
            found.flat,
            grey,
            number,
            with_second_thoughts(tables),
            [
                Field(name, replace(fields[name], row=at, column=0))
                for at, name in enumerate(in_order)
            ],
        )

    def _read_grids(
        self,
        flat: Flat,
        found: Sequence[GridInk],
        formats: Mapping[str, str],
        printed: Sequence[GridInk] | None,
    ) -> list[tuple[GridInk, Rows]]:
        """Return the grids that hold numbers, and what is read in them."""
        names = names_of_fields([each.grid for each in found])
        number, wanted = count(1), []
        for index, each in enumerate(found):
            columns = range(each.grid.shape[1])
            if index in names:
                wanted.append([formats.get(names[index].get(at, "")) for at in columns])
            else:
                name = f"table {next(number)}"
                wanted.append([column_format(formats, name, at) for at in columns])
        rows = self.cells(found, flat, wanted, printed)
        hold = [holds_numbers(own, each.grid) for each, own in zip(found, rows, strict=True)]
        left = list(compress(found, hold))
        if formats and len(left) < len(found):
            # Tables are counted without those that hold none.
            printed = None if printed is None else list(compress(printed, hold))
            return self._read_grids(flat, left, formats, printed)
        return list(zip(left, compress(rows, hold), strict=True))

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
        found: Sequence[GridInk],
        flat: Flat,
        formats: Sequence[Sequence[str | None]],
        printed: Sequence[GridInk] | None = None,
    ) -> list[Rows]:
        """Read the cells of grids, row by row; a merged cell stands in every place it covers.

        Parameters
        ----------
        found : sequence of GridInk
        flat : Flat
            The page.
        formats : sequence of sequences of str or None
            Of each grid, those of its columns.
        printed : sequence of GridInk, optional
            The same grids on the blank form.
        """
        inks = [ink for each in found for ink in each.inks]
        empty = [
            _empty(each.grid, place, flat, wanted)
            for each, wanted in zip(found, formats, strict=True)
            for place in each.grid.cells()
        ]
        with (
            PrintReader(ahead=any(map(_is_table, found))) as read_print,
            ThreadPoolExecutor(2) as threads,
        ):
            cells = read_by_one_person(self.numbers, empty, inks)
            if printed is not None:
                cells = _with_print(cells, [ink for each in printed for ink in each.inks])
            own = iter(cells)
            of_grids = [list(islice(own, len(each.inks))) for each in found]
            # Another program reads the print of two tables at once.
            read = threads.map(partial(_with_texts, read_print), of_grids, found)
            return [_arranged(each.grid, own) for each, own in zip(found, read, strict=True)]

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


def _empty(
    grid: Grid, place: tuple[int, int, int, int], flat: Flat, formats: Sequence[str | None]
) -> Cell:
    """Return a cell before it is read."""
    row, column, down, across = place
    box = _points(flat.in_picture(grid.corners(place)))
    cell = Cell(row, column, "", "empty", box, format=formats[column])
    return replace(cell, row_span=down, column_span=across)


def _is_table(found: GridInk) -> bool:
    """Tell whether a grid has several rows; print in single boxes is not read."""
    return found.grid.shape[0] > 1 and any(ink is not None for ink in found.inks)


def _with_texts(read_print: PrintReader, cells: list[Cell], found: GridInk) -> list[Cell]:
    """Return the cells of a grid; those of a table that hold print have its text."""
    if not _is_table(found):
        return cells
    ours = {
        at: ink.grey
        for at, (cell, ink) in enumerate(zip(cells, found.inks, strict=True))
        if cell.state == "other" and ink is not None
    }
    texts = dict(zip(ours, read_print(list(ours.values())), strict=True))
    return [
        replace(cell, text=texts[at], alternatives=()) if texts.get(at) else cell
        for at, cell in enumerate(cells)
    ]


def _with_print(cells: Sequence[Cell], blank: Sequence[CellInk | None]) -> list[Cell]:
    """Return cells of which those that are printed in, and not written in, are not empty."""
    return [
        replace(cell, state="other") if cell.state == "empty" and ink is not None else cell
        for cell, ink in zip(cells, blank, strict=True)
    ]


def _arranged(grid: Grid, cells: Sequence[Cell]) -> tuple[tuple[Cell, ...], ...]:
    """Return the rows of a table; a merged cell stands in every place that it covers."""
    at = {(cell.row, cell.column): cell for cell in cells}
    return tuple(tuple(at[tuple(owner)] for owner in row) for row in grid.owners.tolist())


def _points(corners: NDArray[np.float64]) -> Corners:
    first, second, third, fourth = ((float(x), float(y)) for x, y in corners)
    return first, second, third, fourth
