"""Digits, numbers, signs and letters as pens wrote them: cut out of UNIPEN, a JSON object a line.

Source: I. Guyon, L. Schomaker, R. Plamondon, M. Liberman, S. Janet: UNIPEN project of on-line data
exchange and recognizer benchmarks, ICPR 1994; release ``train_r01_v07``, CC BY 4.0.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from digit_recognizer.data.handwriting import UNIPEN, find_handwriting
from digit_recognizer.data.packed_files import read_lines
from digit_recognizer.errors import DigitRecognizerError, quoted

__all__ = [
    "UNIPEN_VERSION",
    "Neighbour",
    "UnipenError",
    "UnipenPart",
    "UnipenRecord",
    "find_unipen",
    "read_unipen",
]

UNIPEN_VERSION = 1
"""Of what is read from a file; raise it when that changes."""

UnipenPart = Literal["digits", "strings", "numbers", "signs", "letters"]
"""The files: isolated digits, numbers of digits alone, numbers with signs, signs, letters."""

LONGEST_LINE = 65_536
MOST_LINES = 100_000
LONGEST_TEXT = 64
FARTHEST = 1e9
"""No coordinate, in whatever unit, is as far from the origin."""


class UnipenError(DigitRecognizerError):
    """A file is not the part of UNIPEN that it is taken for."""


@dataclass(frozen=True, eq=False)
class Neighbour:
    """What stands just before or after a sign in its line.

    Attributes
    ----------
    label : str
        What it is.
    box : NDArray[np.float64]
        Left, top, right and bottom, in the coordinates of the sign's strokes, y down.
    """

    label: str
    box: NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class UnipenRecord:
    """Ink of one digit, number, sign or letter.

    Attributes
    ----------
    label : str
        What it is: ``"7"``, ``"12:34"``, ``"%"``, ``"k"``.
    contributor : str
        The laboratory, three letters.
    writer : str
        A code; the same code is the same person.
    strokes : tuple of NDArray[np.float64]
        One array of shape (n, 2) for each time the pen was down: x to the right and y *down*, in a
        unit of the contributor's own, in the order of writing.
    before, after : Neighbour, optional
        Of a sign, where there was one.
    """

    label: str
    contributor: str
    writer: str
    strokes: tuple[NDArray[np.float64], ...]
    before: Neighbour | None = None
    after: Neighbour | None = None


def find_unipen(part: UnipenPart, folder: Path | None = None) -> Path:
    """Find one of the files; see ``find_handwriting``."""
    return find_handwriting(replace(UNIPEN, patterns=(f"{part}.jsonl.gz", f"{part}.jsonl")), folder)


def read_unipen(path: Path) -> list[UnipenRecord]:
    """Read all the records of a file, plain or gzipped.

    Parameters
    ----------
    path : Path
        ``digits.jsonl.gz`` or another of the parts, or the same without ``.gz``.

    Returns
    -------
    list of UnipenRecord
        In the order of the file.

    Raises
    ------
    UnipenError
        If the file cannot be read or a line is not what it should be; the message names the line.
    """
    lines = read_lines(path, "a part of UNIPEN", UnipenError, longest=LONGEST_LINE, most=MOST_LINES)
    records = list(_records(path, lines))
    if not records:
        raise UnipenError(
            f"{path}: expected a part of UNIPEN, a JSON object a line, got no line",
            "check that this is the right file",
        )
    return records


def _records(path: Path, lines: Iterator[str]) -> Iterator[UnipenRecord]:
    for number, line in enumerate(lines, start=1):
        if line.strip():
            try:
                yield _record(json.loads(line))
            except (ValueError, RecursionError) as error:
                found = str(error) if isinstance(error, _UnexpectedError) else "no JSON object"
                raise UnipenError(
                    f"{path}, line {number:,}: expected a record of UNIPEN, got {found}",
                    "it is damaged or another file: copy it again",
                ) from error


class _UnexpectedError(ValueError):
    """What was found in place of what was expected, in words."""


def _record(values: Any) -> UnipenRecord:
    if not isinstance(values, dict):
        raise _UnexpectedError("no JSON object")
    label, strokes = values.get("label"), values.get("strokes")
    if type(label) is int and 0 <= label <= 9:
        label = str(label)
    if not isinstance(strokes, list) or not strokes:
        raise _UnexpectedError("no strokes")
    return UnipenRecord(
        _text("label", label),
        _text("contributor", values.get("contributor")),
        _text("writer", values.get("writer")),
        tuple(map(_stroke, strokes)),
        _neighbour(values.get("before")),
        _neighbour(values.get("after")),
    )


def _text(name: str, value: Any) -> str:
    if not isinstance(value, str) or not 0 < len(value) <= LONGEST_TEXT or not value.isprintable():
        raise _UnexpectedError(f"the {name} {quoted(value)}")
    return value


def _stroke(values: Any) -> NDArray[np.float64]:
    points = _numbers(values)
    if points.ndim != 2 or points.shape[1] != 2 or not len(points):
        raise _UnexpectedError("a stroke that is no list of points [x, y]")
    points *= (1, -1)
    points.flags.writeable = False
    return points


def _neighbour(values: Any) -> Neighbour | None:
    if values is None:
        return None
    if not isinstance(values, dict):
        raise _UnexpectedError(f"the neighbour {quoted(values)}")
    box = _numbers(values.get("box"))
    if box.shape != (4,):
        raise _UnexpectedError("a neighbour without a box [left, bottom, right, top]")
    left, bottom, right, top = box
    return Neighbour(_text("label", values.get("label")), np.array([left, -top, right, -bottom]))


def _numbers(values: Any) -> NDArray[np.float64]:
    """Return a list of numbers, or of lists of as many, as an array."""
    try:
        given = np.array(values)
    except (ValueError, OverflowError):  # lists of several lengths
        given = np.array(None)
    if given.dtype.kind not in "if" or not (np.abs(given.astype(float)) <= FARTHEST).all():
        raise _UnexpectedError(f"coordinates that are no numbers of at most {FARTHEST:,.0f}")
    return given.astype(np.float64)
