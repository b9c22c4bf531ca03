"""The noise of a camera in too little light: how much of it there is, and a remedy."""

from math import comb

import cv2
import numpy as np
from numpy.typing import NDArray

from digit_recognizer.ink.histogram import Histogram, histogram, quantile

__all__ = ["LEAST_SIDE", "noise_of", "without_noise"]

# Of the range of grey values: noise of less than this is told from ink by its contrast alone.
_STRONG = 0.05
# It is smoothed until so much of it is left ...
_LEFT = 0.04
# ... but not so often that strokes of two pixels run into one another.
_MOST_PASSES = 4
LEAST_SIDE = 20
"""In pixels: a smaller picture has more edges than background, and each looks like noise."""

# So much of the absolute values of a normal distribution lies below 0.3186 standard deviations.
_QUARTER, _QUARTER_AT = 0.25, 0.3186
# What neither slopes nor straight edges leave.
_BEND = np.array([1, -2, 1], np.float32)


def noise_of(grey: NDArray[np.uint8], counts: NDArray[np.float32]) -> float:
    """Estimate the standard deviation of a picture's noise.

    From the differences that neither slopes nor straight edges leave (J. Immerkær: Fast noise
    variance estimation. Computer Vision and Image Understanding 64(2), 1996), their lower quartile
    instead of their mean, so that ink counts for nothing and noise that a white background cuts off
    counts for what it was.

    Parameters
    ----------
    grey : (height, width) uint8
    counts : (256,) float32
        Its histogram.

    Returns
    -------
    In grey values; 0 for a picture of fewer than 20 pixels a side.
    """
    if min(grey.shape) < LEAST_SIDE or _is_clean(grey, counts):
        return 0.0
    bent = cv2.sepFilter2D(grey, cv2.CV_16S, _BEND, _BEND)
    # A sample of some rows is enough.
    step = 2 * max(1, grey.shape[0] // 128)
    amounts: NDArray[np.uint8] = cv2.convertScaleAbs(bent[1:-1:step, 1:-1])
    return quantile(histogram(amounts).below, _QUARTER) / (6 * _QUARTER_AT)


def _is_clean(grey: NDArray[np.uint8], counts: NDArray[np.float32]) -> bool:
    """Tell whether a quarter of all squares of 3 x 3 pixels have one grey value: no noise."""
    commonest = int(counts.argmax())
    others = grey.size - float(counts[commonest])
    if others > (1 - _QUARTER) * grey.size:
        return False
    other = (grey != commonest).view(np.uint8)
    # All squares with another value lie within this box: mostly that is all of the answer.
    _, _, width, height = cv2.boundingRect(other)
    if (width + 2) * (height + 2) <= (1 - _QUARTER) * grey.size:
        return True
    return bool(cv2.countNonZero(cv2.dilate(other, None)) <= (1 - _QUARTER) * grey.size)


def without_noise(grey: NDArray[np.uint8], found: Histogram) -> NDArray[np.uint8]:
    """Smooth a picture as far as its noise demands; leave one with little noise as it is.

    Parameters
    ----------
    grey : (height, width) uint8
    found : Histogram
        Of its grey values.

    Returns
    -------
    uint8 of the same shape; the same array where there is nothing to do.
    """
    noise, span = noise_of(grey, found.counts), found.highest - found.lowest
    if noise <= _STRONG * span:
        return grey
    passes = 1
    while passes < _MOST_PASSES and noise * _left_after(passes) > _LEFT * span:
        passes += 1
    for _ in range(passes):
        grey = cv2.GaussianBlur(grey, (3, 3), 0, borderType=cv2.BORDER_REPLICATE)
    return grey


def _left_after(passes: int) -> float:
    """Return the share of white noise that so many passes leave: a sum of squared binomials."""
    return comb(4 * passes, 2 * passes) / float(1 << 4 * passes)
