"""Read a form in a photograph: every cell where it is printed, by the format it was printed for."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import chain

import numpy as np
from numpy.typing import NDArray

from digit_recognizer.numbers.reader import NumberReader
from digit_recognizer.sheets.cell_formats import WORDS, column_format
from digit_recognizer.sheets.cell_reading import read_by_one_person
from digit_recognizer.sheets.flat import Flat
from digit_recognizer.sheets.forms.code import LOST
from digit_recognizer.sheets.forms.finding import FoundForm
from digit_recognizer.sheets.forms.form import Form
from digit_recognizer.sheets.forms.inking import ink_of_form
from digit_recognizer.sheets.forms.library import with_texts
from digit_recognizer.sheets.forms.placing import PageOfForm, Placed, place
from digit_recognizer.sheets.second_thoughts import (
    all_doubtful,
    as_doubtful,
    with_second_thoughts,
)
from digit_recognizer.sheets.table import Cell, Corners, Field, Page, Table

__all__ = ["read_form"]


def read_form(
    grey: NDArray[np.uint8],
    found: FoundForm,
    numbers: NumberReader,
    *,
    number: int = 1,
    given: Form | None = None,
    formats: Mapping[str, str] | None = None,
) -> Page:
    """Read a page of a form.

    What is written in a cell for numbers and is none, is doubtful; and so is all in a table whose
    rules are not where they should be.

    Parameters
    ----------
    grey : (height, width) uint8
    found : FoundForm
        In it.
    numbers : NumberReader
        What reads.
    number : int
        Of the page in its file, from 1.
    given : Form, optional
        What the form may be, for its texts; used where it is.
    formats : mapping of str to str, optional
        Formats that count before those that were printed; see ``cell_formats.column_format``.

    Raises
    ------
    PatternError
        If a format is not such.
    """
    described = with_texts(found.code, given)
    printed = _formatted(place(described)[found.code.page], formats or {})
    ink = ink_of_form(grey, found)
    boxes = [((field,),) for field in printed.fields] + [table.cells for table in printed.tables]
    placed = [each for rows in boxes for row in rows for each in row]
    inks = [
        None if each.format is None else cell
        for each, cell in zip(placed, chain(*(grid.inks for grid in ink.page.grids)), strict=True)
    ]
    corners = (
        _points(ink.page.flat, grid.grid.corners(each))
        for grid in ink.page.grids
        for each in grid.grid.cells()
    )
    empty = [_empty(each, box) for each, box in zip(placed, corners, strict=True)]
    cells = iter(read_by_one_person(numbers, empty, inks))
    read = [
        tuple(tuple(_expected(each, next(cells), is_trusted) for each in row) for row in rows)
        for rows, is_trusted in zip(boxes, ink.trusted, strict=True)
    ]
    fields = len(printed.fields)
    tables = with_second_thoughts(
        [Table(table.name, rows) for table, rows in zip(printed.tables, read[fields:], strict=True)]
    )
    height, width = grey.shape
    return Page(
        number,
        width,
        height,
        _corners(found.corners((0, 0, printed.width, printed.height))),
        tuple(
            table if is_trusted else all_doubtful(table)
            for table, is_trusted in zip(tables, ink.trusted[fields:], strict=True)
        ),
        tuple(
            Field(name, replace(cell, row=at))
            for at, (name, ((cell,),)) in enumerate(
                zip(_names(printed.fields), read[:fields], strict=True)
            )
        ),
    )


def _formatted(page: PageOfForm, formats: Mapping[str, str]) -> PageOfForm:
    """Return the page with the formats that were asked for instead of those that were printed."""
    if not formats:
        return page
    fields = tuple(
        replace(field, format=formats.get(name, field.format))
        for name, field in zip(_names(page.fields), page.fields, strict=True)
    )
    tables = []
    for table in page.tables:
        wanted = [
            column_format(formats, table.name, column, head.text)
            for column, head in enumerate(table.cells[0])
        ]
        rows = tuple(
            tuple(
                replace(cell, format=form) if form is not None and cell.format is not None else cell
                for cell, form in zip(row, wanted, strict=True)
            )
            for row in table.cells
        )
        tables.append(replace(table, cells=rows))
    return replace(page, fields=fields, tables=tuple(tables))


def _names(fields: tuple[Placed, ...]) -> Iterator[str]:
    """Yield the names of fields; their numbers where the names are not known."""
    for at, field in enumerate(fields, start=1):
        yield field.text or f"field {at}"


def _empty(printed: Placed, box: Corners) -> Cell:
    """Return a cell before it is read."""
    empty = Cell(printed.row, printed.column, "", "empty", box, format=printed.format or None)
    if printed.format is not None or not printed.text:
        return empty
    return replace(empty, text="" if printed.text == LOST else printed.text, state="other")


def _expected(printed: Placed, cell: Cell, is_trusted: bool) -> Cell:
    """Return a cell that is doubtful where it is not what was expected there."""
    if printed.format in (None, WORDS):
        return cell
    if cell.state == "empty":
        return cell if is_trusted else replace(cell, state="doubtful", confidence=0.5)
    is_number = cell.state == "number" and is_trusted
    return cell if is_number else as_doubtful(cell)


def _points(flat: Flat, corners: NDArray[np.float64]) -> Corners:
    return _corners(flat.in_picture(corners))


def _corners(points: NDArray[np.float64]) -> Corners:
    first, second, third, fourth = ((float(x), float(y)) for x, y in points)
    return first, second, third, fourth
