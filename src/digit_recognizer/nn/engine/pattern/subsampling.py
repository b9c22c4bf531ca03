"""Squashing, and subsampling with a coefficient and a bias a map, of one image."""

from typing import Any

from digit_recognizer.nn.engine.kernels.compile import compiled, pattern_kernel
from digit_recognizer.nn.engine.kernels.squash import spread, squashed
from digit_recognizer.nn.engine.operations import (
    BIASES,
    BREADTH,
    HEIGHT,
    SCRATCH,
    SIZE,
    SOURCE,
    SOURCE_ERRORS,
    SOURCE_PITCH,
    SOURCE_STRIDE,
    SQUASHING,
    TARGET,
    TARGET_ERRORS,
    TARGET_PITCH,
    TARGET_STRIDE,
    WEIGHTS,
)
from digit_recognizer.nn.engine.pattern.convolution import step
from digit_recognizer.nn.engine.vectors import (
    load,
    multiply_add,
    splat,
    store,
    width_of,
    zero,
)

__all__ = ["learn_subsampling", "squash", "squash_back", "subsample", "subsample_back"]


@pattern_kernel
def squash(
    lanes: Any,
    row: Any,
    numbers: Any,
    parameters: Any,
    rates: Any,
    activations: Any,
    learning_rate: Any,
) -> None:
    """Squash all values."""
    coefficients = spread(lanes, numbers, row[SQUASHING])
    for index in range(0, row[HEIGHT] * row[BREADTH] * row[SOURCE_PITCH], width_of(lanes)):
        value = load(lanes, activations, row[SOURCE] + index)
        store(activations, row[TARGET] + index, squashed(value, coefficients))


@pattern_kernel
def squash_back(
    lanes: Any,
    row: Any,
    numbers: Any,
    parameters: Any,
    rates: Any,
    activations: Any,
    learning_rate: Any,
) -> None:
    """Multiply the gradient by the derivative."""
    constant = splat(lanes, numbers[row[SQUASHING] + 9])
    factor = splat(lanes, numbers[row[SQUASHING] + 10])
    pitch = row[SOURCE_PITCH]
    length = row[BREADTH] * pitch
    for line in range(row[HEIGHT]):
        values = row[TARGET] + line * length
        errors = row[TARGET_ERRORS] + line * row[TARGET_STRIDE] * pitch
        result = row[SOURCE_ERRORS] + line * row[SOURCE_STRIDE] * pitch
        for index in range(0, length, width_of(lanes)):
            value = load(lanes, activations, values + index)
            slope = multiply_add(value * value, factor, constant)
            store(activations, result + index, load(lanes, activations, errors + index) * slope)


@compiled
def sum_of_square(
    lanes: Any, activations: Any, corner: int, size: int, down: int, along: int
) -> Any:
    """Return the sum of a square of vectors, which are so far apart; row by row."""
    total = zero(lanes)
    if size == 2:  # the usual size, without loops in a quarter of the time
        total = total + load(lanes, activations, corner)
        total = total + load(lanes, activations, corner + along)
        total = total + load(lanes, activations, corner + down)
        return total + load(lanes, activations, corner + down + along)
    for row in range(size):
        for column in range(size):
            total = total + load(lanes, activations, corner + row * down + column * along)
    return total


@pattern_kernel
def subsample(
    lanes: Any,
    row: Any,
    numbers: Any,
    parameters: Any,
    rates: Any,
    activations: Any,
    learning_rate: Any,
) -> None:
    """Sum up squares, times a coefficient and plus a bias; keep the sums in scratch."""
    size, breadth, pitch = row[SIZE], row[BREADTH], row[SOURCE_PITCH]
    columns = breadth // size
    for feature_map in range(0, pitch, width_of(lanes)):
        coefficient = load(lanes, parameters, row[WEIGHTS] + feature_map)
        bias = load(lanes, parameters, row[BIASES] + feature_map)
        for line in range(row[HEIGHT] // size):
            for column in range(columns):
                corner = row[SOURCE] + (line * breadth + column) * size * pitch + feature_map
                total = sum_of_square(lanes, activations, corner, size, breadth * pitch, pitch)
                offset = (line * columns + column) * pitch + feature_map
                store(activations, row[SCRATCH] + offset, total)
                store(activations, row[TARGET] + offset, multiply_add(total, coefficient, bias))


@pattern_kernel
def subsample_back(
    lanes: Any,
    row: Any,
    numbers: Any,
    parameters: Any,
    rates: Any,
    activations: Any,
    learning_rate: Any,
) -> None:
    """Give each value of a square the square's gradient, times the coefficient."""
    size, pitch = row[SIZE], row[SOURCE_PITCH]
    for feature_map in range(0, pitch, width_of(lanes)):
        coefficient = load(lanes, parameters, row[WEIGHTS] + feature_map)
        for line in range(row[HEIGHT]):
            errors = row[TARGET_ERRORS] + line // size * row[TARGET_STRIDE] * pitch + feature_map
            result = row[SOURCE_ERRORS] + line * row[SOURCE_STRIDE] * pitch + feature_map
            for column in range(row[BREADTH] // size):
                error = load(lanes, activations, errors + column * pitch) * coefficient
                for along in range(size):
                    store(activations, result + (column * size + along) * pitch, error)


@pattern_kernel
def learn_subsampling(
    lanes: Any,
    row: Any,
    numbers: Any,
    parameters: Any,
    rates: Any,
    activations: Any,
    learning_rate: Any,
) -> None:
    """Compute the gradients of coefficients and biases, and move them."""
    pitch = row[TARGET_PITCH]
    rows, columns = row[HEIGHT] // row[SIZE], row[BREADTH] // row[SIZE]
    end = row[SCRATCH] + rows * columns * pitch
    for feature_map in range(0, pitch, width_of(lanes)):
        slope, sum_of_errors = zero(lanes), zero(lanes)
        for line in range(rows):
            for column in range(columns):
                offset = row[SCRATCH] + (line * columns + column) * pitch
                total = load(lanes, activations, offset + feature_map)
                offset = row[TARGET_ERRORS] + (line * row[TARGET_STRIDE] + column) * pitch
                error = load(lanes, activations, offset + feature_map)
                slope = multiply_add(error, total, slope)
                sum_of_errors = sum_of_errors + error
        store(activations, end + feature_map, slope)
        store(activations, end + pitch + feature_map, sum_of_errors)
    step(lanes, parameters, rates, row[WEIGHTS], pitch, activations, end, learning_rate)
    step(lanes, parameters, rates, row[BIASES], pitch, activations, end + pitch, learning_rate)
