"""What the page says of a state, in words."""

from __future__ import annotations

from digit_recognizer.app.sheets.state import SheetsState

__all__ = ["remark", "summary"]


def summary(state: SheetsState) -> str:
    """Return how much was read, and how much is to check."""
    here = "" if state.sheet is None or state.file is None else str(state.file.counts)
    if len(state.files) < 2:
        return here
    return f"{here}\nAll {len(state.files):,} files: {state.counts}".strip()


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
    if state.counts.doubts:
        return "Nothing is left to check here. Enter goes to the next file."
    return "Nothing is left to check."
