"""Real handwriting as training data: pen strokes and scans, brought down the ink road."""

import hashlib
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import numpy as np

from digit_recognizer.data import negative_figures as mark_figures
from digit_recognizer.data.drawn_negatives import marks
from digit_recognizer.data.european_forms import drawn_forms
from digit_recognizer.data.handwriting import PENDIGITS, SWISS_NUMBERS, find_handwriting
from digit_recognizer.data.pen_canvas import (
    CANVAS_SIDE,
    EDGE,
    Cell,
    draw_strokes,
    place_strokes,
)
from digit_recognizer.data.pendigits import read_pendigits
from digit_recognizer.data.prepared import Prepared, Progress, file_sha256, kept, seen
from digit_recognizer.data.swiss_numbers import read_swiss_numbers
from digit_recognizer.data.written_digits import WrittenDigits
from digit_recognizer.ink import find_ink, open_picture, render_strokes

__all__ = ["drawn_negatives", "european_forms", "pen_digits", "pen_pictures", "swiss_digits"]

SIZES = (40.0, 240.0)
"""Pixels of the canvas, from the smallest digit to the largest."""

PENS = (0.03, 0.22)
"""Of the digit's size: from a hair line to a felt pen that still leaves the loops open."""

THINNEST = 2.0
"""Pixels of the canvas; no pen is thinner."""


def pen_digits(folder: Path | None = None, progress: Progress | None = None) -> WrittenDigits:
    """Give the digits of ``pendigits`` as the network sees their strokes.

    Parameters
    ----------
    folder : Path or None
        The data folder; see ``find_handwriting``.
    progress : callable, optional
        Follows the preparation.

    Raises
    ------
    DataNotFoundError, PenDigitsError
        If the data is not there, or not what it should be.
    """
    path = find_handwriting(PENDIGITS, folder)
    prepare = partial(_strokes, path)
    return kept(
        "pendigits", file_sha256(path), "strokes", prepare, progress, collection="pendigits"
    )


def pen_pictures(
    folder: Path | None = None, progress: Progress | None = None, *, seed: int = 0
) -> WrittenDigits:
    """Give the digits of ``pendigits`` as the network sees pictures of them.

    Each is drawn on the canvas with a size, a place and a pen of its own, and read from there as
    any picture is: this is what comes of a drawing made in another program.

    Parameters
    ----------
    folder : Path or None
        The data folder; see ``find_handwriting``.
    progress : callable, optional
        Follows the preparation.
    seed : int
        Of sizes, places and pens.

    Raises
    ------
    DataNotFoundError, PenDigitsError
        If the data is not there, or not what it should be.
    """
    path = find_handwriting(PENDIGITS, folder)
    how = f"pictures {seed} {SIZES} {PENS}"
    prepare = partial(_pictures, path, seed)
    name = f"pendigits pictures {seed}"
    return kept(name, file_sha256(path), how, prepare, progress, collection="pendigits")


def swiss_digits(folder: Path | None = None, progress: Progress | None = None) -> WrittenDigits:
    """Give the scans of ``swiss-numbers`` as the network sees them.

    Parameters
    ----------
    folder : Path or None
        The data folder; see ``find_handwriting``.
    progress : callable, optional
        Follows the preparation.

    Raises
    ------
    DataNotFoundError, SwissNumbersError, PictureError
        If the data is not there, or not what it should be.
    """
    path = find_handwriting(SWISS_NUMBERS, folder)
    prepare = partial(_scans, path)
    return kept("swiss", file_sha256(path), "scans", prepare, progress, collection="swiss")


def drawn_negatives(
    count: int, progress: Progress | None = None, *, seed: int = 0
) -> WrittenDigits:
    """Give drawings that are no digits as the network sees them; their labels, 0, mean nothing.

    Parameters
    ----------
    count : int
        How many.
    progress : callable, optional
        Follows the preparation.
    seed : int
        Draws them.
    """
    files = [Path(mark_figures.__file__), Path(marks.__code__.co_filename)]
    code = hashlib.sha256(b"".join(file.read_bytes() for file in files)).hexdigest()
    return kept("marks", code, f"{count} {seed}", lambda: _marks(count, seed), progress)


def european_forms(count: int, progress: Progress | None = None, *, seed: int = 0) -> WrittenDigits:
    """Give ones with a flag and sevens, drawn by rule, as the network sees their strokes.

    Parameters
    ----------
    count : int
        How many.
    progress : callable, optional
        Follows the preparation.
    seed : int
        Draws them.
    """
    code = hashlib.sha256(Path(drawn_forms.__code__.co_filename).read_bytes()).hexdigest()
    return kept("forms", code, f"{count} {seed}", lambda: _forms(count, seed), progress)


def _forms(count: int, seed: int) -> Iterator[Prepared]:
    for strokes, digit in drawn_forms(count, seed):
        yield seen(render_strokes(strokes)), digit, ""


def _marks(count: int, seed: int) -> Iterator[Prepared]:
    for mark in marks(count, seed):
        yield seen(find_ink(open_picture(mark))), 0, ""


def _strokes(path: Path) -> Iterator[Prepared]:
    for digit in read_pendigits(path):
        yield seen(render_strokes(digit.strokes)), digit.label, _writer(digit.writer)


def _pictures(path: Path, seed: int) -> Iterator[Prepared]:
    generator = np.random.default_rng(seed)
    for digit in read_pendigits(path):
        size, pen = (np.exp(generator.uniform(*np.log(span))) for span in (SIZES, PENS))
        pen_width = float(max(pen * size, THINNEST))
        across, down = generator.uniform(0, 1, 2)
        largest = CANVAS_SIDE - 2 * EDGE - pen_width
        cell = Cell(float(min(size, largest)), across, down, pen_width)
        drawn = draw_strokes(place_strokes(digit.strokes, cell), pen_width)
        yield seen(find_ink(open_picture(drawn))), digit.label, _writer(digit.writer)


def _scans(path: Path) -> Iterator[Prepared]:
    for scan in read_swiss_numbers(path):
        ink = find_ink(open_picture(scan.picture, name=scan.name))
        yield seen(ink), scan.label, scan.writer


def _writer(number: int) -> str:
    return f"{number:02}"
