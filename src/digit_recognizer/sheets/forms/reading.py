"""Read a form in a photograph: every cell where it is printed, by the format it was printed for."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from digit_recognizer.ink import find_ink
from digit_recognizer.numbers.reader import NumberReader
from digit_recognizer.numbers.reading import NumberRecognition
from digit_recognizer.sheets.cell_formats import WORDS, column_format
from digit_recognizer.sheets.cells import CellInk
from digit_recognizer.sheets.flat import Flat
from digit_recognizer.sheets.forms.code import LOST
from digit_recognizer.sheets.forms.finding import FoundForm
from digit_recognizer.sheets.forms.form import Form
from digit_recognizer.sheets.forms.inking import ink_of_form
from digit_recognizer.sheets.forms.library import with_texts
from digit_recognizer.sheets.forms.placing import PageOfForm, Placed, place
from digit_recognizer.sheets.page_cells import GridInk
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
    answers = _answers(numbers, boxes, ink.page.grids)
    read: list[tuple[tuple[Cell, ...], ...]] = []
    for grid, rows, is_trusted in zip(ink.page.grids, boxes, ink.trusted, strict=True):
        corners = (_points(ink.page.flat, grid.grid.corners(each)) for each in grid.grid.cells())
        inks = iter(grid.inks)
        read.append(
            tuple(
                tuple(
                    _cell(each, next(corners), next(inks), next(answers), is_trusted)
                    for each in row
                )
                for row in rows
            )
        )
    height, width = grey.shape
    fields = len(printed.fields)
    return Page(
        number,
        width,
        height,
        _corners(found.corners((0, 0, printed.width, printed.height))),
        tuple(
            Table(table.name, cells)
            for table, cells in zip(printed.tables, read[fields:], strict=True)
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


def _answers(
    numbers: NumberReader,
    boxes: Sequence[Sequence[Sequence[Placed]]],
    grids: Sequence[GridInk],
) -> Iterator[NumberRecognition | None]:
    """Return what is read in each cell, all of them at once; None where no number is looked for."""
    printed = [each for rows in boxes for row in rows for each in row]
    inks = [ink for grid in grids for ink in grid.inks]
    found = {
        at: ink_of_cell
        for at, (each, ink) in enumerate(zip(printed, inks, strict=True))
        if ink is not None
        and each.format not in (None, WORDS)
        and (ink_of_cell := find_ink(ink.grey, "dark-on-light", one_digit=False)) is not None
    }
    read = numbers.read_cells(list(found.values()), [printed[at].format or None for at in found])
    answers = dict(zip(found, read, strict=True))
    return (answers.get(at) for at in range(len(printed)))


def _cell(
    printed: Placed,
    box: Corners,
    ink: CellInk | None,
    read: NumberRecognition | None,
    is_trusted: bool,
) -> Cell:
    empty = Cell(printed.row, printed.column, "", "empty", box, format=printed.format or None)
    if printed.format is None:
        text = "" if printed.text == LOST else printed.text
        return replace(empty, text=text, state="other") if printed.text else empty
    if printed.format == WORDS:
        return empty if ink is None else replace(empty, state="other")
    if read is None or read.verdict == "blank":
        return empty if is_trusted else replace(empty, state="doubtful", confidence=0.5)
    is_sure = is_trusted and read.verdict == "number" and not read.lines
    return replace(
        empty,
        text=read.text,
        value=read.value,
        state="number" if is_sure else "doubtful",
        confidence=read.confidence,
        alternatives=read.alternatives,
    )


def _points(flat: Flat, corners: NDArray[np.float64]) -> Corners:
    return _corners(flat.in_picture(corners))


def _corners(points: NDArray[np.float64]) -> Corners:
    first, second, third, fourth = ((float(x), float(y)) for x, y in points)
    return first, second, third, fourth
