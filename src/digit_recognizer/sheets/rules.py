"""A rule of a flat page, and how dark a page is, from which rules and ink are told."""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

__all__ = ["Rule", "components", "darkness", "noise_of", "quantile"]

_Map = NDArray[np.float32]


@dataclass(frozen=True, eq=False)
class Rule:
    """A level rule, or an upright one with the axes exchanged.

    Attributes
    ----------
    start, stop : int
        From where to where it goes along its direction, in pixels, ``stop`` exclusive.
    course : (stop - start,) float32
        How far down (or right) its middle is at each pixel.
    thickness : float
        In pixels.
    strength : float
        How dark it is, 0 to 1.
    alone : float
        Along which share of it there is paper on both sides.
    """

    start: int
    stop: int
    course: NDArray[np.float32]
    thickness: float
    strength: float = 1.0
    alone: float = 1.0

    @property
    def length(self) -> int:
        """How long it is, in pixels."""
        return self.stop - self.start

    def at(self, along: float) -> float:
        """Return how far down it is at a place; beyond its ends it goes straight on."""
        if self.start <= along < self.stop:
            return float(self.course[int(along) - self.start])
        reach = min(len(self.course), 200)
        at_start = along < self.start
        end = self.course[:reach] if at_start else self.course[-reach:]
        slope = (float(end[-1]) - float(end[0])) / max(1, reach - 1)
        origin = self.start if at_start else self.stop - 1
        return float(self.course[0 if at_start else -1]) + slope * (along - origin)


def darkness(grey: NDArray[np.uint8], widest: float) -> _Map:
    """Return how much darker each pixel is than the background around it, 0 to 1.

    Parameters
    ----------
    grey : (height, width) uint8
    widest : float
        Of the longer side: dark areas that are wider are background, as shadows and bands are.
    """
    side = int(max(grey.shape) * widest / 2) * 2 + 1
    smooth = cv2.medianBlur(grey, 3)
    background = cv2.morphologyEx(smooth, cv2.MORPH_CLOSE, np.ones((side, side), np.uint8))
    shares: _Map = np.asarray(cv2.divide(grey, np.maximum(background, 1), dtype=cv2.CV_32F))
    return np.maximum(np.subtract(1, shares, out=shares), 0, out=shares)


def noise_of(dark: _Map) -> float:
    """Return the standard deviation of the noise of a page: most of it is paper."""
    return 1.4826 * float(np.median(dark[::4, ::4]))


def quantile(values: NDArray[np.number], share: float) -> float:
    """Return what a share of values lies below, as ``np.quantile`` does.

    Of few values, many times, that one takes ten times as long.

    Parameters
    ----------
    values : (n,) array
        At least one.
    share : float
        0.5 for the median.
    """
    place = share * (len(values) - 1)
    low = int(place)
    high = min(low + 1, len(values) - 1)
    ordered = np.partition(values, (low, high))
    return float(ordered[low] + (ordered[high] - ordered[low]) * (place - low))


def components(mask: NDArray[np.uint8]) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    """Return the connected components of what is not 0, by the fastest of OpenCV's algorithms.

    Returns
    -------
    (height, width) int32, (components, 5) int32
        A number for each pixel, 0 for none; and of each number left, top, width, height and area,
        first that of none.
    """
    _, labels, table, _ = cv2.connectedComponentsWithStatsWithAlgorithm(
        mask, 8, cv2.CV_32S, cv2.CCL_GRANA
    )
    return np.asarray(labels, np.int32), np.asarray(table, np.int32)
