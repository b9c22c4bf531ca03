"""The background: which side of it the ink is on, and a picture where it is the same all over."""

import cv2
import numpy as np
from numpy.typing import NDArray

from digit_recognizer.ink.histogram import border, histogram, usual_grey
from digit_recognizer.ink.light import Light

__all__ = ["beside_background", "ink_is_dark", "uneven_background"]

# Of the range of grey values: a background that varies less is taken as even.
_EVEN = 0.12
# Of 256 grey values: so much is the grain of a blank sheet.
_GRAIN = 5
# Of the brightest background: deeper shade is not made up for, there is more noise than ink in it.
_DARKEST_BACKGROUND = 0.25
# In a picture that was made even, the background is this far from the end of the scale, so that its
# noise has room.
_ROOM = 23
# Of the picture's longer side: a square that is ink all over and wider than this does not occur in
# writing, but a page on a table does. A disc on an evenly lit background may have a larger one than
# writing.
_WIDEST_INK = {"even": 5 / 8, "uneven": 1 / 2, "unknown": 1 / 2}
# The third powers of all differences between two grey values, from -255 to 255; they are exact.
_CUBES = np.arange(-255, 256, dtype=np.float32) ** 3
# Parts of each side: where each of them has an even background somewhere, so has every half of the
# picture.
_PARTS = 4


def ink_is_dark(
    grey: NDArray[np.uint8],
    counts: NDArray[np.float32],
    usual: int,
    coarse: NDArray[np.uint8],
    light: Light,
) -> bool:
    """Tell whether the ink is darker than the background.

    Most of the picture is background, and of its border in particular; what differs most from it is
    ink. So it is the sign of the third moment about the median of all pixels, the border counted as
    much as the rest. A slope or a bow in the light is taken away first; where the border of a
    larger picture is not of one piece, it is the moment about the mean of each pixel's
    surroundings.

    Parameters
    ----------
    grey : (height, width) uint8
    counts : (256,) float32
        Its histogram.
    usual : int
        The median of all pixels, as ``usual_grey`` finds it.
    coarse : (coarse height, coarse width) uint8
        As ``coarse_picture`` makes it.
    light : Light
        As ``light_on`` found it.
    """
    if light.kind == "unknown" and coarse is not grey:
        # On a picture larger than a mere crop this may be the edge of a shadow.
        side = _odd_side(coarse, 1 / 2)
        values = coarse.astype(np.float32)
        values -= cv2.blur(values, (side, side), borderType=cv2.BORDER_REPLICATE)
        return float((values * values * values).sum(dtype=np.float64)) < 0
    if light.kind == "uneven":
        # By half, so that both sides of the background fit into 256 values.
        background = _at_size(light.surface, grey.shape)
        grey = cv2.addWeighted(grey, 0.5, background, -0.5, 128)
        counts, below, _, _ = histogram(grey)
        usual = usual_grey(below, border(grey))
    return float(counts @ _CUBES[255 - usual : 511 - usual]) < 0


def uneven_background(
    coarse: NDArray[np.uint8], light: Light, span: int, *, dark_ink: bool
) -> NDArray[np.float32] | None:
    """Return the background's values where it is a photograph's, None where the background is even.

    Parameters
    ----------
    coarse : (coarse height, coarse width) uint8
        As ``coarse_picture`` makes it.
    light : Light
        As ``light_on`` found it.
    span : int
        From the picture's lowest grey value to its highest.
    dark_ink : bool
        Whether the ink is darker than the background.

    Returns
    -------
    (coarse height, coarse width) float32, or None; in a negative where the ink is dark.
    """
    least = max(_EVEN * span, _GRAIN)
    # Each square of half the picture's side holds a whole one of its parts.
    lowest, highest, _, _ = cv2.minMaxLoc(_backgrounds(coarse, dark_ink))
    if highest - lowest <= least:
        return None
    inkward = 255 - coarse if dark_ink else coarse
    background = 255 - light.surface if dark_ink else light.surface
    # What such a square leaves uneven is the background: that of a photograph, with finer strokes.
    widest = _odd_side(coarse, _WIDEST_INK[light.kind])
    levels = _opened(inkward - background, widest) + background
    if float(levels.max() - levels.min()) <= least:
        return None
    beside = _opened(inkward - background, _odd_side(coarse, 1 / 4))
    return np.asarray(
        cv2.blur(beside, (3, 3), borderType=cv2.BORDER_REPLICATE) + background, np.float32
    )


def beside_background(
    inkward: NDArray[np.uint8], levels: NDArray[np.float32], *, dark_ink: bool
) -> NDArray[np.uint8]:
    """Return a picture in which the background is the same all over.

    Dark ink is judged beside the background around it, because a shadow dims both alike.

    Parameters
    ----------
    inkward : (height, width) uint8
        The picture, or its negative where the ink is dark: brighter is more ink.
    levels : (coarse height, coarse width) float32
        The background's values, of the same side.
    dark_ink : bool
        Whether the picture is a negative.
    """
    if not dark_ink:
        background = _at_size(levels, inkward.shape)
        return np.asarray(cv2.addWeighted(inkward, 1, background, -1, _ROOM), np.uint8)
    brightness = 255 - levels
    brightness = np.maximum(brightness, _DARKEST_BACKGROUND * float(brightness.max()))
    background = _at_size(brightness, inkward.shape)
    grey = cv2.divide(cv2.bitwise_not(inkward), background, scale=255 - _ROOM)
    return np.asarray(cv2.bitwise_not(grey), np.uint8)


def _backgrounds(coarse: NDArray[np.uint8], dark_ink: bool) -> NDArray[np.uint8]:
    """Return what is least like ink in each of 4 x 4 parts, but for the rest at the end."""
    down, across = (min(_PARTS, side) for side in coarse.shape)
    height, width = coarse.shape[0] // down, coarse.shape[1] // across
    rows = coarse[: down * height, : across * width].reshape(down, height, across * width)
    least_inked = np.maximum if dark_ink else np.minimum
    strips = least_inked.reduce(rows, axis=1).reshape(down, across, width)
    return np.asarray(least_inked.reduce(strips, axis=2))


def _odd_side(coarse: NDArray[np.uint8], share: float) -> int:
    """Return an odd number of pixels next to this share of the longer side."""
    return int(max(coarse.shape) * share / 2) * 2 + 1


def _opened(inkward: NDArray[np.float32], side: int) -> NDArray[np.float32]:
    """Take away all that is brighter than its surroundings and nowhere as wide as the side."""
    window = np.ones((side, side), np.uint8)
    return np.asarray(cv2.morphologyEx(inkward, cv2.MORPH_OPEN, window), np.float32)


def _at_size(coarse: NDArray[np.float32], shape: tuple[int, ...]) -> NDArray[np.uint8]:
    """Bring a coarse picture to full size, smoothly."""
    height, width = shape
    eight_bits = cv2.convertScaleAbs(np.maximum(coarse, 0))
    large: NDArray[np.uint8] = cv2.resize(
        eight_bits, (width, height), interpolation=cv2.INTER_LINEAR
    )
    return large
