"""How thick the strokes are, and remedies where they would vanish or clog in the 20 x 20 box.

MNIST's strokes, measured as here, are 2.5 pixels wide in the middle; one picture in twenty has
less than 1.7. A hair line on a large sheet would come out as a breath of grey: it is drawn thicker
before it is made small. What a felt pen closed is opened again.
"""

from math import ceil, pi, sqrt

import cv2
import numpy as np
from numpy.typing import NDArray

__all__ = ["stroke_width", "thicken", "with_usual_lines"]

# Of the longer side of the ink's box. 1.7 of 20 pixels: thinner ones are rare in MNIST.
_THINNEST = 1.7 / 20
# Of the same: 4 of 20 pixels, which few in MNIST surpass; loops close beyond it.
_THICKEST = 4 / 20
# Of the same: still thicker ink, a dot or a filled box, has no lines.
_BLOB = 0.42
# Of the stroke's width: so much may be taken off on each side, so that a core stays.
_MOST_OFF = 0.35
# The longer side, in pixels, at which lines are redrawn: fine enough for round edges.
_WORKING_SIDE = 120
# To the four neighbours, and to all eight: in turn, they make an octagon.
_STEPS = (np.array([[0, 1, 0], [1, 1, 1], [0, 1, 0]], np.uint8), np.ones((3, 3), np.uint8))


def stroke_width(ink: NDArray[np.uint8]) -> float:
    """Estimate the mean stroke width in pixels: twice the area over the outline's length.

    The outline's length is the total variation, so no threshold is needed and grey edges count as
    what they are; it is taken from the variations in four directions (Crofton's formula).

    Parameters
    ----------
    ink : (height, width) uint8
        0 is background, 255 is ink. There is background all around.

    Returns
    -------
    The width in pixels; 0 where there is no ink.
    """
    padded = _padded(ink, 1)
    here, below, right = padded[:-1, :-1], padded[1:, :-1], padded[:-1, 1:]
    straight = cv2.norm(here, below, cv2.NORM_L1) + cv2.norm(here, right, cv2.NORM_L1)
    slanting = cv2.norm(here, padded[1:, 1:], cv2.NORM_L1) + cv2.norm(below, right, cv2.NORM_L1)
    outline = pi / 8 * (straight + slanting / sqrt(2))
    return float(2 * cv2.sumElems(ink)[0] / outline) if outline > 0 else 0.0


def thicken(ink: NDArray[np.uint8], radius: float) -> NDArray[np.uint8]:
    """Let ink grow by ``radius`` pixels on all sides (a grey dilation with an octagon).

    Parameters
    ----------
    ink : (height, width) uint8
        0 is background, 255 is ink.
    radius : float
        In pixels; a fraction is blended.

    Returns
    -------
    uint8 of the same shape; what would grow over the edge is cut off.
    """
    step = 0
    while radius > step:
        grown = cv2.dilate(ink, _STEPS[step % 2])
        share = min(1.0, radius - step)
        ink = grown if share == 1 else cv2.addWeighted(grown, share, ink, 1 - share, 0)
        step += 1
    return ink


def with_usual_lines(ink: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Draw lines thicker that would fade in the 20 x 20 box, and thinner that would clog there.

    Parameters
    ----------
    ink : (height, width) uint8
        Cut to the ink's box.

    Returns
    -------
    The same array where no line is too thin or too thick; otherwise uint8 of another size, again
    cut to the ink's box.
    """
    width = stroke_width(ink)
    share = width / max(ink.shape)
    if _THINNEST <= share <= _THICKEST or share >= _BLOB:
        return ink
    large = _at_working_size(ink)
    if large is not ink:
        width = stroke_width(large)
    return _thickened(large, width) if share < _THINNEST else _thinned(large, width)


def _thickened(ink: NDArray[np.uint8], width: float) -> NDArray[np.uint8]:
    # The box grows with the line: (width + 2 r) / (longer + 2 r) is to be the thinnest allowed.
    radius = (_THINNEST * max(ink.shape) - width) / (2 * (1 - _THINNEST))
    return thicken(_padded(ink, ceil(radius)), radius) if radius > 0 else ink


def _thinned(ink: NDArray[np.uint8], width: float) -> NDArray[np.uint8]:
    """Draw lines thinner; where a thick stroke runs out in a thin one, the thin one stays.

    A felt pen on a small drawing closes loops and gaps nearly or altogether; the background that is
    left of them grows back.
    """
    # The box shrinks with the line: (width - 2 r) / (longer - 2 r) is to be the thickest allowed.
    radius = (width - _THICKEST * max(ink.shape)) / (2 * (1 - _THICKEST))
    radius = min(max(radius, 0.0), _MOST_OFF * width)
    ink = _padded(ink, 1)
    thinned = cv2.bitwise_not(thicken(cv2.bitwise_not(ink), radius))
    lost = cv2.subtract(ink, thicken(thinned, radius))
    kept: NDArray[np.uint8] = cv2.max(thinned, cv2.addWeighted(lost, 2, lost, 0, -255))
    left, top, across, down = cv2.boundingRect(kept)
    return kept[top : top + down, left : left + across]


def _at_working_size(ink: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Bring the longer side near the working size, without losing the thinnest line."""
    longer = max(ink.shape)
    if longer >= 2 * _WORKING_SIDE:
        factor = longer // _WORKING_SIDE
        # Each pixel is the darkest ink of its block.
        block = np.ones((factor, factor), np.uint8)
        grown: NDArray[np.uint8] = cv2.dilate(ink, block, anchor=(0, 0))
        return np.ascontiguousarray(grown[::factor, ::factor])
    if longer > _WORKING_SIDE // 2:
        return ink
    factor = _WORKING_SIDE // longer
    large: NDArray[np.uint8] = cv2.resize(
        ink, None, fx=factor, fy=factor, interpolation=cv2.INTER_CUBIC
    )
    return large


def _padded(ink: NDArray[np.uint8], margin: int) -> NDArray[np.uint8]:
    """Lay background all around some ink."""
    padded: NDArray[np.uint8] = cv2.copyMakeBorder(
        ink, margin, margin, margin, margin, cv2.BORDER_CONSTANT, value=0
    )
    return padded
