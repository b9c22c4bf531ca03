"""How often each grey value occurs: medians, percentiles and moments without sorting a picture."""

from typing import Any, NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

__all__ = ["GREYS", "Histogram", "border", "histogram", "quantile", "usual_grey"]

GREYS = np.arange(256, dtype=np.float32)
"""The grey values themselves."""


class Histogram(NamedTuple):
    """The grey values of a picture.

    Attributes
    ----------
    counts : (256,) float32
        How many pixels have each grey value; whole numbers.
    below : (256,) float32
        How many do not surpass it: the running sum.
    lowest, highest : int
        The darkest and the brightest grey value there are.
    """

    counts: NDArray[np.float32]
    below: NDArray[np.float32]
    lowest: int
    highest: int

    @property
    def negative(self) -> "Histogram":
        """The histogram of the picture's negative."""
        counts = self.counts[::-1]
        return Histogram(counts, np.add.accumulate(counts), 255 - self.highest, 255 - self.lowest)


def histogram(grey: NDArray[np.uint8]) -> Histogram:
    """Count the pixels of each grey value.

    Parameters
    ----------
    grey : (height, width) uint8
    """
    counts = cv2.calcHist([grey], [0], None, [256], [0, 256]).ravel()
    there = counts.nonzero()[0]
    return Histogram(counts, np.add.accumulate(counts), int(there[0]), int(there[-1]))


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


def usual_grey(below: NDArray[np.float32], outermost: NDArray[np.uint8]) -> int:
    """Return the median of all pixels, the border counted as much as the rest.

    Parameters
    ----------
    below : (256,) float32
        The running sum of the picture's histogram.
    outermost : (n,) uint8
        Its border.
    """
    on_border = np.add.accumulate(np.bincount(outermost, minlength=256)).astype(np.float32)
    on_border *= below[-1] / outermost.size
    on_border += below
    return quantile(on_border, 0.5)
