"""The parts of the writing: which belong to the digit, and which are dust or a neighbour's."""

import numpy as np
from numpy.typing import NDArray

from digit_recognizer.ink.components import connected_parts
from digit_recognizer.ink.thickness import shrink_by_maximum

__all__ = ["without_specks"]

# Of the largest part of the writing: smaller parts are specks.
_SPECK = 0.02
# Of the picture's pixels: less is dust.
_DUST = 1e-5
# Parts are told apart in so many pixels a side.
_COARSE_SIDE = 128
# Of the digit's ink: a sliver of its neighbour has less.
_SLIVER = 0.7
# Of the digit's height: so much paper is between the two, at least.
_APART = 0.06
# Of the picture's height: what is left of a ruled line at the upper or lower edge is flatter.
_FLAT = 0.1


def without_specks(faint: NDArray[np.bool_], sure: NDArray[np.bool_]) -> NDArray[np.bool_] | None:
    """Keep the parts of the writing that are sure somewhere, no specks, and no neighbour's.

    Parameters
    ----------
    faint : (height, width) bool
        Where there is at least a little ink.
    sure : (height, width) bool
        Where there certainly is.

    Returns
    -------
    (height, width) bool; None if nothing is left.
    """
    factor = -(-max(faint.shape) // _COARSE_SIDE)
    coarse = connected_parts(shrink_by_maximum(faint, factor))
    height, width = faint.shape
    labels = np.repeat(np.repeat(coarse, factor, axis=0), factor, axis=1)[:height, :width]
    sizes = np.bincount(labels[faint], minlength=2)
    sizes = sizes * (np.bincount(labels[sure], minlength=sizes.size) > 0)
    sizes[0] = 0
    largest = int(sizes.max())
    if largest < max(2, _DUST * faint.size):
        return None
    written = sizes >= max(1, _SPECK * largest)
    for sliver in _slivers(coarse, np.where(written, sizes, 0)):
        written[sliver] = False
    kept: NDArray[np.bool_] = faint & written[labels]
    return kept


def _slivers(labels: NDArray[np.intp], sizes: NDArray[np.intp]) -> list[int]:
    """Name the parts at the edge of the picture that stand clear of the digit.

    They stand beside it, or are the flat rest of a line above or below it. Where a picture is cut
    to the digit's own box, its parts overlap sideways, so that they stay.
    """
    beside = np.unique(np.concatenate((labels[:, 0], labels[:, -1])))
    over = np.unique(np.concatenate((labels[0], labels[-1])))
    if not sizes[beside].any() and not sizes[over].any():
        return []
    weights = sizes.astype(np.float64)
    weights[beside] *= _SLIVER
    digit = int(weights.argmax())
    top, bottom, left, right = _box(labels, digit)
    height, width = labels.shape
    found = []
    for part in np.union1d(beside, over):
        if part == digit or not 0 < sizes[part] <= _SLIVER * sizes[digit]:
            continue
        its_top, its_bottom, its_left, its_right = _box(labels, int(part))
        gap = max(left - its_right, its_left - right)
        apart = gap > 1 + _APART * (bottom - top)
        flat = its_bottom - its_top < _FLAT * height and left > 0 and right < width - 1
        clear = its_bottom < top if its_top == 0 else its_top > bottom
        if (part in beside and apart) or (part in over and flat and clear):
            found.append(int(part))
    return found


def _box(labels: NDArray[np.intp], part: int) -> tuple[int, int, int, int]:
    """Return the first and last row and the first and last column of a part."""
    there = labels == part
    rows, columns = np.flatnonzero(there.any(axis=1)), np.flatnonzero(there.any(axis=0))
    return int(rows[0]), int(rows[-1]), int(columns[0]), int(columns[-1])
