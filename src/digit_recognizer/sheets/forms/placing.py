"""Where everything stands on the paper, in millimetres from its upper left corner.

It follows from numbers alone, of rows, columns and widths, and never from texts: a code too small
for the texts still says where every box is.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from digit_recognizer.sheets.forms.form import Form, FormError, FormTable

__all__ = ["Box", "PageOfForm", "Placed", "place"]

Box = tuple[float, float, float, float]
"""Left, top, right, bottom."""

PAPERS = {"A4": (210.0, 297.0), "letter": (215.9, 279.4)}
MARK = 6.0
"""The side of a corner mark, a black square."""
CODE = 34.0
"""The side of the code, without the white around it."""

_MARK_CENTRE = 12.0  # from both edges of the paper
_EDGE = 20.0  # from the paper's edge to what is written into
_TOP = 50.0  # below title and code
_FIELD_LABEL, _GAP = 4.5, 6.0
_FIELD, _ROW = 9.0, 8.0  # how high they are
_TABLE_NAME = 7.0
_LABELS = 45.0


@dataclass(frozen=True)
class Placed:
    """A box on the paper.

    Attributes
    ----------
    box : Box
        The middle of its rules.
    text : str
        What is printed in it, or above it if it is a field; empty where the code does not say.
    format : str or None
        Of the number that is written into it; None if nothing is.
    row, column : int
        Its place in its table; both 0 for a field.
    """

    box: Box
    text: str
    format: str | None
    row: int = 0
    column: int = 0


@dataclass(frozen=True)
class PlacedTable:
    """The part of a table that stands on one page, with its header row."""

    name: str
    top: float
    cells: tuple[tuple[Placed, ...], ...]


@dataclass(frozen=True)
class PageOfForm:
    """One page of a form.

    Attributes
    ----------
    width, height : float
        Of the paper.
    code : Box
    marks : tuple of four points
        The centres of the corner marks: top left, top right, bottom right, bottom left.
    fields : tuple of Placed
    tables : tuple of PlacedTable
    """

    width: float
    height: float
    code: Box
    marks: tuple[tuple[float, float], ...]
    fields: tuple[Placed, ...]
    tables: tuple[PlacedTable, ...]

    @property
    def boxes(self) -> tuple[Placed, ...]:
        """All boxes, those with printed text too."""
        inside = (cell for table in self.tables for row in table.cells for cell in row)
        return (*self.fields, *inside)


def place(form: Form) -> tuple[PageOfForm, ...]:
    """Return the pages of a form.

    Raises
    ------
    FormError
        If a table or a field is wider than the paper.
    """
    width, height = PAPERS[form.paper]
    room = width - 2 * _EDGE
    fields, below = _fields(form, room)
    bottom = height - _EDGE
    if below > bottom:
        raise FormError("expected fields that fit on one page, got more", "leave some out")
    pages: list[tuple[PlacedTable, ...]] = []
    current: list[PlacedTable] = []
    for part in _parts(form, below, bottom, room):
        if part is None:
            pages.append(tuple(current))
            current = []
        else:
            current.append(part)
    pages.append(tuple(current))
    code_left = width - _EDGE - CODE
    near, far_x, far_y = _MARK_CENTRE, width - _MARK_CENTRE, height - _MARK_CENTRE
    return tuple(
        PageOfForm(
            width,
            height,
            (code_left, _MARK_CENTRE - 2, code_left + CODE, _MARK_CENTRE - 2 + CODE),
            ((near, near), (far_x, near), (far_x, far_y), (near, far_y)),
            fields if number == 0 else (),
            tables,
        )
        for number, tables in enumerate(pages)
    )


def _fields(form: Form, room: float) -> tuple[tuple[Placed, ...], float]:
    """Return the fields in rows from left to right, and where what follows begins."""
    left, top, placed = _EDGE, _TOP, []
    for field in form.fields:
        if field.width > room:
            raise _too_wide(f"field {field.name!r}", field.width, room)
        if left + field.width > _EDGE + room:
            left, top = _EDGE, top + _FIELD_LABEL + _FIELD + _GAP / 2
        box = (left, top + _FIELD_LABEL, left + field.width, top + _FIELD_LABEL + _FIELD)
        placed.append(Placed(box, field.name, field.format))
        left += field.width + _GAP
    return tuple(placed), top + (_FIELD_LABEL + _FIELD + _GAP if placed else 0)


def _parts(form: Form, top: float, bottom: float, room: float) -> Iterator[PlacedTable | None]:
    """Yield tables, cut where a page ends; None is a new page."""
    for number, table in enumerate(form.tables):
        rows = 0
        while rows < len(table.rows):
            fitting = int((bottom - top - _TABLE_NAME - _ROW) / _ROW)
            if fitting < min(3, len(table.rows) - rows):
                yield None
                top = _TOP
                continue
            some = range(rows, min(len(table.rows), rows + fitting))
            part = _part(table, some, top, room, table.name or f"table {number + 1}")
            yield part
            top = part.cells[-1][0].box[3] + _GAP
            rows = some.stop


def _part(table: FormTable, rows: range, top: float, room: float, name: str) -> PlacedTable:
    label = [_LABELS] if table.has_labels else []
    widths = [*label, *(column.width for column in table.columns)]
    if sum(widths) > room:
        raise _too_wide(f"table {name!r}", sum(widths), room)
    headings = [*([""] if label else []), *(column.name for column in table.columns)]
    formats = [*([None] if label else []), *(column.format for column in table.columns)]
    lines = [_line(0, headings, [None] * len(widths), widths, top + _TABLE_NAME)]
    for number, row in enumerate(rows, start=1):
        texts = [*([table.rows[row]] if label else []), *([""] * len(table.columns))]
        lines.append(_line(number, texts, formats, widths, top + _TABLE_NAME + number * _ROW))
    return PlacedTable(name, top, tuple(lines))


def _line(
    row: int, texts: list[str], formats: list[str | None], widths: list[float], top: float
) -> tuple[Placed, ...]:
    cells, left = [], _EDGE
    for column, (text, form, width) in enumerate(zip(texts, formats, widths, strict=True)):
        cells.append(Placed((left, top, left + width, top + _ROW), text, form, row, column))
        left += width
    return tuple(cells)


def _too_wide(what: str, width: float, room: float) -> FormError:
    return FormError(
        f"{what}: expected at most {room:.0f} mm across, got {width:.0f}",
        "leave out columns or make them narrower by width",
    )
