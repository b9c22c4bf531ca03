"""The formats of the columns of the table, in its header: shown, and chosen by a click."""

from __future__ import annotations

from typing import NamedTuple

from PyQt6.QtCore import QObject
from PyQt6.QtGui import QCursor

from digit_recognizer.app.sheets.formats import format_menu, in_words
from digit_recognizer.app.sheets.result_table import ResultView
from digit_recognizer.app.sheets.state import SheetsState
from digit_recognizer.sheets.cell_formats import inferred_format
from digit_recognizer.sheets.table import Cell

__all__ = ["ColumnFormats"]


class _Column(NamedTuple):
    """A column or field that can be given a format."""

    title: str
    name: str
    format: str
    inferred: str | None


class ColumnFormats(QObject):
    """Shows and changes formats of the table, or of the field, of the cell under review.

    Parameters
    ----------
    state
        Reads a file anew when a format is chosen.
    view
        The table.
    """

    def __init__(self, state: SheetsState, view: ResultView) -> None:
        super().__init__(view)
        self._state, self._view = state, view
        view.format_wanted.connect(self._ask)

    def show(self) -> None:
        """Show what the columns hold."""
        columns = self._columns()
        self._view.table.show_formats(
            {
                at: in_words(column.format)
                if column.format
                else f"({in_words(column.inferred)})"
                if column.inferred
                else ""
                for at, column in columns.items()
            }
        )

    def _columns(self) -> dict[int, _Column]:
        """Return the columns of the table under review, by where they stand."""
        sheet = self._state.sheet
        if sheet is None:
            return {}
        place = self._state.place or next(sheet.places(), None)
        if place is None:
            return {}
        page = sheet.pages[place.page]
        if place.table is None:
            field = page.fields[place.row]
            column = _column(field.name, field.name, [field.cell])
            return {1: column}
        table = page.tables[place.table]
        return {
            at: _column(
                f"{table.name}, column {at + 1}",
                f"{table.name}: {at + 1}",
                [row[at] for row in table.cells],
            )
            for at in range(len(table.cells[0]))
        }

    def _ask(self, at: int) -> None:
        column = self._columns().get(at)
        if column is not None:
            menu = format_menu(
                self._view,
                column.title,
                column.format,
                column.inferred,
                lambda wanted: self._state.set_format(column.name, wanted),
            )
            menu.aboutToHide.connect(menu.deleteLater)
            menu.popup(QCursor.pos())


def _column(title: str, name: str, cells: list[Cell]) -> _Column:
    form = next((cell.format for cell in cells if cell.format), "")
    return _Column(title, name, form, inferred_format(cells))
