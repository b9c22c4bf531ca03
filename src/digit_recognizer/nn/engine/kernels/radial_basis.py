"""Radial basis functions with fixed centres, which lie among the coefficients."""

from typing import Any

from digit_recognizer.nn.engine.kernels.compile import kernel
from digit_recognizer.nn.engine.operations import (
    BREADTH,
    CHANNELS,
    HEIGHT,
    MAPS,
    SCRATCH,
    SOURCE,
    SOURCE_ERRORS,
    TARGET,
    TARGET_ERRORS,
)
from digit_recognizer.nn.engine.vectors import load, multiply_add, splat, store, width_of, zero

__all__ = ["radial_basis", "radial_basis_back"]


@kernel
def radial_basis(
    lanes: Any,
    row: Any,
    numbers: Any,
    parameters: Any,
    activations: Any,
    gradients: Any,
    first_chunk: int,
) -> None:
    """Compute each unit's squared distance from its centre; ``SCRATCH`` says where these begin."""
    width = width_of(lanes)
    inputs = row[CHANNELS] * row[HEIGHT] * row[BREADTH]
    for unit in range(row[MAPS]):
        distance = zero(lanes)
        for index in range(inputs):
            centre = splat(lanes, numbers[row[SCRATCH] + unit * inputs + index])
            difference = load(lanes, activations, row[SOURCE] + index * width) - centre
            distance = multiply_add(difference, difference, distance)
        store(activations, row[TARGET] + unit * width, distance)


@kernel
def radial_basis_back(
    lanes: Any,
    row: Any,
    numbers: Any,
    parameters: Any,
    activations: Any,
    gradients: Any,
    first_chunk: int,
) -> None:
    """Compute the gradient of the inputs."""
    width = width_of(lanes)
    inputs = row[CHANNELS] * row[HEIGHT] * row[BREADTH]
    for index in range(inputs):
        value = load(lanes, activations, row[SOURCE] + index * width)
        pull = zero(lanes)
        for unit in range(row[MAPS]):
            centre = splat(lanes, numbers[row[SCRATCH] + unit * inputs + index])
            error = load(lanes, activations, row[TARGET_ERRORS] + unit * width)
            pull = multiply_add(value - centre, error + error, pull)
        store(activations, row[SOURCE_ERRORS] + index * width, pull)
