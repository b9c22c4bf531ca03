"""Pictures as people make them: the same digits on every background, with every kind of pen.

All are functions of ink (height, width), 0 background and 1 ink, and a generator; they return a
picture as a camera, a scanner or a drawing program would give it, and draw only the background.
"""

import io
from collections.abc import Callable
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageFilter

__all__ = ["BACKGROUNDS", "BACKGROUNDS_VERSION", "Background", "Ink", "Picture"]

BACKGROUNDS_VERSION = 1
"""Of what is drawn; raise it when that changes."""

Ink = NDArray[np.float32]
Picture = NDArray[np.uint8]
Background = Callable[[Ink, np.random.Generator], Picture]

WHITE = 0.95
"""Of the brightest: the background."""

BLACK = 0.12
"""Of the brightest: ink."""


def plain(ink: Ink, generator: np.random.Generator) -> Picture:
    """Black ink on a white background."""
    return _bytes(_written(ink, np.full(ink.shape, WHITE)))


def ruled(ink: Ink, generator: np.random.Generator) -> Picture:
    """A background with level lines, up to 2 degrees askew, paler than the ink or as dark."""
    return _bytes(_written(ink, WHITE - _lines(ink.shape, generator, 1)))


def squared(ink: Ink, generator: np.random.Generator) -> Picture:
    """A background with squares."""
    return _bytes(_written(ink, WHITE - _lines(ink.shape, generator, 2)))


def patterned(ink: Ink, generator: np.random.Generator) -> Picture:
    """A background with fine wavy lines, as cheques have."""
    y, x = _places(ink.shape)
    wave = generator.uniform(2, 5) * np.sin(x / generator.uniform(8, 20))
    tilt = generator.uniform(-1, 1)
    lines = np.sin(2 * np.pi * (y + tilt * x + wave) / generator.uniform(4, 12))
    return _bytes(_written(ink, 0.8 + generator.uniform(0.05, 0.15) * lines))


def checks(ink: Ink, generator: np.random.Generator) -> Picture:
    """A background with checks of two greys."""
    y, x = _places(ink.shape)
    side = generator.uniform(0.06, 0.3) * max(ink.shape)
    y, x = (values / side + generator.uniform(0, 1) for values in (y, x))
    odd = (np.floor(y) + np.floor(x)) % 2
    return _bytes(_written(ink, WHITE - generator.uniform(0.05, 0.25) * odd))


def pencil(ink: Ink, generator: np.random.Generator) -> Picture:
    """Faint pencil, whose grain is the background's."""
    grain = _blurred(generator.normal(0, 1, ink.shape), 1) * generator.uniform(0.3, 0.6)
    strength = generator.uniform(0.1, 0.3) * np.clip(1 + grain, 0, 1.5)
    background = 0.9 + generator.normal(0, 0.01, ink.shape)
    return _bytes(background - strength * ink)


def coloured(ink: Ink, generator: np.random.Generator) -> Picture:
    """Ink of any colour on a background of any other."""
    while True:
        background, pen = generator.uniform(0, 1, (2, 3))
        if np.abs(background - pen).max() > 0.35:
            return _bytes(background + ink[:, :, None] * (pen - background))


def chalk(ink: Ink, generator: np.random.Generator) -> Picture:
    """Chalk on a blackboard that was wiped."""
    board = 0.2 + _clouds(ink.shape, 6, generator) * 0.03
    return _bytes(board + 0.65 * ink + generator.normal(0, 0.02, ink.shape))


def noisy(ink: Ink, generator: np.random.Generator) -> Picture:
    """A picture taken in too little light."""
    scatter = generator.normal(0, generator.uniform(0.1, 0.3), ink.shape)
    return _bytes(_written(ink, np.full(ink.shape, WHITE)) + scatter)


def jpeg(ink: Ink, generator: np.random.Generator) -> Picture:
    """A picture that was stored too small."""
    return _stored(plain(ink, generator), int(generator.integers(5, 30)))


def shaded(ink: Ink, generator: np.random.Generator) -> Picture:
    """A shadow's soft edge across the background."""
    return _bytes(_written(ink, np.full(ink.shape, WHITE)) * _shade(ink.shape, generator))


def photographed(ink: Ink, generator: np.random.Generator) -> Picture:
    """A telephone's picture: a shadow, a lamp at one side, a little blur and noise, JPEG."""
    y, x = _places(ink.shape) / np.float64(max(ink.shape)) - 0.5
    slopes = generator.uniform(-0.35, 0.35, 2)
    light = (0.8 + slopes[0] * y + slopes[1] * x) * _shade(ink.shape, generator)
    picture = light * _written(ink, np.full(ink.shape, WHITE))
    picture = _blurred(picture, generator.uniform(0.3, 1.2))
    return _stored(_bytes(picture + generator.normal(0, 0.02, ink.shape)), 60)


