"""From arrays of pixels to grey values."""

import numpy as np
from numpy.typing import NDArray
from PIL import Image

__all__ = ["ArrayError", "grey_from_array"]

# Luma of ITU-R BT.601: how bright red, green and blue look.
_BRIGHTNESS = np.array([0.299, 0.587, 0.114], np.float32)
# A single colour is looked at where it varies so many times as much as the brightness does: yellow
# on white, red on green.
_MORE_TELLING = 2.0
# So many pixels a side are enough to see how much a colour varies.
_SAMPLE_SIDE = 64
# Of a tile, in pixels: few enough for a small memory, enough for speed.
_TILE_SIDE = 1024


class ArrayError(ValueError):
    """An array that is no picture; the text says what was expected and what was found."""


def grey_from_array(
    pixels: NDArray[np.generic], *, most_pixels: int, longest_side: int, top: float | None = None
) -> NDArray[np.float32]:
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
    (height, width) float32, 0 black and 1 white.

    Raises
    ------
    ArrayError
        Where shape, type or values are others.
    """
    _check_shape(pixels.shape, most_pixels)
    if pixels.ndim == 3 and pixels.shape[2] == 1:
        pixels = pixels[:, :, 0]
    top = _checked_top(pixels, top)
    weights = _telling_weights(_zero_to_one(_sample(pixels), top)) if pixels.ndim == 3 else None
    return _in_tiles(pixels, top, weights, -(-max(pixels.shape[:2]) // longest_side))


def _check_shape(shape: tuple[int, ...], most_pixels: int) -> None:
    if len(shape) not in (2, 3) or (len(shape) == 3 and shape[2] not in (1, 3, 4)):
        raise ArrayError(
            f"expected shape (height, width), (height, width, 3) or (height, width, 4), "
            f"got {shape}. Pass one picture at a time."
        )
    height, width = shape[:2]
    if height * width == 0:
        raise ArrayError(f"expected at least one pixel, got shape {shape}.")
    if height * width > most_pixels:
        raise ArrayError(
            f"at most {most_pixels // 1_000_000} million pixels are read, but it has "
            f"{width} x {height}. Make it smaller or cut the digit out of it."
        )


def _in_tiles(
    pixels: NDArray[np.generic],
    top: float,
    weights: NDArray[np.float32] | None,
    factor: int,
) -> NDArray[np.float32]:
    """Bring tile by tile to grey and average it down, so that no large copy is made."""
    height, width = pixels.shape[:2]
    small = -(-height // factor), -(-width // factor)
    on_white, on_black = np.empty(small, np.float32), np.empty(small, np.float32)
    darkest, opacities = 1.0, [1.0, 0.0]
    step = max(1, _TILE_SIDE // factor)
    for row in range(0, small[0], step):
        for column in range(0, small[1], step):
            there = slice(row, row + step), slice(column, column + step)
            tile = pixels[tuple(slice(side.start * factor, side.stop * factor) for side in there)]
            values = _zero_to_one(tile, top)
            grey = values if weights is None else values[:, :, :3] @ weights
            if pixels.shape[2:] == (4,):
                opacity = values[:, :, 3]
                opacities += [float(opacity.min()), float(opacity.max())]
                grey, faint = grey * opacity + (1 - opacity), grey * opacity
                darkest = min(darkest, float(grey.min()))
                on_black[there] = _reduced(np.clip(faint, 0, 1), factor)
            on_white[there] = _reduced(np.clip(grey, 0, 1), factor)
    # Paper is white, but black where white would swallow all of it.
    swallowed = darkest > 0.95 and min(opacities) < 0.5 < max(opacities[1:])
    return on_black if swallowed else on_white


def _reduced(grey: NDArray[np.float32], factor: int) -> NDArray[np.float32]:
    return np.asarray(Image.fromarray(grey).reduce(factor)) if factor > 1 else grey


def _sample(pixels: NDArray[np.generic]) -> NDArray[np.generic]:
    step = -(-max(pixels.shape[:2]) // _SAMPLE_SIDE)
    return pixels[::step, ::step]


def _telling_weights(sample: NDArray[np.float32]) -> NDArray[np.float32]:
    """Weigh red, green and blue so that ink differs from paper: nearly always as the eye does."""
    colours = sample[:, :, :3].reshape(-1, 3)
    spread = colours.std(axis=0)
    colour = int(spread.argmax())
    if spread[colour] > _MORE_TELLING * float((colours @ _BRIGHTNESS).std()):
        return np.array([colour == each for each in range(3)], np.float32)
    return _BRIGHTNESS


def _zero_to_one(pixels: NDArray[np.generic], top: float) -> NDArray[np.float32]:
    return pixels.astype(np.float32) / np.float32(top)


def _checked_top(pixels: NDArray[np.generic], top: float | None) -> float:
    """Return the number that is white, when type and range of the numbers allow it."""
    kind = pixels.dtype.kind
    if kind == "b":
        return 1
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
            "expected finite values, but some are infinite or not a number. Replace them first."
        )
    if lowest < 0 or highest > top:
        raise ArrayError(
            f"expected {kind} from 0 to {top:g}, got values from {lowest:g} to {highest:g}. "
            f"Scale them to that range."
        )
