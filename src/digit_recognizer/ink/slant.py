"""Steep slant: writing that leans farther than hands usually do is brought upright by the excess.

Church books of the 19th century lean by 30 to 45 degrees. What a network learns from is upright
within some 30; it reads that better with its slant than without, so only the excess goes.
"""

import cv2
import numpy as np
from numpy.typing import NDArray

__all__ = ["slant_of", "without_steep_slant"]

# Columns a row, from the second moments: 29 degrees. Digits that lean less are left as they are.
_USUAL = 0.55
# The same: no more is taken away, or a level line would be laid out without end.
_MOST = 1.0
# Less would move no pixel of the network's input by half of its width.
_LEAST = 0.05


def slant_of(ink: NDArray[np.uint8]) -> float:
    """Return how many columns to the right ink moves a row down: the regression on the rows.

    From the second central moments; 0 where all ink is in one row. Negative is how hands lean.

    Parameters
    ----------
    ink : (height, width) uint8
        0 is background, 255 is ink.
    """
    moments = cv2.moments(ink)
    return float(moments["mu11"] / moments["mu02"]) if moments["mu02"] > 0 else 0.0


def without_steep_slant(ink: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Shear ink that leans steeply, to either side, until it leans no more than usual.

    LeCun, Bottou, Bengio, Haffner 1998, section III-A, take all of the slant away for some of their
    classifiers; a convolutional network reads usual hands no better without it.

    Parameters
    ----------
    ink : (height, width) uint8
        0 is background, 255 is ink; cut to its box.

    Returns
    -------
    The same array where it leans as usual; otherwise uint8 of another width, again cut to its box.
    """
    slant = slant_of(ink)
    excess = min(abs(slant) - _USUAL, _MOST)
    if excess < _LEAST:
        return ink
    shear = -excess if slant < 0 else excess
    height, width = ink.shape
    reach = abs(shear) * height
    shift = reach if shear > 0 else 0.0
    matrix = np.array([[1, -shear, shift], [0, 1, 0]], np.float64)
    sheared: NDArray[np.uint8] = cv2.warpAffine(
        ink, matrix, (int(np.ceil(width + reach)) + 1, height), flags=cv2.INTER_LINEAR
    )
    left, top, across, down = cv2.boundingRect(sheared)
    return sheared[top : top + down, left : left + across]
