"""Small pages drawn for tests: rules, and digits of the shipped samples."""

from collections.abc import Sequence
from functools import cache

import cv2
import numpy as np
from numpy.typing import NDArray

from digit_recognizer.ink import prepare_picture
from digit_recognizer.samples import sample_pictures

Picture = NDArray[np.uint8]


def blank(height: int = 1000, width: int = 800) -> Picture:
    return np.full((height, width), 240, np.uint8)


def grid(
    page: Picture,
    rows: Sequence[int],
    columns: Sequence[int],
    *,
    grey: int = 60,
    thickness: int = 2,
) -> None:
    """Draw rules at these heights and widths."""
    for y in rows:
        cv2.line(page, (columns[0], y), (columns[-1], y), grey, thickness)
    for x in columns:
        cv2.line(page, (x, rows[0]), (x, rows[-1]), grey, thickness)


def write(page: Picture, text: str, left: int, top: int, height: int = 40) -> None:
    """Write digits: the samples as the network reads them, without a doubt."""
    for character in text:
        digit = cv2.resize(_digits()[int(character)], (height, height))
        part = page[top : top + height, left : left + height]
        np.minimum(part, np.clip(240 - digit.astype(int), 30, 240).astype(np.uint8), out=part)
        left += int(height * 0.7)


@cache
def _digits() -> list[Picture]:
    return [prepare_picture(each).network_input for each in sample_pictures()]
