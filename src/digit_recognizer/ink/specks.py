"""The parts of the writing: which belong to the digit, and which are dust or a neighbour's."""

import cv2
import numpy as np
from numpy.typing import NDArray

from digit_recognizer.ink.components import connected_parts, shrunk
from digit_recognizer.ink.neighbours import remains_of_neighbours

__all__ = ["without_specks"]

# Of the largest part of the writing: smaller parts are specks.
_SPECK = 0.02
# Of the picture's pixels: less is dust.
_DUST = 1e-5


def without_specks(faint: NDArray[np.uint8], sure: NDArray[np.uint8]) -> NDArray[np.uint8] | None:
    """Keep the parts of the writing that are sure somewhere, no specks, and no neighbour's.

    Parameters
    ----------
    faint : (height, width) uint8
        255 where there is at least a little ink, else 0.
    sure : (height, width) uint8
        255 where there certainly is, and nowhere else.

    Returns
    -------
    (height, width) uint8, 0 or 255; the same array where all of it stays; None if nothing is left.
    """
    parts = connected_parts(faint)
    sizes = parts.sizes
    if sizes.size == 2:
        enough = cv2.countNonZero(sure) > 0 and sizes[1] >= max(2, _DUST * faint.size)
        return faint if enough else None
    surely = parts.labels[shrunk(sure, parts.factor) > 0]
    sizes = sizes * (np.bincount(surely, minlength=sizes.size) > 0)
    largest = float(sizes.max())
    if largest < max(2, _DUST * faint.size):
        return None
    written = sizes >= max(1, _SPECK * largest)
    written[remains_of_neighbours(parts._replace(sizes=np.where(written, sizes, 0)))] = False
    if written[1:].all():
        return faint
    kept = (written * np.uint8(255))[parts.labels]
    height, width = faint.shape
    if parts.factor > 1:
        size = kept.shape[1] * parts.factor, kept.shape[0] * parts.factor
        kept = cv2.resize(kept, size, interpolation=cv2.INTER_NEAREST)[:height, :width]
    return np.asarray(cv2.bitwise_and(faint, kept), np.uint8)
