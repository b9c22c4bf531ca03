"""The paper: which side of it the ink is on, and a picture in which all of it is alike."""

import cv2
import numpy as np
from numpy.typing import NDArray

from digit_recognizer.ink.histogram import GREYS, border, histogram, quantile
from digit_recognizer.ink.light import Light

__all__ = ["ink_is_dark", "on_even_paper", "usual_grey"]

# Of the range of grey values: paper that varies less is taken as even.
_EVEN = 0.12
# Of the brightest paper: deeper shade is not made up for, there is more noise than ink in it.
_DARKEST_PAPER = 0.25
# In a picture that was made even, paper is this far from the end of the scale: its noise has room.
_ROOM = 23
# Parts of each side: where each of them has even paper somewhere, so has every half of the picture.
_PARTS = 4


def usual_grey(grey: NDArray[np.uint8], counts: NDArray[np.float32]) -> int:
    """Return the median of all pixels, the border counted as much as the rest.

    Parameters
    ----------
    grey : (height, width) uint8
    counts : (256,) float32
        Its histogram.
    """
    outermost = border(grey)
    on_border = np.bincount(outermost, minlength=256) * (grey.size / outermost.size)
    return quantile(counts + on_border.astype(np.float32), 0.5)


def ink_is_dark(
    grey: NDArray[np.uint8],
    counts: NDArray[np.float32],
    coarse: NDArray[np.uint8],
    light: Light,
) -> bool:
    """Tell whether the ink is darker than the paper.

    Most of the picture is paper, and of its border in particular; what differs most from it is ink.
    So it is the sign of the third moment about the median of all pixels, the border counted as much
    as the rest. A slope or a bow in the light is taken away first; where the border of a larger
    picture is not of one piece, it is the moment about the mean of each pixel's surroundings.

    Parameters
    ----------
    grey : (height, width) uint8
    counts : (256,) float32
        Its histogram.
    coarse : (coarse height, coarse width) uint8
        As ``coarse_picture`` makes it.
    light : Light
        As ``light_on`` found it.
    """
    if light.kind == "unknown" and coarse is not grey:
        # On a picture larger than a mere crop this may be the edge of a shadow.
        side = _half(coarse)
        values = coarse.astype(np.float32)
        values -= cv2.blur(values, (side, side), borderType=cv2.BORDER_REPLICATE)
        return float((values * values * values).sum(dtype=np.float64)) < 0
    if light.kind == "uneven":
        # By half, so that both sides of the paper fit into 256 values.
        paper = _at_size(light.surface, grey.shape)
        grey = cv2.addWeighted(grey, 0.5, paper, -0.5, 128)
        counts = histogram(grey)
    away = GREYS - usual_grey(grey, counts)
    return float(counts @ (away * away * away)) < 0


def on_even_paper(
    inkward: NDArray[np.uint8],
    coarse: NDArray[np.uint8],
    light: NDArray[np.float32],
    span: int,
    *,
    dark_ink: bool,
) -> NDArray[np.uint8]:
    """Return a picture in which the paper is the same all over, and brighter is more ink.

    Where the light is uneven, dark ink is judged beside the paper around it, because a shadow dims
    both alike.

    Parameters
    ----------
    inkward : (height, width) uint8
        The picture, or its negative where the ink is dark: brighter is more ink.
    coarse : (coarse height, coarse width) uint8
        The same, as ``coarse_picture`` makes it.
    light : (coarse height, coarse width) float32
        The surface that ``light_on`` found, of the same side.
    span : int
        From the picture's lowest grey value to its highest.
    dark_ink : bool
        Whether the picture is a negative.

    Returns
    -------
    (height, width) uint8; the same array where the paper is even.
    """
    # Each square of half the picture's side holds a whole one of its parts.
    least = _least_of_parts(coarse)
    if int(least.max()) - int(least.min()) <= _EVEN * span:
        return inkward
    # A square of half the picture's side that is ink all over does not occur in writing, so what
    # is left uneven by it is the paper. Then it is a photograph, with finer strokes on it.
    beside = coarse - light
    levels = _opened(beside, _half(coarse)) + light
    if float(levels.max() - levels.min()) <= _EVEN * span:
        return inkward
    levels = _opened(beside, _half(coarse) // 4 * 2 + 1) + light
    levels = cv2.blur(levels, (3, 3), borderType=cv2.BORDER_REPLICATE)
    if not dark_ink:
        paper = _at_size(levels, inkward.shape)
        return np.asarray(cv2.addWeighted(inkward, 1, paper, -1, _ROOM), np.uint8)
    brightness = 255 - levels
    brightness = np.maximum(brightness, _DARKEST_PAPER * float(brightness.max()))
    grey = cv2.divide(
        cv2.bitwise_not(inkward), _at_size(brightness, inkward.shape), scale=255 - _ROOM
    )
    return np.asarray(cv2.bitwise_not(grey), np.uint8)


def _least_of_parts(coarse: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Return the least value of each of 4 x 4 parts, but for what is left over at the end."""
    down, across = (min(_PARTS, side) for side in coarse.shape)
    height, width = coarse.shape[0] // down, coarse.shape[1] // across
    parts = coarse[: down * height, : across * width].reshape(down, height, across, width)
    return np.asarray(parts.min(axis=(1, 3)), np.uint8)


def _half(coarse: NDArray[np.uint8]) -> int:
    """Return the odd number of pixels next to half the longer side."""
    return int(max(coarse.shape)) // 4 * 2 + 1


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
