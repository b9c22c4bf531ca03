"""Digits among their neighbours as network input, for training and to measure on."""

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from digit_recognizer.data.handwriting import (
    PENDIGITS,
    SWISS_NUMBERS,
    HandwritingSet,
    find_handwriting,
)
from digit_recognizer.data.neighboured import DRAWINGS, NEIGHBOURED_VERSION
from digit_recognizer.data.pen_canvas import CANVAS_VERSION, Cell, draw_strokes, place_strokes
from digit_recognizer.data.pendigits import PENDIGITS_VERSION, PenDigit, read_pendigits
from digit_recognizer.data.prepared import OnProgress, Prepared, cached, file_sha256, network_input
from digit_recognizer.data.swiss_numbers import SWISS_NUMBERS_VERSION, read_swiss_numbers
from digit_recognizer.data.written_digits import WrittenDigits
from digit_recognizer.ink import find_ink, ink_box, open_picture

__all__ = ["neighboured_digits"]

SIZES = (90.0, 110.0)
"""Pixels of a drawn digit's longer side."""

PENS = (0.05, 0.16)
"""Of the digit's size; a line is written with one pen."""

Ink = NDArray[np.float32]


class Written(NamedTuple):
    """A digit of somebody, and how its ink is made with a pen of some width (of its size)."""

    label: int
    writer: str
    ink: Callable[[float, np.random.Generator], Ink]


def neighboured_digits(
    source: Literal["pendigits", "swiss"],
    drawing: Literal["digit", "remains", "pair"] = "digit",
    folder: Path | None = None,
    progress: OnProgress | None = None,
    *,
    count: int | None = None,
    seed: int = 0,
) -> WrittenDigits:
    """Give digits cut out of lines of three as network input; the neighbours are the same writer's.

    Parameters
    ----------
    source : {"pendigits", "swiss"}
        Whose digits.
    drawing : {"digit", "remains", "pair"}
        What is cut out: a digit with parts of its neighbours, those parts alone, or two digits.
        The labels of the last two mean nothing: they are negatives.
    folder : Path or None
        The data folder; see ``find_handwriting``.
    progress : callable, optional
        Follows the preparation.
    count : int or None
        So many digits, drawn at random; None for each digit once.
    seed : int
        Draws which, and all that stands beside them.

    Raises
    ------
    DigitRecognizerError
        If the data is not there, or not what it should be; each package raises its own.
    """
    known, read, version = _SOURCES[source]
    path = find_handwriting(known, folder)
    return cached(
        f"{source} {drawing} among neighbours {seed}",
        partial(_prepared, read, path, drawing, count, seed),
        source=file_sha256(path),
        how=f"{drawing} {count} {seed} {SIZES} {PENS}",
        versions=(version, CANVAS_VERSION, NEIGHBOURED_VERSION),
        progress=progress,
        collection=known.name,
    )


def _prepared(
    read: Callable[[Path], Iterator[Written]],
    path: Path,
    drawing: str,
    count: int | None,
    seed: int,
) -> Iterator[Prepared]:
    generator = np.random.default_rng(seed)
    digits = list(read(path))
    by_writer: dict[str, list[Written]] = {}
    for each in digits:
        by_writer.setdefault(each.writer, []).append(each)
    for index in generator.permutation(len(digits))[:count]:
        middle = digits[index]
        others = by_writer[middle.writer]
        before, after = (others[other] for other in generator.integers(len(others), size=2))
        pen = float(np.exp(generator.uniform(*np.log(PENS))))
        digit, left, right = (each.ink(pen, generator) for each in (middle, before, after))
        picture = DRAWINGS[drawing](digit, left, right, generator)
        yield network_input(find_ink(open_picture(picture))), middle.label, middle.writer


def _drawn(path: Path) -> Iterator[Written]:
    for digit in read_pendigits(path):
        yield Written(digit.label, f"{digit.writer:02}", partial(_with_pen, digit))


def _with_pen(digit: PenDigit, pen: float, generator: np.random.Generator) -> Ink:
    size = float(generator.uniform(*SIZES))
    strokes = place_strokes(digit.strokes, Cell(size, 0.5, 0.5, pen * size))
    return _cut_to_its_box(draw_strokes(strokes, pen * size))


def _scanned(path: Path) -> Iterator[Written]:
    for scan in read_swiss_numbers(path):
        ink = find_ink(open_picture(scan.picture, name=scan.name))
        if ink is not None:
            yield Written(scan.label, scan.writer, partial(_as_it_is, _cut_to_its_box(ink)))


def _as_it_is(ink: Ink, pen: float, generator: np.random.Generator) -> Ink:
    return ink


def _cut_to_its_box(ink: NDArray[np.uint8]) -> Ink:
    """Return what is in the box of some ink, 0 to 1."""
    box = ink_box(ink)
    assert box is not None
    left, top, right, bottom = box
    return ink[top:bottom, left:right].astype(np.float32) / np.float32(255)


Source = tuple[HandwritingSet, Callable[[Path], Iterator[Written]], int]

_SOURCES: dict[str, Source] = {
    "pendigits": (PENDIGITS, _drawn, PENDIGITS_VERSION),
    "swiss": (SWISS_NUMBERS, _scanned, SWISS_NUMBERS_VERSION),
}
