"""The connected parts of some writing, each with its box and its size."""

from typing import NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

__all__ = ["Parts", "connected_parts"]

# Parts are told apart in so many pixels a side.
_COARSE_SIDE = 128


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
    factor : int
        So many pixels of the mask a side are one coarse pixel.
    """

    labels: NDArray[np.uint16]
    boxes: NDArray[np.int32]
    sizes: NDArray[np.float64]
    factor: int


def connected_parts(mask: NDArray[np.uint8]) -> Parts:
    """Number the parts of a mask.

    Parameters
    ----------
    mask : (height, width) uint8
        0 or 255.
    """
    factor = -(-max(mask.shape) // _COARSE_SIDE)
    coarse = shrunk(mask, factor)
    count, labels, about, _ = cv2.connectedComponentsWithStats(
        coarse, connectivity=8, ltype=cv2.CV_16U
    )
    if factor == 1:
        sizes = about[:, cv2.CC_STAT_AREA].astype(np.float64)
    elif count == 2:
        sizes = np.array([0, cv2.countNonZero(mask)], np.float64)
    else:
        shares = coarse.ravel() * (factor * factor / 255)
        sizes = np.bincount(labels.ravel(), shares, minlength=count)
    sizes[0] = 0
    return Parts(labels, about[:, : cv2.CC_STAT_AREA], sizes, factor)


def shrunk(mask: NDArray[np.uint8], factor: int) -> NDArray[np.uint8]:
    """Average a mask by a whole factor; what is 255 anywhere in a block of up to 22 is above 0."""
    if factor == 1:
        return mask
    height, width = mask.shape
    if height % factor or width % factor:
        mask = cv2.copyMakeBorder(
            mask, 0, -height % factor, 0, -width % factor, cv2.BORDER_CONSTANT, value=0
        )
    size = mask.shape[1] // factor, mask.shape[0] // factor
    averaged: NDArray[np.uint8] = cv2.resize(mask, size, interpolation=cv2.INTER_AREA)
    return averaged
