"""A filled form laid on the blank one, so that what differs is ink."""

import cv2
import numpy as np
from numpy.typing import NDArray

from digit_recognizer.sheets.flat import Flat

__all__ = ["aligned"]

# In pixels: points are looked for in pictures whose longer side is so long; and how many.
_SIDE, _POINTS = 1400, 4000
# Of the second nearest description: a nearer one is a match; and so many must agree.
_NEARER, _FEWEST = 0.8, 25
# In pixels of those pictures: points that agree are so near to each other.
_NEAR = 4.0


def aligned(grey: NDArray[np.uint8], blank: Flat) -> Flat | None:
    """Return a filled form as it lies on the blank one; None where it is another form.

    Parameters
    ----------
    grey : (height, width) uint8
        The filled form, photographed or scanned, turned in any way.
    blank : Flat
        The blank form.
    """
    height, width = blank.grey.shape
    filled, filled_scale = _small(grey)
    form, form_scale = _small(blank.grey)
    finder = cv2.ORB.create(_POINTS)
    points, described = finder.detectAndCompute(filled, None)
    of_form, described_form = finder.detectAndCompute(form, None)
    if described is None or described_form is None or len(of_form) < 2:
        return None
    pairs = cv2.BFMatcher(cv2.NORM_HAMMING).knnMatch(described, described_form, k=2)
    near = [
        best for best, *second in pairs if second and best.distance < _NEARER * second[0].distance
    ]
    if len(near) < _FEWEST:
        return None
    source = np.array([of_form[match.trainIdx].pt for match in near], np.float64) / form_scale
    target = np.array([points[match.queryIdx].pt for match in near], np.float64) / filled_scale
    to_picture, agree = cv2.findHomography(source, target, cv2.RANSAC, _NEAR / filled_scale)
    if to_picture is None or int(agree.sum()) < _FEWEST:
        return None
    flat = cv2.warpPerspective(
        grey,
        to_picture,
        (width, height),
        flags=cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP,
        borderMode=cv2.BORDER_REPLICATE,
    )
    return Flat(np.asarray(flat, np.uint8), np.asarray(to_picture, np.float64))


def _small(grey: NDArray[np.uint8]) -> tuple[NDArray[np.uint8], float]:
    scale = min(1.0, _SIDE / max(grey.shape))
    small = cv2.resize(grey, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    return np.asarray(small, np.uint8), scale
