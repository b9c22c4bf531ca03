"""From arrays of pixels to grey values."""

import numpy as np
from numpy.typing import NDArray

__all__ = ["ArrayError", "grey_from_array"]

# Luma of ITU-R BT.601: how bright red, green and blue look.
_BRIGHTNESS = np.array([0.299, 0.587, 0.114], np.float32)
# A single colour is looked at where it varies so many times as much as the brightness does: yellow
# on white, red on green.
_MORE_TELLING = 2.0
# So many pixels a side are enough to see how much a colour varies.
_SAMPLE_SIDE = 64


class ArrayError(ValueError):
    """An array that is no picture; the text says what was expected and what was found."""


def grey_from_array(pixels: NDArray[np.generic], *, most_pixels: int) -> NDArray[np.float32]:
    """Return the grey values of an array of pixels.

    Parameters
    ----------
    pixels : (height, width), (height, width, 1), (height, width, 3) or (height, width, 4)
        Whole numbers 0..255 (uint16: 0..65535), floats 0..1, or bool; the fourth channel is
        opacity.
    most_pixels : int
        The largest height x width that is accepted.

    Returns
    -------
    (height, width) float32, 0 black and 1 white.

    Raises
    ------
    ArrayError
        Where shape, type or values are others.
    """
    if pixels.ndim not in (2, 3) or (pixels.ndim == 3 and pixels.shape[2] not in (1, 3, 4)):
        raise ArrayError(
            f"expected shape (height, width), (height, width, 3) or (height, width, 4), "
            f"but found {pixels.shape}. Pass one picture at a time."
        )
    height, width = pixels.shape[:2]
    if height * width == 0:
        raise ArrayError(f"expected at least one pixel, but found shape {pixels.shape}.")
    if height * width > most_pixels:
        raise ArrayError(
            f"at most {most_pixels // 1_000_000} million pixels are read, but it has "
            f"{width} x {height}. Make it smaller or cut the digit out of it."
        )
    values = _zero_to_one(pixels)
    if values.ndim == 2:
        return values
    if values.shape[2] == 1:
        return values[:, :, 0]
    grey = values[:, :, :3] @ _telling_weights(values)
    if values.shape[2] == 4:
        grey = _laid_on_paper(grey, values[:, :, 3])
    clipped: NDArray[np.float32] = np.clip(grey, 0, 1)
    return clipped


def _telling_weights(values: NDArray[np.float32]) -> NDArray[np.float32]:
    """Weigh red, green and blue so that ink differs from paper: nearly always as the eye does."""
    step = -(-max(values.shape[:2]) // _SAMPLE_SIDE)
    sample = values[::step, ::step, :3].reshape(-1, 3)
    spread = sample.std(axis=0)
    colour = int(spread.argmax())
    if spread[colour] > _MORE_TELLING * float((sample @ _BRIGHTNESS).std()):
        return np.array([colour == each for each in range(3)], np.float32)
    return _BRIGHTNESS


def _laid_on_paper(grey: NDArray[np.float32], opacity: NDArray[np.float32]) -> NDArray[np.float32]:
    """Lay a picture on white; on black where white would swallow all of it."""
    on_white: NDArray[np.float32] = grey * opacity + (1 - opacity)
    if on_white.min() > 0.95 and opacity.min() < 0.5 < opacity.max():
        return grey * opacity
    return on_white


def _zero_to_one(pixels: NDArray[np.generic]) -> NDArray[np.float32]:
    """Bring the values to float32, 0..1."""
    if pixels.dtype == np.bool_:
        return pixels.astype(np.float32)
    if np.issubdtype(pixels.dtype, np.integer):
        top = 65535 if pixels.dtype == np.uint16 else 255
        _check_range(pixels, top, "whole numbers")
        return pixels.astype(np.float32) / np.float32(top)
    if np.issubdtype(pixels.dtype, np.floating):
        _check_range(pixels, 1, "floats")
        return pixels.astype(np.float32)
    raise ArrayError(f"expected numbers or bool, but found values of type {pixels.dtype}.")


def _check_range(pixels: NDArray[np.generic], top: int, kind: str) -> None:
    lowest, highest = float(pixels.min()), float(pixels.max())
    if np.isnan(lowest) or np.isinf(lowest) or np.isinf(highest):
        raise ArrayError(
            "expected finite values, but some are infinite or not a number. Replace them first."
        )
    if lowest < 0 or highest > top:
        raise ArrayError(
            f"expected {kind} from 0 to {top}, but found values from {lowest:g} to {highest:g}. "
            f"Scale them to that range."
        )
