"""Tell ink from paper, whichever of the two is the darker."""

from typing import Literal

import numpy as np
from numpy.typing import NDArray

__all__ = ["Polarity", "find_ink"]

Polarity = Literal["auto", "dark-on-light", "light-on-dark"]

_LEAST_CONTRAST = 0.04


def find_ink(grey: NDArray[np.float32], polarity: Polarity = "auto") -> NDArray[np.float32] | None:
    """Return the ink of a picture, or None where it is blank.

    Parameters
    ----------
    grey : (height, width) float32
        0 is black, 1 is white.
    polarity : {"auto", "dark-on-light", "light-on-dark"}

    Returns
    -------
    (height, width) float32, 0 paper and 1 ink, edges grey; None for a blank picture.
    """
    threshold = otsu(grey)
    if threshold is None:
        return None
    light = grey > threshold
    if polarity == "auto":
        border = np.concatenate((light[0], light[-1], light[:, 0], light[:, -1]))
        dark_ink = 2 * border.mean() + light.mean() > 1.5
    else:
        dark_ink = polarity == "dark-on-light"
    if dark_ink:
        grey, light, threshold = 1 - grey, ~light, 1 - threshold
    paper = float(np.median(grey[~light]))
    full = float(np.percentile(grey[light], 75)) - paper
    if full < _LEAST_CONTRAST:
        return None
    noise = float(np.percentile(np.abs(grey[~light] - paper), 50))
    ink = grey - paper
    ink = np.where(ink > 4 * noise, ink, 0)
    found: NDArray[np.float32] = np.clip(ink / full if full < 0.95 else ink, 0, 1)
    return found.astype(np.float32)


def otsu(grey: NDArray[np.float32]) -> float | None:
    """Return the grey level that parts a picture best in two (Otsu 1979); None if all is one."""
    counts, edges = np.histogram(grey, bins=256, range=(0.0, 1.0))
    levels = (edges[:-1] + edges[1:]) / 2
    below = np.cumsum(counts)[:-1].astype(np.float64)
    sums = np.cumsum(counts * levels)
    above = grey.size - below
    with np.errstate(divide="ignore", invalid="ignore"):
        between = below * above * (sums[:-1] / below - (sums[-1] - sums[:-1]) / above) ** 2
    between = np.nan_to_num(between)
    best = np.flatnonzero(between == between.max())
    return float(edges[best[best.size // 2] + 1]) if between.max() > 0 else None
