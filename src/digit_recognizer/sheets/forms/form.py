"""What stands on a form: its title, single fields, and tables with a format for each column."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, cast, get_args

from digit_recognizer.data.files import read_whole
from digit_recognizer.errors import DigitRecognizerError, quoted
from digit_recognizer.numbers.formats import number_format
from digit_recognizer.numbers.patterns import PatternError

__all__ = [
    "EXAMPLE",
    "Entry",
    "Form",
    "FormError",
    "FormTable",
    "Paper",
    "form_from_toml",
    "read_form_file",
]

Paper = Literal["A4", "letter"]

EXAMPLE = """\
title = "Class 4b, mathematics"
paper = "A4"                # or "letter"

[[fields]]
name = "Date"
format = "date:dmy"

[[fields]]
name = "Room"
format = "digits:3"

[[tables]]
name = "Marks"
rows = ["Ann", "Bob", "Chloé", "Dimitri"]   # or their number: rows = 25
columns = [
    { name = "1", format = "digits:2" },
    { name = "2", format = "digits:2" },
    { name = "total", format = "digits:3", width = 30 },   # in mm
]
"""
"""A description to begin with."""

MOST_ROWS, MOST_COLUMNS, MOST_TABLES, MOST_FIELDS = 400, 24, 20, 60
LONGEST_TEXT = 200
NARROWEST, WIDEST = 8, 170
"""Of a box, in mm."""

_MOST_BYTES = 1_000_000
_DIGIT_WIDTH, _USUAL_WIDTH, _DATE_WIDTH = 7, 24, 40


class FormError(DigitRecognizerError):
    """A form that cannot be: what its description lacks, or has too much of."""


@dataclass(frozen=True)
class Entry:
    """What is written into: a single field, or a column of a table.

    Attributes
    ----------
    name : str
        What is printed beside or above it.
    format : str
        Which numbers are written there; see ``numbers.formats``. Empty: any number.
    width : int
        Of its boxes, in mm; by default what the format needs.
    """

    name: str
    format: str = ""
    width: int = 0

    def __post_init__(self) -> None:
        _check_text("name", self.name)
        _check_text("format", self.format)
        try:
            number_format(self.format or None)
        except PatternError as error:
            raise FormError(f"{quoted(self.name)}: {error.reason}", error.remedy) from error
        if self.width == 0:
            object.__setattr__(self, "width", _width(self.format))
        if not NARROWEST <= self.width <= WIDEST:
            raise FormError(
                f"{quoted(self.name)}: expected a width from {NARROWEST} to {WIDEST} mm, "
                f"got {self.width}"
            )


@dataclass(frozen=True)
class FormTable:
    """A table to write into.

    Attributes
    ----------
    name : str
        What is printed above it; may be empty.
    columns : tuple of Entry
    rows : tuple of str
        What is printed at the begin of each row; all empty for a table without such labels.
    """

    name: str
    columns: tuple[Entry, ...]
    rows: tuple[str, ...]

    def __post_init__(self) -> None:
        for text in (self.name, *self.rows):
            _check_text("a name or a row", text)
        if not (1 <= len(self.columns) <= MOST_COLUMNS and 1 <= len(self.rows) <= MOST_ROWS):
            raise FormError(
                f"table {quoted(self.name)}: expected 1 to {MOST_COLUMNS} columns and 1 to "
                f"{MOST_ROWS} rows, got {len(self.columns)} and {len(self.rows)}"
            )

    @property
    def has_labels(self) -> bool:
        """Whether a column of labels is printed."""
        return any(self.rows)


@dataclass(frozen=True)
class Form:
    """A form.

    Attributes
    ----------
    title : str
    fields : tuple of Entry
    tables : tuple of FormTable
    paper : {"A4", "letter"}
    """

    title: str
    fields: tuple[Entry, ...] = ()
    tables: tuple[FormTable, ...] = ()
    paper: Paper = "A4"

    def __post_init__(self) -> None:
        _check_text("title", self.title)
        if self.paper not in get_args(Paper):
            raise FormError(f"paper: expected A4 or letter, got {quoted(self.paper)}")
        if not self.fields and not self.tables:
            raise FormError("expected fields or tables, got none", "write [[fields]] or [[tables]]")
        if len(self.fields) > MOST_FIELDS or len(self.tables) > MOST_TABLES:
            raise FormError(
                f"expected at most {MOST_FIELDS} fields and {MOST_TABLES} tables, got "
                f"{len(self.fields)} and {len(self.tables)}"
            )


def read_form_file(path: Path) -> Form:
    """Read a form's description from a file of TOML.

    Raises
    ------
    FormError
        If it cannot be read, or describes no form.
    """
    try:
        text = read_whole(path, _MOST_BYTES).decode("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or error
        raise FormError(
            f"{path}: expected a form in TOML, but it cannot be read ({reason})"
        ) from error
    try:
        return form_from_toml(text)
    except FormError as error:
        raise FormError(f"{path}: {error.reason}", error.remedy) from error


def form_from_toml(text: str) -> Form:
    """Return the form that a text in TOML describes; see ``docs/forms.md``.

    Raises
    ------
    FormError
        If it is no TOML, or describes no form.
    """
    try:
        described = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise FormError(f"expected TOML, got {quoted(str(error))}") from error
    _check_keys("the form", described, {"title", "paper", "fields", "tables"})
    return Form(
        _value(described, "title", str, "the form"),
        tuple(_entry(each, "a field") for each in _tables(described, "fields")),
        tuple(_table(each) for each in _tables(described, "tables")),
        cast(Paper, described.get("paper", "A4")),
    )


def _table(described: Mapping[str, Any]) -> FormTable:
    _check_keys("a table", described, {"name", "rows", "columns"})
    rows = described.get("rows")
    if type(rows) is int and 1 <= rows <= MOST_ROWS:
        rows = [""] * rows
    if not isinstance(rows, list):
        raise FormError(f"a table's rows: expected their number or a list, got {quoted(rows)}")
    return FormTable(
        _value(described, "name", str, "a table", default=""),
        tuple(_entry(each, "a column") for each in _tables(described, "columns")),
        tuple(rows),
    )


def _entry(described: Mapping[str, Any], what: str) -> Entry:
    _check_keys(what, described, {"name", "format", "width"})
    return Entry(
        _value(described, "name", str, what),
        _value(described, "format", str, what, default=""),
        _value(described, "width", int, what, default=0),
    )


def _tables(described: Mapping[str, Any], key: str) -> list[Mapping[str, Any]]:
    found = described.get(key, [])
    if not isinstance(found, list) or not all(isinstance(each, dict) for each in found):
        raise FormError(f"{key}: expected [[{key}]] sections, got {quoted(found)}")
    return found


def _value(
    described: Mapping[str, Any], key: str, kind: type, what: str, default: object = None
) -> Any:
    value = described.get(key, default)
    if type(value) is not kind:
        expected = {str: "a text", int: "a whole number"}[kind]
        raise FormError(f"{key} of {what}: expected {expected}, got {quoted(value)}")
    return value


def _check_keys(what: str, described: Mapping[str, Any], known: set[str]) -> None:
    if unknown := sorted(set(described) - known):
        raise FormError(
            f"{what}: expected {', '.join(sorted(known))}, got {', '.join(map(quoted, unknown))}"
        )


def _check_text(what: str, text: object) -> None:
    if not isinstance(text, str) or len(text) > LONGEST_TEXT or not (text.isprintable()):
        raise FormError(
            f"{what}: expected a printable text of at most {LONGEST_TEXT} characters, "
            f"got {quoted(text)}"
        )


def _width(name: str) -> int:
    """Return how wide a box has to be for numbers of a format, in mm."""
    kind, _, count = name.partition(":")
    if kind == "digits" and count.isdecimal():
        return max(12, min(WIDEST, 4 + _DIGIT_WIDTH * int(count)))
    return _DATE_WIDTH if kind == "date" else _USUAL_WIDTH
