"""How much two digits differ when the pixels of one may move a little to match the other.

The image distortion model of D. Keysers, T. Deselaers, C. Gollan, H. Ney, "Deformation models for
image recognition", IEEE Transactions on Pattern Analysis and Machine Intelligence 29, 2007: every
pixel looks for the place near its own where the gradients around it agree best.
"""

import cv2
import numpy as np
from numpy.typing import NDArray

__all__ = ["deformed_distances", "gradients"]

_SIDE = 28
_REACH = 2
"""So many pixels, across and up or down, one may move."""
_AROUND = 1
"""So far around a pixel gradients are compared."""


def gradients(images: NDArray[np.uint8]) -> NDArray[np.float32]:
    """Return how network inputs (n, 28, 28) change across and down: (n, 2, 28, 28)."""
    found = np.empty((len(images), 2, _SIDE, _SIDE), np.float32)
    for (across, down), image in zip(found, images, strict=True):
        smooth = cv2.GaussianBlur(image.astype(np.float32) / 255, (3, 3), 0.6)
        across[:] = cv2.Sobel(smooth, cv2.CV_32F, 1, 0, ksize=3, scale=0.25)
        down[:] = cv2.Sobel(smooth, cv2.CV_32F, 0, 1, ksize=3, scale=0.25)
    return found


def deformed_distances(
    read: NDArray[np.float32], learned: NDArray[np.float32]
) -> NDArray[np.float32]:
    """Return the distances of digits that are read from learned ones, (n,).

    Parameters
    ----------
    read, learned : (n, 2, 28, 28) float32
        Gradients; of one of both there may be a single digit, which is compared with each other.
    """
    margin = _REACH + _AROUND
    wide = _padded(learned, margin)
    narrow = _padded(read, _AROUND)
    count, side = max(len(read), len(learned)), _SIDE + 2 * _AROUND
    least = np.full((count, side, side), np.inf, np.float32)
    for y in range(2 * _REACH + 1):
        for x in range(2 * _REACH + 1):
            apart = wide[:, :, y : y + side, x : x + side] - narrow
            apart *= apart
            squares = apart[:, 0] + apart[:, 1]
            around = cv2.boxFilter(
                squares.reshape(-1, side),
                -1,
                (2 * _AROUND + 1, 2 * _AROUND + 1),
                normalize=False,
                borderType=cv2.BORDER_CONSTANT,
            )
            np.minimum(least, around.reshape(least.shape), out=least)
    inner = slice(_AROUND, -_AROUND)
    distances: NDArray[np.float32] = least[:, inner, inner].sum(axis=(1, 2))
    return distances


def _padded(fields: NDArray[np.float32], by: int) -> NDArray[np.float32]:
    return np.pad(fields, ((0, 0), (0, 0), (by, by), (by, by)))
