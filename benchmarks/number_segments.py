"""Pictures of segments to learn from: digits, signs, and what is neither.

Where numbers are put together of one writer's digits, the true segmentation is known.
"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from benchmarks.number_lines import compositions, draw, folds_of, writers
from digit_recognizer.data.composed_numbers import compose_number
from digit_recognizer.data.dataset import load_dataset
from digit_recognizer.data.drawn_sets import drawn_negatives
from digit_recognizer.data.handwriting import UNIPEN
from digit_recognizer.data.prepared_sets import (
    pen_digits,
    swiss_digits,
    unipen_digits,
    unipen_negatives,
)
from digit_recognizer.data.unipen import find_unipen, read_unipen
from digit_recognizer.data.written_digits import WrittenDigits
from digit_recognizer.ink import find_ink, normalize, render_strokes
from digit_recognizer.numbers.candidates import segments_of
from digit_recognizer.numbers.graph import Segment
from digit_recognizer.numbers.line import Line
from digit_recognizer.numbers.picture_pieces import lines_of_ink
from digit_recognizer.numbers.scorer import LABELS, NOTHING
from digit_recognizer.numbers.segment_labels import (
    UNCLEAR,
    ink_of_pictures,
    ink_of_strokes,
    labels_of_segments,
)
from digit_recognizer.numbers.stroke_pieces import line_of_strokes

__all__ = [
    "Segments", "composed_pictures", "composed_strokes", "cut_out", "isolated", "joined",
]  # fmt: skip

NEGATIVES = 10_000
"""Pictures of no digit that are drawn."""
EVERYBODY = -1
"""The fold of writers whom no measure meets."""
_BACKGROUND = 0.25
"""So many of the segments that are no character are learned from."""


class Segments(NamedTuple):
    """Network inputs and what they are.

    Attributes
    ----------
    images : (n, 28, 28) uint8
    labels : (n,) int
        Places in ``LABELS``.
    folds : (n,) int
        Of the writers.
    """

    images: NDArray[np.uint8]
    labels: NDArray[np.intp]
    folds: NDArray[np.intp]

    def without(self, fold: int | None) -> "Segments":
        """Return those whose writers are not in a fold."""
        kept = np.ones(len(self.labels), bool) if fold is None else self.folds != fold
        return self.chosen(kept)

    def chosen(self, kept: NDArray[np.bool_]) -> "Segments":
        """Return those that a mask chooses."""
        return Segments(self.images[kept], self.labels[kept], self.folds[kept])


def joined(parts: Sequence[Segments]) -> Segments:
    """Return all of several."""
    return Segments(*(np.concatenate(each) for each in zip(*parts, strict=True)))


def cut_out(
    line: Line,
    segments: Sequence[Segment],
    labels: NDArray[np.intp],
    fold: int,
    generator: np.random.Generator,
    share: float = _BACKGROUND,
) -> Segments:
    """Return segments of a line to learn from: what is no character, only a share of."""
    chosen = labels != UNCLEAR
    chosen &= (labels != NOTHING) | (generator.random(len(labels)) < share)
    those = np.flatnonzero(chosen).tolist()
    images = [line.network_input(segments[index]) for index in those]
    return Segments(
        np.array(images, np.uint8).reshape(-1, 28, 28), labels[those], np.full(len(those), fold)
    )


def composed_pictures(count: int, seed: int) -> Segments:
    """Return segments of numbers put together of MNIST's training digits."""
    generator = np.random.default_rng(seed)
    choices, parts = writers("train"), []
    for index in range(count):
        text = "".join(map(str, generator.integers(0, 10, generator.integers(1, 6))))
        gaps = (-3, -1) if index % 3 == 0 else (-3, 8)
        number = compose_number(choices[generator.integers(len(choices))], text, generator, gaps)
        ink = find_ink(number.picture, "light-on-dark", one_digit=False)
        lines = [] if ink is None else lines_of_ink(ink)
        if ink is None or len(lines) != 1:
            continue
        segments = segments_of(lines[0])
        amounts = ink_of_pictures(lines[0], ink, number.owners, len(text))
        labels = labels_of_segments(amounts, segments, text)
        parts.append(cut_out(lines[0], segments, labels, EVERYBODY, generator))
    return joined(parts)


def composed_strokes(count: int, seed: int) -> Segments:
    """Return segments of numbers put together of pen strokes, half of them drawn as pictures."""
    generator = np.random.default_rng(seed)
    parts = []
    for text, fold, number in compositions(count, seed):
        line = line_of_strokes(number.strokes)
        if line is not None and generator.random() < 0.5:
            segments = segments_of(line)
            amounts = ink_of_strokes(line, number.owners, len(text))
            labels = labels_of_segments(amounts, segments, text)
            parts.append(cut_out(line, segments, labels, fold, generator))
            continue
        picture, owners = draw(number.strokes, generator, number.owners)
        ink = find_ink(picture, "light-on-dark", one_digit=False)
        lines = [] if ink is None else lines_of_ink(ink)
        if ink is None or len(lines) != 1:
            continue
        segments = segments_of(lines[0])
        amounts = ink_of_pictures(lines[0], ink, owners, len(text))
        labels = labels_of_segments(amounts, segments, text)
        parts.append(cut_out(lines[0], segments, labels, fold, generator))
    return joined(parts)


def isolated(share: float) -> Segments:
    """Return a share of the single digits and of what is no digit, and all signs."""
    mnist = load_dataset("mnist", "train")
    parts = [Segments(mnist.images, mnist.labels.astype(np.intp), np.full(len(mnist), EVERYBODY))]
    for digits, is_digit in (
        (pen_digits(), True), (unipen_digits(), True), (unipen_digits(), True),
        (pen_digits(form="pictures"), True), (unipen_digits(form="pictures"), True),
        (pen_digits(form="varied"), True), (unipen_digits(form="varied"), True),
        (unipen_digits(form="varied", seed=1), True), (swiss_digits(), True),
        (unipen_negatives("letters"), False),
        (unipen_negatives("letters", form="pictures"), False),
        (unipen_negatives("letters", form="varied"), False),
        (drawn_negatives(NEGATIVES), False),
    ):  # fmt: skip
        parts.append(_written(digits, is_digit))
    every = joined(parts)
    kept = np.random.default_rng(0).random(len(every.labels)) < share
    return joined([every.chosen(kept), _signs()])


def _written(digits: WrittenDigits, is_digit: bool) -> Segments:
    if digits.collection:
        by_writer = folds_of(digits.collection, digits.all_writers)
        folds = np.array([by_writer[writer] for writer in digits.writers.tolist()], np.intp)
    else:
        folds = np.full(len(digits.labels), EVERYBODY)
    labels = digits.labels.astype(np.intp) if is_digit else np.full(len(folds), NOTHING)
    return Segments(digits.images, labels, folds)


def _signs() -> Segments:
    those = read_unipen(find_unipen("signs"))
    folds = folds_of(UNIPEN.name, [f"{each.contributor}-{each.writer}" for each in those])
    images, labels, of = [], [], []
    for each in those:
        ink = render_strokes(each.strokes)
        if ink is not None:
            images.append(normalize(ink))
            labels.append(LABELS.index(each.label) if each.label in LABELS else NOTHING)
            of.append(folds[f"{each.contributor}-{each.writer}"])
    return Segments(np.array(images, np.uint8), np.array(labels, np.intp), np.array(of, np.intp))
