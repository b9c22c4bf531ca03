"""The parts of the writing: which belong to the digit, and which are dust or a neighbour's."""

import cv2
import numpy as np
from numpy.typing import NDArray

from digit_recognizer.ink.components import Parts, connected_parts, shrunk

__all__ = ["without_specks"]

# Of the largest part of the writing: smaller parts are specks.
_SPECK = 0.02
# Of the picture's pixels: less is dust.
_DUST = 1e-5
# Of the digit's ink: a sliver of its neighbour has less.
_SLIVER = 0.7
# Of the digit's height: so much paper is between the two, at least.
_APART = 0.06
# Of the picture's height: what is left of a ruled line at the upper or lower edge is flatter.
_FLAT = 0.1


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
    written[_slivers(parts._replace(sizes=np.where(written, sizes, 0)))] = False
    if written[1:].all():
        return faint
    kept = (written * np.uint8(255))[parts.labels]
    height, width = faint.shape
    if parts.factor > 1:
        size = kept.shape[1] * parts.factor, kept.shape[0] * parts.factor
        kept = cv2.resize(kept, size, interpolation=cv2.INTER_NEAREST)[:height, :width]
    return np.asarray(cv2.bitwise_and(faint, kept), np.uint8)


def _slivers(parts: Parts) -> list[int]:
    """Name the parts at the edge of the picture that stand clear of the digit.

    They stand beside it, or are the flat rest of a line above or below it. Where the digit itself
    reaches the left or right edge, the picture may be cut to its box, and all parts stay.
    """
    height, width = parts.labels.shape
    lefts, tops, widths, heights = parts.boxes.T
    rights, bottoms = lefts + widths - 1, tops + heights - 1
    beside = (lefts == 0) | (rights == width - 1)
    over = (tops == 0) | (bottoms == height - 1)
    digit = int(np.where(beside, parts.sizes * _SLIVER, parts.sizes).argmax())
    left, top, right, bottom = lefts[digit], tops[digit], rights[digit], bottoms[digit]
    if left == 0 or right == width - 1:
        return []
    small = (parts.sizes > 0) & (parts.sizes <= _SLIVER * parts.sizes[digit])
    small[[0, digit]] = False
    gaps = np.maximum(left - rights, lefts - right)
    apart = gaps > 1 + _APART * (bottom - top)
    flat = heights - 1 < _FLAT * height
    clear = np.where(tops == 0, bottoms < top, tops > bottom)
    found = small & ((beside & apart) | (over & flat & clear))
    return np.flatnonzero(found).tolist()
