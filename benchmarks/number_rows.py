"""Lines to learn the second reader from: composed of one writer's digits, UNIPEN's, and none."""

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from benchmarks.composed_rows import (
    compose_large,
    composed_text,
    photographed,
    signs_by_fold,
    written_text,
)
from benchmarks.number_lines import compositions, draw, folds_of, records, writers
from benchmarks.number_segments import EVERYBODY, NEGATIVES
from digit_recognizer.data.composed_numbers import Writer
from digit_recognizer.data.composed_strokes import Strokes
from digit_recognizer.data.drawn_sets import drawn_negatives
from digit_recognizer.data.folds import FOLDS
from digit_recognizer.data.handwriting import UNIPEN
from digit_recognizer.data.prepared_sets import LIKE_DIGITS, swiss_digits
from digit_recognizer.data.unipen import find_unipen, read_unipen
from digit_recognizer.ink import Polarity, find_ink
from digit_recognizer.numbers.line import Line
from digit_recognizer.numbers.picture_pieces import lines_of_ink
from digit_recognizer.numbers.stroke_pieces import line_of_strokes
from digit_recognizer.numbers.sweep import row_picture
from digit_recognizer.numbers.sweep_learning import Row

__all__ = [
    "Rows", "composed_rows", "joined_rows", "mnist_hands", "negative_rows", "rows_of",
    "swiss_hands", "unipen_rows", "written_rows",
]  # fmt: skip

# So many composed numbers are of Swiss digits, and so many times UNIPEN's lines are drawn.
_SWISS, _AGAIN = 0.15, 4
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
    """Return numbers put together of digits of MNIST's and Switzerland's writers, and signs."""
    generator = np.random.default_rng(seed)
    mnist, swiss, signs = mnist_hands(), swiss_hands(), signs_by_fold()

    def lines() -> Iterator[tuple[Line | None, str, int]]:
        for _ in range(count):
            hands = swiss if generator.random() < _SWISS else mnist
            fold, writer = hands[generator.integers(len(hands))]
            text = composed_text(generator, "".join(signs[fold]))
            picture = compose_large(writer, signs[fold], text, generator)
            yield _of_picture(*photographed(picture, generator)), text, fold

    return rows_of(lines())


def mnist_hands() -> list[tuple[int, Writer]]:
    """Return the fold and the digits of each writer of MNIST's training half."""
    return [(index % FOLDS, writer) for index, writer in enumerate(writers("train"))]


def swiss_hands() -> list[tuple[int, Writer]]:
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


def written_rows(count: int, seed: int) -> Rows:
    """Return numbers with signs put together of pen strokes, half of them drawn as pictures."""
    generator = np.random.default_rng(seed)
    return rows_of(
        (_of_strokes(number.strokes, generator), text, fold)
        for text, fold, number in compositions(count, seed, written_text)
    )


def unipen_rows(seed: int) -> Rows:
    """Return UNIPEN's strings and numbers, as strokes or drawn as pictures, each several times."""
    generator = np.random.default_rng(seed)
    return rows_of(
        (_of_strokes(record.strokes, generator), record.label, fold)
        for _ in range(_AGAIN)
        for _, fold, record in records(("strings", "numbers"))
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

    return rows_of(lines())


def _of_strokes(strokes: Strokes, generator: np.random.Generator) -> Line | None:
    if generator.random() < 0.5:
        return line_of_strokes(strokes)
    return _of_picture(*photographed(draw(strokes, generator).picture, generator))


def _of_picture(picture: NDArray[np.uint8], polarity: Polarity = "light-on-dark") -> Line | None:
    ink = find_ink(picture, polarity, one_digit=False)
    lines = [] if ink is None else lines_of_ink(ink, bent=False)
    return max(lines, key=len) if lines else None


def rows_of(lines: Iterable[tuple[Line | None, str, int]]) -> Rows:
    """Return lines as they are swept, each with its text and the fold of its writer."""
    pictures, texts, folds = [], [], []
    for line, text, fold in lines:
        if line is not None:
            pictures.append(row_picture(line))
            texts.append(text)
            folds.append(fold)
    widths = np.array([each.shape[1] for each in pictures], np.intp)
    return Rows(np.concatenate(pictures, axis=1), widths, np.array(texts), np.array(folds, np.intp))
