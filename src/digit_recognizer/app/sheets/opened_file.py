"""One file of the page "Sheets": what is known of it, and how it is read."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from threading import Event

from digit_recognizer.errors import DigitRecognizerError
from digit_recognizer.sheets.sheet import Counts, Sheet, count_cells
from digit_recognizer.sheets.templates.drawing import Frames

__all__ = ["Formats", "OpenedFile", "ReadSheets", "Result", "results"]

Formats = tuple[tuple[str, str], ...]
"""What columns and fields hold, as pairs of a name and a format; see ``column_format``."""

ReadSheets = Callable[
    [Sequence[Path], Event, Path | None, Formats], Iterator[Sheet | DigitRecognizerError]
]
"""Reads files, in their order, by a template and formats; ends soon once the event is set."""


@dataclass(frozen=True)
class OpenedFile:
    """One file.

    Parameters
    ----------
    path
        Where it lies.
    sheet
        What was read in it; None while that is not known.
    problem
        Why it cannot be read; empty if it can.
    template
        By which it is read, if by one.
    formats
        Which its columns and fields were given.
    frames
        Those that are drawn on it; None where none were drawn.
    is_waiting
        Whether it is to be read, or to be read anew.
    """

    path: Path
    sheet: Sheet | None = None
    problem: str = ""
    template: Path | None = None
    formats: Formats = ()
    frames: Frames | None = None
    is_waiting: bool = False

    @cached_property
    def counts(self) -> Counts:
        """How many cells hold numbers, are to check, and were repaired."""
        return count_cells([self.sheet] if self.sheet else [])

    @property
    def doubts(self) -> int:
        """How many cells are left to check."""
        return self.counts.doubts


@dataclass(frozen=True)
class Result:
    """What was read in a file, and in which way."""

    path: Path
    read: Sheet | DigitRecognizerError
    template: Path | None
    formats: Formats


def results(
    read: ReadSheets,
    paths: Sequence[Path],
    stopped: Event,
    template: Path | None,
    formats: Formats,
) -> Iterator[Result]:
    """Yield what is read in files, in one way."""
    # Not strict: a reading that is stopped ends before its files do.
    for path, found in zip(paths, read(paths, stopped, template, formats), strict=False):
        yield Result(path, found, template, formats)
