"""The parts of the writing: which belong to the digit, and which are dust or a neighbour's."""

from collections.abc import Sequence

import cv2
import numpy as np
from numpy.typing import NDArray

from digit_recognizer.ink.components import connected_parts, is_one_part
from digit_recognizer.ink.halving import halved
from digit_recognizer.ink.neighbours import remains_of_neighbours

__all__ = ["without_specks"]

# Of the largest part of the writing: smaller parts are specks.
_SPECK = 0.02
# The same among several characters, which may touch: beside them a decimal point is small.
_SPECK_IN_NUMBERS = 0.004
# Of the picture's pixels: less is dust.
_DUST = 1e-5


def without_specks(
    faint: NDArray[np.uint8],
    box: Sequence[int],
    inkward: NDArray[np.uint8],
    sure_from: float,
    *,
    one_digit: bool = True,
) -> NDArray[np.uint8] | None:
    """Keep the parts of the writing that are sure somewhere, no specks, and no neighbour's.

    Parameters
    ----------
    faint : (height, width) uint8
        255 where there is at least a little ink, else 0.
    box : (left, top, width, height)
        Where that is; width and height are 0 where there is none.
    inkward : (height, width) uint8
        The picture; brighter is more ink.
    sure_from : float
        Where it is brighter than this, there certainly is ink; somewhere it is.
    one_digit : bool
        Whether one digit is meant, and other writing is a neighbour's.

    Returns
    -------
    (height, width) uint8, 0 or 255; the same array where all of it stays; None if nothing is left.
    """
    enough = max(2, _DUST * faint.size)
    left, top, width, height = box
    if width == 0:
        return None
    if is_one_part(faint[top : top + height, left : left + width]):
        return faint if cv2.countNonZero(faint) >= enough else None
    parts = connected_parts(faint)
    sure = cv2.threshold(inkward, sure_from, 255, cv2.THRESH_BINARY)[1]
    surely = parts.labels[halved(sure, parts.halvings) > 0]
    sizes = parts.sizes * (np.bincount(surely, minlength=parts.sizes.size) > 0)
    largest = float(sizes.max())
    if largest < enough:
        return None
    written = sizes >= max(1, (_SPECK if one_digit else _SPECK_IN_NUMBERS) * largest)
    if one_digit:
        written[remains_of_neighbours(parts._replace(sizes=np.where(written, sizes, 0)))] = False
    if written[1:].all():
        return faint
    kept = np.take(written * np.uint8(255), parts.labels)
    if parts.halvings:
        size = kept.shape[1] << parts.halvings, kept.shape[0] << parts.halvings
        kept = cv2.resize(kept, size, interpolation=cv2.INTER_NEAREST)
    height, width = faint.shape
    return np.asarray(cv2.bitwise_and(faint, kept[:height, :width]), np.uint8)
