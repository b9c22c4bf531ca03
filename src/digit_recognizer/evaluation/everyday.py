"""Pen strokes as people draw them: of any size, anywhere on the canvas, with any pen.

Each digit reaches the network in two forms: as strokes, as the program's own window gives them,
and as a picture of the canvas, as every other program gives it. Sizes, positions and pens are
crossed, so that a weakness in one corner cannot hide in a mean.
"""

from collections.abc import Collection, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import partial
from itertools import chain, product
from multiprocessing import get_context
from pathlib import Path
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from digit_recognizer.data.handwriting import PENDIGITS, find_handwriting
from digit_recognizer.data.pen_canvas import CANVAS_VERSION, Cell, draw_strokes, place_strokes
from digit_recognizer.data.pendigits import PENDIGITS_VERSION, PenDigit, read_pendigits
from digit_recognizer.data.prepared import Prepared, cached, file_sha256, network_input
from digit_recognizer.data.written_digits import WrittenDigits
from digit_recognizer.ink import find_ink, open_picture, render_strokes

__all__ = [
    "CELLS",
    "PENS",
    "POSITIONS",
    "SIZES",
    "USUAL_DIGITS",
    "CellDigits",
    "Form",
    "cell_digits",
]

Form = Literal["strokes", "pictures"]

SIZES = (56.0, 84.0, 126.0, 168.0, 224.0)
POSITIONS = tuple((across, down) for down in (0.0, 0.5, 1.0) for across in (0.0, 0.5, 1.0))
PENS = (8.0, 16.0, 26.0)
"""The window's three."""

CELLS = tuple(
    Cell(size, across, down, pen) for size, (across, down), pen in product(SIZES, POSITIONS, PENS)
)
"""Every size at every position with every pen: 135."""

USUAL_DIGITS = 300
"""So many in each cell, unless all are asked for."""


@dataclass(frozen=True, eq=False)
class CellDigits:
    """The digits of every cell, as network input.

    Attributes
    ----------
    digits : WrittenDigits
        Those of the first cell, then those of the second and so on.
    cells : NDArray[np.int64]
        For each digit the index of its cell in ``CELLS``, shape (n,).
    """

    digits: WrittenDigits
    cells: NDArray[np.int64]


def cell_digits(
    form: Form,
    folder: Path | None = None,
    *,
    count: int | None = USUAL_DIGITS,
    writers: Collection[str] | None = None,
    seed: int = 0,
    processes: int = 1,
) -> CellDigits:
    """Draw the digits of ``pendigits`` in every cell and take them through the pipeline.

    Parameters
    ----------
    form : {"strokes", "pictures"}
        Whether the network is given the strokes or a picture of the canvas.
    folder : Path or None
        The data folder; see ``find_handwriting``.
    count : int or None
        Digits in each cell, drawn at random, as many of each writer as can be; None for all.
        They are the same in every cell, so that cells differ by size, position and pen alone.
    writers : collection of str, optional
        Whose digits; everybody's by default.
    seed : int
        Draws which.
    processes : int
        How many work at it; more than one need a main program that can be imported.

    Raises
    ------
    DataNotFoundError, PenDigitsError
        If the data is not there, or not what it should be.
    """
    path = find_handwriting(PENDIGITS, folder)
    digits = cached(
        f"pendigits {form} by cells",
        partial(_all, path, form, count, writers, seed, processes),
        source=file_sha256(path),
        how=f"{form} {count} {sorted(writers) if writers else None} {seed} {CELLS}",
        versions=(PENDIGITS_VERSION, CANVAS_VERSION),
        collection=PENDIGITS.name,
    )
    return CellDigits(digits, np.repeat(np.arange(len(CELLS)), len(digits.labels) // len(CELLS)))


def _all(
    path: Path,
    form: Form,
    count: int | None,
    writers: Collection[str] | None,
    seed: int,
    processes: int,
) -> Iterator[Prepared]:
    digits = read_pendigits(path)
    if writers is not None:
        digits = [digit for digit in digits if _writer(digit) in writers]
    work = partial(_prepared, form, _drawn(digits, count, np.random.default_rng(seed)))
    if processes == 1:
        yield from chain.from_iterable(map(work, CELLS))
        return
    with ProcessPoolExecutor(processes, get_context("spawn")) as workers:
        yield from chain.from_iterable(workers.map(work, CELLS))


def _drawn(
    digits: list[PenDigit], count: int | None, generator: np.random.Generator
) -> list[PenDigit]:
    """Draw digits so that each writer has as many as any other, or one more."""
    if count is None:
        return digits
    order = generator.permutation(len(digits))
    turns: dict[int, int] = {}
    rounds = []
    for index in order:
        writer = digits[index].writer
        rounds.append(turns.get(writer, 0))
        turns[writer] = rounds[-1] + 1
    chosen = order[np.argsort(rounds, kind="stable")[:count]]
    return [digits[index] for index in chosen]


def _prepared(form: Form, digits: list[PenDigit], cell: Cell) -> list[Prepared]:
    return [(_network_input(form, digit, cell), digit.label, _writer(digit)) for digit in digits]


def _writer(digit: PenDigit) -> str:
    return f"{digit.writer:02}"


def _network_input(form: Form, digit: PenDigit, cell: Cell) -> NDArray[np.uint8]:
    strokes = place_strokes(digit.strokes, cell)
    if form == "strokes":
        return network_input(render_strokes(strokes, pen_width=cell.pen_width))
    return network_input(find_ink(open_picture(draw_strokes(strokes, cell.pen_width))))
