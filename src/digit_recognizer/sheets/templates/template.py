"""A template: named frames on the pages of a form."""

from dataclasses import dataclass
from pathlib import Path
from typing import TypeGuard

from digit_recognizer.errors import DigitRecognizerError, quoted
from digit_recognizer.numbers.patterns import PatternError
from digit_recognizer.sheets.cell_formats import check_format

__all__ = [
    "Box",
    "ColumnFrame",
    "FieldFrame",
    "TableFrame",
    "Template",
    "TemplateError",
    "is_size",
]

Box = tuple[float, float, float, float]
"""Left, top, right, bottom, as shares of the page's width and height, 0 to 1."""

_MOST_FIELDS, _MOST_TABLES, _MOST_PAGES = 400, 40, 100
_MOST_ROWS, _MOST_COLUMNS = 400, 100
_LONGEST_TEXT = 200
_LARGEST = 100_000.0
# Of a page: a frame is at least so wide and so high.
SMALLEST = 0.002


class TemplateError(DigitRecognizerError):
    """A template that cannot be: its file cannot be read, or says something impossible."""


@dataclass(frozen=True)
class FieldFrame:
    """A frame around what is one number.

    Attributes
    ----------
    name : str
    box : Box
    format : str
        What stands there; see ``cell_formats``. Empty: any number.
    page : int
        From 1.
    """

    name: str
    box: Box
    format: str = ""
    page: int = 1

    def __post_init__(self) -> None:
        _check_frame(f"field {quoted(self.name)}", self)
        if not self.name:
            raise TemplateError("expected a name for each field, got an empty one")


@dataclass(frozen=True)
class ColumnFrame:
    """A column of a table; its width is a share of those of all columns."""

    name: str = ""
    format: str = ""
    width: float = 1.0

    def __post_init__(self) -> None:
        what = f"column {quoted(self.name)}"
        _check_text(what, self.name)
        _check_format(what, self.format)
        if not (is_size(self.width) and 0 < self.width <= _LARGEST):
            raise TemplateError(f"{what}: expected a width above 0, got {quoted(self.width)}")


@dataclass(frozen=True)
class TableFrame:
    """A frame around a table.

    Attributes
    ----------
    name : str
    box : Box
    columns : tuple of ColumnFrame
        From the left; none: as many as are found.
    rows : int
        How many rows of the same height divide the frame; 0: rows and columns are found by their
        rules.
    page : int
        From 1.
    """

    name: str
    box: Box
    columns: tuple[ColumnFrame, ...] = ()
    rows: int = 0
    page: int = 1

    def __post_init__(self) -> None:
        what = f"table {quoted(self.name)}"
        _check_frame(what, self)
        if not 0 <= self.rows <= _MOST_ROWS or len(self.columns) > _MOST_COLUMNS:
            raise TemplateError(
                f"{what}: expected at most {_MOST_ROWS} rows and {_MOST_COLUMNS} columns, got "
                f"{self.rows} and {len(self.columns)}"
            )
        if self.rows and not self.columns:
            raise TemplateError(f"{what}: expected columns, too, where rows are given, got none")


@dataclass(frozen=True)
class Template:
    """What stands where on a form.

    Attributes
    ----------
    fields : tuple of FieldFrame
    tables : tuple of TableFrame
    blank : Path or None
        The form without what is written, as a picture or PDF: the frames are on it, and what it
        has is no ink. None: the frames are on the page as it is read, made flat.
    """

    fields: tuple[FieldFrame, ...] = ()
    tables: tuple[TableFrame, ...] = ()
    blank: Path | None = None

    def __post_init__(self) -> None:
        if not self.fields and not self.tables:
            raise TemplateError("expected fields or tables, got none")
        if len(self.fields) > _MOST_FIELDS or len(self.tables) > _MOST_TABLES:
            raise TemplateError(
                f"expected at most {_MOST_FIELDS} fields and {_MOST_TABLES} tables, got "
                f"{len(self.fields)} and {len(self.tables)}"
            )
        names = [*(each.name for each in self.fields), *(each.name for each in self.tables)]
        if doubled := sorted({name for name in names if names.count(name) > 1}):
            raise TemplateError(f"expected names that differ, got {quoted(doubled[0])} twice")

    @property
    def pages(self) -> int:
        """How many pages the form has, as far as there are frames."""
        return max([*(each.page for each in self.fields), *(each.page for each in self.tables)])

    def on_page(self, number: int) -> tuple[tuple[FieldFrame, ...], tuple[TableFrame, ...]]:
        """Return the fields and tables of a page of the form, counted from 1."""
        return (
            tuple(frame for frame in self.fields if frame.page == number),
            tuple(frame for frame in self.tables if frame.page == number),
        )


def _check_frame(what: str, frame: FieldFrame | TableFrame) -> None:
    _check_text(what, frame.name)
    left, top, right, bottom = frame.box
    inside = 0 <= left < right <= 1 and 0 <= top < bottom <= 1
    if not inside or min(right - left, bottom - top) < SMALLEST:
        raise TemplateError(
            f"{what}: expected a box on the page, its left before its right and its top above its "
            f"bottom, got {quoted([round(side, 3) for side in frame.box])} of the page"
        )
    if type(frame.page) is not int or not 1 <= frame.page <= _MOST_PAGES:
        raise TemplateError(
            f"{what}: expected a page from 1 to {_MOST_PAGES}, got {quoted(frame.page)}"
        )
    if isinstance(frame, FieldFrame):
        _check_format(what, frame.format)


def _check_text(what: str, text: object) -> None:
    if not isinstance(text, str) or len(text) > _LONGEST_TEXT or not text.isprintable():
        raise TemplateError(
            f"{what}: expected a printable name of at most {_LONGEST_TEXT} characters"
        )


def _check_format(what: str, name: object) -> None:
    if not isinstance(name, str):
        raise TemplateError(f"{what}: expected a format, got {quoted(name)}")
    try:
        check_format(name)
    except PatternError as error:
        raise TemplateError(f"{what}: {error.reason}", error.remedy) from error


def is_size(value: object) -> TypeGuard[float]:
    """Return whether a value is a number that may be a size: from 0 on, and not too large."""
    return isinstance(value, int | float) and type(value) is not bool and 0 <= value <= _LARGEST
