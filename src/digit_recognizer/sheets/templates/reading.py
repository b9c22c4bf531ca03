"""Read a page by a template: its cells where the frames are, each by the format of its frame."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from digit_recognizer.sheets.cell_formats import WORDS, column_format
from digit_recognizer.sheets.fields import doubted_field
from digit_recognizer.sheets.opening import SheetError, open_pages
from digit_recognizer.sheets.page_cells import GridInk, PageInk, find_cells
from digit_recognizer.sheets.page_reading import PageReader, Rows
from digit_recognizer.sheets.second_thoughts import (
    all_doubtful,
    as_doubtful,
    with_second_thoughts,
)
from digit_recognizer.sheets.table import Field, Page, Table
from digit_recognizer.sheets.templates.matching import PRINT, FormOnPage, match_form
from digit_recognizer.sheets.templates.placing import place_frames
from digit_recognizer.sheets.templates.template import (
    ColumnFrame,
    FieldFrame,
    TableFrame,
    Template,
    TemplateError,
)

__all__ = ["PageFrames", "frames_of_pages", "read_by_frames"]


@dataclass(frozen=True, eq=False)
class PageFrames:
    """What stands where on one page of a form.

    Attributes
    ----------
    fields : tuple of FieldFrame
    tables : tuple of TableFrame
    blank : PageInk or None
        The page without what is written, its grids as they were found.
    placed : PageInk or None
        The same with the cells of the frames: tables, then fields.
    """

    fields: tuple[FieldFrame, ...]
    tables: tuple[TableFrame, ...]
    blank: PageInk | None = None
    placed: PageInk | None = None


def frames_of_pages(template: Template) -> tuple[PageFrames, ...]:
    """Return the frames of each page of a form, laid on the blank one where there is one.

    Raises
    ------
    SheetError, PictureError
        If the blank form cannot be opened, or has fewer pages than the template.
    TemplateError
        If a table is not where its frame is.
    """
    if template.blank is None:
        return tuple(
            PageFrames(*template.on_page(number)) for number in range(1, template.pages + 1)
        )
    pages = []
    for number, grey in enumerate(open_pages(template.blank), start=1):
        fields, tables = template.on_page(number)
        blank = find_cells(grey, None)
        placed = _without_traces(place_frames(blank, fields, tables, grey.shape[:2]))
        pages.append(PageFrames(fields, tables, blank, placed))
    if len(pages) < template.pages:
        raise SheetError(
            f"{template.blank}: expected {template.pages} pages, as the template has, got "
            f"{len(pages)}"
        )
    return tuple(pages)


def _without_traces(blank: PageInk) -> PageInk:
    """Return a blank form without what is too faint to be print, as what was erased."""
    grids = (
        GridInk(
            each.grid,
            tuple(None if ink is None or ink.dark.max() <= PRINT else ink for ink in each.inks),
        )
        for each in blank.grids
    )
    return replace(blank, grids=tuple(grids))


def read_by_frames(
    grey: NDArray[np.uint8],
    frames: PageFrames,
    reader: PageReader,
    number: int = 1,
    formats: Mapping[str, str] | None = None,
) -> Page:
    """Read a page of a form.

    Parameters
    ----------
    grey : (height, width) uint8
    frames : PageFrames
        What stands on it.
    reader : PageReader
    number : int
        Of the page in its file, from 1.
    formats : mapping of str to str, optional
        Formats that count before those of the frames; see ``cell_formats.column_format``.

    Raises
    ------
    SheetError
        If the page is not that form, or a table is not where its frame is.
    PatternError
        If a format is not such.
    """
    on_page, is_sure = _found(grey, frames, reader, number)
    found, count = on_page.page, len(frames.tables)
    printed = frames.placed.grids if frames.placed else None
    named = formats or {}
    columns = [
        frame.columns or (ColumnFrame(),) * ink.grid.shape[1]
        for frame, ink in zip(frames.tables, found.grids[:count], strict=True)
    ]
    wanted = [
        [
            column_format(named, frame.name, at, column.name) or column.format or None
            for at, column in enumerate(own)
        ]
        for frame, own in zip(frames.tables, columns, strict=True)
    ]
    wanted += [[named.get(field.name) or field.format or None] for field in frames.fields]
    read = reader.cells(found.grids, found.flat, wanted, printed)
    rows = [_doubted_on_print(*each, on_page) for each in zip(read, found.grids, strict=True)]
    forms = printed or (None,) * len(rows)
    tables, fields = [], []
    for frame, cells, own, form in zip(frames.tables, rows, columns, forms, strict=False):
        tables.append(Table(frame.name, _headed(cells, own, form)))
    boxes = zip(frames.fields, rows[count:], found.grids[count:], forms[count:], strict=True)
    for at, (field, ((cell,),), ink, form) in enumerate(boxes):
        if cell.format != WORDS and (form is None or form.inks[0] is None):
            cell = doubted_field(cell, ink.inks[0])
        fields.append(Field(field.name, replace(cell, row=at, column=0)))
    looked_at = with_second_thoughts(tables)
    return reader.page(
        found.flat,
        grey,
        number,
        looked_at if is_sure else [all_doubtful(table) for table in looked_at],
        fields,
    )


def _doubted_on_print(rows: Rows, ink: GridInk, on_page: FormOnPage) -> Rows:
    """Return cells of which those that are written on print are not sure."""
    on_print = {
        place[:2]
        for place, each in zip(ink.grid.cells(), ink.inks, strict=True)
        if on_page.is_on_print(each)
    }
    return tuple(
        tuple(
            as_doubtful(cell)
            if cell.state == "number" and (cell.row, cell.column) in on_print
            else cell
            for cell in row
        )
        for row in rows
    )


def _found(
    grey: NDArray[np.uint8], frames: PageFrames, reader: PageReader, number: int
) -> tuple[FormOnPage, bool]:
    """Return the cells of the frames on a page, and whether its tables are sure to be these."""
    if frames.blank is None or frames.placed is None:
        try:
            found = reader.page_ink(grey, number)
            placed = place_frames(found, frames.fields, frames.tables)
            return FormOnPage(placed, None), True
        except TemplateError as error:
            raise SheetError(f"page {number}: {error.reason}", error.remedy) from error
    matched = match_form(reader.page_ink(grey, number), frames.blank, frames.placed)
    if matched is not None:
        return matched, True
    return FormOnPage(reader.page_ink(grey, number, frames.placed), None), False


def _headed(cells: Rows, columns: Sequence[ColumnFrame], printed: GridInk | None) -> Rows:
    """Return cells of which those of a printed first row say the columns' names.

    Without the blank form, a row is print if there are words where numbers are expected.
    """
    first = cells[0]
    if printed is None:
        is_print = all(cell.state in ("other", "empty") for cell in first) and any(
            cell.state == "other" and cell.format != WORDS for cell in first
        )
        heads = [is_print and cell.state == "other" for cell in first]
    else:
        inked = {
            place[:2]
            for place, ink in zip(printed.grid.cells(), printed.inks, strict=True)
            if ink is not None
        }
        heads = [cell.state == "other" and (cell.row, cell.column) in inked for cell in first]
    named = tuple(
        replace(cell, text=column.name)
        if is_head and column.name and (cell.row_span, cell.column_span) == (1, 1)
        else cell
        for cell, column, is_head in zip(first, columns, heads, strict=True)
    )
    return (named, *cells[1:])
