"""From images of bytes to the input of a chunk, with or without distortion."""

from typing import Any

import numpy as np
from numba import types

from digit_recognizer.nn.engine.distortion import distort
from digit_recognizer.nn.engine.kernels.compile import FLOATS, Kernel, compiled
from digit_recognizer.nn.engine.kernels.tile import width_of
from digit_recognizer.nn.engine.lanes import load, splat, store

__all__ = ["DISTORTED", "PLAIN"]


@compiled
def encode(
    lanes: Any, image: Any, background: Any, scale: Any, margin: int, target: Any, lane: int
) -> None:
    """Write an image's pixels into one lane, ``margin`` away from the rim."""
    width = width_of(lanes)
    rows, columns = image.shape
    pitch = columns + 2 * margin
    for row in range(rows):
        start = ((row + margin) * pitch + margin) * width + lane
        for column in range(columns):
            target[start + column * width] = background + np.float32(image[row, column]) * scale


IMAGES = types.Array(types.uint8, 3, "C", readonly=True)
ORDER = types.Array(types.int64, 1, "C", readonly=True)
LOAD = (IMAGES, ORDER, types.int64, types.int64, FLOATS, FLOATS, types.uint64, types.int64, FLOATS)
"""Types of images, order, start, count, encoding, settings, seed, first look and target."""


def load_plain(
    lanes: Any,
    images: Any,
    order: Any,
    start: int,
    count: int,
    encoding: Any,
    settings: Any,
    seed: Any,
    first_look: int,
    target: Any,
) -> None:
    """Write ``count`` images as the input of a chunk; lanes without an image are background.

    Parameters
    ----------
    images : ndarray of uint8, (n, height, width)
        The data set.
    order : ndarray of int64
        Numbers of images; those from ``start`` on are meant.
    encoding : ndarray of float32, (3,)
        What a pixel of 0 becomes, how much is added for each level, and the margin in pixels.
    settings, seed, first_look
        Not used here.
    target : ndarray of float32
        Pixel (row, column) of image i goes to ``(row * columns + column) * lanes + i``.
    """
    width = width_of(lanes)
    margin = int(encoding[2])
    background = splat(lanes, encoding[0])
    for place in range((images.shape[1] + 2 * margin) * (images.shape[2] + 2 * margin)):
        store(target, place * width, background)
    for lane in range(count):
        image = images[order[start + lane]]
        encode(lanes, image, encoding[0], encoding[1], margin, target, lane)


def load_distorted(
    lanes: Any,
    images: Any,
    order: Any,
    start: int,
    count: int,
    encoding: Any,
    settings: Any,
    seed: Any,
    first_look: int,
    target: Any,
) -> None:
    """Do the same with images distorted.

    Parameters
    ----------
    settings : ndarray of float32, (9,)
        Of the augmentation.
    seed, first_look : int
        The same seed and the same number of the look at an image give the same distortion; looks
        are numbered through a training run.
    """
    width = width_of(lanes)
    side = images.shape[2] + 2 * int(encoding[2])
    for place in range(side * side):
        store(target, place * width, splat(lanes, encoding[0]))
    for lane in range(count):
        image = images[order[start + lane]]
        look = np.uint64(first_look + start + lane)
        distort(image, settings, seed, look, encoding[0], encoding[1], target, side, lane, width)


PLAIN, DISTORTED = Kernel(load_plain, LOAD), Kernel(load_distorted, LOAD)
"""The two ways to fill a chunk."""
