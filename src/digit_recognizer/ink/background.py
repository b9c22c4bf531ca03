"""The paper: which side of it the ink is on, and how far each pixel stands out of it."""

from typing import Any

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray
from PIL import Image

__all__ = ["contrast_to_paper", "ink_is_dark", "light_on", "sample"]

# The light on the paper is looked at in so many pixels a side.
_COARSE_SIDE = 48
# A median of so many pixels is good enough.
_SAMPLE = 16_384
# Of the range of grey values: paper that varies less is taken as even.
_EVEN = 0.12
# Of the same range: a border of which a fifth is missed by more is not mostly paper.
_POOR_FIT = 0.06
# Of the brightest paper: deeper shade is not made up for, there is more noise than ink in it.
_DARKEST_PAPER = 0.25


def light_on(grey: NDArray[np.float32]) -> NDArray[np.float32]:
    """Fit a surface of the second degree to the border: the light of a lamp or a window.

    Parameters
    ----------
    grey : (height, width) float32
        0 black, 1 white.

    Returns
    -------
    float32 of the same proportions, at most 48 pixels a side; one level all over where the border
    is not of one piece, as when the ink fills its frame.
    """
    coarse = _coarse(grey).astype(np.float64)
    found = _border(coarse)
    places = _powers(coarse.shape)
    where = _border(places)
    near = np.ones(found.size, np.bool_)
    for _ in range(4 if np.ptp(found) > 0 else 0):
        weights = _fitted(where[near], found[near])
        misses = np.abs(where @ weights - found)
        # Ink that touches the border is no paper.
        near = misses <= max(2 * float(np.median(misses)), 1e-6)
    if np.ptp(found) == 0 or float(np.percentile(misses, 80)) > _POOR_FIT * float(np.ptp(coarse)):
        return np.full(coarse.shape, np.median(found), np.float32)
    surface: NDArray[np.float32] = (places @ weights).astype(np.float32)
    return surface


def ink_is_dark(grey: NDArray[np.float32], light: NDArray[np.float32]) -> bool:
    """Tell whether the ink is darker than the paper.

    Most of the picture is paper, and of its border in particular; what differs most from it is ink.
    So it is the sign of the third moment about the median of all pixels, the border counted as much
    as the rest. A slope or a bow in the light is taken away first; where the border of a larger
    picture is not of one piece, it is the moment about the mean of each pixel's surroundings.

    Parameters
    ----------
    grey : (height, width) float32
        0 black, 1 white.
    light : (coarse height, coarse width) float32
        As ``light_on`` found it.
    """
    flat = grey - _enlarged(light, grey.shape)
    deviations = flat - np.float32(_usual(flat))
    coarse = _coarse(grey)
    if coarse.size < grey.size and np.ptp(light) == 0 < np.ptp(_border(grey)):
        # On a picture larger than a mere crop this may be the edge of a shadow.
        deviations = coarse - _mean_around(coarse, _half(coarse))
    return float((deviations * deviations * deviations).sum(dtype=np.float64)) < 0


