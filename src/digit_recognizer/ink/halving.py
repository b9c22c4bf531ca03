"""Pictures made smaller by halves: each pixel the mean of four."""

import cv2
import numpy as np
from numpy.typing import NDArray

__all__ = ["halved", "halvings"]


def halvings(shape: tuple[int, ...], longest_side: int) -> int:
    """Return how often a picture is halved until no side is longer."""
    return max(0, (-(-max(shape) // longest_side) - 1).bit_length())


def halved(picture: NDArray[np.uint8], times: int) -> NDArray[np.uint8]:
    """Halve a picture some times; what is left over at the end is filled up with 0.

    Parameters
    ----------
    picture : (height, width) uint8
    times : int
        Up to 4, a pixel of 255 leaves a trace.

    Returns
    -------
    uint8; the same array where it is not halved.
    """
    height, width = picture.shape
    block = 1 << times
    if height % block or width % block:
        picture = cv2.copyMakeBorder(
            picture, 0, -height % block, 0, -width % block, cv2.BORDER_CONSTANT, value=0
        )
    for _ in range(times):
        size = picture.shape[1] // 2, picture.shape[0] // 2
        picture = cv2.resize(picture, size, interpolation=cv2.INTER_AREA)
    return picture
