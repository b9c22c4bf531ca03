"""Pen strokes on every kind of background, taken through the pipeline as any picture is."""

from collections.abc import Iterator
from functools import partial
from pathlib import Path

import numpy as np

from digit_recognizer.data.handwriting import PENDIGITS, find_handwriting
from digit_recognizer.data.pen_canvas import CANVAS_VERSION, Cell, draw_strokes, place_strokes
from digit_recognizer.data.pendigits import PENDIGITS_VERSION, PenDigit, read_pendigits
from digit_recognizer.data.prepared import Prepared, cached, file_sha256, network_input
from digit_recognizer.data.written_digits import WrittenDigits
from digit_recognizer.evaluation.backgrounds import (
    BACKGROUNDS,
    BACKGROUNDS_VERSION,
    Background,
    Ink,
)
from digit_recognizer.ink import find_ink, open_picture

__all__ = ["USUAL_DIGITS", "digits_on_background"]

USUAL_DIGITS = 300
"""So many on each kind of background; the same on all."""

SIZES = (60.0, 200.0)
"""Pixels of the digit's longer side."""

PENS = (0.05, 0.15)
"""Of the digit's size."""

MARGINS = (0.08, 0.5)
"""Of the digit's size: the background around it, on each side another."""


def digits_on_background(
    kind: str, folder: Path | None = None, *, count: int = USUAL_DIGITS, seed: int = 0
) -> WrittenDigits:
    """Give digits of ``pendigits`` on one kind of background, as network input.

    Parameters
    ----------
    kind : str
        A name in ``BACKGROUNDS``.
    folder : Path or None
        The data folder; see ``find_handwriting``.
    count : int
        So many digits, drawn at random.
    seed : int
        Draws which, their sizes, pens and margins, and the background.

    Raises
    ------
    KeyError
        If there is no such background.
    DataNotFoundError, PenDigitsError
        If the data is not there, or not what it should be.
    """
    path = find_handwriting(PENDIGITS, folder)
    return cached(
        f"pendigits on {kind} background",
        partial(_prepared, path, BACKGROUNDS[kind], count, seed),
        source=file_sha256(path),
        how=f"{kind} {count} {seed} {SIZES} {PENS} {MARGINS}",
        versions=(PENDIGITS_VERSION, CANVAS_VERSION, BACKGROUNDS_VERSION),
        collection=PENDIGITS.name,
    )


def _prepared(path: Path, background: Background, count: int, seed: int) -> Iterator[Prepared]:
    generator, grain = np.random.default_rng(seed), np.random.default_rng(seed + 1)
    digits = read_pendigits(path)
    for index in generator.permutation(len(digits))[:count]:
        digit = digits[index]
        picture = background(_drawn(digit, generator), grain)
        yield network_input(find_ink(open_picture(picture))), digit.label, f"{digit.writer:02}"


def _drawn(digit: PenDigit, generator: np.random.Generator) -> Ink:
    """Draw a digit's strokes as ink, with some background around it."""
    size = float(generator.uniform(*SIZES))
    pen = size * float(np.exp(generator.uniform(*np.log(PENS))))
    canvas = draw_strokes(place_strokes(digit.strokes, Cell(size, 0.5, 0.5, pen)), pen)
    ink = canvas.astype(np.float32) / np.float32(255)
    rows, columns = (np.flatnonzero(ink.any(axis=axis)) for axis in (1, 0))
    top, bottom, left, right = (generator.uniform(*MARGINS, 4) * size).astype(int)
    above, beside = max(0, int(rows[0] - top)), max(0, int(columns[0] - left))
    return ink[above : rows[-1] + bottom + 1, beside : columns[-1] + right + 1]
