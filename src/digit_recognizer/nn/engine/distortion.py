"""Distortion of training images at the speed of training: one image in, the network's input out.

Every point of the result looks up where it comes from: through one affine map (rotation, scale,
squeeze, shear, shift) and an elastic displacement. Strokes are thickened or thinned first.

Each step is a loop of its own over a small picture, so that the compiler turns it into vectors;
the two it cannot turn, looking up pixels and writing lanes, do nothing else.
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from digit_recognizer.nn.augmentation import Augmentation
from digit_recognizer.nn.engine.elastic import displace
from digit_recognizer.nn.engine.kernels.compile import compiled_freely, entry
from digit_recognizer.nn.engine.lanes import choose_lanes
from digit_recognizer.nn.engine.random_numbers import random_bits, signed_high, stream

__all__ = ["distort", "distorted"]

PITCH = 32
"""Rows and columns of the padded picture: 28, and 2 on each side, of which 1 stays zero."""
BORDER = 2
PADDED = PITCH * (PITCH + 2)
"""Pixels of the padded picture, so that the last one has neighbours, zeros all."""
ROW, LAST = np.float32(PITCH), np.float32(PITCH - 1)

MIDDLE = np.float32(13.5)
ZERO, HALF, ONE = np.float32(0), np.float32(0.5), np.float32(1)
DEGREE = np.float32(np.pi / 180)
BYTE, ROUND, WHOLE = np.int32(255), np.int32(128), np.float32(256)
ROTATION, SCALE, SQUEEZE, SHEAR, SHIFT, ELASTIC, SMOOTHNESS, THICKNESS, UNTOUCHED = range(9)
"""Positions in the vector of settings."""


@compiled_freely
def draw(key: Any, index: int) -> Any:
    """Return random number ``index`` of a stream, from -1 to below 1."""
    return signed_high(random_bits(key, np.uint64(index)))


@compiled_freely
def pad(image: Any, padded: Any) -> None:
    """Copy 28×28 pixels into the middle of 32×32, as int32."""
    padded[:] = 0
    for row in range(28):
        start = (row + BORDER) * PITCH + BORDER
        for column in range(28):
            padded[start + column] = np.int32(image[row, column])


@compiled_freely
def thicken(padded: Any, changed: Any, width: Any) -> Any:
    """Blend the picture with its dilation, or with its erosion if ``width`` is below 0.

    The neighbours of a pixel are those beside, above and below it, so the dilation makes a stroke
    two pixels wider; blending with half of ``width`` makes it ``width`` pixels wider.

    Returns
    -------
    float32
        How much brighter to make the result, so that a thin stroke made thinner does not fade.
    """
    brightest, left = np.int32(1), np.int32(1)
    weight = np.int32(abs(width) * HALF * WHOLE)
    flip = np.int32(0) if width > ZERO else np.int32(-1)  # dilation of the negative is erosion
    changed[:] = 0
    for position in range(PITCH, (PITCH - 1) * PITCH):
        here = padded[position] ^ flip
        beside = max(padded[position - 1] ^ flip, padded[position + 1] ^ flip)
        across = max(padded[position - PITCH] ^ flip, padded[position + PITCH] ^ flip)
        step = max(max(beside, across), here) - here
        changed[position] = np.int32((here + ((step * weight + ROUND) >> 8)) ^ flip)
    for position in range(PADDED):
        brightest, left = max(brightest, padded[position]), max(left, changed[position])
    return np.float32(brightest) / np.float32(left)


@compiled_freely
def pack(padded: Any, packed: Any) -> None:
    """Put each pixel and its neighbours to the right and below into one number."""
    for position in range(PITCH * PITCH):
        packed[position] = np.int32(
            padded[position]
            | padded[position + 1] << 8
            | padded[position + PITCH] << 16
            | padded[position + PITCH + 1] << 24
        )


@compiled_freely
def affine_map(key: Any, settings: Any) -> Any:
    """Draw an affine map about the middle; return its inverse: x of x, y and 1, then y of them."""
    angle = draw(key, 1) * settings[ROTATION] * DEGREE
    scale = (ONE + settings[SCALE]) ** draw(key, 2)
    squeeze = (ONE + settings[SQUEEZE]) ** draw(key, 3)
    shear = draw(key, 4) * settings[SHEAR]
    shift_x, shift_y = draw(key, 5) * settings[SHIFT], draw(key, 6) * settings[SHIFT]
    cosine, sine = np.cos(angle), np.sin(angle)
    wide, high = ONE / (scale * squeeze), squeeze / scale
    x_of_x, x_of_y = wide * (cosine - shear * sine), wide * (sine + shear * cosine)
    y_of_x, y_of_y = high * -sine, high * cosine
    x, y = -x_of_x * shift_x - x_of_y * shift_y, -y_of_x * shift_x - y_of_y * shift_y
    return (x_of_x, x_of_y, x), (y_of_x, y_of_y, y)


@compiled_freely
def locate(to_x: Any, to_y: Any, right: Any, down: Any, positions: Any) -> None:
    """Turn displacements into positions in the padded picture, and the parts that remain.

    ``to_x`` and ``to_y`` are the inverse map; all arrays are ``(side, side)``.
    """
    x_of_x, x_of_y, x_of_one = to_x
    y_of_x, y_of_y, y_of_one = to_y
    side = positions.shape[0]
    middle, origin = np.float32(side - 1) * HALF, np.float32(BORDER) + MIDDLE
    x_start = x_of_one + origin - (x_of_x + x_of_y) * middle
    y_start = y_of_one + origin - (y_of_x + y_of_y) * middle
    for row in range(side):
        x_row = x_start + x_of_y * np.float32(row)
        y_row = y_start + y_of_y * np.float32(row)
        for column in range(side):
            across = np.float32(np.int32(column))
            x = min(max(x_row + x_of_x * across + right[row, column], ZERO), LAST)
            y = min(max(y_row + y_of_x * across + down[row, column], ZERO), LAST)
            whole_x, whole_y = np.floor(x), np.floor(y)
            right[row, column], down[row, column] = x - whole_x, y - whole_y
            positions[row, column] = np.int32(whole_y * ROW + whole_x)


@compiled_freely
def look_up(packed: Any, positions: Any) -> None:
    """Replace positions by what the packed picture holds there."""
    for position in range(positions.size):
        positions[position] = packed[np.uint32(positions[position])]


@compiled_freely
def interpolate(pixels: Any, right: Any, down: Any, background: Any, scale: Any) -> None:
    """Blend four packed pixels each, bilinearly, and encode; the result replaces ``right``."""
    for position in range(right.size):
        four, part = pixels[position], right[position]
        first, second = np.float32(four & BYTE), np.float32((four >> 8) & BYTE)
        third, fourth = np.float32((four >> 16) & BYTE), np.float32((four >> 24) & BYTE)
        upper = first + part * (second - first)
        lower = third + part * (fourth - third)
        right[position] = background + scale * (upper + down[position] * (lower - upper))


@compiled_freely
def distort(
    image: Any,
    settings: Any,
    seed: Any,
    counter: Any,
    background: Any,
    scale: Any,
    destination: Any,
    side: int,
    lane: int,
    lanes: int,
) -> None:
    """Write a distorted image as the network's input, margin included, into one lane.

    Parameters
    ----------
    image : ndarray of uint8, (28, 28)
        White ink on black.
    settings : ndarray of float32, (9,)
        What ``Augmentation.vector`` returns.
    seed, counter : uint64
        The same two give the same distortion; the counter numbers the looks at images.
    background, scale : float32
        A pixel's level g becomes ``background + scale * g``.
    destination : ndarray of float32
        Pixel (row, column) of the input goes to ``(row * side + column) * lanes + lane``.
    side : int
        Rows and columns of the input, 28 to 32: the image and its margins.
    lane, lanes : int
        Which image of how many that lie side by side.
    """
    key = stream(seed, counter)
    touched = (draw(key, 0) + ONE) * HALF >= settings[UNTOUCHED]
    pictures = np.empty((2, PADDED), np.int32)
    padded, packed = pictures[0], pictures[1]
    pad(image, padded)
    if touched and settings[THICKNESS] > ZERO:
        scale *= thicken(padded, packed, draw(key, 7) * settings[THICKNESS])
        padded, packed = packed, padded
    pack(padded, packed)
    moves = np.empty((2, side, side), np.float32)
    right, down = moves[0], moves[1]
    if touched and settings[ELASTIC] > ZERO:
        displace(key, settings[ELASTIC], settings[SMOOTHNESS], right, down)
    else:
        moves[:] = ZERO
    to_x, to_y = (ONE, ZERO, ZERO), (ZERO, ONE, ZERO)
    if touched:
        to_x, to_y = affine_map(key, settings)
    positions = padded[: side * side]
    locate(to_x, to_y, right, down, positions.reshape((side, side)))
    look_up(packed, positions)
    result = right.ravel()
    interpolate(positions, result, down.ravel(), background, scale)
    for position in range(result.size):
        destination[np.uint64(position * lanes + lane)] = result[position]


@entry
def _distort_all(_lanes: Any, images: Any, settings: Any, seed: Any, results: Any) -> None:
    # The type of the lanes changes with the engine's sources, so that no stale copy is run.
    for image in range(len(images)):
        counter = np.uint64(image)
        distort(images[image], settings, seed, counter, ZERO, ONE, results[image], 28, 0, 1)


def distorted(
    images: NDArray[np.uint8], augmentation: Augmentation, seed: int
) -> NDArray[np.uint8]:
    """Return the images distorted, each in its own way, for looking at.

    Parameters
    ----------
    images : ndarray of uint8, (n, 28, 28)
        White ink on black.
    augmentation : Augmentation
        How far.
    seed : int
        The same seed gives the same images.

    Raises
    ------
    ValueError
        If ``images`` has another shape or dtype, or ``seed`` is below 0.
    """
    if images.dtype != np.uint8 or images.shape[1:] != (28, 28):
        raise ValueError(
            f"images: expected uint8 of shape (n, 28, 28), got {images.dtype} of {images.shape}"
        )
    if seed < 0:
        raise ValueError(f"seed: expected a whole number from 0, got {seed}")
    results = np.empty((len(images), 28 * 28), np.float32)
    _distort_all(choose_lanes(), images, augmentation.vector(), np.uint64(seed), results)
    return np.rint(results).astype(np.uint8).reshape(images.shape)
