"""The losses of the 1998 paper, whose outputs are penalties: equations 8 and 9.

The losses' one setting is the penalty of a rubbish class, infinite where there is none.
"""

import math
from typing import Any

from digit_recognizer.nn.engine.kernels.compile import Kernel, compiled
from digit_recognizer.nn.engine.kernels.losses import LOSS, PROBABILITIES
from digit_recognizer.nn.engine.vectors import width_of

__all__ = ["MAXIMUM_A_POSTERIORI", "RIGHT_PENALTY", "SHARES"]


@compiled
def shares_of(
    lanes: Any, values: Any, rubbish: Any, source: int, classes: int, lane: int, target: int
) -> Any:
    """Write ``exp(-penalty)`` of one image over their sum; return the sum's log.

    The rubbish class has a part in the sum. The smallest penalty is taken from all before.
    """
    width = width_of(lanes)
    least = rubbish
    for index in range(classes):
        least = min(least, values[source + index * width + lane])
    total = math.exp(least - rubbish)
    for index in range(classes):
        power = math.exp(least - values[source + index * width + lane])
        values[target + index * width + lane] = power
        total += power
    for index in range(classes):
        values[target + index * width + lane] /= total
    return math.log(total) - least


@compiled
def smallest_penalty(lanes: Any, values: Any, outputs: int, classes: int, lane: int) -> int:
    """Return the class of one image's smallest penalty."""
    width = width_of(lanes)
    best = 0
    for index in range(1, classes):
        if values[outputs + index * width + lane] < values[outputs + best * width + lane]:
            best = index
    return best


def shares(
    lanes: Any, activations: Any, settings: Any, outputs: int, target: int, classes: int
) -> None:
    """Write the probabilities of all images."""
    for lane in range(width_of(lanes)):
        shares_of(lanes, activations, settings[0], outputs, classes, lane, target)


@compiled
def wanted(labels: Any, targets: Any, image: int, index: int) -> Any:
    """Return how much an image is meant to be of a class, from 0 to 1."""
    if len(targets) > 0:
        return targets[image, index]
    return targets.dtype.type(1 if labels[image] == index else 0)


def maximum_a_posteriori(
    lanes: Any,
    activations: Any,
    settings: Any,
    outputs: int,
    errors: int,
    classes: int,
    labels: Any,
    targets: Any,
    order: Any,
    start: int,
    count: int,
    share: Any,
    sums: Any,
) -> None:
    """Write t - p for each class's probability p and target t; add up equation 9."""
    width = width_of(lanes)
    for lane in range(width):
        logarithm = shares_of(lanes, activations, settings[0], outputs, classes, lane, errors)
        if lane >= count:
            for index in range(classes):
                activations[errors + index * width + lane] = 0
            continue
        image = order[start + lane]
        best = smallest_penalty(lanes, activations, outputs, classes, lane)
        sums[0] += logarithm
        sums[1] += 1 if best == labels[image] else 0
        for index in range(classes):
            target, place = wanted(labels, targets, image, index), index * width + lane
            sums[0] += target * activations[outputs + place]
            activations[errors + place] = (target - activations[errors + place]) * share


def right_penalty(
    lanes: Any,
    activations: Any,
    settings: Any,
    outputs: int,
    errors: int,
    classes: int,
    labels: Any,
    targets: Any,
    order: Any,
    start: int,
    count: int,
    share: Any,
    sums: Any,
) -> None:
    """Write t for each class's target t; add up equation 8."""
    width = width_of(lanes)
    for lane in range(width):
        if lane >= count:
            for index in range(classes):
                activations[errors + index * width + lane] = 0
            continue
        image = order[start + lane]
        best = smallest_penalty(lanes, activations, outputs, classes, lane)
        sums[1] += 1 if best == labels[image] else 0
        for index in range(classes):
            target, place = wanted(labels, targets, image, index), index * width + lane
            sums[0] += target * activations[outputs + place]
            activations[errors + place] = target * share


SHARES = Kernel(shares, PROBABILITIES)
MAXIMUM_A_POSTERIORI = Kernel(maximum_a_posteriori, LOSS)
RIGHT_PENALTY = Kernel(right_penalty, LOSS)
