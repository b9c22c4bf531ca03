"""Digits made worse, one way at a time, to see what a network can bear.

After N. Mu, J. Gilmer: MNIST-C: a robustness benchmark for computer vision. arXiv:1906.02337,
2019. All are functions of images (n, 28, 28), a severity from 0 (nothing) to 1 (about as much as
a person bears easily) and a generator; they return new images and draw nothing else.
"""

from collections.abc import Callable
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

__all__ = [
    "CORRUPTIONS",
    "Corruption",
    "Images",
    "noise",
    "scaled",
    "shift",
    "thicker",
    "thinner",
    "turned",
]

Images = NDArray[np.uint8]
Corruption = Callable[[Images, float, np.random.Generator], Images]

SIDE = 28
MIDDLE = (SIDE - 1) / 2


def noise(images: Images, severity: float, generator: np.random.Generator) -> Images:
    """Add normal noise to each pixel, of up to 0.35 of the range from background to ink."""
    scatter = generator.normal(0, 0.35 * severity * 255, images.shape)
    return _bytes(images + scatter)


def blur(images: Images, severity: float, generator: np.random.Generator) -> Images:
    """Blur with a Gaussian of up to 1.5 pixels."""
    from scipy.ndimage import gaussian_filter

    deviation = 1.5 * severity
    return _bytes(gaussian_filter(images.astype(np.float32), (0, deviation, deviation)))


def rotation(images: Images, severity: float, generator: np.random.Generator) -> Images:
    """Turn by up to 30 degrees, to either side."""
    return turned(images, 30 * severity * _signs(images, generator))


def turned(images: Images, degrees: NDArray[np.float64]) -> Images:
    """Turn each image by so many degrees (n,), clockwise."""
    cosine, sine = np.cos(np.deg2rad(degrees)), np.sin(np.deg2rad(degrees))
    return _mapped(images, np.stack([cosine, -sine, sine, cosine], axis=1))


def shear(images: Images, severity: float, generator: np.random.Generator) -> Images:
    """Slant by up to 0.6, to either side."""
    slant = 0.6 * severity * _signs(images, generator)
    ones, zeros = np.ones(len(images)), np.zeros(len(images))
    return _mapped(images, np.stack([ones, zeros, slant, ones], axis=1))


def smaller(images: Images, severity: float, generator: np.random.Generator) -> Images:
    """Shrink to as little as 0.6 of the size."""
    return scaled(images, 1 - 0.4 * severity)


def larger(images: Images, severity: float, generator: np.random.Generator) -> Images:
    """Enlarge to as much as 1.35 of the size; what reaches over the edge is lost."""
    return scaled(images, 1 + 0.35 * severity)


def scaled(images: Images, factor: float) -> Images:
    """Shrink or enlarge about the middle; what reaches over the edge is lost."""
    return _mapped(images, np.tile([1 / factor, 0.0, 0.0, 1 / factor], (len(images), 1)))


def shift(images: Images, severity: float, generator: np.random.Generator) -> Images:
    """Move by up to 4 pixels, in any direction."""
    directions = generator.uniform(0, 2 * np.pi, len(images))
    moves = 4 * severity * np.stack([np.sin(directions), np.cos(directions)], axis=1)
    straight = np.tile([1.0, 0.0, 0.0, 1.0], (len(images), 1))
    return _mapped(images, straight, moves)


def thinner(images: Images, severity: float, generator: np.random.Generator) -> Images:
    """Take up to two thirds of a pixel off the strokes on all sides."""
    from scipy.ndimage import grey_erosion

    return _regrown(images, round(2 * severity), grey_erosion)


def thicker(images: Images, severity: float, generator: np.random.Generator) -> Images:
    """Let the strokes grow by up to a pixel on all sides."""
    from scipy.ndimage import grey_dilation

    return _regrown(images, round(3 * severity), grey_dilation)


def brightness(images: Images, severity: float, generator: np.random.Generator) -> Images:
    """Lighten the background by up to half of the range: ink on grey."""
    return _bytes(images + 127.5 * severity * (1 - images / 255))


def faintness(images: Images, severity: float, generator: np.random.Generator) -> Images:
    """Weaken the ink to as little as 0.3 of its strength."""
    return _bytes(images * (1 - 0.7 * severity))


def stripes(images: Images, severity: float, generator: np.random.Generator) -> Images:
    """Lay level lines over the background, every 7 pixels, of up to 0.6 of the ink's strength."""
    first = generator.integers(0, 7, len(images))
    ruled = (np.arange(SIDE) - first[:, None]) % 7 == 0
    lines = np.where(ruled, 0.6 * severity * 255, 0)[:, :, None]
    return _bytes(np.maximum(images, lines))


def occlusion(images: Images, severity: float, generator: np.random.Generator) -> Images:
    """Cover a square of up to 9 pixels a side, somewhere on the digit, with the background."""
    side = round(9 * severity)
    corners = generator.integers(4, SIDE - 4 - side + 1, (len(images), 2))
    steps = np.arange(SIDE)
    inside = (steps >= corners[:, :, None]) & (steps < corners[:, :, None] + side)
    covered: Images = np.where(inside[:, 0, :, None] & inside[:, 1, None, :], np.uint8(0), images)
    return covered


CORRUPTIONS = MappingProxyType(
    {
        corruption.__name__: corruption
        for corruption in (
            noise, blur, rotation, shear, smaller, larger, shift, thinner, thicker, brightness,
            faintness, stripes, occlusion,
        )
    }
)  # fmt: skip
"""All of them, by name."""


def _bytes(values: NDArray[np.floating]) -> Images:
    clipped: Images = np.rint(np.clip(values, 0, 255)).astype(np.uint8)
    return clipped


def _signs(images: Images, generator: np.random.Generator) -> NDArray[np.float64]:
    signs: NDArray[np.float64] = generator.choice([-1.0, 1.0], len(images))
    return signs


def _regrown(images: Images, steps: int, grow: Callable[..., Images]) -> Images:
    """Let ink grow or shrink by thirds of a pixel on all sides."""
    from PIL import Image

    if steps == 0:
        return images.copy()
    grown = np.empty_like(images)
    large, small = (3 * SIDE, 3 * SIDE), (SIDE, SIDE)
    for index, image in enumerate(images):
        fine = np.asarray(Image.fromarray(image).resize(large, Image.Resampling.BICUBIC))
        changed = grow(fine, size=(2 * steps + 1, 2 * steps + 1))
        grown[index] = np.asarray(Image.fromarray(changed).resize(small, Image.Resampling.BOX))
    return grown


def _mapped(
    images: Images,
    matrices: NDArray[np.float64],
    moves: NDArray[np.float64] | None = None,
) -> Images:
    """Take each pixel from where its matrix points, counted from the middle of the image."""
    from scipy.ndimage import affine_transform

    mapped = np.empty(images.shape, np.float32)
    for index, image in enumerate(images):
        matrix = matrices[index].reshape(2, 2)
        offset = MIDDLE - matrix @ np.full(2, MIDDLE)
        if moves is not None:
            offset = offset - moves[index]
        affine_transform(image.astype(np.float32), matrix, offset, output=mapped[index], order=1)
    return _bytes(mapped)
