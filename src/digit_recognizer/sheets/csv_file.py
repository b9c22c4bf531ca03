"""Rows as CSV: a doubtful number ends in a question mark, and no text is a formula."""

import csv
import io
from collections.abc import Iterable
from pathlib import Path

from digit_recognizer.data.formulas import defused
from digit_recognizer.sheets.layout import GridCell, GridRow

__all__ = ["csv_text", "tabbed_text", "write_csv"]


def write_csv(rows: Iterable[GridRow], path: Path) -> None:
    """Write rows to a file, in UTF-8."""
    with path.open("w", encoding="utf-8", errors="replace", newline="") as file:
        csv.writer(file).writerows([csv_text(each) for each in row] for row in rows)


def tabbed_text(rows: Iterable[GridRow]) -> str:
    """Return rows with tabs between their cells, as spreadsheets take them from the clipboard."""
    text = io.StringIO()
    csv.writer(text, delimiter="\t", lineterminator="\n").writerows(
        [csv_text(each) for each in row] for row in rows
    )
    return text.getvalue()


def csv_text(entry: GridCell | str) -> str:
    """Return what stands in the file: a doubtful number ends in a question mark.

    Text that a spreadsheet would take for a formula gets an apostrophe before it.
    """
    if isinstance(entry, str):
        return defused(entry)
    text = defused(entry.cell.text)
    return f"{text}?" if entry.cell.state == "doubtful" else text
