"""From images of bytes to the input of a chunk, with or without distortion."""

from typing import Any

import numpy as np
from llvmlite import ir
from numba import types

from digit_recognizer.nn.engine.distortion import distort
from digit_recognizer.nn.engine.emitter import Emitter, data_of, intrinsic
from digit_recognizer.nn.engine.kernels.compile import FLOATS, Kernel, compiled
from digit_recognizer.nn.engine.vectors import splat, store, width_of

__all__ = ["DISTORTED", "PLAIN"]


@intrinsic
def encode_block(
    typing: Any,
    lanes: Any,
    images: Any,
    starts: Any,
    offset: Any,
    levels: Any,
    target: Any,
    to: Any,
) -> Any:
    """Encode as many neighbouring pixels as there are lanes, of as many images.

    The pixels of an image come as one row of bytes, those of a lane are wanted as one column. To
    turn rows into columns, each is shuffled with the one half of the rows further on, like two
    halves of a pack of cards, and all that once for every factor of two.
    """

    def emit(context: Any, builder: Any, signature: Any, values: Any) -> Any:
        emitter, width = Emitter(builder, lanes.width), lanes.width
        image_data, start_data, level_data, target_data = (
            data_of(context, builder, signature.args[index], values[index])
            for index in (1, 2, 4, 5)
        )
        row_type = ir.VectorType(ir.IntType(8), width)
        rows = []
        for image in range(width):
            start = builder.load(builder.gep(start_data, [emitter.integer(image)]))
            address = builder.gep(image_data, [builder.add(start, values[3])])
            rows.append(builder.load(builder.bitcast(address, row_type.as_pointer()), align=1))
        half = width // 2
        low, high = (
            ir.Constant(
                ir.VectorType(ir.IntType(32), width),
                [first + index // 2 + index % 2 * width for index in range(width)],
            )
            for first in (0, half)
        )
        for _ in range(half.bit_length()):
            rows = [
                builder.shuffle_vector(rows[index], rows[index + half], mask)
                for index in range(half)
                for mask in (low, high)
            ]
        background = emitter.splat(level_data, emitter.integer(0))
        scale = emitter.splat(level_data, emitter.integer(1))
        for pixel, row in enumerate(rows):
            level = builder.uitofp(row, emitter.vector)
            index = builder.add(values[6], emitter.integer(pixel * width))
            emitter.store(target_data, index, emitter.multiply_add(level, scale, background))
        return context.get_dummy_value()

    return types.void(lanes, images, starts, types.intp, levels, target, types.intp), emit


@compiled
def encode_pixel(
    lanes: Any, images: Any, starts: Any, offset: int, levels: Any, target: Any, to: int
) -> None:
    """Encode one pixel of as many images as there are lanes."""
    for lane in range(width_of(lanes)):
        target[to + lane] = levels[0] + np.float32(images[starts[lane] + offset]) * levels[1]


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
    """Write ``count`` images as the input of a chunk; other lanes get the first of them again.

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
    width, margin = width_of(lanes), int(encoding[2])
    _, rows, columns = images.shape
    pitch = columns + 2 * margin
    for offset in range((rows + 2 * margin) * pitch):
        store(target, offset * width, splat(lanes, encoding[0]))
    starts = np.empty(width, np.int64)
    for lane in range(width):
        starts[lane] = order[start + (lane if lane < count else 0)] * rows * columns
    pixels = images.reshape(images.size)
    for row in range(rows):
        offset, to = row * columns, (row + margin) * pitch + margin
        if columns < width:
            for column in range(columns):
                to_pixel = (to + column) * width
                encode_pixel(lanes, pixels, starts, offset + column, encoding, target, to_pixel)
        else:
            for block in range(0, columns, width):
                column = min(block, columns - width)
                to_block = (to + column) * width
                encode_block(lanes, pixels, starts, offset + column, encoding, target, to_block)


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
    """Do the same with images of 28 by 28 pixels distorted; other lanes are background.

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
    for offset in range(side * side):
        store(target, offset * width, splat(lanes, encoding[0]))
    for lane in range(count):
        image = images[order[start + lane]]
        look = np.uint64(first_look + start + lane)
        distort(image, settings, seed, look, encoding[0], encoding[1], target, side, lane, width)


PLAIN, DISTORTED = Kernel(load_plain, LOAD), Kernel(load_distorted, LOAD)
"""The two ways to fill a chunk."""
