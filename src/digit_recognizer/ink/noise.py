"""The noise of a camera in too little light: how much of it there is, and a remedy."""

from math import comb

import numpy as np
from numpy.typing import NDArray

__all__ = ["LEAST_SIDE", "noise_of", "without_noise"]

# Of the range of grey values: noise of less than this is told from ink by its contrast alone.
_STRONG = 0.05
# It is smoothed until so much of it is left ...
_LEFT = 0.04
# ... but not so often that strokes of two pixels run into one another.
_MOST_PASSES = 4
LEAST_SIDE = 20
"""In pixels: a smaller picture has more edges than paper, and each looks like noise."""

# So much of the absolute values of a normal distribution lies below 0.3186 standard deviations.
_QUARTER, _QUARTER_AT = 25, 0.3186


def noise_of(grey: NDArray[np.float32]) -> float:
    """Estimate the standard deviation of a picture's noise.

    From the differences that neither slopes nor straight edges leave (J. Immerkær: Fast noise
    variance estimation. Computer Vision and Image Understanding 64(2), 1996), their lower quartile
    instead of their mean, so that ink counts for nothing and noise that white paper cuts off
    counts for what it was.

    Parameters
    ----------
    grey : (height, width) float32

    Returns
    -------
    In the unit of ``grey``; 0 for a picture of fewer than 20 pixels a side.
    """
    if min(grey.shape) < LEAST_SIDE:
        return 0.0
    # A sample of some rows is enough.
    step = 2 * max(1, grey.shape[0] // 128)
    rows = range(1, grey.shape[0] - 1, step)
    middle = np.array(rows)
    bent = grey[middle - 1] - 2 * grey[middle] + grey[middle + 1]
    bent = np.abs(bent[:, :-2] - 2 * bent[:, 1:-1] + bent[:, 2:])
    return float(np.percentile(bent, _QUARTER)) / (6 * _QUARTER_AT)


def without_noise(grey: NDArray[np.float32]) -> NDArray[np.float32]:
    """Smooth a picture as far as its noise demands; leave one with little noise as it is.

    Parameters
    ----------
    grey : (height, width) float32

    Returns
    -------
    float32 of the same shape; the same array where there is nothing to do.
    """
    allowed = float(np.ptp(grey))
    noise = noise_of(grey)
    if noise <= _STRONG * allowed:
        return grey
    passes = 1
    while passes < _MOST_PASSES and noise * _left_after(passes) > _LEFT * allowed:
        passes += 1
    for _ in range(passes):
        grey = _smoothed(grey)
    return grey


def _left_after(passes: int) -> float:
    """Return the share of white noise that so many passes leave: a sum of squared binomials."""
    return comb(4 * passes, 2 * passes) / float(1 << 4 * passes)


def _smoothed(grey: NDArray[np.float32]) -> NDArray[np.float32]:
    """Average with the neighbours, weighted 1, 2, 1 in both directions."""
    padded = np.pad(grey, 1, mode="edge")
    down = padded[:-2] + 2 * padded[1:-1] + padded[2:]
    smooth: NDArray[np.float32] = (down[:, :-2] + 2 * down[:, 1:-1] + down[:, 2:]) / np.float32(16)
    return smooth
