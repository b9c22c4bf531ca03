"""Pen strokes on every kind of paper, brought down the ink road as any picture is."""

from collections.abc import Iterator
from functools import partial
from pathlib import Path

import numpy as np

from digit_recognizer.data.handwriting import PENDIGITS, find_handwriting
from digit_recognizer.data.pen_canvas import Cell, draw_strokes, place_strokes
from digit_recognizer.data.pendigits import PenDigit, read_pendigits
from digit_recognizer.data.prepared import Prepared, file_sha256, kept, seen
from digit_recognizer.data.written_digits import WrittenDigits
from digit_recognizer.evaluation import backgrounds as papers
from digit_recognizer.evaluation.backgrounds import PAPERS, Ink, Paper
from digit_recognizer.ink import find_ink, open_picture

__all__ = ["USUAL_DIGITS", "paper_digits"]

USUAL_DIGITS = 300
"""So many of each kind of paper; the same on all."""

SIZES = (60.0, 200.0)
"""Pixels of the digit's longer side."""

PENS = (0.05, 0.15)
"""Of the digit's size."""

MARGINS = (0.08, 0.5)
"""Of the digit's size: the paper around it, on each side another."""


def paper_digits(
    kind: str, folder: Path | None = None, *, count: int = USUAL_DIGITS, seed: int = 0
) -> WrittenDigits:
    """Give digits of ``pendigits`` on one kind of paper, as the network sees them.

    Parameters
    ----------
    kind : str
        A name in ``PAPERS``.
    folder : Path or None
        The data folder; see ``find_handwriting``.
    count : int
        So many digits, drawn at random.
    seed : int
        Draws which, their sizes, pens and margins, and the paper.

    Raises
    ------
    KeyError
        If there is no such paper.
    DataNotFoundError, PenDigitsError
        If the data is not there, or not what it should be.
    """
    paper, path = PAPERS[kind], find_handwriting(PENDIGITS, folder)
    code = [file_sha256(Path(module)) for module in (papers.__file__, __file__)]
    how = f"{kind} {count} {seed} {code}"
    name = f"pendigits on {kind} paper"
    prepare = partial(_prepared, path, paper, count, seed)
    return kept(name, file_sha256(path), how, prepare, collection=PENDIGITS.name)


def _prepared(path: Path, paper: Paper, count: int, seed: int) -> Iterator[Prepared]:
    generator, grain = np.random.default_rng(seed), np.random.default_rng(seed + 1)
    digits = read_pendigits(path)
    for index in generator.permutation(len(digits))[:count]:
        digit = digits[index]
        picture = paper(_drawn(digit, generator), grain)
        yield seen(find_ink(open_picture(picture))), digit.label, f"{digit.writer:02}"


def _drawn(digit: PenDigit, generator: np.random.Generator) -> Ink:
    """Draw a digit's strokes as ink, with some paper around it."""
    size = float(generator.uniform(*SIZES))
    pen = size * float(np.exp(generator.uniform(*np.log(PENS))))
    canvas = draw_strokes(place_strokes(digit.strokes, Cell(size, 0.5, 0.5, pen)), pen)
    ink = canvas.astype(np.float32) / np.float32(255)
    rows, columns = (np.flatnonzero(ink.any(axis=axis)) for axis in (1, 0))
    top, bottom, left, right = (generator.uniform(*MARGINS, 4) * size).astype(int)
    above, beside = max(0, int(rows[0] - top)), max(0, int(columns[0] - left))
    return ink[above : rows[-1] + bottom + 1, beside : columns[-1] + right + 1]
