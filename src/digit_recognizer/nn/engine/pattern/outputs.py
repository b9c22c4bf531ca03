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

__all__ = ["measure", "radial_basis", "radial_basis_back", "write_probabilities"]


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
                offset = row[WEIGHTS] + unit * inputs + line * length + index
                error = activations[row[TARGET_ERRORS] + unit]
                difference = value - load(lanes, parameters, offset)
                pull = multiply_add(difference, splat(lanes, error + error), pull)
            store(activations, errors + index, pull)


@compiled
def likeliest(activations: Any, network: Any) -> int:
    """Return the class of the largest score."""
    outputs, sign, best = network.outputs, network.sign, 0
    for index in range(1, network.classes):
        if sign * activations[outputs + index] > sign * activations[outputs + best]:
            best = index
    return best


@compiled
def log_of_sum(activations: Any, network: Any, best: int) -> Any:
    """Return the log of the sum that divides the powers of all scores; the best class is known."""
    outputs, sign, rubbish = network.outputs, network.sign, network.rubbish
    highest = max(sign * activations[outputs + best], rubbish)
    powers = math.exp(rubbish - highest)
    for index in range(network.classes):
        powers += math.exp(sign * activations[outputs + index] - highest)
    return highest + math.log(powers)


@compiled
def share(activations: Any, network: Any, index: int, logarithm: Any) -> Any:
    """Return the probability of a class."""
    return math.exp(network.sign * activations[network.outputs + index] - logarithm)


@compiled
def write_probabilities(activations: Any, network: Any, result: Any) -> None:
    """Write the probability of each class of one image."""
    logarithm = log_of_sum(activations, network, likeliest(activations, network))
    for index in range(network.classes):
        result[index] = share(activations, network, index, logarithm)


@compiled
def measure(activations: Any, network: Any, label: int) -> Any:
    """Write the gradient of one image's loss; return the loss, and whether it was read correctly.

    Parameters
    ----------
    network : PatternNetwork
        Says where the outputs lie, and which loss it is: of equation 8, or of all classes.
    """
    outputs, errors, classes = network.outputs, network.errors, network.classes
    best, sign = likeliest(activations, network), network.sign
    if network.label_alone:
        for index in range(classes):
            activations[errors + index] = 1 if index == label else 0
        return float(activations[outputs + label]), best == label
    logarithm = log_of_sum(activations, network, best)
    for index in range(classes):
        wanted = 1 if index == label else 0
        activations[errors + index] = sign * (
            share(activations, network, index, logarithm) - wanted
        )
    return logarithm - sign * activations[outputs + label], best == label
