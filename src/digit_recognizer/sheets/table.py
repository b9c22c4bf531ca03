"""What is read on a page: cells, in tables or as single fields."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal, NamedTuple

from digit_recognizer.extras import require
from digit_recognizer.numbers.formats import NumberValue, number_format
from digit_recognizer.numbers.reading import Alternative

if TYPE_CHECKING:
    from pandas import DataFrame

__all__ = [
    "WORDS",
    "Alternative",
    "Cell",
    "CellState",
    "Corners",
    "Field",
    "Page",
    "Place",
    "Table",
    "each_once",
    "whole_columns",
]

CellState = Literal["empty", "number", "other", "doubtful"]
"""What a cell holds: nothing, a number, something else (words, ticks), or what is not sure."""

Point = tuple[float, float]
Corners = tuple[Point, Point, Point, Point]
"""Points (x, y) in pixels: top left, top right, bottom right, bottom left, as it is read."""

WORDS = "words"
"""The format of cells that hold no numbers: they are never read as such."""

_BY_HAND = "answered by hand"


@dataclass(frozen=True)
class Cell:
    """One cell.

    Attributes
    ----------
    row, column : int
        Its place in the table, from 0; that of its upper left part if it is merged.
    text : str
        The number as it is written, or the printed text. In a doubtful cell, the likeliest
        reading; empty where there is none.
    state : {"empty", "number", "other", "doubtful"}
        What it holds.
    box : four points
        Its corners in the pixels of the picture.
    value : Decimal, date, time or None
        What the number is worth; None where that is not known, or there is none.
    confidence : float
        The probability that ``text`` and ``state`` are correct, 0 to 1.
    alternatives : tuple of Alternative
        The likeliest readings, that of ``text`` first.
    repair : str or None
        Why ``text`` is not the reading that its ink alone suggests; None where it is that one.
    doubt : str or None
        Why it is doubtful, where that is not its ink; None where it is.
    format : str or None
        The format by which it was read; see ``numbers.formats``, and ``WORDS``.
    row_span, column_span : int
        How many rows and columns it covers.
    """

    row: int
    column: int
    text: str
    state: CellState
    box: Corners
    value: NumberValue | None = None
    confidence: float = 1.0
    alternatives: tuple[Alternative, ...] = ()
    repair: str | None = None
    format: str | None = None
    row_span: int = 1
    column_span: int = 1
    doubt: str | None = None

    def answered(self, text: str) -> "Cell":
        """Return the cell as a person has answered it: it is sure.

        Parameters
        ----------
        text : str
            A number; nothing for an empty cell; or what else stands there.
        """
        text = text.strip()
        tried = () if self.format == WORDS else (self.format, None)
        form = next((f for f in tried if number_format(f).grammar.allows(text)), "")
        value = number_format(form).value(text) if form != "" else None
        state: CellState = "empty" if not text else "number" if form != "" else "other"
        return replace(self, text=text, state=state, value=value, confidence=1.0, repair=_BY_HAND)

    @property
    def was_answered(self) -> bool:
        """Whether a person has answered it."""
        return self.repair == _BY_HAND


@dataclass(frozen=True)
class Table:
    """A grid of cells.

    Attributes
    ----------
    name : str
        What is printed above it, or ``"table 1"``.
    cells : tuple of rows, each a tuple of Cell
        All rows have as many cells. A merged cell stands in every place that it covers.
    warning : str or None
        Why its rows or columns are less sure than others: no rules part them. None where they do.
    """

    name: str
    cells: tuple[tuple[Cell, ...], ...]
    warning: str | None = None

    def __post_init__(self) -> None:
        if len({len(row) for row in self.cells}) > 1:
            raise ValueError(f"table {self.name!r}: expected rows of the same length")

    def texts(self) -> list[list[str]]:
        """Return the text of every cell, row by row."""
        return [[cell.text for cell in row] for row in self.cells]

    def states(self) -> list[list[CellState]]:
        """Return the state of every cell, row by row."""
        return [[cell.state for cell in row] for row in self.cells]

    def to_pandas(self) -> "DataFrame":
        """Return the cells as a data frame: values where they are known, else texts.

        Empty cells are None. Doubtful cells hold their likeliest reading: see ``states``.

        Raises
        ------
        MissingExtraError
            If pandas is not installed.
        """
        require("train", "A data frame")
        import pandas as pd

        return pd.DataFrame(
            [
                [cell.text or None if cell.value is None else cell.value for cell in row]
                for row in self.cells
            ],
            dtype=object,
        )


@dataclass(frozen=True)
class Field:
    """A single cell outside of tables, under its printed name."""

    name: str
    cell: Cell


@dataclass(frozen=True)
class Page:
    """What was read on one page.

    Attributes
    ----------
    number : int
        From 1, in its file.
    width, height : int
        Of its picture, in pixels: as it lies in the file, turned as the file says.
    corners : four points
        Of the paper in the picture, as the page is read.
    tables : tuple of Table
    fields : tuple of Field
    """

    number: int
    width: int
    height: int
    corners: Corners
    tables: tuple[Table, ...] = ()
    fields: tuple[Field, ...] = ()


class Place(NamedTuple):
    """Where a cell is in a sheet, all counted from 0.

    Attributes
    ----------
    page : int
        Index into ``Sheet.pages``.
    table : int or None
        Index into ``Page.tables``; None for a field.
    row, column : int
        Of the cell in its table; for a field, its index into ``Page.fields``, and 0.
    """

    page: int
    table: int | None
    row: int
    column: int


def each_once(cells: Iterable[Cell]) -> list[Cell]:
    """Return cells in their order, one that is merged where it begins.

    Parameters
    ----------
    cells : iterable of Cell
        Of one table.
    """
    return list({(cell.row, cell.column): cell for cell in cells}.values())


def whole_columns(rows: Sequence[Sequence[Cell]]) -> list[list[Cell]]:
    """Return the columns of a table; a cell that is merged over rows stands once in each.

    Parameters
    ----------
    rows : sequence of sequences of Cell
        All have as many.
    """
    return [each_once(column) for column in zip(*rows, strict=True)]
