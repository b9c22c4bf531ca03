"""From arrays of pixels to grey values."""

import cv2
import numpy as np
from numpy.typing import NDArray

from digit_recognizer.errors import DigitRecognizerError

__all__ = ["ArrayError", "grey_from_array"]

# A single colour is looked at where it varies so many times as much as the brightness does: yellow
# on white, red on green.
_MORE_TELLING = 2.0
# So many pixels a side are enough to see how much a colour varies.
_SAMPLE_SIDE = 64
# So many are brought to grey at once: few enough for a small memory, enough for speed.
_STRIP_PIXELS = 4_000_000
# White swallows ink where all of it would be at least so bright.
_SWALLOWED = 0.95 * 255


class ArrayError(DigitRecognizerError):
    """An array that is no picture; the reason goes on where "Cannot read NAME: " ends."""


def grey_from_array(
    pixels: NDArray[np.generic], *, most_pixels: int, longest_side: int, top: float | None = None
) -> NDArray[np.uint8]:
    """Return the grey values of an array of pixels, averaged down where it is large.

    Parameters
    ----------
    pixels : (height, width), (height, width, 1), (height, width, 3) or (height, width, 4)
        Whole numbers 0..255, floats 0..1, or bool; the fourth channel is opacity. In uint16 the
        whole numbers are 0..65535, but 0..255 where none is above 255: that is how eight bits look
        in sixteen, and a picture of sixteen would be all but black.
    most_pixels : int
        The largest height x width that is accepted.
    longest_side : int
        Averaged by the whole factor that brings both sides to this length or below.
    top : float, optional
        The number that is white, where it is known.

    Returns
    -------
    (height, width) uint8, 0 black and 255 white, an array of its own.

    Raises
    ------
    ArrayError
        Where shape, type or values are others.
    """
    _check_shape(pixels.shape, most_pixels)
    if pixels.ndim == 3 and pixels.shape[2] == 1:
        pixels = pixels[:, :, 0]
    if pixels.dtype == np.uint8 and pixels.ndim == 2 and max(pixels.shape) <= longest_side:
        return pixels.astype(np.uint8, order="C")
    top = _checked_top(pixels, top)
    colour = _telling_colour(_eight_bits(_sample(pixels), top)) if pixels.ndim == 3 else None
    return _in_strips(pixels, top, colour, -(-max(pixels.shape[:2]) // longest_side))


def _check_shape(shape: tuple[int, ...], most_pixels: int) -> None:
    if len(shape) not in (2, 3) or (len(shape) == 3 and shape[2] not in (1, 3, 4)):
        raise ArrayError(
            f"expected shape (height, width), (height, width, 3) or (height, width, 4), "
            f"got {shape}.",
            "Pass one picture at a time.",
        )
    height, width = shape[:2]
    if height * width == 0:
        raise ArrayError(f"expected at least one pixel, got shape {shape}.")
    if height * width > most_pixels:
        raise ArrayError(
            f"at most {most_pixels // 1_000_000} million pixels are read, but it has "
            f"{width} x {height}.",
            "Make it smaller or cut the digit out of it.",
        )


def _in_strips(
    pixels: NDArray[np.generic], top: float, colour: int | None, factor: int
) -> NDArray[np.uint8]:
    """Bring strip by strip to grey and average it down, so that no large copy is made."""
    height, width = pixels.shape[:2]
    rows = factor * max(1, _STRIP_PIXELS // (width * factor))
    on_white, on_black = [], []
    darkest, opacities = 255.0, [255.0, 0.0]
    for first in range(0, height, rows):
        strip = _eight_bits(pixels[first : first + rows], top)
        grey = strip if strip.ndim == 2 else _grey(strip, colour)
        if strip.ndim == 3 and strip.shape[2] == 4:
            opacity = cv2.extractChannel(strip, 3)
            opacities += cv2.minMaxLoc(opacity)[:2]
            faint = grey
            if opacities[-2] < 255:
                faint = cv2.multiply(grey, opacity, scale=1 / 255)
                grey = cv2.add(faint, cv2.bitwise_not(opacity))
            on_black.append(_reduced(faint, factor))
            darkest = min(darkest, cv2.minMaxLoc(grey)[0])
        on_white.append(_reduced(grey, factor))
    # The background is white, but black where white would swallow all of it.
    swallowed = darkest > _SWALLOWED and min(opacities) < 127.5 < max(opacities[1:])
    strips = on_black if swallowed else on_white
    return np.concatenate(strips) if len(strips) > 1 else strips[0]


def _reduced(grey: NDArray[np.uint8], factor: int) -> NDArray[np.uint8]:
    if factor == 1:
        return grey
    height, width = (-(-side // factor) for side in grey.shape)
    return np.asarray(cv2.resize(grey, (width, height), interpolation=cv2.INTER_AREA), np.uint8)


def _sample(pixels: NDArray[np.generic]) -> NDArray[np.generic]:
    step = -(-max(pixels.shape[:2]) // _SAMPLE_SIDE)
    return pixels[::step, ::step]


def _telling_colour(sample: NDArray[np.uint8]) -> int | None:
    """Return which of red, green and blue tells the ink, if one does so better than all."""
    # Copied a colour at a time, which is faster than a pixel at a time.
    sample = cv2.merge([sample[:, :, each] for each in range(sample.shape[2])])
    spread = cv2.meanStdDev(sample)[1][:3, 0]
    colour = int(spread.argmax())
    brightness = cv2.meanStdDev(_grey(sample, None))[1]
    return colour if spread[colour] > _MORE_TELLING * float(brightness[0, 0]) else None


def _grey(pixels: NDArray[np.uint8], colour: int | None) -> NDArray[np.uint8]:
    """Return one colour, or how bright all three look (luma of ITU-R BT.601)."""
    if colour is not None:
        return np.asarray(cv2.extractChannel(pixels, colour), np.uint8)
    which = cv2.COLOR_RGB2GRAY if pixels.shape[2] == 3 else cv2.COLOR_RGBA2GRAY
    return np.asarray(cv2.cvtColor(pixels, which), np.uint8)


def _eight_bits(pixels: NDArray[np.generic], top: float) -> NDArray[np.uint8]:
    if pixels.dtype == np.uint8 and top == 255:
        return pixels.astype(np.uint8, copy=False)
    values = np.multiply(pixels, 255 / top, dtype=np.float32)
    return np.asarray(np.rint(values), np.uint8)


def _checked_top(pixels: NDArray[np.generic], top: float | None) -> float:
    """Return the number that is white, when type and range of the numbers allow it."""
    kind = pixels.dtype.kind
    if kind == "b":
        return 1
    if pixels.dtype == np.uint8 and top is None:
        return 255
    if kind in "iu":
        if top is None:
            top = 65535 if pixels.dtype == np.uint16 and pixels.max() > 255 else 255
        _check_range(pixels, top, "whole numbers")
        return top
    if kind == "f":
        top = 1 if top is None else top
        _check_range(pixels, top, "floats")
        return top
    raise ArrayError(f"expected numbers or bool, got values of type {pixels.dtype}.")


def _check_range(pixels: NDArray[np.generic], top: float, kind: str) -> None:
    lowest, highest = float(pixels.min()), float(pixels.max())
    if np.isnan(lowest) or np.isinf(lowest) or np.isinf(highest):
        raise ArrayError(
            "expected finite values, but some are infinite or not a number.", "Replace them first."
        )
    if lowest < 0 or highest > top:
        raise ArrayError(
            f"expected {kind} from 0 to {top:g}, got values from {lowest:g} to {highest:g}.",
            "Scale them to that range.",
        )
