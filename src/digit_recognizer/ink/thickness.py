"""How thick the strokes are, and remedies where they would vanish or clog in the 20 x 20 box.

MNIST's strokes, measured as here, are 2.4 pixels wide in the middle; one picture in twenty has
less than 1.6. A hair line on a large sheet would come out as a breath of grey: it is drawn thicker
before it is made small. What a felt pen closed is opened again.
"""

from functools import reduce
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray
from PIL import Image

__all__ = ["shrink_by_maximum", "stroke_width", "thicken", "thicken_thin_lines", "thin_thick_lines"]

_Scalar = TypeVar("_Scalar", bound=np.generic)

# Of the longer side of the ink's box. 1.6 of 20 pixels: thinner ones are rare in MNIST.
_THINNEST = 1.6 / 20
# Of the same: 4 of 20 pixels, which few in MNIST surpass; loops close beyond it.
_THICKEST = 4 / 20
# Of the same: still thicker ink, a dot or a filled box, has no lines.
_BLOB = 0.42
# Of the stroke's width: so much may be taken off on each side, so that a core stays.
_MOST_OFF = 0.35
# Paler than this, ink is no part of the box.
_TRACE = 0.5 / 255
# The longer side, in pixels, at which lines are redrawn: fine enough for round edges.
_WORKING_SIDE = 120


def stroke_width(ink: NDArray[np.float32]) -> float:
    """Estimate the mean stroke width in pixels: twice the area over the outline's length.

    The outline's length is the total variation, so no threshold is needed and grey edges count as
    what they are.

    Parameters
    ----------
    ink : (height, width) float32
        0 is paper, 1 is ink. Paper is assumed all around.

    Returns
    -------
    The width in pixels; 0 where there is no ink.
    """
    padded = np.pad(ink, 1)
    down = padded[1:, :-1] - padded[:-1, :-1]
    right = padded[:-1, 1:] - padded[:-1, :-1]
    outline = float(np.hypot(down, right).sum(dtype=np.float64))
    return 2 * float(ink.sum(dtype=np.float64)) / outline if outline > 0 else 0.0


def thicken(ink: NDArray[np.float32], radius: float) -> NDArray[np.float32]:
    """Let ink grow by ``radius`` pixels on all sides (a grey dilation with an octagon).

    Parameters
    ----------
    ink : (height, width) float32
        0 is paper, 1 is ink.
    radius : float
        In pixels; a fraction is blended.

    Returns
    -------
    float32 of the same shape; what would grow over the edge is cut off.
    """
    step = 0
    while radius > step:
        grown = _grow(ink, diagonal=step % 2 == 1)
        ink = ink + min(1.0, radius - step) * (grown - ink)
        step += 1
    return ink


def _grow(ink: NDArray[np.float32], *, diagonal: bool) -> NDArray[np.float32]:
    """Let ink grow by one pixel: to the four neighbours, or to all eight."""
    padded = np.pad(ink, 1)
    across = np.maximum(np.maximum(padded[:, :-2], padded[:, 2:]), padded[:, 1:-1])
    if diagonal:
        grown: NDArray[np.float32] = np.maximum(np.maximum(across[:-2], across[2:]), across[1:-1])
        return grown
    return np.maximum(np.maximum(padded[:-2, 1:-1], padded[2:, 1:-1]), across[1:-1])


def thicken_thin_lines(ink: NDArray[np.float32]) -> NDArray[np.float32]:
    """Draw lines thicker that would fade in the 20 x 20 box; leave all others as they are.

    Parameters
    ----------
    ink : (height, width) float32
        Cut to the ink's box.

    Returns
    -------
    The same array where the lines are thick enough; otherwise float32 of another size, again cut
    to the ink's box, of the same proportions but for the growth.
    """
    if stroke_width(ink) >= _THINNEST * max(ink.shape):
        return ink
    ink = _at_working_size(ink)
    longer = max(ink.shape)
    # The box grows with the line: (width + 2 r) / (longer + 2 r) is to be the thinnest allowed.
    radius = (_THINNEST * longer - stroke_width(ink)) / (2 * (1 - _THINNEST))
    if radius <= 0:
        return ink
    return thicken(np.pad(ink, int(np.ceil(radius))), radius)


def thin_thick_lines(ink: NDArray[np.float32]) -> NDArray[np.float32]:
    """Draw lines thinner that would clog in the 20 x 20 box; leave all others as they are.

    A felt pen on a small drawing closes loops and gaps nearly or altogether; the paper that is
    left of them grows back. Where a thick stroke runs out in a thin one, the thin one stays.

    Parameters
    ----------
    ink : (height, width) float32
        Cut to the ink's box.

    Returns
    -------
    The same array where no line is too thick; otherwise float32 of another size, again cut to the
    ink's box.
    """
    if not _THICKEST < stroke_width(ink) / max(ink.shape) < _BLOB:
        return ink
    ink = np.pad(_at_working_size(ink), 1)
    longer, width = max(ink.shape) - 2, stroke_width(ink)
    # The box shrinks with the line: (width - 2 r) / (longer - 2 r) is to be the thickest allowed.
    radius = (width - _THICKEST * longer) / (2 * (1 - _THICKEST))
    radius = float(np.clip(radius, 0, _MOST_OFF * width))
    thinned = 1 - thicken(1 - ink, radius)
    lost = np.clip(2 * (ink - thicken(thinned, radius)) - 1, 0, 1)
    kept: NDArray[np.float32] = np.maximum(thinned, lost)
    rows, columns = (np.flatnonzero(kept.max(axis=axis) > _TRACE) for axis in (1, 0))
    return kept[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]


def _at_working_size(ink: NDArray[np.float32]) -> NDArray[np.float32]:
    """Bring the longer side near the working size, without losing the thinnest line."""
    longer = max(ink.shape)
    if longer >= 2 * _WORKING_SIDE:
        return shrink_by_maximum(ink, longer // _WORKING_SIDE)
    if longer > _WORKING_SIDE // 2:
        return ink
    factor = _WORKING_SIDE // longer
    height, width = ink.shape
    large = Image.fromarray(ink).resize((width * factor, height * factor), Image.Resampling.BICUBIC)
    return np.clip(np.asarray(large, np.float32), 0, 1)


def shrink_by_maximum(ink: NDArray[_Scalar], factor: int) -> NDArray[_Scalar]:
    """Shrink by a whole factor, each pixel the darkest ink of its block.

    Parameters
    ----------
    ink : (height, width), numbers or bool
    factor : int
        At least 1; the last block of a row or column may be smaller.

    Returns
    -------
    (ceil(height / factor), ceil(width / factor)), same type.
    """
    if factor == 1:
        return ink
    height, width = ink.shape
    padded = np.pad(ink, ((0, -height % factor), (0, -width % factor)))
    rows = reduce(np.maximum, [padded[step::factor] for step in range(factor)])
    shrunk: NDArray[_Scalar] = reduce(np.maximum, [rows[:, step::factor] for step in range(factor)])
    return shrunk
