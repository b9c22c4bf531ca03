"""Numbers in photographed cells, to learn from and to calibrate with, by writer."""

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from benchmarks.cell_pictures import photographed
from benchmarks.number_lines import compositions, draw, folds_of, writers
from benchmarks.number_segments import Segments, cut_out, joined
from digit_recognizer.data.composed_numbers import ComposedNumber, Writer, compose_number
from digit_recognizer.data.composed_strokes import random_text
from digit_recognizer.data.folds import FOLDS
from digit_recognizer.data.prepared_sets import swiss_digits
from digit_recognizer.numbers.candidates import segments_of
from digit_recognizer.numbers.line import Line
from digit_recognizer.numbers.picture_pieces import lines_of_ink
from digit_recognizer.numbers.segment_labels import ink_of_pictures, labels_of_segments

__all__ = ["CellLine", "cell_lines", "cell_segments"]

# Of the numbers: so many of MNIST's digits, and of European ones; the others are pen strokes.
_MNIST, _EUROPEAN = 0.4, 0.25
_GAPS = (-2, 10)
# Of the height of MNIST's digits.
_HIGH = 20.0


class CellLine(NamedTuple):
    """A number in a cell.

    Attributes
    ----------
    text : str
    fold : int
        Of its writer.
    line : Line
    ink : (height, width) uint8
    owners : (height, width) int8
        The character of each pixel.
    blur : float
        In parts of a digit's height.
    """

    text: str
    fold: int
    line: Line
    ink: NDArray[np.uint8]
    owners: NDArray[np.int8]
    blur: float


def cell_lines(count: int, seed: int, fold: int | None = None) -> Iterator[CellLine]:
    """Give numbers in cells, of writers of one fold, or of all.

    Parameters
    ----------
    count : int
        So many are written; of some nothing, or more than one line, is found.
    seed : int
    fold : int, optional
    """
    generator = np.random.default_rng(seed)
    mnist = list(enumerate(writers("train")))
    swiss = _swiss()
    strokes = compositions(-1, seed, cell_text, fold)
    if fold is not None:
        mnist = [(n, writer) for n, writer in mnist if n % FOLDS == fold]
        swiss = [(n, writer) for n, writer in swiss if n == fold]
    for _ in range(count):
        kind = generator.random()
        if kind < _MNIST + _EUROPEAN:
            hands = mnist if kind < _MNIST else swiss
            own, writer = hands[generator.integers(len(hands))]
            text = "".join(map(str, generator.integers(0, 10, generator.integers(1, 6))))
            number, height = compose_number(writer, text, generator, _GAPS), _HIGH
            own %= FOLDS
        else:
            text, own, placed = next(strokes)
            number = draw(placed.strokes, generator, placed.owners)
            height = _height(number, text)
        found = photographed(number, height, generator)
        lines = [] if found is None else lines_of_ink(found.ink)
        if found is not None and len(lines) == 1:
            yield CellLine(text, own, lines[0], *found)


def cell_text(generator: np.random.Generator, signs: str) -> str:
    """Return what stands in cells: mostly digits alone, sometimes with a decimal mark."""
    if generator.random() < 0.3:
        return random_text(generator, signs)
    digits = "".join(map(str, generator.integers(0, 10, generator.integers(1, 6))))
    if len(digits) > 1 and generator.random() < 0.4:
        at = int(generator.integers(1, len(digits)))
        mark = "." if generator.random() < 0.7 else ","
        return f"{digits[:at]}{mark}{digits[at:]}" if mark in signs else digits
    return digits


def cell_segments(count: int, seed: int) -> Segments:
    """Return segments of numbers in cells, of all writers."""
    generator = np.random.default_rng(seed)
    parts = []
    for each in cell_lines(count, seed):
        segments = segments_of(each.line)
        amounts = ink_of_pictures(each.line, each.ink, each.owners, len(each.text))
        labels = labels_of_segments(amounts, segments, each.text)
        parts.append(cut_out(each.line, segments, labels, each.fold, generator))
    return joined(parts)


def _swiss() -> list[tuple[int, Writer]]:
    """Return the fold and the digits of each writer of European digits."""
    digits = swiss_digits()
    folds = folds_of(digits.collection, digits.all_writers)
    return [
        (
            folds[name],
            {
                digit: digits.images[(digits.writers == name) & (digits.labels == digit)]
                for digit in range(10)
            },
        )
        for name in digits.all_writers
    ]


def _height(number: ComposedNumber, text: str) -> float:
    """Return how high the digits of a drawn number are."""
    heights = [
        np.ptp(np.flatnonzero((number.owners == index).any(axis=1))) + 1
        for index, character in enumerate(text)
        if character.isdigit() and (number.owners == index).any()
    ]
    return float(np.median(heights))
