"""Lines of numbers to learn from and to measure with: UNIPEN's, drawn ones, and composed ones."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from digit_recognizer.data.composed_numbers import (
    GAPS,
    ComposedNumber,
    Writer,
    compose_number,
    digits_of_writers,
    find_writers,
    read_writers,
)
from digit_recognizer.data.composed_strokes import (
    ComposedStrokes,
    PlacedSign,
    Strokes,
    compose_strokes,
    placed_signs,
    random_text,
)
from digit_recognizer.data.dataset import load_dataset
from digit_recognizer.data.folds import FOLDS, writers_of_fold
from digit_recognizer.data.handwriting import PENDIGITS, UNIPEN, find_handwriting
from digit_recognizer.data.pendigits import read_pendigits
from digit_recognizer.data.unipen import UnipenRecord, find_unipen, read_unipen
from digit_recognizer.ink import find_ink
from digit_recognizer.numbers.candidates import Candidates, Probabilities, candidates
from digit_recognizer.numbers.learning import Example
from digit_recognizer.numbers.line import Line
from digit_recognizer.numbers.picture_pieces import lines_of_ink
from digit_recognizer.numbers.stroke_pieces import line_of_strokes

__all__ = [
    "Eyes", "Reading", "composed_readings", "composed_stroke_readings", "compositions", "draw",
    "folds_of", "picture_readings", "records", "stroke_readings", "with_marks", "writers",
]  # fmt: skip

Part = Literal["strings", "numbers"]

COMPOSED = 1_000
"""Numbers that are put together of MNIST's digits."""
WRITTEN = 900
"""Numbers that are put together of pen strokes for the scorer."""
_LONGEST, _MOST_PIECES = 8, 14
_SEED = 1998

_HEIGHTS = (24.0, 60.0)
"""Pixels of a number that is drawn as a picture."""
_PENS = (0.05, 0.14)
"""Of that height."""


class Eyes(NamedTuple):
    """The networks that have not met a writer: the one for segments, and the one for digits."""

    segments: Probabilities
    alone: Probabilities


@dataclass(frozen=True, eq=False)
class Reading:
    """A line as a network saw it that had not met the writer.

    Attributes
    ----------
    text : str
        What stands there.
    part : str
        Where it comes from.
    fold : int
        Of the writer.
    """

    text: str
    part: str
    fold: int
    line: Line
    found: Candidates

    @property
    def example(self) -> Example:
        """What a scorer learns from."""
        return Example(self.found, self.text)


def stroke_readings(
    eyes: Sequence[Eyes], parts: Sequence[Part] = ("strings", "numbers")
) -> Iterator[Reading]:
    """Read UNIPEN's numbers as strokes."""
    for part, fold, record in records(parts):
        line = line_of_strokes(record.strokes)
        assert line is not None
        found = candidates([line], *eyes[fold], averages=True)[0]
        yield Reading(record.label, part, fold, line, found)


def composed_stroke_readings(eyes: Sequence[Eyes], count: int = WRITTEN) -> Iterator[Reading]:
    """Read numbers put together of one writer's strokes, many of them with signs."""
    # Others than those of which the network has learned the segments.
    for text, fold, number in compositions(count, 5):
        line = line_of_strokes(number.strokes)
        if line is not None and len(line) <= _MOST_PIECES:
            found = candidates([line], *eyes[fold], averages=True)[0]
            yield Reading(text, "composed", fold, line, found)


def picture_readings(eyes: Sequence[Eyes]) -> Iterator[Reading]:
    """Read UNIPEN's numbers as pictures, half of them on paper with stray marks."""
    generator = np.random.default_rng(_SEED)
    for part, fold, record in records(("strings", "numbers")):
        picture = draw(record.strokes, generator).picture
        if generator.random() < 0.5:
            picture = with_marks(picture, generator)
        yield from _read(picture, record.label, part, fold, eyes[fold])


def composed_readings(
    eyes: Eyes,
    half: Literal["train", "test"],
    count: int = COMPOSED,
    text: Callable[[np.random.Generator], str] | None = None,
    gaps: tuple[int, int] = GAPS,
) -> Iterator[Reading]:
    """Read numbers put together of one writer's digits each; of the test half without marks."""
    generator = np.random.default_rng(_SEED)
    choices = writers(half)
    for index in range(count):
        written = text(generator) if text else _digits(generator)
        picture = compose_number(
            choices[generator.integers(len(choices))], written, generator, gaps
        ).picture
        if half == "train" and index % 2:
            factor = generator.uniform(1, 2.2)
            picture = np.asarray(
                cv2.resize(picture, None, fx=factor, fy=factor, interpolation=cv2.INTER_CUBIC)
            )
            picture = with_marks(picture, generator)
        yield from _read(picture, written, "composed", index % FOLDS, eyes)


def writers(half: Literal["train", "test"]) -> list[Writer]:
    """Return the writers of a half of MNIST."""
    digits = load_dataset("mnist", half)
    return digits_of_writers(digits.images, digits.labels, read_writers(find_writers(), half))


def _digits(generator: np.random.Generator) -> str:
    return "".join(map(str, generator.integers(0, 10, generator.integers(1, _LONGEST + 1))))


def records(parts: Sequence[Part]) -> Iterator[tuple[Part, int, UnipenRecord]]:
    """Give the records of UNIPEN's parts, each with the fold of its writer."""
    found = [(part, record) for part in parts for record in read_unipen(find_unipen(part))]
    people = [f"{record.contributor}-{record.writer}" for _, record in found]
    folds = folds_of(UNIPEN.name, people)
    for (part, record), writer in zip(found, people, strict=True):
        yield part, folds[writer], record


