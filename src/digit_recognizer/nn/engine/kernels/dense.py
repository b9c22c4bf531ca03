"""Full connection: forward, and the gradients of its weights and of its inputs.

Weights lie in blocks of as many units as there are lanes: ``[block][input][unit]``. Every pass
then reads them as one stream: forward makes a tile of the units of a block, backward a tile of
inputs; and in the weight gradient the units of a block are the lanes of a vector. The last block
is filled up with units whose weights and errors are zero.
"""

from typing import Any

from digit_recognizer.nn.engine.kernels.compile import kernel
from digit_recognizer.nn.engine.kernels.tile import tile_limit
from digit_recognizer.nn.engine.kernels.weighted_sums import (
    multiply_clear,
    multiply_keep,
    multiply_next,
)
from digit_recognizer.nn.engine.operations import (
    BIASES,
    BREADTH,
    CHANNELS,
    HEIGHT,
    MAPS,
    SCRATCH,
    SOURCE,
    SOURCE_ERRORS,
    TARGET,
    TARGET_ERRORS,
    WEIGHTS,
)
from digit_recognizer.nn.engine.vectors import load, store, width_of

__all__ = ["dense", "dense_back", "dense_weights"]


@kernel
def dense(
    lanes: Any,
    row: Any,
    numbers: Any,
    parameters: Any,
    activations: Any,
    gradients: Any,
    first_chunk: int,
) -> None:
    """Compute all units."""
    width = width_of(lanes)
    inputs, units = row[CHANNELS] * row[HEIGHT] * row[BREADTH], row[MAPS]
    for unit in range(0, units, width):
        multiply_next(
            lanes,
            (min(width, units - unit), 1),
            (1, 1, inputs),
            activations,
            row[SOURCE],
            (0, 0, width),
            parameters,
            row[WEIGHTS] + unit * inputs,
            (0, 0, width),
            1,
            activations,
            row[TARGET] + unit * width,
            width,
            row[BIASES] + unit,
        )


@kernel
def dense_back(
    lanes: Any,
    row: Any,
    numbers: Any,
    parameters: Any,
    activations: Any,
    gradients: Any,
    first_chunk: int,
) -> None:
    """Compute the gradient of the inputs from that of the units."""
    width = width_of(lanes)
    inputs, units = row[CHANNELS] * row[HEIGHT] * row[BREADTH], row[MAPS]
    blocks = -(-units // width)
    most = tile_limit(lanes, 2)
    for first in range(0, inputs, most):
        multiply_clear(
            lanes,
            (min(most, inputs - first), 1),
            (blocks, 1, width),
            activations,
            row[TARGET_ERRORS],
            (width * width, 0, width),
            parameters,
            row[WEIGHTS] + first * width,
            (inputs * width, 0, 1),
            width,
            activations,
            row[SOURCE_ERRORS] + first * width,
            width,
            0,
        )


@kernel
def dense_weights(
    lanes: Any,
    row: Any,
    numbers: Any,
    parameters: Any,
    activations: Any,
    gradients: Any,
    first_chunk: int,
) -> None:
    """Add the gradients of biases and weights; those of the first chunk replace the weights'."""
    width = width_of(lanes)
    inputs, units = row[CHANNELS] * row[HEIGHT] * row[BREADTH], row[MAPS]
    pitch = -(-units // width) * width
    errors, scratch = row[TARGET_ERRORS], row[SCRATCH]
    for unit in range(pitch):
        for lane in range(width):
            activations[scratch + lane * pitch + unit] = activations[errors + unit * width + lane]
    most = tile_limit(lanes, 2)
    for unit in range(0, pitch, width):
        bias = load(lanes, gradients, row[BIASES] + unit)
        for lane in range(width):
            bias = bias + load(lanes, activations, scratch + lane * pitch + unit)
        store(gradients, row[BIASES] + unit, bias)
        for first in range(0, inputs, most):
            multiply_keep(
                lanes,
                (min(most, inputs - first), 1),
                (1, 1, width),
                activations,
                scratch + unit,
                (0, 0, pitch),
                activations,
                row[SOURCE] + first * width,
                (0, 0, 1),
                width,
                gradients,
                row[WEIGHTS] + unit * inputs + first * width,
                width,
                1 - first_chunk,
            )
