"""What the page says of a state, in words."""

from __future__ import annotations

from digit_recognizer.app.sheets.state import SheetsState
from digit_recognizer.sheets.sheet import count_cells

__all__ = ["remark", "summary"]


def summary(state: SheetsState) -> str:
    """Return how much was read, and how much is to check."""
    if state.sheet is None:
        return state.file.problem if state.file else ""
    shown = str(count_cells([state.sheet]))
    if len(state.sheets) < 2:
        return shown
    return f"{shown} · in all {len(state.sheets):,} files {count_cells(state.sheets)}"


def remark(state: SheetsState) -> str:
    """Return how far the review of the file is."""
    doubts = len(state.queue())
    if state.cell is not None:
        return f"{doubts:,} to check" if doubts else "nothing left to check"
    if state.file is None:
        return ""
    if state.file.problem:
        return state.file.problem
    if state.sheet is None:
        return "Reading …"
    if not any(True for _ in state.sheet.places()):
        return "No table was found on this page."
    later = any(file.doubts for file in state.files)
    return "Nothing is left to check here." + (" Other files have doubts." if later else "")
