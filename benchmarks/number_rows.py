"""Lines to learn the second reader from: composed of one writer's digits, UNIPEN's, and none."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from benchmarks.number_lines import compositions, draw, folds_of, records, with_marks, writers
from benchmarks.number_segments import EVERYBODY, NEGATIVES
from digit_recognizer.data.composed_numbers import compose_number
from digit_recognizer.data.composed_strokes import Strokes
from digit_recognizer.data.drawn_sets import drawn_negatives
from digit_recognizer.data.handwriting import UNIPEN
from digit_recognizer.data.prepared_sets import LIKE_DIGITS
from digit_recognizer.data.unipen import find_unipen, read_unipen
from digit_recognizer.ink import find_ink
from digit_recognizer.numbers.line import Line
from digit_recognizer.numbers.picture_pieces import lines_of_ink
from digit_recognizer.numbers.stroke_pieces import line_of_strokes
from digit_recognizer.numbers.sweep import row_picture
from digit_recognizer.numbers.sweep_learning import Row

__all__ = [
    "Rows", "composed_rows", "joined_rows", "negative_rows", "unipen_rows", "written_rows",
]  # fmt: skip

# Standard deviations: of the logarithm of the size, of the lean, and of the place in pixels.
_SIZE, _LEAN, _DROP = 0.07, 0.08, 1.0
_MARGIN = 6


class Rows(NamedTuple):
    """Lines as they are swept.

    Attributes
    ----------
    pictures : (32, width) uint8
        All of them beside each other.
    widths : (n,) int
        Of each.
    texts : (n,) str
    folds : (n,) int
        Of the writers.
    """

    pictures: NDArray[np.uint8]
    widths: NDArray[np.intp]
    texts: NDArray[np.str_]
    folds: NDArray[np.intp]

    def without(self, fold: int | None) -> list[Row]:
        """Return those whose writers are not in a fold."""
        pictures = np.split(self.pictures, np.cumsum(self.widths)[:-1], axis=1)
        return [
            Row(picture, str(text))
            for picture, text, own in zip(pictures, self.texts, self.folds, strict=True)
            if own != fold or fold is None
        ]


def joined_rows(parts: Sequence[Rows]) -> Rows:
    """Return all of several."""
    pictures = np.concatenate([part.pictures for part in parts], axis=1)
    return Rows(
        pictures,
        *(np.concatenate(each) for each in zip(*(part[1:] for part in parts), strict=True)),
    )


def composed_rows(count: int, seed: int) -> Rows:
    """Return numbers put together of MNIST's training digits, some enlarged and on forms."""
    generator = np.random.default_rng(seed)
    choices = writers("train")

    def lines() -> Iterator[tuple[Line | None, str, int]]:
        for index in range(count):
            text = "".join(map(str, generator.integers(0, 10, generator.integers(1, 8))))
            gaps = (-3, 0) if index % 3 == 0 else (-3, 8)
            writer = choices[generator.integers(len(choices))]
            picture = compose_number(writer, text, generator, gaps).picture
            if index % 3 == 1:
                factor = generator.uniform(1, 2.2)
                picture = np.asarray(cv2.resize(picture, None, fx=factor, fy=factor), np.uint8)
                picture = with_marks(picture, generator)
            yield _of_picture(picture), text, EVERYBODY

    return _rows(lines(), generator)


def written_rows(count: int, seed: int) -> Rows:
    """Return numbers with signs put together of pen strokes, half of them drawn as pictures."""
    generator = np.random.default_rng(seed)
    return _rows(
        (
            (_of_strokes(number.strokes, generator), text, fold)
            for text, fold, number in compositions(count, seed)
        ),
        generator,
    )


def unipen_rows(seed: int) -> Rows:
    """Return UNIPEN's strings and numbers, half of them drawn as pictures."""
    generator = np.random.default_rng(seed)
    return _rows(
        (
            (_of_strokes(record.strokes, generator), record.label, fold)
            for _, fold, record in records(("strings", "numbers"))
        ),
        generator,
    )


def negative_rows(count: int, seed: int) -> Rows:
    """Return letters, and drawings that are no number: nothing stands there."""
    generator = np.random.default_rng(seed)
    letters = [
        each for each in read_unipen(find_unipen("letters")) if each.label not in LIKE_DIGITS
    ]
    folds = folds_of(UNIPEN.name, [f"{each.contributor}-{each.writer}" for each in letters])
    drawings = drawn_negatives(NEGATIVES).images

    def lines() -> Iterator[tuple[Line | None, str, int]]:
        for index in range(count):
            if index % 2:
                letter = letters[generator.integers(len(letters))]
                fold = folds[f"{letter.contributor}-{letter.writer}"]
                yield _of_strokes(letter.strokes, generator), "", fold
            else:
                picture = np.pad(drawings[generator.integers(len(drawings))], _MARGIN)
                yield _of_picture(picture), "", EVERYBODY

    return _rows(lines(), generator)


def _of_strokes(strokes: Strokes, generator: np.random.Generator) -> Line | None:
    if generator.random() < 0.5:
        return line_of_strokes(strokes)
    return _of_picture(draw(strokes, generator).picture)


def _of_picture(picture: NDArray[np.uint8]) -> Line | None:
    ink = find_ink(picture, "light-on-dark", one_digit=False)
    lines = [] if ink is None else lines_of_ink(ink, bent=False)
    return max(lines, key=len) if lines else None


def _rows(lines: Iterator[tuple[Line | None, str, int]], generator: np.random.Generator) -> Rows:
    pictures, texts, folds = [], [], []
    for line, text, fold in lines:
        if line is None:
            continue
        size, lean, drop = generator.normal((0, 0, 0), (_SIZE, _LEAN, _DROP))
        pictures.append(row_picture(line, size=float(np.exp(size)), lean=lean, drop=drop))
        texts.append(text)
        folds.append(fold)
    widths = np.array([each.shape[1] for each in pictures], np.intp)
    return Rows(np.concatenate(pictures, axis=1), widths, np.array(texts), np.array(folds, np.intp))
