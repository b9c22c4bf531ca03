"""Subsampling with a trainable coefficient and bias a map: S2 and S4 of the 1998 paper."""

from typing import Any

from digit_recognizer.nn.engine.kernels.compile import kernel
from digit_recognizer.nn.engine.operations import (
    BIASES,
    BREADTH,
    CHANNELS,
    HEIGHT,
    SCRATCH,
    SIZE,
    SOURCE,
    SOURCE_ERRORS,
    SOURCE_PITCH,
    TARGET,
    TARGET_ERRORS,
    TARGET_PITCH,
    WEIGHTS,
)
from digit_recognizer.nn.engine.vectors import (
    load,
    multiply_add,
    splat,
    store,
    total,
    width_of,
    zero,
)

__all__ = ["subsample", "subsample_back", "subsample_weights"]


@kernel
def subsample(
    lanes: Any,
    row: Any,
    numbers: Any,
    parameters: Any,
    activations: Any,
    gradients: Any,
    first_chunk: int,
) -> None:
    """Sum up all squares, times a coefficient and plus a bias; keep the sums in scratch."""
    size = row[SIZE]
    rows, columns = row[HEIGHT] // size, row[BREADTH] // size
    width = width_of(lanes)
    for index in range(row[CHANNELS]):
        coefficient = splat(lanes, parameters[row[WEIGHTS] + index])
        bias = splat(lanes, parameters[row[BIASES] + index])
        for line in range(rows):
            for column in range(columns):
                summed = zero(lanes)
                for across in range(size):
                    upper = (index * rows + line) * size + across
                    for along in range(size):
                        at = (upper * columns + column) * size + along
                        summed = summed + load(lanes, activations, row[SOURCE] + at * width)
                offset = ((index * rows + line) * columns + column) * width
                store(activations, row[SCRATCH] + offset, summed)
                store(activations, row[TARGET] + offset, multiply_add(summed, coefficient, bias))


@kernel
def subsample_back(
    lanes: Any,
    row: Any,
    numbers: Any,
    parameters: Any,
    activations: Any,
    gradients: Any,
    first_chunk: int,
) -> None:
    """Give each value its square's gradient, times the coefficient."""
    size, height, columns = row[SIZE], row[HEIGHT], row[BREADTH] // row[SIZE]
    width = width_of(lanes)
    for index in range(row[CHANNELS]):
        coefficient = splat(lanes, parameters[row[WEIGHTS] + index])
        for line in range(height):
            upper = index * (height // size) + line // size
            errors = row[TARGET_ERRORS] + upper * row[TARGET_PITCH] * width
            result = row[SOURCE_ERRORS] + (index * height + line) * row[SOURCE_PITCH] * width
            for column in range(columns):
                error = load(lanes, activations, errors + column * width) * coefficient
                for along in range(column * size, (column + 1) * size):
                    store(activations, result + along * width, error)


@kernel
def subsample_weights(
    lanes: Any,
    row: Any,
    numbers: Any,
    parameters: Any,
    activations: Any,
    gradients: Any,
    first_chunk: int,
) -> None:
    """Add the gradients of coefficients and biases."""
    rows, columns = row[HEIGHT] // row[SIZE], row[BREADTH] // row[SIZE]
    width = width_of(lanes)
    for index in range(row[CHANNELS]):
        slope, summed = zero(lanes), zero(lanes)
        for line in range(index * rows, (index + 1) * rows):
            errors = row[TARGET_ERRORS] + line * row[TARGET_PITCH] * width
            sums = row[SCRATCH] + line * columns * width
            for offset in range(0, columns * width, width):
                error = load(lanes, activations, errors + offset)
                slope = multiply_add(error, load(lanes, activations, sums + offset), slope)
                summed = summed + error
        gradients[row[WEIGHTS] + index] += total(slope)
        gradients[row[BIASES] + index] += total(summed)
