"""How often each grey value occurs: medians, percentiles and moments without sorting a picture."""

from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

__all__ = ["GREYS", "border", "extremes", "histogram", "quantile", "usual_grey"]

GREYS = np.arange(256, dtype=np.float32)
"""The grey values themselves."""


def histogram(grey: NDArray[np.uint8]) -> NDArray[np.float32]:
    """Count the pixels of each grey value.

    Parameters
    ----------
    grey : (height, width) uint8

    Returns
    -------
    (256,) float32, whole numbers.
    """
    counts: NDArray[np.float32] = cv2.calcHist([grey], [0], None, [256], [0, 256])
    return counts.ravel()


def extremes(counts: NDArray[np.float32]) -> tuple[int, int]:
    """Return the darkest and the brightest grey value there are."""
    there = counts.nonzero()[0]
    return int(there[0]), int(there[-1])


def quantile(below: NDArray[np.float32], share: float, first: int = 0, last: int = 255) -> int:
    """Return the least grey value that a share of the pixels does not surpass.

    Parameters
    ----------
    below : (256,) float32
        For each grey value the number of pixels that do not surpass it: a histogram's running sum.
    share : float
        From 0 to 1; 0.5 gives the median.
    first, last : int
        Of all pixels that have one of these grey values.
    """
    before = float(below[first - 1]) if first else 0.0
    return int(below.searchsorted(before + share * (float(below[last]) - before)))


def border(grey: NDArray[Any]) -> NDArray[Any]:
    """Return the outermost pixels, one after another, (n,), or (n, ...) of what each holds."""
    return np.concatenate((grey[0], grey[-1], grey[1:-1, 0], grey[1:-1, -1]))


def usual_grey(counts: NDArray[np.float32], outermost: NDArray[np.uint8]) -> int:
    """Return the median of all pixels, the border counted as much as the rest.

    Parameters
    ----------
    counts : (256,) float32
        The picture's histogram.
    outermost : (n,) uint8
        Its border.
    """
    on_border = np.bincount(outermost, minlength=256)
    below = counts.cumsum()
    weight = np.float32(below[-1] / outermost.size)
    both = below + on_border.cumsum(dtype=np.float32) * weight
    return quantile(both, 0.5)
