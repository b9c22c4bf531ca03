"""Distortion in plain NumPy and SciPy, one idea a line, from the same random numbers."""

import math
from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.interpolate import BSpline
from scipy.ndimage import grey_dilation, grey_erosion, map_coordinates

from digit_recognizer.nn.augmentation import Augmentation

Picture = NDArray[np.float64]

MASK = 2**64 - 1
GOLDEN, FIRST, SECOND = 0x9E3779B97F4A7C15, 0xBF58476D1CE4E5B9, 0x94D049BB133111EB
CROSS = np.array([[0, 1, 0], [1, 1, 1], [0, 1, 0]])


def mixed(bits: int) -> int:
    """The output function of SplitMix64."""
    bits = (bits ^ bits >> 30) * FIRST & MASK
    bits = (bits ^ bits >> 27) * SECOND & MASK
    return bits ^ bits >> 31


def stream(seed: int, counter: int) -> Callable[[int], int]:
    """The random bits of a seed and a counter, by index."""
    key = mixed(mixed(seed + GOLDEN & MASK) ^ (counter * GOLDEN + FIRST & MASK))
    return lambda index: mixed(key + index * GOLDEN & MASK)


def signed(bits: int) -> float:
    """From -1 to below 1, of 24 bits."""
    return (bits & 2**24 - 1) / 2**23 - 1


def thickened(picture: Picture, width: float) -> tuple[Picture, float]:
    """The picture blended with its dilation or erosion, and how much brighter to make it."""
    changed = grey_dilation if width > 0 else grey_erosion
    weight = math.floor(abs(width) * 128)
    step = changed(picture, footprint=CROSS, mode="constant", cval=0) - picture
    blend = picture + np.sign(step) * np.floor((np.abs(step) * weight + 128) / 256)
    return blend, max(1, picture.max()) / max(1, blend.max())


def field(bits: Callable[[int], int], strength: float, smoothness: float, side: int) -> Picture:
    """Displacements to the right and down of each pixel: a B-spline surface, (2, side, side)."""
    spacing = smoothness * math.sqrt(3)
    count = int((side - 1) / spacing) + 4
    knots = spacing * (np.arange(count + 4) - 3)
    weights = BSpline.design_matrix(np.arange(side, dtype=float), knots, 3).toarray()
    nodes = np.empty((2, count, count))
    for row in range(count):
        for column in range(count):
            number = bits(16 + 16 * row + column)
            nodes[:, row, column] = signed(number >> 40), signed(number >> 8)
    amount = strength / (math.sqrt(1 / 3) * 151 / 315)
    surfaces: Picture = amount * weights @ nodes @ weights.T
    return surfaces


def inverse_map(numbers: list[float], augmentation: Augmentation) -> tuple[Picture, Picture]:
    """Matrix from a place in the result to one in the image, and the shift taken off before."""
    angle = math.radians(numbers[1] * augmentation.rotation)
    scale = (1 + augmentation.scale) ** numbers[2]
    squeeze = (1 + augmentation.squeeze) ** numbers[3]
    rotation = np.array([[math.cos(angle), -math.sin(angle)], [math.sin(angle), math.cos(angle)]])
    shear = np.array([[1, -numbers[4] * augmentation.shear], [0, 1]])
    size = np.diag([scale * squeeze, scale / squeeze])
    shift = np.array(numbers[5:7]) * augmentation.shift
    return np.linalg.inv(rotation @ shear @ size), shift


def distorted(
    image: NDArray[np.uint8], augmentation: Augmentation, seed: int, counter: int, side: int
) -> NDArray[np.floating[Any]]:
    """The distorted grey levels, (side, side)."""
    bits = stream(seed, counter)
    numbers = [signed(bits(index) >> 40) for index in range(8)]
    picture = np.pad(image.astype(float), 2)
    if (numbers[0] + 1) / 2 < augmentation.untouched:
        margin = (32 - side) // 2
        return picture[margin : 32 - margin, margin : 32 - margin]
    gain = 1.0
    if augmentation.thickness:
        picture, gain = thickened(picture, numbers[7] * augmentation.thickness)
    matrix, shift = inverse_map(numbers, augmentation)
    middle = (side - 1) / 2
    rows, columns = np.mgrid[:side, :side].astype(float)
    places = np.stack([columns - middle - shift[0], rows - middle - shift[1]])
    sources = np.tensordot(matrix, places, 1) + 15.5
    if augmentation.elastic:
        sources += field(bits, augmentation.elastic, augmentation.smoothness, side)
    levels = map_coordinates(picture, sources[::-1], order=1, mode="constant", cval=0)
    return levels * gain
