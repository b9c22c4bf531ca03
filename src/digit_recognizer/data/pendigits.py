"""Digits as the pen wrote them: the UNIPEN text of UCI's Pen-Based Recognition of Digits.

Source: F. Alimoglu, E. Alpaydin: Methods of combining multiple classifiers based on different
representations for pen-based handwriting recognition (1996); UCI Machine Learning Repository,
``pendigits-orig.tra``, CC BY 4.0. UNIPEN: I. Guyon et al., ICPR 1994.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from digit_recognizer.data.packed_files import read_lines
from digit_recognizer.errors import DigitRecognizerError

__all__ = ["PENDIGITS_VERSION", "PenDigit", "PenDigitsError", "read_pendigits"]

TABLET_SIZE = 500
LONGEST_LINE = 1024
MOST_LINES = 600_000
SEGMENT = re.compile(r'\.SEGMENT\s+DIGIT\s+\S+\s+\?\s+"(\d)"')
COMMENT = re.compile(r"\.COMMENT\s+(\d)\s+(\d{1,4})\s+\d+")
POINT = re.compile(r"(-?\d{1,4})\s+(-?\d{1,4})")
# The lines that say nothing about a digit: the file's head, and the pause between strokes.
IGNORED = (".INCLUDE", ".LEXICON", ".HIERARCHY", ".DT")


PENDIGITS_VERSION = 1
"""Of what is read from a file; raise it when that changes."""


class PenDigitsError(DigitRecognizerError):
    """A file is not the UNIPEN text of pen digits it is taken for."""


@dataclass(frozen=True, eq=False)
class PenDigit:
    """One digit as it was written.

    Attributes
    ----------
    label : int
        The digit, 0 to 9.
    writer : int
        Who wrote it, a number from 1.
    strokes : tuple of NDArray[np.float64]
        One array of shape (n, 2) for each time the pen was down: x to the right and y *down*,
        in units of the tablet (0 to 500), in the order of writing.
    """

    label: int
    writer: int
    strokes: tuple[NDArray[np.float64], ...]


def read_pendigits(path: Path) -> list[PenDigit]:
    """Read all the digits of a UNIPEN text file, plain or gzipped.

    Parameters
    ----------
    path : Path
        ``pendigits-orig.tra``, ``pendigits-orig.tes`` or the same with ``.gz``.

    Returns
    -------
    list of PenDigit
        In the order of the file.

    Raises
    ------
    PenDigitsError
        If the file cannot be read or a line is not what it should be; the message names the line.
    """
    lines = read_lines(
        path, "a UNIPEN text of pen digits", PenDigitsError, longest=LONGEST_LINE, most=MOST_LINES
    )
    digits = list(_Reader(path).digits(lines))
    if not digits:
        raise PenDigitsError(
            f"{path}: expected a UNIPEN text of pen digits, got no .SEGMENT line",
            "check that this is the right file",
        )
    return digits


class _Reader:
    """Goes through the lines of one file and gathers what belongs to the digit it is in."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.line_number = 0
        self.label: int | None = None
        self.writer: int | None = None
        self.strokes: list[NDArray[np.float64]] = []
        self.points: list[tuple[int, int]] | None = None

    def digits(self, lines: Iterable[str]) -> Iterator[PenDigit]:
        for self.line_number, line in enumerate(lines, start=1):
            stripped = line.strip()
            if stripped.startswith(".SEGMENT"):
                yield from self.finished()
                self.begin(stripped)
            elif stripped and not stripped.startswith(IGNORED):
                self.take(stripped)
        yield from self.finished()

    def begin(self, line: str) -> None:
        match = SEGMENT.fullmatch(line)
        if match is None:
            raise self.problem('.SEGMENT DIGIT <strokes> ? "<label>"', line)
        self.label, self.writer = int(match[1]), None

    def take(self, line: str) -> None:
        if self.label is None:
            raise self.problem("the head of the file or .SEGMENT", line)
        if match := COMMENT.fullmatch(line):
            self.writer = int(match[2])
            if int(match[1]) != self.label:
                raise self.problem(f"a .COMMENT with the label {self.label}", line)
        elif line == ".PEN_DOWN" and self.points is None:
            self.points = []
        elif line == ".PEN_UP" and self.points:
            self.strokes.append(_turned_down(self.points))
            self.points = None
        elif (match := POINT.fullmatch(line)) and self.points is not None:
            self.points.append((int(match[1]), int(match[2])))
        else:
            expected = "a point x y or .PEN_UP" if self.points is not None else ".PEN_DOWN"
            raise self.problem(expected, line)

    def finished(self) -> Iterator[PenDigit]:
        if self.label is None:
            return
        if self.points is not None:
            raise self.problem(".PEN_UP before the digit ends", "none")
        if self.writer is None or not self.strokes:
            raise self.problem("a writer and at least one stroke for each digit", "fewer")
        yield PenDigit(self.label, self.writer, tuple(self.strokes))
        self.strokes = []

    def problem(self, expected: str, found: str) -> PenDigitsError:
        return PenDigitsError(
            f"{self.path}, line {self.line_number}: expected {expected}, got {found[:60]!r}; "
            "it is damaged or no UNIPEN text of pen digits, fetch or copy it again."
        )


def _turned_down(points: list[tuple[int, int]]) -> NDArray[np.float64]:
    """Count y from the upper edge of the tablet, as pictures do, where the file counts upwards."""
    stroke = np.array(points, dtype=np.float64)
    stroke[:, 1] = TABLET_SIZE - stroke[:, 1]
    stroke.flags.writeable = False
    return stroke
