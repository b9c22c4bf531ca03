"""Sheets made by hand, for tests."""

from pathlib import Path

from digit_recognizer.sheets.sheet import Sheet
from digit_recognizer.sheets.table import Alternative, Cell, CellState, Corners, Field, Page, Table


def box(row: int, column: int) -> Corners:
    left, top = 100.0 * column, 50.0 * row
    return (left, top), (left + 100, top), (left + 100, top + 50), (left, top + 50)


def cell(
    row: int,
    column: int,
    text: str,
    state: CellState | None = None,
    number_format: str | None = "digits",
) -> Cell:
    """A cell as the reading makes it: ``text?`` is doubtful, other text a number or a word."""
    if state is None:
        state = (
            "empty"
            if not text
            else "doubtful"
            if text.endswith("?")
            else "number"
            if text.replace("-", "").replace(",", "").isdecimal()
            else "other"
        )
    text = text.removesuffix("?")
    read = Cell(row, column, text, state, box(row, column), format=number_format)
    sure = read.answered(text)
    alternatives = (Alternative(text, 0.6), Alternative(f"{text}0", 0.3)) if text else ()
    return Cell(
        row, column, text, state, box(row, column), sure.value,
        0.6 if state == "doubtful" else 0.999, alternatives, None, number_format,
    )  # fmt: skip


def table(*rows: str, name: str = "marks", number_format: str | None = "digits") -> Table:
    """A table of rows such as ``"a 12 7?"``; ``_`` is an empty cell."""
    return Table(
        name,
        tuple(
            tuple(
                cell(row, column, "" if text == "_" else text, number_format=number_format)
                for column, text in enumerate(line.split())
            )
            for row, line in enumerate(rows)
        ),
    )


def sheet(*tables: Table, fields: tuple[Field, ...] = (), path: str = "class-a.jpg") -> Sheet:
    corners = ((0.0, 0.0), (1000.0, 0.0), (1000.0, 1400.0), (0.0, 1400.0))
    return Sheet(Path(path), (Page(1, 1000, 1400, corners, tables, fields),))
