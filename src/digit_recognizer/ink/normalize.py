"""From ink to the network's input, as MNIST was made.

The ink's box is scaled into 20 x 20 pixels keeping its proportions, the averaging leaves grey
edges, and the centre of mass is brought to the centre of 28 x 28 pixels (LeCun, Bottou, Bengio,
Haffner 1998, section III-A). A picture of MNIST passes through unchanged.
"""

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from digit_recognizer.ink.thickness import thicken_thin_lines, thin_thick_lines

__all__ = ["BOX", "SIDE", "Box", "ink_box", "normalize"]

SIDE = 28
BOX = 20

Box = tuple[int, int, int, int]
"""Left, top, right and bottom in pixels; right and bottom are exclusive."""

# Paler than half a grey level of 255, ink would leave no trace in the result.
_FAINTEST = 0.5 / 255


def ink_box(ink: NDArray[np.float32]) -> Box | None:
    """Return the smallest box that holds all ink.

    Parameters
    ----------
    ink : (height, width) float32
        0 is paper, 1 is ink.

    Returns
    -------
    (left, top, right, bottom), or None where there is no ink.
    """
    there = ink > _FAINTEST
    rows = np.flatnonzero(there.any(axis=1))
    if rows.size == 0:
        return None
    columns = np.flatnonzero(there.any(axis=0))
    return int(columns[0]), int(rows[0]), int(columns[-1]) + 1, int(rows[-1]) + 1


def normalize(ink: NDArray[np.float32], box: Box | None = None) -> NDArray[np.uint8]:
    """Make of ink what MNIST's makers would have made of it.

    Parameters
    ----------
    ink : (height, width) float32
        0 is paper, 1 is ink; any size.
    box : Box, optional
        What ``ink_box`` says of it, where that was asked before.

    Returns
    -------
    (28, 28) uint8, white ink (255) on black (0); all zero where there is no ink.
    """
    box = box or ink_box(ink)
    if box is None:
        return np.zeros((SIDE, SIDE), np.uint8)
    left, top, right, bottom = box
    small = _scale_into_box(thicken_thin_lines(thin_thick_lines(ink[top:bottom, left:right])))
    return np.rint(_centre(small) * 255).astype(np.uint8)


def _scale_into_box(ink: NDArray[np.float32]) -> NDArray[np.float32]:
    """Scale so that the longer side is 20 pixels; the shorter one is rounded up."""
    height, width = ink.shape
    scale = BOX / max(height, width)
    if scale == 1:
        return ink
    out_height, out_width = (max(1, int(np.ceil(side * scale - 1e-6))) for side in ink.shape)
    # The shorter side is seldom a whole number of pixels: paper is added evenly on both sides of
    # it, less than one pixel of the result, so that the proportions stay exact.
    spare_y, spare_x = (out_height / scale - height) / 2, (out_width / scale - width) / 2
    margin = int(np.ceil(max(spare_y, spare_x))) + 1
    paper = Image.fromarray(np.pad(ink, margin))
    window = (
        margin - spare_x,
        margin - spare_y,
        margin + width + spare_x,
        margin + height + spare_y,
    )
    # Averaging over areas when shrinking, as MNIST was made; smooth interpolation when enlarging.
    resample = Image.Resampling.BOX if scale < 1 else Image.Resampling.BICUBIC
    small = paper.resize((out_width, out_height), resample, box=window)
    return np.clip(np.asarray(small, np.float32), 0, 1)


def _centre(small: NDArray[np.float32]) -> NDArray[np.float32]:
    """Place ink of at most 20 x 20 pixels with its centre of mass at the centre of 28 x 28."""
    field = np.zeros((SIDE, SIDE), np.float32)
    top, left = (_offset(small.sum(axis=axis, dtype=np.float64)) for axis in (1, 0))
    height, width = small.shape
    field[top : top + height, left : left + width] = small
    return field


def _offset(profile: NDArray[np.float64]) -> int:
    """Return where a side begins so that its centre of mass falls nearest to pixel 14.

    MNIST's centres of mass lie between 13.5 and 14.5, counted in pixels from zero. Very lopsided
    ink would reach over the edge; there it is kept whole rather than centred.
    """
    centre = float(profile @ np.arange(profile.size)) / float(profile.sum())
    return int(np.clip(np.floor(SIDE / 2 - centre + 0.5), 0, SIDE - profile.size))
