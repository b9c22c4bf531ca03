"""Find what speaks for a decimal point in a number, and how much: the constants of ``points``.

    python -m benchmarks.learn_points --cells 1500 --sheets 24

Half of the numbers are those of writers that the swept network has not met, with points and commas
of UNIPEN, in simulated photographs of cells; the other half stands in synthetic sheets of MNIST's
training half. Of each number the likelihood of its place is made the largest (a conditional logit:
D. McFadden, 1974). What is printed goes into ``sheets/points.py``; numbers left out say how well it
does.
"""

import argparse
import re
from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from benchmarks.cell_pictures import photographed
from benchmarks.composed_rows import Signs, compose_large, signs_by_fold
from benchmarks.learn_sweep import FOLD
from benchmarks.number_rows import mnist_hands, swiss_hands
from benchmarks.synthetic_sheets import synthetic_sheets
from digit_recognizer import Recognizer
from digit_recognizer.data.composed_numbers import ComposedNumber, Writer
from digit_recognizer.numbers.patterns import MARKS, without_marks
from digit_recognizer.numbers.reader import NumberReader
from digit_recognizer.numbers.reading import NumberRecognition
from digit_recognizer.recognizer.sheet_reading import page_reader
from digit_recognizer.sheets.cell_reading import USUAL_FORMAT, written_in
from digit_recognizer.sheets.page_reading import PageReader
from digit_recognizer.sheets.points import evidence

__all__ = ["main"]

_SEED = 26
# Of the numbers in cells: so many have a mark; and of the marks: so many are points.
_MARKED, _POINTS = 0.5, 0.7
# In pixels: how high composed digits are, and the paper on both sides of so many of the marks; the
# others are as near to digits as these are to each other, or nearer.
_HEIGHT, _ROOM, _APART = 40.0, (0, 15), 0.5
# So many cells are read as one page.
_OF_PAGE = 64
# Of the numbers: so many are left out, to judge by.
_LEFT_OUT = 0.3
# The square of a weight costs so much.
_RIDGE = 1e-3


class _Example(NamedTuple):
    """A number of known digits: what speaks for each place, (places, 3), and where its point is.

    The first column is 1; the place is counted from 1, 0 for none.
    """

    speaks: NDArray[np.float64]
    place: int


