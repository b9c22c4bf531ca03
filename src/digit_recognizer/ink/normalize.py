"""From ink to the network's input, as MNIST was made.

The ink's box is scaled into 20 x 20 pixels keeping its proportions, the averaging leaves grey
edges, and the centre of mass is brought to the centre of 28 x 28 pixels (LeCun, Bottou, Bengio,
Haffner 1998, section III-A). A picture of MNIST passes through unchanged, but for the few whose
writing leans steeply.
"""

from math import ceil, floor

import cv2
import numpy as np
from numpy.typing import NDArray

from digit_recognizer.ink.slant import without_steep_slant
from digit_recognizer.ink.thickness import with_usual_lines

__all__ = ["BOX", "SIDE", "Box", "ink_box", "normalize"]

SIDE = 28
BOX = 20

Box = tuple[int, int, int, int]
"""Left, top, right and bottom in pixels; right and bottom are exclusive."""


def ink_box(ink: NDArray[np.uint8]) -> Box | None:
    """Return the smallest box that holds all ink.

    Parameters
    ----------
    ink : (height, width) uint8
        0 is background, 255 is ink.

    Returns
    -------
    (left, top, right, bottom), or None where there is no ink.
    """
    left, top, width, height = cv2.boundingRect(ink)
    return (left, top, left + width, top + height) if width else None


def normalize(ink: NDArray[np.uint8], box: Box | None = None) -> NDArray[np.uint8]:
    """Make of ink what MNIST's makers would have made of it.

    Parameters
    ----------
    ink : (height, width) uint8
        0 is background, 255 is ink; any size.
    box : Box, optional
        What ``ink_box`` says of it, where that was asked before.

    Returns
    -------
    (28, 28) uint8, white ink (255) on black (0); all zero where there is no ink.
    """
    field = np.zeros((SIDE, SIDE), np.uint8)
    box = box or ink_box(ink)
    if box is None:
        return field
    left, top, right, bottom = box
    small = without_steep_slant(ink[top:bottom, left:right])
    if max(small.shape) != BOX:
        small = _scaled_into_box(with_usual_lines(small))
    moments = cv2.moments(small)
    height, width = small.shape
    row = _offset(moments["m01"] / moments["m00"], height)
    column = _offset(moments["m10"] / moments["m00"], width)
    field[row : row + height, column : column + width] = small
    return field


def _scaled_into_box(ink: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Scale so that the longer side is 20 pixels; the shorter one is rounded up."""
    height, width = ink.shape
    step = max(height, width) / BOX
    if step == 1:
        return ink
    down, across = (max(1, ceil(side / step - 1e-6)) for side in (height, width))
    # The shorter side is seldom a whole number of pixels: background is added evenly on both sides
    # of it, less than one pixel of the result, so that the proportions stay exact.
    spare_y, spare_x = down * step - height, across * step - width
    if step > 1:
        top, left = int(spare_y / 2), int(spare_x / 2)
        background = cv2.copyMakeBorder(
            ink, top, ceil(spare_y) - top, left, ceil(spare_x) - left, cv2.BORDER_CONSTANT, value=0
        )
        # The mean of areas, as MNIST was made; the last may be more than was asked for.
        means = cv2.resize(background, None, fx=1 / step, fy=1 / step, interpolation=cv2.INTER_AREA)
        return np.asarray(means[:down, :across], np.uint8)
    # Smooth interpolation when enlarging; OpenCV counts from the middles of pixels.
    matrix = np.array(
        [
            [step, 0, (step - 1 - spare_x) / 2],
            [0, step, (step - 1 - spare_y) / 2],
        ],
        np.float64,
    )
    enlarged: NDArray[np.uint8] = cv2.warpAffine(
        ink, matrix, (across, down), flags=cv2.INTER_CUBIC | cv2.WARP_INVERSE_MAP
    )
    return enlarged


def _offset(centre: float, length: int) -> int:
    """Return where a side begins so that its centre of mass falls nearest to pixel 14.

    MNIST's centres of mass lie between 13.5 and 14.5, counted in pixels from zero. Very lopsided
    ink would reach over the edge; there it is kept whole rather than centred.
    """
    return min(max(floor(SIDE / 2 - centre + 0.5), 0), SIDE - length)