def folds_of(collection: str, people: Sequence[str]) -> dict[str, int]:
    """Return the fold of each writer."""
    return {
        writer: fold
        for fold in range(FOLDS)
        for writer in writers_of_fold(collection, people, fold)
    }


def compositions(
    count: int,
    seed: int,
    text: Callable[[np.random.Generator, str], str] = random_text,
    fold: int | None = None,
) -> Iterator[tuple[str, int, ComposedStrokes]]:
    """Give texts, the fold of their writer, and strokes put together of that writer's.

    Parameters
    ----------
    count : int
        -1 is without end.
    seed : int
    text : callable
        From the signs that there are to a text.
    fold : int, optional
        Of all writers; by default those of any.
    """
    generator = np.random.default_rng(seed)
    hands: dict[tuple[str, int], dict[str, list[Strokes]]] = defaultdict(lambda: defaultdict(list))
    unipen = read_unipen(find_unipen("digits"))
    folds = folds_of(UNIPEN.name, [f"{each.contributor}-{each.writer}" for each in unipen])
    for each in unipen:
        writer = f"{each.contributor}-{each.writer}"
        hands[writer, folds[writer]][each.label].append(each.strokes)
    pen = read_pendigits(find_handwriting(PENDIGITS))
    folds = folds_of(PENDIGITS.name, [f"{digit.writer:02}" for digit in pen])
    for digit in pen:
        writer = f"{digit.writer:02}"
        hands[writer, folds[writer]][str(digit.label)].append(digit.strokes)
    signs: dict[int, dict[str, list[PlacedSign]]] = {
        fold: defaultdict(list) for fold in range(FOLDS)
    }
    those = read_unipen(find_unipen("signs"))
    folds = folds_of(UNIPEN.name, [f"{each.contributor}-{each.writer}" for each in those])
    for each in those:
        for sign in placed_signs([each]):
            signs[folds[f"{each.contributor}-{each.writer}"]][sign.label].append(sign)
    people = [hand for hand in hands if fold in (None, hand[1])]
    while count:
        writer, own = people[generator.integers(len(people))]
        written = text(generator, "".join(signs[own]))
        digits = hands[writer, own]
        if written and all(each in digits or each in signs[own] for each in written):
            count -= 1
            yield written, own, compose_strokes(digits, signs[own], written, generator)


def _read(
    picture: NDArray[np.uint8], text: str, part: str, fold: int, eyes: Eyes
) -> Iterator[Reading]:
    """Give a picture of white ink on black as a reading, if it has one line as it should."""
    ink = find_ink(picture, "light-on-dark", one_digit=False)
    lines = [] if ink is None else lines_of_ink(ink)
    if lines:
        line = max(lines, key=len)
        yield Reading(text, part, fold, line, candidates([line], *eyes, averages=True)[0])


def draw(
    strokes: Sequence[NDArray[np.float64]],
    generator: np.random.Generator,
    owners: Sequence[int] | None = None,
) -> ComposedNumber:
    """Draw strokes in white on black, as high and with a pen as wide as chance has it."""
    height = generator.uniform(*_HEIGHTS)
    points = np.concatenate(strokes)
    corner, extent = points.min(axis=0), np.ptp(points, axis=0)
    scale = height / max(extent[1], extent[0] / 12, 1e-9)
    pen = max(2.0, generator.uniform(*_PENS) * height)
    margin = pen + 8
    width, tall = (int(side) for side in extent * scale + 2 * margin)
    finer, fraction = 2, 4
    fields = np.zeros((1 + max(owners or (0,)), tall * finer, width * finer), np.uint8)
    for stroke, owner in zip(strokes, owners or (0,) * len(strokes), strict=True):
        placed = ((stroke - corner) * scale + margin) * finer * 2**fraction
        line = np.rint(np.repeat(placed, 2, axis=0)).astype(np.int32).reshape(-1, 1, 2)
        thickness = max(1, round(pen * finer))
        cv2.polylines(fields[owner], [line], False, 255, thickness, cv2.LINE_AA, fraction)
    # Of neighbouring pixels of several characters each has the one with the most ink.
    drawn = np.array(
        [cv2.resize(each, (width, tall), interpolation=cv2.INTER_AREA) for each in fields]
    )
    picture = drawn.max(axis=0)
    return ComposedNumber(picture, np.where(picture > 0, drawn.argmax(axis=0), -1).astype(np.int8))


def with_marks(picture: NDArray[np.uint8], generator: np.random.Generator) -> NDArray[np.uint8]:
    """Add what stands beside numbers on forms: specks, dashes and ends of lines, mostly outside."""
    field = cv2.copyMakeBorder(picture, 6, 6, 18, 18, cv2.BORDER_CONSTANT)
    height, width = field.shape
    for _ in range(generator.integers(0, 4)):
        grey, thickness = int(generator.integers(120, 256)), int(generator.integers(1, 3))
        across, down = generator.integers((2, 2), (14, height - 2)).tolist()
        side = generator.random()
        across = across if side < 0.4 else width - across
        if side > 0.8:
            across = int(generator.integers(2, width - 2))
        lengths = ((2, 2), (9, 4), (4, height), (40, 3))
        right, bottom = generator.integers(0, lengths[generator.integers(4)]).tolist()
        cv2.line(field, (across, down), (across + right, down + bottom), grey, thickness)
    return np.asarray(field, np.uint8)