def contrast_to_paper(
    grey: NDArray[np.float32], light: NDArray[np.float32], *, dark_ink: bool
) -> NDArray[np.float32]:
    """Return how far each pixel stands out of the paper, ink positive.

    On even paper this is the plain difference. Where the light is uneven, dark ink is judged beside
    the paper around it, because a shadow dims both alike.

    Parameters
    ----------
    grey : (height, width) float32
        0 black, 1 white.
    light : (coarse height, coarse width) float32
        As ``light_on`` found it.
    dark_ink : bool
        Whether the ink is darker than the paper.

    Returns
    -------
    (height, width) float32, about 0 on paper and at most 1.
    """
    inkward = 1 - grey if dark_ink else grey
    coarse, light = _coarse(inkward), 1 - light if dark_ink else light
    contrast = inkward
    # A square of half the picture's side that is ink all over does not occur in writing, so what
    # is left uneven by it is the paper. Then it is a photograph, with finer strokes on it.
    levels = _opened(coarse - light, _half(coarse)) + light
    if float(np.ptp(levels)) > _EVEN * float(np.ptp(grey)):
        levels = _opened(coarse - light, _half(coarse) // 4 * 2 + 1) + light
        paper = _enlarged(_mean_around(levels, 3), grey.shape)
        contrast = inkward - paper
        if dark_ink:
            brightness = 1 - paper
            contrast /= np.maximum(brightness, _DARKEST_PAPER * brightness.max())
    level, highest = _usual(contrast), float(contrast.max())
    some = sample(contrast)
    level = float(np.median(some[some <= (level + highest) / 2]))
    beside: NDArray[np.float32] = np.minimum(contrast - np.float32(level), np.float32(1))
    return beside


def sample(values: NDArray[np.float32]) -> NDArray[np.float32]:
    """Take every so many-th row and column, for medians of large pictures."""
    step = int(np.ceil(np.sqrt(values.size / _SAMPLE)))
    return values[::step, ::step]


def _usual(grey: NDArray[np.float32]) -> float:
    """Return the median of all pixels, the border counted as much as the rest."""
    some, border = sample(grey), _border(grey)
    weighted = np.concatenate((some.ravel(), np.repeat(border, some.size // border.size)))
    return float(np.median(weighted))


def _half(coarse: NDArray[np.float32]) -> int:
    """Return the odd number of pixels next to half the longer side."""
    return int(max(coarse.shape)) // 4 * 2 + 1


def _opened(inkward: NDArray[np.float32], window: int) -> NDArray[np.float32]:
    """Take away all that is brighter than its surroundings and nowhere as wide as the window."""
    return _over_windows(np.maximum, _over_windows(np.minimum, inkward, window), window)


def _powers(shape: tuple[int, ...]) -> NDArray[np.float64]:
    """Return 1, y, x, yy, xy and xx for each pixel; y and x from -1 to 1."""
    y, x = np.meshgrid(*(np.linspace(-1, 1, side) for side in shape), indexing="ij")
    return np.stack([np.ones_like(x), y, x, y * y, x * y, x * x], axis=-1)


def _border(values: NDArray[Any]) -> NDArray[Any]:
    """Return the outermost pixels, one after another."""
    border: NDArray[Any] = np.concatenate(
        (values[0], values[-1], values[1:-1, 0], values[1:-1, -1])
    )
    return border


def _coarse(grey: NDArray[np.float32]) -> NDArray[np.float32]:
    """Average a picture down to at most the coarse side."""
    factor = -(-max(grey.shape) // _COARSE_SIDE)
    if factor == 1:
        return grey
    return np.asarray(Image.fromarray(grey).reduce(factor), np.float32)


def _enlarged(coarse: NDArray[np.float32], shape: tuple[int, ...]) -> NDArray[np.float32]:
    """Bring a coarse picture back to full size, smoothly."""
    height, width = shape
    return np.asarray(
        Image.fromarray(coarse).resize((width, height), Image.Resampling.BILINEAR), np.float32
    )


def _over_windows(of: np.ufunc, values: NDArray[np.float32], side: int) -> NDArray[np.float32]:
    """Take the least or greatest value of the square of an odd side around each pixel."""
    for axis in (0, 1):
        padding = [(side // 2, side // 2) if each == axis else (0, 0) for each in (0, 1)]
        line = np.moveaxis(np.pad(values, padding, mode="edge"), axis, 0)
        # Windows that overlap make one of up to twice their length.
        length = 1
        while length < side:
            step = min(length, side - length)
            line = of(line[:-step], line[step:])
            length += step
        values = np.moveaxis(line, 0, axis)
    return values


def _mean_around(values: NDArray[np.float32], side: int) -> NDArray[np.float32]:
    """Average the square of an odd side around each pixel."""
    for axis in (0, 1):
        padding = [(side // 2, side // 2) if each == axis else (0, 0) for each in (0, 1)]
        windows = sliding_window_view(np.pad(values, padding, mode="edge"), side, axis)
        values = windows.mean(axis=-1).astype(np.float32)
    return values


def _fitted(places: NDArray[np.float64], values: NDArray[np.float64]) -> NDArray[np.float64]:
    """Fit by least squares; by the normal equations, which six weights are few enough for."""
    square = places.T @ places
    square[np.diag_indices_from(square)] += 1e-9
    return np.asarray(np.linalg.solve(square, places.T @ values), np.float64)
