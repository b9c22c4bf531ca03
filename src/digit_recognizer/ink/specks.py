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
    labels = connected_parts(shrink_by_maximum(faint, factor))
    sizes = np.bincount(labels.ravel(), _counted(faint, factor).ravel(), minlength=2)
    sizes[0] = 0
    surely = shrink_by_maximum(sure, factor) & (labels > 0)
    sizes *= np.bincount(labels[surely], minlength=sizes.size) > 0
    largest = float(sizes.max())
    if largest < max(2, _DUST * faint.size):
        return None
    written = sizes >= max(1, _SPECK * largest)
    written[_slivers(labels, np.where(written, sizes, 0))] = False
    height, width = faint.shape
    there = np.repeat(np.repeat(written[labels], factor, axis=0), factor, axis=1)
    kept: NDArray[np.bool_] = faint & there[:height, :width]
    return kept


def _counted(mask: NDArray[np.bool_], factor: int) -> NDArray[np.intp]:
    """Count the pixels of each block that is one pixel when shrunk."""
    height, width = mask.shape
    padded = np.pad(mask, ((0, -height % factor), (0, -width % factor)))
    blocks = padded.reshape(padded.shape[0] // factor, factor, padded.shape[1] // factor, factor)
    counts: NDArray[np.intp] = blocks.sum(axis=(1, 3))
    return counts


def _slivers(labels: NDArray[np.intp], sizes: NDArray[np.float64]) -> list[int]:
    """Name the parts at the edge of the picture that stand clear of the digit.

    They stand beside it, or are the flat rest of a line above or below it. Where the digit itself
    reaches the left or right edge, the picture may be cut to its box, and all parts stay.
    """
    beside = np.unique(np.concatenate((labels[:, 0], labels[:, -1])))
    over = np.unique(np.concatenate((labels[0], labels[-1])))
    if not sizes[beside].any() and not sizes[over].any():
        return []
    weights = sizes.copy()
    weights[beside] *= _SLIVER
    digit = int(weights.argmax())
    top, bottom, left, right = _box(labels, digit)
    height, width = labels.shape
    if left == 0 or right == width - 1:
        return []
    found = []
    for part in np.union1d(beside, over):
        if part == digit or not 0 < sizes[part] <= _SLIVER * sizes[digit]:
            continue
        its_top, its_bottom, its_left, its_right = _box(labels, int(part))
        gap = max(left - its_right, its_left - right)
        apart = gap > 1 + _APART * (bottom - top)
        flat = its_bottom - its_top < _FLAT * height
        clear = its_bottom < top if its_top == 0 else its_top > bottom
        if (part in beside and apart) or (part in over and flat and clear):
            found.append(int(part))
    return found


def _box(labels: NDArray[np.intp], part: int) -> tuple[int, int, int, int]:
    """Return the first and last row and the first and last column of a part."""
    there = labels == part
    rows, columns = np.flatnonzero(there.any(axis=1)), np.flatnonzero(there.any(axis=0))
    return int(rows[0]), int(rows[-1]), int(columns[0]), int(columns[-1])
