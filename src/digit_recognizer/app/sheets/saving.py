"""Saves the tables, or copies them, at any moment: doubts are marked in what is written."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PyQt6.QtCore import QObject
from PyQt6.QtGui import QGuiApplication
from PyQt6.QtWidgets import QWidget

from digit_recognizer.app.core.messages import Topic
from digit_recognizer.app.core.settings import CurrentSettings
from digit_recognizer.app.sheets.state import SheetsState
from digit_recognizer.app.widgets.file_saver import FileSaver
from digit_recognizer.sheets.csv_file import tabbed_text
from digit_recognizer.sheets.layout import ReadFile, layout_rows
from digit_recognizer.sheets.sheet import Sheet, count_cells

__all__ = ["Saving"]

_KINDS = {".xlsx": "Excel (*.xlsx)", ".csv": "Tables (*.csv)", ".json": "JSON (*.json)"}


class Saving(QObject):
    """Writes what was read in all files, beside the window.

    Parameters
    ----------
    page
        Over which the dialog opens.
    state
        What was read.
    settings
        Remember the folder.
    messages
        Say what was saved.
    """

    def __init__(
        self, page: QWidget, state: SheetsState, settings: CurrentSettings, messages: Topic
    ) -> None:
        super().__init__(page)
        self._state, self._messages = state, messages
        self.saver = FileSaver(page, settings, messages)

    def save(self, kind: str) -> None:
        """Save as a kind of file, an ending; ``"copy"`` is for the clipboard."""
        sheets = self._state.sheets
        if not sheets:
            return
        if kind == "copy":
            self._copy()
            return
        name = "sheets" if len(sheets) > 1 else sheets[0].path.stem
        write = partial(_write, sheets)
        self.saver.save("Save the tables", f"{name}{kind}", _KINDS[kind], write)

    def _copy(self) -> None:
        clipboard, sheet = QGuiApplication.clipboard(), self._state.sheet
        if clipboard is not None and sheet is not None:
            rows = layout_rows([ReadFile(str(sheet.path), sheet.pages)])
            clipboard.setText(tabbed_text(rows))
            self._messages.news("The table was copied.")


def _write(sheets: Sequence[Sheet], path: Path) -> str:
    from digit_recognizer.sheets.sheet import write_sheets

    write_sheets(sheets, path)
    doubts = count_cells(sheets).doubts
    left = f" {doubts:,} cells are still to check; they are marked." if doubts else ""
    return f"Saved as {path}.{left}"
