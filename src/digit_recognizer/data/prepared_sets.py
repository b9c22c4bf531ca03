"""Real handwriting as training data: pen strokes and scans, brought through the pipeline."""

from collections.abc import Iterator
from functools import partial
from pathlib import Path

import numpy as np

from digit_recognizer.data.drawn_negatives import NEGATIVES_VERSION, draw_negatives
from digit_recognizer.data.european_forms import FORMS_VERSION, drawn_forms
from digit_recognizer.data.handwriting import PENDIGITS, SWISS_NUMBERS, find_handwriting
from digit_recognizer.data.pen_canvas import (
    CANVAS_SIDE,
    CANVAS_VERSION,
    EDGE,
    Cell,
    draw_strokes,
    place_strokes,
)
from digit_recognizer.data.pendigits import PENDIGITS_VERSION, read_pendigits
from digit_recognizer.data.prepared import OnProgress, Prepared, cached, file_sha256, network_input
from digit_recognizer.data.swiss_numbers import SWISS_NUMBERS_VERSION, read_swiss_numbers
from digit_recognizer.data.written_digits import WrittenDigits
from digit_recognizer.ink import find_ink, open_picture, render_strokes

__all__ = ["drawn_negatives", "european_forms", "pen_digits", "pen_pictures", "swiss_digits"]

SIZES = (40.0, 240.0)
"""Pixels of the canvas, from the smallest digit to the largest."""

PENS = (0.03, 0.22)
"""Of the digit's size: from a hair line to a felt pen that still leaves the loops open."""

THINNEST = 2.0
"""Pixels of the canvas; no pen is thinner."""


def pen_digits(folder: Path | None = None, progress: OnProgress | None = None) -> WrittenDigits:
    """Give the digits of ``pendigits`` as network input, from their strokes.

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
    return cached(
        "pendigits",
        partial(_strokes, path),
        source=file_sha256(path),
        how="strokes",
        versions=(PENDIGITS_VERSION,),
        progress=progress,
        collection=PENDIGITS.name,
    )


def pen_pictures(
    folder: Path | None = None, progress: OnProgress | None = None, *, seed: int = 0
) -> WrittenDigits:
    """Give the digits of ``pendigits`` as network input, from pictures of them.

    Each is drawn on the canvas with a size, a position and a pen of its own, and read from there as
    any picture is: this is what comes of a drawing made in another program.

    Parameters
    ----------
    folder : Path or None
        The data folder; see ``find_handwriting``.
    progress : callable, optional
        Follows the preparation.
    seed : int
        Of sizes, positions and pens.

    Raises
    ------
    DataNotFoundError, PenDigitsError
        If the data is not there, or not what it should be.
    """
    path = find_handwriting(PENDIGITS, folder)
    return cached(
        f"pendigits pictures {seed}",
        partial(_pictures, path, seed),
        source=file_sha256(path),
        how=f"pictures {seed} {SIZES} {PENS}",
        versions=(PENDIGITS_VERSION, CANVAS_VERSION),
        progress=progress,
        collection=PENDIGITS.name,
    )


def swiss_digits(folder: Path | None = None, progress: OnProgress | None = None) -> WrittenDigits:
    """Give the scans of ``swiss-numbers`` as network input.

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
    return cached(
        "swiss",
        partial(_scans, path),
        source=file_sha256(path),
        how="scans",
        versions=(SWISS_NUMBERS_VERSION,),
        progress=progress,
        collection="swiss",
    )


def drawn_negatives(
    count: int, progress: OnProgress | None = None, *, seed: int = 0
) -> WrittenDigits:
    """Give drawings that are no digits as network input; their labels, 0, mean nothing.

    Parameters
    ----------
    count : int
        How many.
    progress : callable, optional
        Follows the preparation.
    seed : int
        Draws them.
    """
    return cached(
        "negatives",
        partial(_negatives, count, seed),
        how=f"{count} {seed}",
        versions=(NEGATIVES_VERSION,),
        progress=progress,
    )


def european_forms(
    count: int, progress: OnProgress | None = None, *, seed: int = 0
) -> WrittenDigits:
    """Give ones with a flag and sevens, drawn by rule, as network input, from their strokes.

    Parameters
    ----------
    count : int
        How many.
    progress : callable, optional
        Follows the preparation.
    seed : int
        Draws them.
    """
    return cached(
        "forms",
        partial(_forms, count, seed),
        how=f"{count} {seed}",
        versions=(FORMS_VERSION,),
        progress=progress,
    )


def _forms(count: int, seed: int) -> Iterator[Prepared]:
    for strokes, digit in drawn_forms(count, seed):
        yield network_input(render_strokes(strokes)), digit, ""


def _negatives(count: int, seed: int) -> Iterator[Prepared]:
    for picture in draw_negatives(count, seed):
        yield network_input(find_ink(open_picture(picture))), 0, ""


def _strokes(path: Path) -> Iterator[Prepared]:
    for digit in read_pendigits(path):
        yield network_input(render_strokes(digit.strokes)), digit.label, _writer(digit.writer)


def _pictures(path: Path, seed: int) -> Iterator[Prepared]:
    generator = np.random.default_rng(seed)
    for digit in read_pendigits(path):
        size, pen = (np.exp(generator.uniform(*np.log(span))) for span in (SIZES, PENS))
        pen_width = float(max(pen * size, THINNEST))
        across, down = generator.uniform(0, 1, 2)
        largest = CANVAS_SIDE - 2 * EDGE - pen_width
        cell = Cell(float(min(size, largest)), across, down, pen_width)
        drawn = draw_strokes(place_strokes(digit.strokes, cell), pen_width)
        yield network_input(find_ink(open_picture(drawn))), digit.label, _writer(digit.writer)


def _scans(path: Path) -> Iterator[Prepared]:
    for scan in read_swiss_numbers(path):
        ink = find_ink(open_picture(scan.picture, name=scan.name))
        yield network_input(ink), scan.label, scan.writer


def _writer(number: int) -> str:
    return f"{number:02}"
