"""Pages as JSON, and back: plain values, checked when they are read."""

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from datetime import date, time
from decimal import Decimal, InvalidOperation
from itertools import product
from math import isfinite
from typing import Any, cast, get_args

from digit_recognizer.errors import DigitRecognizerError, quoted
from digit_recognizer.numbers.formats import NumberValue
from digit_recognizer.sheets.table import (
    Alternative,
    Cell,
    CellState,
    Corners,
    Field,
    Page,
    Table,
)

__all__ = ["StoredSheetError", "page_from_json", "page_to_json"]

_MOST_CELLS = 1_000_000
_MOST_PIXELS = 1_000_000  # of a side
_LONGEST_TEXT = 10_000

_VALUES: dict[object, Callable[[str], NumberValue]] = {
    "decimal": Decimal,
    "date": date.fromisoformat,
    "time": time.fromisoformat,
}


class StoredSheetError(DigitRecognizerError):
    """A file that is no stored sheet."""


def page_to_json(page: Page) -> dict[str, Any]:
    """Return a page as values that JSON has; a merged cell stands once."""
    return {
        "number": page.number,
        "width": page.width,
        "height": page.height,
        "corners": page.corners,
        "tables": [_of_table(table) for table in page.tables],
        "fields": [{"name": field.name, "cell": _of_cell(field.cell)} for field in page.fields],
    }


def _of_table(table: Table) -> dict[str, Any]:
    return {
        "name": table.name,
        "warning": table.warning,
        "rows": len(table.cells),
        "columns": len(table.cells[0]) if table.cells else 0,
        "cells": [
            _of_cell(cell)
            for row, cells in enumerate(table.cells)
            for column, cell in enumerate(cells)
            if (cell.row, cell.column) == (row, column)
        ],
    }


def _of_cell(cell: Cell) -> dict[str, Any]:
    return {
        "row": cell.row,
        "column": cell.column,
        "row_span": cell.row_span,
        "column_span": cell.column_span,
        "text": cell.text,
        "state": cell.state,
        "value": None if cell.value is None else {_kind(cell.value): str(cell.value)},
        "confidence": cell.confidence,
        "box": cell.box,
        "alternatives": [{"text": text, "posterior": sure} for text, sure in cell.alternatives],
        "repair": cell.repair,
        "doubt": cell.doubt,
        "format": cell.format,
    }


def _kind(value: NumberValue) -> str:
    return {Decimal: "decimal", date: "date", time: "time"}[type(value)]


def page_from_json(stored: object) -> Page:
    """Return the page that was stored.

    Raises
    ------
    StoredSheetError
        If a value is missing or is not what it should be; the message names it.
    """
    page = _Reader(stored, "page")
    return Page(
        page.whole("number", 1, _MOST_PIXELS),
        page.whole("width", 1, _MOST_PIXELS),
        page.whole("height", 1, _MOST_PIXELS),
        page.corners("corners"),
        tuple(_table(_Reader(each, "table")) for each in page.list("tables")),
        tuple(
            Field(field.text("name"), _cell(_Reader(field["cell"], "cell")))
            for field in (_Reader(each, "field") for each in page.list("fields"))
        ),
    )


def _table(table: "_Reader") -> Table:
    rows, columns = (table.whole(key, 0, _MOST_CELLS) for key in ("rows", "columns"))
    if rows * columns > _MOST_CELLS:
        raise _wrong("rows", f"a table of at most {_MOST_CELLS:,} cells", rows * columns)
    grid: dict[tuple[int, int], Cell] = {}
    for each in table.list("cells"):
        cell = _cell(_Reader(each, "cell"))
        covered = list(
            product(
                range(cell.row, min(cell.row + cell.row_span, rows + 1)),
                range(cell.column, min(cell.column + cell.column_span, columns + 1)),
            )
        )
        for place in covered:
            if place in grid or place[0] >= rows or place[1] >= columns:
                raise _wrong("cells", "one cell in each place of the table", place)
            grid[place] = cell
    if len(grid) != rows * columns:
        raise _wrong("cells", f"cells for {rows * columns:,} places", len(grid))
    return Table(
        table.text("name"),
        tuple(tuple(grid[row, column] for column in range(columns)) for row in range(rows)),
        # Sheets that were stored before tables without rules were read have none.
        table.text("warning") if table.has("warning") else None,
    )


