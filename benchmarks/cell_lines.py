"""What stands in photographed cells, to learn from and to calibrate with, by writer."""

from collections import defaultdict
from collections.abc import Iterator
from itertools import chain
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from benchmarks.cell_pictures import CellPicture, photographed
from benchmarks.number_lines import compositions, draw, folds_of, with_marks
from benchmarks.number_rows import Rows, mnist_hands, rows_of, swiss_hands
from benchmarks.number_segments import EVERYBODY, NEGATIVES, Segments, cut_out, joined
from digit_recognizer.data.composed_numbers import ComposedNumber, compose_number
from digit_recognizer.data.composed_strokes import Strokes, compose_strokes, random_text
from digit_recognizer.data.drawn_sets import drawn_negatives
from digit_recognizer.data.handwriting import UNIPEN
from digit_recognizer.data.prepared_sets import LIKE_DIGITS
from digit_recognizer.data.unipen import find_unipen, read_unipen
from digit_recognizer.numbers.candidates import segments_of
from digit_recognizer.numbers.line import Line
from digit_recognizer.numbers.picture_pieces import lines_of_ink
from digit_recognizer.numbers.segment_labels import ink_of_pictures, labels_of_segments

__all__ = ["CellLine", "cell_lines", "cell_rows", "cell_segments"]

# Of the numbers: so many of MNIST's digits, and of European ones; the others are pen strokes.
_MNIST, _EUROPEAN = 0.4, 0.25
_GAPS = (-2, 10)
# Of the ink of the digit with most of it: less is a digit that was lost.
_WHOLE = 0.2
# Of what is no number: so many words, and then drawings; the others are specks.
_WORDS, _DRAWN = 0.6, 0.8
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


def cell_lines(
    count: int, seed: int, fold: int | None = None, *, out_of_focus: bool = False
) -> Iterator[CellLine]:
    """Give numbers in cells, of writers of one fold, or of all.

    Parameters
    ----------
    count : int
        So many are written; of some not all, or more than one line, is found.
    seed : int
    fold : int, optional
    out_of_focus : bool
        Whether all photographs are, and much.
    """
    generator = np.random.default_rng(seed)
    mnist, swiss = (
        [(own, writer) for own, writer in hands if fold in (None, own)]
        for hands in (mnist_hands(), swiss_hands())
    )
    strokes = compositions(-1, seed, cell_text, fold)
    for _ in range(count):
        kind = generator.random()
        if kind < _MNIST + _EUROPEAN:
            hands = mnist if kind < _MNIST else swiss
            own, writer = hands[generator.integers(len(hands))]
            text = "".join(map(str, generator.integers(0, 10, generator.integers(1, 6))))
            number, height = compose_number(writer, text, generator, _GAPS), _HIGH
        else:
            text, own, placed = next(strokes)
            number = draw(placed.strokes, generator, placed.owners)
            height = _height(number, text)
        found = photographed(number, height, generator, out_of_focus=out_of_focus)
        lines = [] if found is None else lines_of_ink(found.ink)
        if found is not None and len(lines) == 1 and _is_whole(text, found):
            yield CellLine(text, own, lines[0], *found)


def _is_whole(text: str, found: CellPicture) -> bool:
    """Tell whether no character was lost: rules near it were taken out, or it was beyond them."""
    places = found.owners[found.ink > 0]
    amounts = np.bincount(places[places >= 0], minlength=len(text))
    digits = np.array([character.isdigit() for character in text])
    least = np.where(digits, _WHOLE * amounts.max(where=digits, initial=1), 1)
    return bool((amounts >= least).all())


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


def cell_rows(count: int, seed: int, *, out_of_focus: bool = False) -> Rows:
    """Return cells as they are swept: numbers, and a fifth as many words, drawings and specks."""
    lines = cell_lines(count, seed, out_of_focus=out_of_focus)
    numbers = ((each.line, each.text, each.fold) for each in lines)
    nothing = ((line, "", fold) for line, fold in _nothing(count // 5, seed, out_of_focus))
    return rows_of(chain(numbers, nothing))


def _nothing(count: int, seed: int, out_of_focus: bool) -> Iterator[tuple[Line, int]]:
    """Give lines in cells that hold no number, and the fold of who wrote there."""
    generator = np.random.default_rng(seed)
    hands: dict[str, dict[str, list[Strokes]]] = defaultdict(lambda: defaultdict(list))
    for each in read_unipen(find_unipen("letters")):
        if each.label not in LIKE_DIGITS:
            hands[f"{each.contributor}-{each.writer}"][each.label].append(each.strokes)
    people = sorted(hands)
    folds = folds_of(UNIPEN.name, people)
    drawings = drawn_negatives(NEGATIVES).images
    for _ in range(count):
        kind, own = generator.random(), EVERYBODY
        if kind < _WORDS:
            writer = people[generator.integers(len(people))]
            own, letters = folds[writer], hands[writer]
            word = "".join(generator.choice(sorted(letters), generator.integers(1, 7)))
            placed = compose_strokes(letters, {}, word, generator)
            number = draw(placed.strokes, generator)
            height = float(number.picture.any(axis=1).sum())
        else:
            width = int(generator.integers(30, 80))
            drawing = drawings[generator.integers(len(drawings))]
            empty = np.zeros((len(drawing), width), np.uint8)
            picture = np.pad(drawing, _GAPS[1]) if kind < _DRAWN else with_marks(empty, generator)
            number = ComposedNumber(picture, np.where(picture > 0, 0, -1).astype(np.int8))
            height = _HIGH
        found = None
        if number.picture.any():
            found = photographed(number, height, generator, out_of_focus=out_of_focus)
        for line in [] if found is None else lines_of_ink(found.ink):
            yield line, own


def _height(number: ComposedNumber, text: str) -> float:
    """Return how high the digits of a drawn number are."""
    heights = [
        np.ptp(np.flatnonzero((number.owners == index).any(axis=1))) + 1
        for index, character in enumerate(text)
        if character.isdigit() and (number.owners == index).any()
    ]
    return float(np.median(heights))
