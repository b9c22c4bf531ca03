"""Copies of learned digits as the same hand might have written them: turned, leaning, stretched."""

import cv2
import numpy as np
from numpy.typing import NDArray

__all__ = ["COPIES", "distorted_copies"]

_CENTRE = (13.5, 13.5)
# Degrees, lean, width and height of each copy: about as far as digits of one hand differ.
_DISTORTIONS = (
    (7, 0.0, 1.0, 1.0),
    (-7, 0.0, 1.0, 1.0),
    (0, 0.15, 1.0, 1.0),
    (0, -0.15, 1.0, 1.0),
    (0, 0.0, 1.1, 0.95),
    (0, 0.0, 0.93, 1.05),
    (4, -0.1, 1.05, 1.05),
    (-4, 0.1, 0.95, 0.95),
)
COPIES = len(_DISTORTIONS)
"""How many there are of each digit."""


def distorted_copies(images: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Return copies of network inputs (n, 28, 28), each a little distorted: (n, COPIES, 28, 28)."""
    copies = np.empty((len(images), COPIES, *images.shape[1:]), np.uint8)
    for place, distortion in enumerate(_DISTORTIONS):
        matrix = _about_centre(*distortion)
        for copy, image in zip(copies[:, place], images, strict=True):
            copy[:] = cv2.warpAffine(image, matrix, image.shape[::-1], flags=cv2.INTER_LINEAR)
    return copies


def _about_centre(degrees: float, lean: float, width: float, height: float) -> NDArray[np.float64]:
    """Return the map, (2, 3), that leaves the centre where it is."""
    turned = cv2.getRotationMatrix2D((0, 0), -degrees, 1)[:, :2]
    linear = turned @ np.array([[1, lean], [0, 1]]) @ np.diag([width, height])
    centre = np.array(_CENTRE)
    return np.column_stack([linear, centre - linear @ centre])
