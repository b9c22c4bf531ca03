"""The rows of the file to write: those of CSV and Excel are the same."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

from digit_recognizer.sheets.table import Cell, Page, Place, Table

__all__ = ["GridCell", "GridRow", "Layout", "ReadFile", "layout_rows"]

Layout = Literal["table", "row"]
"""Whether a file's tables stand one below the other, or all its numbers are one row."""


class ReadFile(NamedTuple):
    """What was read in a file of some name."""

    name: str
    pages: Sequence[Page]


@dataclass(frozen=True)
class GridCell:
    """A cell that was read, and where: in which file, from 0, and where in it."""

    file: int
    place: Place
    cell: Cell


GridRow = list[GridCell | str]
"""A row of cells, and of labels that are ours."""


def layout_rows(files: Sequence[ReadFile], layout: Layout = "table") -> list[GridRow]:
    """Return the rows of one file of results.

    A merged number stands once, in its upper left place, so that sums count it once; other merged
    cells are repeated.

    Parameters
    ----------
    files : sequence of ReadFile
    layout : {"table", "row"}
        In ``"table"``, each field is a row of its name and its cell, and the rows of the tables
        follow; an empty row stands between tables; of several files, each row begins with its
        file's name. In ``"row"``, the first row names columns: file, fields, and the numbers of
        tables by their labels; each file is one row.
    """
    return _as_rows(files) if layout == "row" else list(_as_tables(files))


def _as_tables(files: Sequence[ReadFile]) -> Iterator[GridRow]:
    several = len(files) > 1
    begun = False
    for number, (name, pages) in enumerate(files):
        for block in _blocks(number, pages):
            if begun:
                yield []
            begun = True
            for row in block:
                yield [name, *row] if several else row


def _blocks(file: int, pages: Sequence[Page]) -> Iterator[list[GridRow]]:
    """Yield the fields of each page and each table, as rows."""
    for number, page in enumerate(pages):
        if page.fields:
            yield [
                [field.name, GridCell(file, Place(number, None, index, 0), field.cell)]
                for index, field in enumerate(page.fields)
            ]
        for which, table in enumerate(page.tables):
            yield [
                [
                    GridCell(file, Place(number, which, row, column), cell)
                    if _stands(cell, row, column)
                    else ""
                    for column, cell in enumerate(cells)
                ]
                for row, cells in enumerate(table.cells)
            ]


def _stands(cell: Cell, row: int, column: int) -> bool:
    return cell.state == "other" or (cell.row, cell.column) == (row, column)


def _as_rows(files: Sequence[ReadFile]) -> list[GridRow]:
    columns: dict[str, int] = {}
    found: list[dict[str, GridCell]] = []
    for number, (_, pages) in enumerate(files):
        values: dict[str, GridCell] = {}
        for name, cell in _named(number, pages):
            free = next(each for each in _numbered(name) if each not in values)
            values[free] = cell
            columns.setdefault(free, len(columns))
        found.append(values)
    rows: list[GridRow] = [["file", *columns]]
    for (name, _), values in zip(files, found, strict=True):
        rows.append([name, *(values.get(column, "") for column in columns)])
    return rows


def _numbered(name: str) -> Iterator[str]:
    yield name
    number = 2
    while True:
        yield f"{name} ({number})"
        number += 1


def _named(file: int, pages: Sequence[Page]) -> Iterator[tuple[str, GridCell]]:
    for number, page in enumerate(pages):
        for index, field in enumerate(page.fields):
            yield field.name, GridCell(file, Place(number, None, index, 0), field.cell)
        for which, table in enumerate(page.tables):
            for name, row, column in _labelled(table):
                cell = table.cells[row][column]
                yield name, GridCell(file, Place(number, which, row, column), cell)


def _labelled(table: Table) -> Iterator[tuple[str, int, int]]:
    """Yield the places that hold no labels, named by the labels of their row and column."""
    for row, cells in enumerate(table.cells):
        across = _first_label(cells) or f"row {row + 1}"
        for column, cell in enumerate(cells):
            if cell.state == "other" or not _stands(cell, row, column):
                continue
            down = _first_label(line[column] for line in table.cells) or f"column {column + 1}"
            yield f"{table.name}: {across}, {down}", row, column


def _first_label(cells: Iterable[Cell]) -> str:
    return next((cell.text for cell in cells if cell.state == "other" and cell.text), "")
