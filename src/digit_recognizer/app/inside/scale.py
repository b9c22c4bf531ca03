"""The one scale of colours: negative blue, zero neutral, positive orange."""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PyQt6.QtGui import QColor, QImage

from digit_recognizer.app.widgets.theme import Theme, ThemeName

__all__ = ["colour_of", "image_of_evidence", "image_of_values", "ink_on", "neutral"]

_STEPS = 127
_STOPS: dict[ThemeName, tuple[str, str, str, str, str]] = {
    "light": ("#1557A5", "#86B5EA", "#FFFFFF", "#FBB876", "#CC5A00"),
    "dark": ("#9BD0FF", "#2E6AA8", "#23272F", "#A8661D", "#FFC27A"),
}
"""From the lowest value over zero to the highest, for each theme."""
_INK: dict[ThemeName, str] = {"light": "#C3C8D0", "dark": "#5A6270"}
"""Ink that says nothing either way."""


def neutral(theme: Theme) -> QColor:
    """Return the colour of zero."""
    return QColor(_STOPS[theme.name][2])


def colour_of(value: float, limit: float, theme: Theme) -> QColor:
    """Return the colour of a value on a scale from -limit to limit."""
    index = _indices(np.array([value]), limit)[0]
    return QColor(int(_colours(theme.name)[index]))


def ink_on(values: NDArray[np.floating[Any]], limit: float, theme: Theme) -> NDArray[np.uint32]:
    """Return for each value black or white, whichever reads better on its colour, 0xFFRRGGBB."""
    return _inks(theme.name)[_indices(values, limit)]


def image_of_values(values: NDArray[np.floating[Any]], limit: float, theme: Theme) -> QImage:
    """Return an image of (height, width) values, a pixel each, that owns its pixels."""
    return _image(_colours(theme.name)[_indices(values, limit)])


def image_of_evidence(
    weights: NDArray[np.floating[Any]], ink: NDArray[np.uint8], limit: float, theme: Theme
) -> QImage:
    """Return an image of the ink, (height, width), coloured by what each pixel of it says.

    Ink that says nothing is grey.
    """
    share = np.abs(weights)[..., None] / limit
    strength = np.minimum(share, 1) ** 0.6
    ground = _channels(_STOPS[theme.name][2])
    grey = ground + (_channels(_INK[theme.name]) - ground) * (ink[..., None] / 255)
    ends = np.where(
        weights[..., None] < 0, _channels(_STOPS[theme.name][0]), _channels(_STOPS[theme.name][4])
    )
    mixed = (grey + (ends - grey) * strength).round().astype(np.uint32)
    return _image(mixed[..., 0] << 16 | mixed[..., 1] << 8 | mixed[..., 2] | 0xFF000000)


def _image(pixels: NDArray[np.uint32]) -> QImage:
    height, width = pixels.shape
    memory = pixels.astype(np.uint32).tobytes()
    return QImage(memory, width, height, 4 * width, QImage.Format.Format_RGB32).copy()


def _indices(values: NDArray[np.floating[Any]], limit: float) -> NDArray[np.intp]:
    shares = np.clip(values / max(limit, 1e-12), -1, 1)
    shares[np.isnan(shares)] = 0
    # The root lifts small values off the neutral colour.
    lifted = np.sign(shares) * np.abs(shares) ** 0.85
    indices: NDArray[np.intp] = np.rint(_STEPS * (lifted + 1)).astype(np.intp)
    return indices


@cache
def _colours(name: ThemeName) -> NDArray[np.uint32]:
    """Return the colours from the lowest value to the highest, as 0xFFRRGGBB."""
    stops = np.array([_channels(stop) for stop in _STOPS[name]])
    places = np.linspace(0, len(stops) - 1, 2 * _STEPS + 1)
    channels = [np.interp(places, np.arange(len(stops)), stops[:, c]).round() for c in range(3)]
    red, green, blue = (channel.astype(np.uint32) for channel in channels)
    colours: NDArray[np.uint32] = red << 16 | green << 8 | blue | np.uint32(0xFF000000)
    return colours


@cache
def _inks(name: ThemeName) -> NDArray[np.uint32]:
    """Return black or white for each of the colours."""
    colours = _colours(name)
    channels = np.stack([colours >> 16 & 255, colours >> 8 & 255, colours & 255], axis=-1) / 255
    # The luminance of WCAG 2.1, with a power for its curve: both contrast alike at 0.179.
    luminance = channels**2.2 @ (0.2126, 0.7152, 0.0722)
    return np.where(luminance > 0.179, 0xFF000000, 0xFFFFFFFF).astype(np.uint32)


def _channels(colour: str) -> NDArray[np.float64]:
    return np.array([int(colour[place : place + 2], 16) for place in (1, 3, 5)], np.float64)