def specked(ink: Ink, generator: np.random.Generator) -> Picture:
    """Dust and crumbs, far off and near."""
    y, x = _places(ink.shape)
    dirt = np.zeros(ink.shape)
    for _ in range(generator.integers(3, 15)):
        middle = generator.uniform(0, 1, 2) * ink.shape
        radius = generator.uniform(0.4, 1.6) * max(1.0, max(ink.shape) / 150)
        there = np.clip(radius + 0.5 - np.hypot(y - middle[0], x - middle[1]), 0, 1)
        dirt = np.maximum(dirt, generator.uniform(0.2, 1) * there)
    return _bytes(_written(np.maximum(ink, dirt), np.full(ink.shape, WHITE)))


def neighboured(ink: Ink, generator: np.random.Generator) -> Picture:
    """A crop with slivers of the digits that stand to the left and to the right."""
    inked = np.flatnonzero(ink.any(axis=0))
    room_left, room_right = int(inked[0]), ink.shape[1] - 1 - int(inked[-1])
    left, right = (int(generator.uniform(0.2, 0.7) * room) for room in (room_left, room_right))
    up, down = generator.integers(-10, 11, 2)
    crowded = ink.copy()
    # A digit to the left shows its right end, one to the right its left end.
    crowded[:, :left] = np.roll(ink[:, inked[-1] + 1 - left : inked[-1] + 1], up, axis=0)
    crowded[:, ink.shape[1] - right :] = np.roll(ink[:, inked[0] : inked[0] + right], down, axis=0)
    return _bytes(_written(crowded, np.full(ink.shape, WHITE)))


def pressed(ink: Ink, generator: np.random.Generator) -> Picture:
    """A pen that presses here and not there."""
    thick = np.asarray(Image.fromarray(ink).filter(ImageFilter.MaxFilter(3)))
    thin = np.asarray(Image.fromarray(ink).filter(ImageFilter.MinFilter(3)))
    pressure = _clouds(ink.shape, max(ink.shape) / 12, generator)
    pressure = pressure / max(float(np.abs(pressure).max()), 1e-9)
    varied = ink + np.where(pressure > 0, thick - ink, ink - thin) * pressure
    return _bytes(_written(varied.astype(np.float32), np.full(ink.shape, WHITE)))


BACKGROUNDS = MappingProxyType(
    {
        background.__name__: background
        for background in (
            plain, ruled, squared, patterned, checks, pencil, coloured, chalk, noisy, jpeg, shaded,
            photographed, specked, neighboured, pressed,
        )
    }
)  # fmt: skip
"""All of them, by name."""


def _written(ink: Ink, background: NDArray[np.float64]) -> NDArray[np.float64]:
    """Lay ink over a background."""
    return background + ink * (BLACK - background)


def _lines(
    shape: tuple[int, ...], generator: np.random.Generator, directions: int
) -> NDArray[np.float64]:
    """Draw parallel lines in one direction or both; 0 where there is none."""
    side = max(shape)
    tilt = np.tan(np.deg2rad(generator.uniform(-2, 2)))
    strength = generator.uniform(0.15, 0.8)
    width = generator.uniform(0.8, 1.2) * max(1.0, side / 200)
    spacing = generator.uniform(0.12, 0.45) * side
    y, x = _places(shape)
    lines = np.zeros(shape)
    for across, along in ((y, x), (x, -y))[:directions]:
        distance = (across + tilt * along + generator.uniform(0, spacing)) % spacing
        distance = np.minimum(distance, spacing - distance)
        lines = np.maximum(lines, np.clip(width / 2 + 0.5 - distance, 0, 1))
    return strength * lines


def _shade(shape: tuple[int, ...], generator: np.random.Generator) -> NDArray[np.float64]:
    """Let a shadow's edge, soft or sharp, cross the picture."""
    y, x = _places(shape) / np.float64(max(shape)) - 0.5
    turn = generator.uniform(0, 2 * np.pi)
    beyond = y * np.sin(turn) + x * np.cos(turn) - generator.uniform(-0.2, 0.2)
    softness = generator.uniform(0.02, 0.3)
    shade: NDArray[np.float64] = 1 - generator.uniform(0.2, 0.5) / (1 + np.exp(-beyond / softness))
    return shade


def _places(shape: tuple[int, ...]) -> NDArray[np.float64]:
    return np.indices(shape).astype(np.float64)


def _blurred(values: NDArray[np.float64], deviation: float) -> NDArray[np.float64]:
    from scipy.ndimage import gaussian_filter

    blurred: NDArray[np.float64] = gaussian_filter(values, deviation)
    return blurred


def _clouds(
    shape: tuple[int, ...], deviation: float, generator: np.random.Generator
) -> NDArray[np.float64]:
    """Draw smooth normal noise of standard deviation 1."""
    clouds = _blurred(generator.normal(0, 1, shape), deviation)
    return clouds / max(float(clouds.std()), 1e-9)


def _stored(picture: Picture, quality: int) -> Picture:
    stream = io.BytesIO()
    Image.fromarray(picture).save(stream, "JPEG", quality=quality)
    return np.asarray(Image.open(stream))


def _bytes(values: NDArray[np.floating]) -> Picture:
    picture: Picture = np.rint(np.clip(values, 0, 1) * 255).astype(np.uint8)
    return picture
