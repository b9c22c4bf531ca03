"""Decimal points: small ink between two digits, or a gap, and what the swept network sees there."""

from itertools import pairwise
from typing import NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from digit_recognizer.numbers.reading import NumberRecognition

__all__ = ["Marked", "marked", "with_point"]

# Of the height of the digits: a point is not larger, nor smaller, and its middle is not higher up.
_LARGEST, _SMALLEST, _HIGHEST = 0.33, 0.07, 0.35
# Of the darkest ink: a point is so dark.
_DARK = 0.5
# Of the height of the digits: a gap so wide, and so much wider than the others, may hide a point.
_GAP, _WIDER = 0.4, 1.8
# ... and so wide that a point too faint to be seen may have been there.
_WIDE = 0.8
# So probable, beside the digits alone, is a mark to the network that is swept along the line where
# there may be one, and where there is. Of simulated numbers with a mark, 96 % have the first, of
# those without one 99 % have not the second.
_MAY_BE, _IS = 0.01, 0.5


class Marked(NamedTuple):
    """A number with its decimal point, or without one.

    Attributes
    ----------
    text : str
    is_sure : bool
        Whether it is sure that it has the point, or has none.
    other : str
        The same digits with another mark, or none, where that may be; else empty.
    """

    text: str
    is_sure: bool
    other: str = ""


def marked(read: NumberRecognition, ink: NDArray[np.uint8]) -> Marked:
    """Return a number with the point that it has.

    Parameters
    ----------
    read : NumberRecognition
        Of one line.
    ink : (height, width) uint8
        What was read.
    """
    text = with_point(read, ink)
    widest = _widest_gap(read)
    if text == read.text and widest <= _GAP:
        return Marked(text, True)
    seen, likeliest = _seen(read)
    if text != read.text:
        return Marked(text, seen >= _IS, read.text)
    return Marked(text, widest < _WIDE and seen < _MAY_BE, likeliest)


def _seen(read: NumberRecognition) -> tuple[float, str]:
    """Return how probable a mark between the digits is to the reader that cuts nothing.

    And the text with it.
    """
    if read.second is None:
        return _MAY_BE, ""
    places = range(1, len(read.text))
    texts = [read.text[:at] + mark + read.text[at:] for at in places for mark in ".,"]
    plain, *others = read.second.posteriors([read.text, *texts])
    likeliest = texts[int(np.argmax(others))]
    return sum(others) / max(plain + sum(others), 1e-12), likeliest


def with_point(read: NumberRecognition, ink: NDArray[np.uint8]) -> str:
    """Return the text of a number with the point that stands between two of its digits.

    Parameters
    ----------
    read : NumberRecognition
        Of one line.
    ink : (height, width) uint8
        What was read.

    Returns
    -------
    str
        The text as it was read where it has a mark already, or where there is not just one point.
    """
    if len(read.characters) < 2 or not all(each.is_digit for each in read.characters):
        return read.text
    boxes = np.array([each.box for each in read.characters])
    top, bottom = float(np.median(boxes[:, 1])), float(np.median(boxes[:, 3]))
    found = _between(ink, boxes, top, bottom - top)
    return f"{read.text[: found[0]]}.{read.text[found[0] :]}" if len(found) == 1 else read.text


def _between(
    ink: NDArray[np.uint8], boxes: NDArray[np.float64], top: float, height: float
) -> list[int]:
    """Return for each point how many digits stand before it."""
    inked = (ink > _DARK * ink.max()).astype(np.uint8)
    table = cv2.connectedComponentsWithStats(inked, connectivity=8)[2]
    # A digit is where its large ink is: its box may hold a point that was taken for a part of it.
    large = table[1:][table[1:, 2:4].max(axis=1) > _LARGEST * height]
    found = []
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
            found.append(before)
    return found


def _widest_gap(read: NumberRecognition) -> float:
    """Return the widest gap between two digits, of their height; 0 where it is as the others."""
    boxes = [each.box for each in read.characters]
    gaps = [right[0] - left[2] for left, right in pairwise(boxes)]
    if len(gaps) < 2 or not all(each.is_digit for each in read.characters):
        return 0.0
    height = float(np.median([box[3] - box[1] for box in boxes]))
    *others, widest = sorted(gaps)
    is_wider = widest > _WIDER * max(float(np.median(others)), 0.1 * height)
    return float(widest / height) if is_wider else 0.0
