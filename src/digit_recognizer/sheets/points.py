"""Decimal points: what the swept network sees, and small ink that stands alone between digits."""

from collections.abc import Callable
from typing import NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from digit_recognizer.numbers.patterns import MARKS, without_marks
from digit_recognizer.numbers.reading import NumberRecognition

__all__ = ["NO_POINT", "POINT", "Placed", "decimals_of", "evidence", "placed", "with_points"]

NO_POINT, POINT = 1.0, 0.1
"""How usual a number without a point is, and one with a point in a certain place."""

# Of the height of the digits: a point is not larger, nor smaller, and its middle is not higher up.
_LARGEST, _SMALLEST, _HIGHEST = 0.33, 0.07, 0.35
# Of the darkest ink: a point stands alone where all is looked at that is so dark. The foot of a
# digit, or a stroke that fades, does so at one of them at most.
_DARK = (0.25, 0.5)
# What speaks for a point in a place, in logarithms: a constant; so much of how much more probable
# it is to the network that is swept along the line, up to so much; and ink that stands alone, each
# time. ``python -m benchmarks.learn_points`` finds them.
_ANY, _SEEN, _MOST_SEEN, _ALONE = 1.9, 1.05, 8.0, 2.0
_LEAST = 1e-12


class Placed(NamedTuple):
    """The digits of a number with a point in one place, or without, and how probable that is."""

    text: str
    probability: float


def decimals_of(text: str) -> int:
    """Return how many digits follow the decimal mark; -1 where there is none."""
    return len(text) - 1 - max(text.rfind(mark) for mark in MARKS) if set(text) & set(MARKS) else -1


def placed(
    read: NumberRecognition, ink: NDArray[np.uint8], allows: Callable[[str], bool]
) -> list[Placed]:
    """Return where the digits of a number may have a point, the likeliest first.

    Parameters
    ----------
    read : NumberRecognition
        Of one line.
    ink : (height, width) uint8
        What was read.
    allows : callable
        Whether a text has the format of the number.
    """
    unmarked = without_marks(read.text)
    marks = len(read.text) - len(unmarked)
    places = _places(unmarked)
    if read.second is None or marks > 1 or not places:
        return [Placed(read.text, 1.0)]
    texts = [unmarked, *(_with_mark(unmarked, at, read.text) for at in places)]
    speaks = _ANY + evidence(read, ink) @ (_SEEN, _ALONE)
    scores = np.concatenate(([0.0], speaks))
    there = [at for at, text in enumerate(texts) if allows(text)]
    if not there:
        return [Placed(read.text, 1.0)]
    usual = np.where(np.arange(len(texts)) > 0, POINT, NO_POINT)
    shares = usual[there] * np.exp(scores[there] - scores[there].max())
    found = [
        Placed(texts[at], float(share))
        for at, share in zip(there, shares / shares.sum(), strict=True)
    ]
    return sorted(found, key=lambda each: -each.probability)


def with_points(text: str) -> str:
    """Return a number in which a comma is a point."""
    return text.replace(",", ".")


def _with_mark(digits: str, at: int, text: str) -> str:
    """Return digits with a point in a place, or with the comma that was read there."""
    comma = f"{digits[:at]},{digits[at:]}"
    return comma if text == comma else with_points(comma)


def _places(unmarked: str) -> range:
    """Return where a number may have a point: between two digits."""
    digits = unmarked.removeprefix("-")
    stop = len(unmarked) if digits.isdecimal() else 0
    return range(len(unmarked) - len(digits) + 1, stop)


def evidence(read: NumberRecognition, ink: NDArray[np.uint8]) -> NDArray[np.float64]:
    """Return what speaks for a point in each place of a number.

    Parameters
    ----------
    read : NumberRecognition
        Of one line, by both readers: digits, and a sign before them.
    ink : (height, width) uint8
        What was read.

    Returns
    -------
    (places, 2) float64
        How much more probable a point there is to the network that is swept along the line, in
        logarithms; and how often ink stands alone there.
    """
    assert read.second is not None
    unmarked = without_marks(read.text)
    places = _places(unmarked)
    texts = [f"{unmarked[:at]}{mark}{unmarked[at:]}" for at in places for mark in MARKS]
    plain, *others = read.second.posteriors([unmarked, *texts])
    with_mark = np.array(others).reshape(-1, len(MARKS)).sum(axis=1)
    seen = np.log(np.maximum(with_mark, _LEAST) / max(plain, _LEAST))
    boxes = np.array([each.box for each in read.characters if each.is_digit])
    alone = np.zeros(len(places))
    if len(boxes) == len(places) + 1:
        for dark in _DARK:
            for before in _between(ink > dark * ink.max(), boxes):
                alone[before - 1] += 1
    return np.column_stack((np.clip(seen, -_MOST_SEEN, _MOST_SEEN), alone))


def _between(inked: NDArray[np.bool_], boxes: NDArray[np.float64]) -> set[int]:
    """Return for each point how many digits stand before it."""
    top, bottom = np.median(boxes[:, [1, 3]], axis=0).tolist()
    height = bottom - top
    table = cv2.connectedComponentsWithStats(inked.astype(np.uint8), connectivity=8)[2]
    # A digit is where its large ink is: its box may hold a point that was taken for a part of it.
    large = table[1:][table[1:, 2:4].max(axis=1) > _LARGEST * height]
    found = set()
    for left, upper, width, down, _ in table[1:].tolist():
        x, y = left + width / 2, upper + down / 2
        inside = ((large[:, 0] <= x) & (x < large[:, 0] + large[:, 2])).any()
        is_small = _SMALLEST * height <= max(width, down) <= _LARGEST * height
        before = int((boxes[:, [0, 2]].mean(axis=1) < x).sum())
        if (
            is_small
            and not inside
            and 0 < before < len(boxes)
            and top + _HIGHEST * height <= y <= top + (1 + _LARGEST) * height
        ):
            found.add(before)
    return found