def _cell(cell: "_Reader") -> Cell:
    return Cell(
        row=cell.whole("row", 0, _MOST_CELLS),
        column=cell.whole("column", 0, _MOST_CELLS),
        text=cell.text("text"),
        state=cell.state("state"),
        box=cell.corners("box"),
        value=None if cell["value"] is None else _value(cell["value"]),
        confidence=cell.probability("confidence"),
        alternatives=tuple(
            Alternative(each.text("text"), each.probability("posterior"))
            for each in (_Reader(one, "alternative") for one in cell.list("alternatives"))
        ),
        repair=None if cell["repair"] is None else cell.text("repair"),
        format=None if cell["format"] is None else cell.text("format"),
        row_span=cell.whole("row_span", 1, _MOST_CELLS),
        column_span=cell.whole("column_span", 1, _MOST_CELLS),
        doubt=cell.text("doubt") if cell.has("doubt") else None,
    )


def _value(stored: object) -> NumberValue:
    match stored:
        case {**entries} if len(entries) == 1:
            kind, text = next(iter(entries.items()))
            if kind in _VALUES and isinstance(text, str) and len(text) <= _LONGEST_TEXT:
                with suppress(ValueError, InvalidOperation):
                    return _VALUES[kind](text)
    raise _wrong("value", "a decimal, date or time", stored)


class _Reader:
    """The entries of an object of JSON, each checked when it is asked for."""

    def __init__(self, stored: object, what: str) -> None:
        if not isinstance(stored, Mapping):
            raise _wrong(what, "an object", stored)
        self._stored, self._what = stored, what

    def __getitem__(self, key: str) -> Any:
        if key not in self._stored:
            raise _wrong(f"{self._what}.{key}", "a value", None)
        return self._stored[key]

    def has(self, key: str) -> bool:
        return self._stored.get(key) is not None

    def _checked(self, key: str, right: bool, expected: str) -> Any:
        if not right:
            raise _wrong(f"{self._what}.{key}", expected, self._stored[key])
        return self._stored[key]

    def text(self, key: str) -> str:
        value = self[key]
        right = isinstance(value, str) and len(value) <= _LONGEST_TEXT
        return cast(str, self._checked(key, right, "a text"))

    def list(self, key: str) -> Sequence[object]:
        return cast(Sequence[object], self._checked(key, isinstance(self[key], list), "a list"))

    def whole(self, key: str, least: int, most: int) -> int:
        value = self[key]
        right = type(value) is int and least <= value <= most
        return cast(int, self._checked(key, right, f"a whole number from {least} to {most:,}"))

    def probability(self, key: str) -> float:
        value = self[key]
        right = type(value) in (int, float) and 0 <= value <= 1
        return float(self._checked(key, right, "a number from 0 to 1"))

    def state(self, key: str) -> CellState:
        right = self[key] in get_args(CellState)
        return cast(CellState, self._checked(key, right, ", ".join(get_args(CellState))))

    def corners(self, key: str) -> Corners:
        value = self[key]
        right = (
            isinstance(value, list)
            and len(value) == 4
            and all(isinstance(point, list) and len(point) == 2 for point in value)
            and all(type(each) in (int, float) for point in value for each in point)
            and all(isfinite(each) and abs(each) < 1e9 for point in value for each in point)
        )
        self._checked(key, right, "four points")
        return cast(Corners, tuple((float(x), float(y)) for x, y in value))


def _wrong(what: str, expected: str, found: object) -> StoredSheetError:
    return StoredSheetError(f"{what}: expected {expected}, got {quoted(found)}")
