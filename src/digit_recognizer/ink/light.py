"""The light on the background, as the border of a picture shows it."""

from typing import Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from digit_recognizer.ink.halving import halved, halvings
from digit_recognizer.ink.histogram import border

__all__ = ["Light", "coarse_picture", "light_on"]

# The light on the background is looked at in so many pixels a side.
_COARSE_SIDE = 64
# Of the range of grey values: a border that varies less is evenly lit ...
_LEVEL = 0.1
# ... but for so much of it on either side, where ink may touch it.
_TOUCHED = 0.1
# Of the range: a border of which a fifth is missed by more is not mostly background.
_POOR_FIT = 0.06


class Light(NamedTuple):
    """The light on the background.

    Attributes
    ----------
    kind : {"even", "uneven", "unknown"}
        Unknown where the border is not of one piece, as when the ink fills its frame.
    surface : (coarse height, coarse width) float32, or (1, 1) where it is not uneven
        The background's grey values.
    """

    kind: Literal["even", "uneven", "unknown"]
    surface: NDArray[np.float32]


def coarse_picture(grey: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Halve a picture until it has at most 64 pixels a side, without what is left at the end."""
    times = halvings(grey.shape, _COARSE_SIDE)
    if times == 0:
        return grey
    height, width = (max(side >> times, 1) << times for side in grey.shape)
    return halved(grey[:height, :width], times)


def light_on(coarse: NDArray[np.uint8], outermost: NDArray[np.uint8], span: int) -> Light:
    """Fit a surface of the second degree to the border: the light of a lamp or a window.

    Parameters
    ----------
    coarse : (height, width) uint8
        As ``coarse_picture`` makes it.
    outermost : (n,) uint8
        Its border.
    span : int
        From the picture's lowest grey value to its highest.
    """
    rising = np.sort(outermost)
    last = rising.size - 1
    level = np.array([[rising[last // 2]]], np.float32)
    spread = int(rising[last - int(_TOUCHED * last)]) - int(rising[int(_TOUCHED * last)])
    if spread <= _LEVEL * span:
        return Light("even", level)
    places = _powers(coarse.shape)
    where = border(places)
    values = outermost.astype(np.float64)
    near = np.ones(outermost.size, np.bool_)
    for _ in range(4):
        weights = _fitted(where[near], values[near])
        misses = np.abs(where @ weights - values)
        # Ink that touches the border is no background.
        near = misses <= max(2 * float(np.median(misses)), 1e-6)
    if float(np.percentile(misses, 80)) > _POOR_FIT * float(np.ptp(coarse)):
        return Light("unknown", level)
    return Light("uneven", (places @ weights).astype(np.float32))


def _powers(shape: tuple[int, ...]) -> NDArray[np.float64]:
    """Return 1, y, x, yy, xy and xx for each pixel; y and x from -1 to 1."""
    y, x = np.meshgrid(*(np.linspace(-1, 1, side) for side in shape), indexing="ij")
    return np.stack([np.ones_like(x), y, x, y * y, x * y, x * x], axis=-1)


def _fitted(places: NDArray[np.float64], values: NDArray[np.float64]) -> NDArray[np.float64]:
    """Fit by least squares; by the normal equations, which six weights are few enough for."""
    square = places.T @ places
    square[np.diag_indices_from(square)] += 1e-9
    return np.asarray(np.linalg.solve(square, places.T @ values), np.float64)
