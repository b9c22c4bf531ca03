"""Squashing and averaging, one after the other while the values are at hand.

tanh is the quotient of two polynomials in the square of its argument, of degree 3 and 4, which
this project fitted for the least largest relative error (2.4e-7) up to 8.5, where tanh is 1 but for
8e-8. Amplitude and slope of the squashing function are worked into the coefficients.
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from digit_recognizer.nn.engine.kernels.compile import compiled, kernel
from digit_recognizer.nn.engine.operations import (
    BREADTH,
    CHANNELS,
    ERROR_ROWS,
    HEIGHT,
    SIZE,
    SOURCE,
    SOURCE_ERRORS,
    SOURCE_PITCH,
    SQUASHING,
    TARGET,
    TARGET_ERRORS,
    TARGET_PITCH,
)
from digit_recognizer.nn.engine.vectors import (
    larger,
    load,
    multiply_add,
    smaller,
    splat,
    store,
    width_of,
    zero,
)

__all__ = [
    "average",
    "average_back",
    "average_back_rows",
    "average_rows",
    "squash",
    "squash_back",
    "squashing",
]

LARGEST = 8.5
NUMERATOR = (0.999999758, 0.12881099, 0.00290334115, 1.09190428e-05)
DENOMINATOR = (1.0, 0.462142446, 0.0236199509, 0.000231960831, 2.29789315e-07)


def squashing(amplitude: float, slope: float) -> NDArray[np.float32]:
    """Return the coefficients of ``amplitude * tanh(slope * a)`` and of its derivative, ``(11,)``.

    First the largest argument, then numerator, denominator (from its second, its first is 1), and
    the two of the derivative as a function of the value: ``c - d * value²``.
    """
    numerator = [amplitude * slope ** (2 * i + 1) * c for i, c in enumerate(NUMERATOR)]
    denominator = [slope ** (2 * i) * c for i, c in enumerate(DENOMINATOR)][1:]
    derivative = [slope * amplitude, -slope / amplitude]
    return np.array([LARGEST / slope, *numerator, *denominator, *derivative], np.float32)


@compiled
def spread(lanes: Any, numbers: Any, start: int) -> Any:
    """Return the first nine coefficients, each in all lanes, and 1."""
    return (
        splat(lanes, numbers[start]),
        splat(lanes, -numbers[start]),
        splat(lanes, numbers[start + 1]),
        splat(lanes, numbers[start + 2]),
        splat(lanes, numbers[start + 3]),
        splat(lanes, numbers[start + 4]),
        splat(lanes, numbers[start + 5]),
        splat(lanes, numbers[start + 6]),
        splat(lanes, numbers[start + 7]),
        splat(lanes, numbers[start + 8]),
        splat(lanes, np.float32(1)),
    )


@compiled
def squashed(value: Any, coefficients: Any) -> Any:
    """Return the squashing function of a vector."""
    most, least, a, b, c, d, f, g, h, i, one = coefficients
    value = larger(least, smaller(most, value))
    square = value * value
    numerator = multiply_add(multiply_add(multiply_add(d, square, c), square, b), square, a)
    denominator = multiply_add(multiply_add(i, square, h), square, g)
    denominator = multiply_add(multiply_add(denominator, square, f), square, one)
    return value * numerator / denominator


@kernel
def squash(
    lanes: Any,
    row: Any,
    numbers: Any,
    parameters: Any,
    activations: Any,
    gradients: Any,
    first_chunk: int,
) -> None:
    """Squash all values in place."""
    width = width_of(lanes)
    coefficients = spread(lanes, numbers, row[SQUASHING])
    start, count = row[SOURCE], row[CHANNELS] * row[HEIGHT] * row[BREADTH]
    for index in range(start, start + count * width, width):
        store(activations, index, squashed(load(lanes, activations, index), coefficients))


@kernel
def squash_back(
    lanes: Any,
    row: Any,
    numbers: Any,
    parameters: Any,
    activations: Any,
    gradients: Any,
    first_chunk: int,
) -> None:
    """Multiply gradients by the derivative, in place."""
    width = width_of(lanes)
    columns = row[BREADTH]
    constant = splat(lanes, numbers[row[SQUASHING] + 9])
    factor = splat(lanes, numbers[row[SQUASHING] + 10])
    for line in range(row[CHANNELS] * row[HEIGHT]):
        for column in range(columns):
            value = load(lanes, activations, row[SOURCE] + (line * columns + column) * width)
            error = row[SOURCE_ERRORS] + (line * row[SOURCE_PITCH] + column) * width
            slope = multiply_add(value * value, factor, constant)
            store(activations, error, load(lanes, activations, error) * slope)


@compiled
def average_rows(
    lanes: Any, row: Any, first: int, last: int, numbers: Any, activations: Any
) -> None:
    """Compute some rows of the averages of all maps, squashing first if that is wanted."""
    size = row[SIZE]
    rows, columns = row[HEIGHT] // size, row[BREADTH] // size
    width = width_of(lanes)
    share = splat(lanes, np.float32(1) / np.float32(size * size))
    squashes = row[SQUASHING] >= 0
    coefficients = spread(lanes, numbers, max(row[SQUASHING], 0))
    for index in range(row[CHANNELS]):
        for line in range(first, last):
            for column in range(columns):
                total = zero(lanes)
                for across in range(size):
                    upper = (index * rows + line) * size + across
                    for along in range(size):
                        at = row[SOURCE] + ((upper * columns + column) * size + along) * width
                        value = load(lanes, activations, at)
                        if squashes:
                            value = squashed(value, coefficients)
                            store(activations, at, value)
                        total = total + value
                result = row[TARGET] + ((index * rows + line) * columns + column) * width
                store(activations, result, total * share)


@kernel
def average(
    lanes: Any,
    row: Any,
    numbers: Any,
    parameters: Any,
    activations: Any,
    gradients: Any,
    first_chunk: int,
) -> None:
    """Compute the averages of all maps."""
    average_rows(lanes, row, 0, row[HEIGHT] // row[SIZE], numbers, activations)


@compiled
def average_back_rows(
    lanes: Any, row: Any, first: int, last: int, numbers: Any, activations: Any
) -> None:
    """Give each value its share of the gradient, times the derivative of its squashing.

    If fewer rows of errors are kept than the map has, these rows overwrite those before.
    """
    size, error_rows = row[SIZE], row[ERROR_ROWS]
    rows, columns = row[HEIGHT] // size, row[BREADTH] // size
    width = width_of(lanes)
    share = splat(lanes, np.float32(1) / np.float32(size * size))
    squashes = row[SQUASHING] >= 0
    constant = splat(lanes, numbers[max(row[SQUASHING], 0) + 9]) * share
    factor = splat(lanes, numbers[max(row[SQUASHING], 0) + 10]) * share
    for index in range(row[CHANNELS]):
        for upper in range(first * size, last * size):
            line = index * rows + upper // size
            errors = row[TARGET_ERRORS] + line * row[TARGET_PITCH] * width
            source = row[SOURCE] + (index * rows * size + upper) * columns * size * width
            line = index * error_rows + upper % error_rows
            result = row[SOURCE_ERRORS] + line * row[SOURCE_PITCH] * width
            for column in range(columns):
                error = load(lanes, activations, errors + column * width)
                for offset in range(column * size * width, (column + 1) * size * width, width):
                    slope = share
                    if squashes:
                        value = load(lanes, activations, source + offset)
                        slope = multiply_add(value * value, factor, constant)
                    store(activations, result + offset, error * slope)


@kernel
def average_back(
    lanes: Any,
    row: Any,
    numbers: Any,
    parameters: Any,
    activations: Any,
    gradients: Any,
    first_chunk: int,
) -> None:
    """Compute the gradients of all values that were averaged."""
    average_back_rows(lanes, row, 0, row[HEIGHT] // row[SIZE], numbers, activations)
