"""The end of the network, of one image: radial basis functions, and what is minimised."""

import math
from typing import Any

from digit_recognizer.nn.engine.kernels.compile import compiled, pattern_kernel
from digit_recognizer.nn.engine.operations import (
    BREADTH,
    HEIGHT,
    MAPS,
    SOURCE,
    SOURCE_ERRORS,
    SOURCE_PITCH,
    SOURCE_STRIDE,
    TARGET,
    TARGET_ERRORS,
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

__all__ = ["measure", "radial_basis", "radial_basis_back"]


@pattern_kernel
def radial_basis(
    lanes: Any,
    row: Any,
    numbers: Any,
    parameters: Any,
    rates: Any,
    activations: Any,
    learning_rate: Any,
) -> None:
    """Compute each unit's squared distance from its centre."""
    inputs = row[HEIGHT] * row[BREADTH] * row[SOURCE_PITCH]
    for unit in range(row[MAPS]):
        distance = zero(lanes)
        for index in range(0, inputs, width_of(lanes)):
            centre = load(lanes, parameters, row[WEIGHTS] + unit * inputs + index)
            difference = load(lanes, activations, row[SOURCE] + index) - centre
            distance = multiply_add(difference, difference, distance)
        activations[row[TARGET] + unit] = total(distance)


@pattern_kernel
def radial_basis_back(
    lanes: Any,
    row: Any,
    numbers: Any,
    parameters: Any,
    rates: Any,
    activations: Any,
    learning_rate: Any,
) -> None:
    """Compute the gradient of the inputs."""
    length = row[BREADTH] * row[SOURCE_PITCH]
    inputs = row[HEIGHT] * length
    for line in range(row[HEIGHT]):
        errors = row[SOURCE_ERRORS] + line * row[SOURCE_STRIDE] * row[SOURCE_PITCH]
        for index in range(0, length, width_of(lanes)):
            value = load(lanes, activations, row[SOURCE] + line * length + index)
            pull = zero(lanes)
            for unit in range(row[MAPS]):
                place = row[WEIGHTS] + unit * inputs + line * length + index
                error = activations[row[TARGET_ERRORS] + unit]
                difference = value - load(lanes, parameters, place)
                pull = multiply_add(difference, splat(lanes, error + error), pull)
            store(activations, errors + index, pull)


@compiled
def measure(activations: Any, network: Any, label: int) -> Any:
    """Write the gradient of one image's loss; return the loss, and whether it was read correctly.

    Parameters
    ----------
    network : PatternNetwork
        Says where the outputs lie, and which loss it is: of equation 8, or of all classes.
    """
    outputs, errors, classes = network.outputs, network.errors, network.classes
    sign, rubbish = network.sign, network.rubbish
    best = 0
    for index in range(1, classes):
        if sign * activations[outputs + index] > sign * activations[outputs + best]:
            best = index
    if network.label_alone:
        for index in range(classes):
            activations[errors + index] = 1 if index == label else 0
        return float(activations[outputs + label]), best == label
    highest = max(sign * activations[outputs + best], rubbish)
    powers = math.exp(rubbish - highest)
    for index in range(classes):
        powers += math.exp(sign * activations[outputs + index] - highest)
    logarithm = highest + math.log(powers)
    for index in range(classes):
        share = math.exp(sign * activations[outputs + index] - logarithm)
        activations[errors + index] = sign * (share - (1 if index == label else 0))
    return logarithm - sign * activations[outputs + label], best == label
