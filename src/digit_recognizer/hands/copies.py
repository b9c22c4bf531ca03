"""Copies of digits as a hand might have written them: turned, leaning, stretched."""

import cv2
import numpy as np
from numpy.typing import NDArray

__all__ = ["COPIES", "distorted_copies", "strange_copies"]

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
_STRANGEST = ((-14, 14), (-0.3, 0.3), (0.82, 1.15), (0.85, 1.12))
"""From where to where degrees, lean, width and height are drawn: a network misreads copies as often
as digits of people it never met."""


def distorted_copies(images: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Return copies of network inputs (n, 28, 28), each a little distorted: (n, COPIES, 28, 28)."""
    copies = np.empty((len(images), COPIES, *images.shape[1:]), np.uint8)
    for place, distortion in enumerate(_DISTORTIONS):
        for copy, image in zip(copies[:, place], images, strict=True):
            copy[:] = _distorted(image, *distortion)
    return copies


def strange_copies(images: NDArray[np.uint8], generator: np.random.Generator) -> NDArray[np.uint8]:
    """Return a copy of each network input (n, 28, 28), distorted as far as hands differ."""
    lows, highs = np.transpose(_STRANGEST)
    drawn = generator.uniform(lows, highs, (len(images), len(lows)))
    pairs = zip(images, drawn.tolist(), strict=True)
    return np.stack([_distorted(image, *distortion) for image, distortion in pairs])


def _distorted(
    image: NDArray[np.uint8], degrees: float, lean: float, width: float, height: float
) -> NDArray[np.uint8]:
    matrix = _about_centre(degrees, lean, width, height)
    distorted: NDArray[np.uint8] = np.asarray(
        cv2.warpAffine(image, matrix, image.shape[::-1], flags=cv2.INTER_LINEAR), np.uint8
    )
    return distorted


def _about_centre(degrees: float, lean: float, width: float, height: float) -> NDArray[np.float64]:
    """Return the map, (2, 3), that leaves the centre where it is."""
    turned = cv2.getRotationMatrix2D((0, 0), -degrees, 1)[:, :2]
    linear = turned @ np.array([[1, lean], [0, 1]]) @ np.diag([width, height])
    centre = np.array(_CENTRE)
    return np.column_stack([linear, centre - linear @ centre])
