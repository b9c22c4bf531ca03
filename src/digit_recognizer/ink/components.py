"""The connected parts of some writing, each with its box and its size."""

from typing import NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from digit_recognizer.ink.halving import halved, halvings

__all__ = ["Parts", "connected_parts", "is_one_part"]

# Parts are told apart in so many pixels a side.
_COARSE_SIDE = 160


class Parts(NamedTuple):
    """The parts of a mask whose pixels touch, at a side or a corner; the first is the rest.

    Attributes
    ----------
    labels : (coarse height, coarse width) uint16
        0 outside the mask, 1, 2, ... in each part.
    boxes : (n, 4) int32
        Left, top, width and height of each part in coarse pixels; the first is of no use.
    sizes : (n,) float64
        Pixels of the mask in each part; the first is 0.
    halvings : int
        So often the mask was halved.
    """

    labels: NDArray[np.uint16]
    boxes: NDArray[np.int32]
    sizes: NDArray[np.float64]
    halvings: int


def connected_parts(mask: NDArray[np.uint8]) -> Parts:
    """Number the parts of a mask.

    Parameters
    ----------
    mask : (height, width) uint8
        0 or 255.
    """
    times = halvings(mask.shape, _COARSE_SIDE)
    coarse = halved(mask, times)
    count, labels, about, _ = cv2.connectedComponentsWithStats(
        coarse, connectivity=8, ltype=cv2.CV_16U
    )
    if times == 0:
        sizes = about[:, cv2.CC_STAT_AREA].astype(np.float64)
    else:
        shares = coarse.ravel() * (4**times / 255)
        sizes = np.bincount(labels.ravel(), shares, minlength=count)
    sizes[0] = 0
    return Parts(labels, about[:, : cv2.CC_STAT_AREA], sizes, times)


def is_one_part(there: NDArray[np.uint8]) -> bool:
    """Tell whether all of a mask, cut to its box, is connected; faster than to number its parts."""
    coarse = halved(there, halvings(there.shape, _COARSE_SIDE))
    return bool(cv2.connectedComponents(coarse, connectivity=8, ltype=cv2.CV_16U)[0] == 2)
