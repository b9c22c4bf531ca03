"""Decimal points: small ink between two digits, a wider gap, and what the swept network sees."""

from collections.abc import Callable
from itertools import pairwise
from typing import NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from digit_recognizer.numbers.patterns import MARKS, without_marks
from digit_recognizer.numbers.reading import NumberRecognition

__all__ = ["NO_POINT", "POINT", "Placed", "decimals_of", "placed"]

NO_POINT, POINT = 1.0, 0.1
"""How usual a number without a point is, and one with a point in a certain place."""

# Of the height of the digits: a point is not larger, nor smaller, and its middle is not higher up.
_LARGEST, _SMALLEST, _HIGHEST = 0.33, 0.07, 0.35
# Of the darkest ink: a point is so dark.
_DARK = 0.5
# What speaks for a point in a place, in logarithms: a constant; so much of how much more probable
# it is to the network that is swept along the line, up to so much; ink that looks like a point; and
# how much wider the gap is than others, in the digits' height. Of simulated numbers of known
# digits, 99 % have then the right place beside the others of their column.
_ANY, _SEEN, _MOST_SEEN, _INK, _GAP = 0.5, 0.6, 8.0, 4.0, 4.0
# A gap where there is no other to compare it with.
_USUAL_GAP = 0.2


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
    digits = without_marks(read.text)
    marks = len(read.text) - len(digits)
    if read.second is None or marks > 1 or len(digits) < 2 or not digits.isdecimal():
        return [Placed(read.text, 1.0)]
    texts = [digits, *(_with_mark(digits, at, read.text) for at in range(1, len(digits)))]
    scores = _scores(read, ink, digits)
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


def _with_mark(digits: str, at: int, text: str) -> str:
    """Return digits with a point in a place, or with the comma that was read there."""
    comma = f"{digits[:at]},{digits[at:]}"
    return comma if text == comma else comma.replace(",", ".")


def _scores(read: NumberRecognition, ink: NDArray[np.uint8], digits: str) -> NDArray[np.float64]:
    """Return what speaks for a point before each digit, (digits,); 0 for none before the first."""
    assert read.second is not None
    places = range(1, len(digits))
    texts = [f"{digits[:at]}{mark}{digits[at:]}" for at in places for mark in MARKS]
    plain, *others = read.second.posteriors([digits, *texts])
    seen = np.array(others).reshape(-1, len(MARKS)).sum(axis=1)
    odds = np.log(np.maximum(seen, 1e-12) / max(plain, 1e-12))
    scores = _ANY + _SEEN * np.clip(odds, -_MOST_SEEN, _MOST_SEEN)
    boxes = np.array([each.box for each in read.characters if each.is_digit])
    if len(boxes) == len(digits):
        top, bottom = float(np.median(boxes[:, 1])), float(np.median(boxes[:, 3]))
        for before in _between(ink, boxes, top, bottom - top):
            scores[before - 1] += _INK
        scores += _GAP * np.clip(_wider(boxes) / max(bottom - top, 1.0), -1, 1)
    return np.concatenate(([0.0], scores))


def _wider(boxes: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return how much wider each gap between digits is than the middle one of the others."""
    height = float(np.median(boxes[:, 3] - boxes[:, 1]))
    gaps = np.array([right[0] - left[2] for left, right in pairwise(boxes)])
    others = [np.delete(gaps, at) for at in range(len(gaps))]
    return gaps - [float(np.median(each)) if len(each) else _USUAL_GAP * height for each in others]


def _between(
    ink: NDArray[np.uint8], boxes: NDArray[np.float64], top: float, height: float
) -> set[int]:
    """Return for each point how many digits stand before it."""
    inked = (ink > _DARK * ink.max()).astype(np.uint8)
    table = cv2.connectedComponentsWithStats(inked, connectivity=8)[2]
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
