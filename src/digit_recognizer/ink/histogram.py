"""How often each grey value occurs: medians, percentiles and moments without sorting a picture."""

from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

__all__ = ["GREYS", "border", "highest", "histogram", "lowest", "quantile"]

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


def quantile(counts: NDArray[np.float32], share: float) -> int:
    """Return the least grey value that a share of the pixels does not surpass.

    Parameters
    ----------
    counts : (n,) float32
        Of the grey values from 0 on; they need not be whole numbers.
    share : float
        From 0 to 1; 0.5 gives the median.
    """
    below = counts.cumsum(dtype=np.float64)
    return int(below.searchsorted(share * below[-1]))


def lowest(counts: NDArray[np.float32]) -> int:
    """Return the darkest grey value there is."""
    return int((counts > 0).argmax())


def highest(counts: NDArray[np.float32]) -> int:
    """Return the brightest grey value there is."""
    return counts.size - 1 - int((counts[::-1] > 0).argmax())


def border(grey: NDArray[Any]) -> NDArray[Any]:
    """Return the outermost pixels, one after another, (n,), or (n, ...) of what each holds."""
    return np.concatenate((grey[0], grey[-1], grey[1:-1, 0], grey[1:-1, -1]))
