"""Full connection of one image, whose units fill the lanes: weights lie as ``[input][unit]``."""

from typing import Any

from digit_recognizer.nn.engine.kernels.compile import pattern_kernel
from digit_recognizer.nn.engine.kernels.weighted_sums import row_sums
from digit_recognizer.nn.engine.operations import (
    BIASES,
    BREADTH,
    HEIGHT,
    SOURCE,
    SOURCE_ERRORS,
    SOURCE_PITCH,
    SOURCE_STRIDE,
    TARGET,
    TARGET_ERRORS,
    TARGET_PITCH,
    WEIGHTS,
)
from digit_recognizer.nn.engine.pattern.convolution import step
from digit_recognizer.nn.engine.vectors import (
    load,
    multiply_add,
    splat,
    store,
    total,
    width_of,
    zero,
)

__all__ = ["dense", "dense_back", "learn_dense"]

VECTORS = 8
"""The largest tile."""


@pattern_kernel
def dense(
    lanes: Any,
    row: Any,
    numbers: Any,
    parameters: Any,
    rates: Any,
    activations: Any,
    learning_rate: Any,
) -> None:
    """Compute all units."""
    inputs, units = row[HEIGHT] * row[BREADTH] * row[SOURCE_PITCH], row[TARGET_PITCH]
    width = width_of(lanes)
    for unit in range(0, units, VECTORS * width):
        row_sums(
            lanes,
            (1, min(VECTORS, (units - unit) // width)),
            (1, 1, inputs),
            parameters,
            row[WEIGHTS] + unit,
            (0, 0, units),
            activations,
            row[SOURCE],
            (0, 0, 1),
            0,
            activations,
            row[TARGET] + unit,
            0,
            row[BIASES] + unit,
        )


@pattern_kernel
def dense_back(
    lanes: Any,
    row: Any,
    numbers: Any,
    parameters: Any,
    rates: Any,
    activations: Any,
    learning_rate: Any,
) -> None:
    """Compute the gradient of the inputs: of each, the units' errors times its weights."""
    units, length = row[TARGET_PITCH], row[BREADTH] * row[SOURCE_PITCH]
    width, errors = width_of(lanes), row[TARGET_ERRORS]
    for line in range(row[HEIGHT]):
        result = row[SOURCE_ERRORS] + line * row[SOURCE_STRIDE] * row[SOURCE_PITCH]
        for index in range(length):
            weights = row[WEIGHTS] + (line * length + index) * units
            a, b = zero(lanes), zero(lanes)
            for unit in range(0, units - width, 2 * width):
                error = load(lanes, activations, errors + unit)
                a = multiply_add(error, load(lanes, parameters, weights + unit), a)
                error = load(lanes, activations, errors + unit + width)
                b = multiply_add(error, load(lanes, parameters, weights + unit + width), b)
            if units // width % 2 == 1:
                unit = units - width
                error = load(lanes, activations, errors + unit)
                a = multiply_add(error, load(lanes, parameters, weights + unit), a)
            activations[result + index] = total(a + b)


@pattern_kernel
def learn_dense(
    lanes: Any,
    row: Any,
    numbers: Any,
    parameters: Any,
    rates: Any,
    activations: Any,
    learning_rate: Any,
) -> None:
    """Move weights and biases; a weight's gradient is its input times its unit's error."""
    inputs, units = row[HEIGHT] * row[BREADTH] * row[SOURCE_PITCH], row[TARGET_PITCH]
    width, errors = width_of(lanes), row[TARGET_ERRORS]
    for index in range(inputs):
        move = splat(lanes, -learning_rate * activations[row[SOURCE] + index])
        first = row[WEIGHTS] + index * units
        for unit in range(0, units, width):
            change = load(lanes, rates, first + unit) * load(lanes, activations, errors + unit)
            weight = load(lanes, parameters, first + unit)
            store(parameters, first + unit, multiply_add(move, change, weight))
    step(lanes, parameters, rates, row[BIASES], units, activations, errors, learning_rate)