def main() -> None:
    """Fit and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cells", type=int, default=1500, help="how many numbers in cells")
    parser.add_argument("--sheets", type=int, default=24, help="how many synthetic sheets")
    options = parser.parse_args()
    reader = page_reader(Recognizer())
    generator = np.random.default_rng(_SEED)
    sets = {
        "cells": list(_of_cells(options.cells, reader.numbers, generator)),
        "sheets": list(_of_sheets(options.sheets, reader)),
    }
    rest, learned, shares = {}, [], []
    for name, examples in sets.items():
        few = int(_LEFT_OUT * len(examples))
        rest[name] = examples[:few]
        learned += examples[few:]
        shares += [1 / (len(sets) * (len(examples) - few))] * (len(examples) - few)
    weights = _fitted(learned, np.array(shares))
    print(f"constant, seen, alone: {weights.round(2)} from {len(learned):,} numbers")
    for name, examples in rest.items():
        loss = -np.mean([np.log(_posteriors(each, weights)[each.place]) for each in examples])
        right = np.mean([_posteriors(each, weights).argmax() == each.place for each in examples])
        print(f"{name}: {len(examples)} left out, loss {loss:.3f}, {100 * right:.1f} % right")


def _fitted(examples: list[_Example], shares: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the weights by which places are the most probable."""

    def loss(weights: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        total, slope = _RIDGE * float(weights @ weights), 2 * _RIDGE * weights
        for (speaks, place), share in zip(examples, shares, strict=True):
            found = _posteriors(_Example(speaks, place), weights)
            total -= share * float(np.log(found[place]))
            slope = slope + share * (found[1:] @ speaks - (speaks[place - 1] if place else 0))
        return total, slope

    return np.asarray(minimize(loss, np.zeros(3), jac=True).x)


def _posteriors(example: _Example, weights: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return how probable no point is, and one in each place, as often as they are here."""
    often = -np.log(len(example.speaks))
    scores = np.concatenate(([0.0], example.speaks @ weights + often))
    powers = np.exp(scores - scores.max())
    return np.asarray(powers / powers.sum())


def _of_cells(
    count: int, numbers: NumberReader, generator: np.random.Generator
) -> Iterator[_Example]:
    """Yield numbers in photographed cells."""
    signs = signs_by_fold()[FOLD]
    people = [writer for fold, writer in (*mnist_hands(), *swiss_hands()) if fold == FOLD]
    texts, inks = [], []
    for _ in range(count):
        text = _text(generator)
        number = _drawn(people[generator.integers(len(people))], signs, text, generator)
        found = photographed(number, _HEIGHT, generator)
        if found is not None:
            texts.append(text)
            inks.append(found.ink)
    # Of a page with more ink than any has not all is read.
    pages = [inks[at : at + _OF_PAGE] for at in range(0, len(inks), _OF_PAGE)]
    reads = [
        read for page in pages for read in numbers.read_cells(page, [USUAL_FORMAT] * len(page))
    ]
    for text, ink, read in zip(texts, inks, reads, strict=True):
        yield from _example(text, ink, read)


def _text(generator: np.random.Generator) -> str:
    digits = "".join(map(str, generator.integers(0, 10, generator.integers(2, 6))))
    if generator.random() >= _MARKED:
        return digits
    at = int(generator.integers(1, len(digits)))
    return f"{digits[:at]}{'.' if generator.random() < _POINTS else ','}{digits[at:]}"


def _drawn(
    writer: Writer, signs: Signs, text: str, generator: np.random.Generator
) -> ComposedNumber:
    """Return a number of which the mark has paper on both sides, or not."""
    parts: list[NDArray[np.uint8]] = []
    for part in re.split("([.,])", text) if generator.random() < _APART else [text]:
        picture = compose_large(writer, signs, part, generator)
        inked = np.flatnonzero(picture.any(axis=0))
        room = np.zeros((len(picture), int(generator.integers(*_ROOM))), np.uint8)
        parts += [picture[:, inked[0] : inked[-1] + 1], room]
    whole = np.hstack(parts[:-1])
    return ComposedNumber(whole, np.where(whole > 0, 0, -1).astype(np.int8))


def _of_sheets(count: int, reader: PageReader) -> Iterator[_Example]:
    """Yield numbers of synthetic sheets."""
    for sheet in synthetic_sheets(range(count), _SEED, "train"):
        rows = sheet.truth["tables"][0]["rows"]
        for found in reader.page_ink(sheet.photograph).grids:
            if found.grid.shape != (len(rows), len(rows[0])):
                continue
            written = [
                (rows[row][column], own)
                for (row, column, *_), ink in zip(found.grid.cells(), found.inks, strict=True)
                if ink is not None and (own := written_in(ink)) is not None
            ]
            inks = [ink for _, ink in written]
            reads = reader.numbers.read_cells(inks, [USUAL_FORMAT] * len(inks))
            for (text, ink), read in zip(written, reads, strict=True):
                yield from _example(text, ink, read)


def _example(text: str, ink: NDArray[np.uint8], read: NumberRecognition) -> Iterator[_Example]:
    """Yield a number of which the digits were read as they are."""
    digits = without_marks(text)
    is_number = digits.isdecimal() and len(digits) > 1
    if is_number and read.second is not None and without_marks(read.text) == digits:
        speaks = evidence(read, ink)
        place = max((text.find(mark) for mark in MARKS), default=0)
        yield _Example(np.column_stack((np.ones(len(speaks)), speaks)), max(place, 0))


if __name__ == "__main__":
    main()
