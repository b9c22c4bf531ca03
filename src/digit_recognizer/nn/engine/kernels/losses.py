"""Losses, for the images of one chunk."""

import math
from typing import Any

from digit_recognizer.nn.engine.kernels.compile import compiled
from digit_recognizer.nn.engine.vectors import width_of

__all__ = ["softmax", "softmax_cross_entropy"]


@compiled
def softmax(lanes: Any, values: Any, source: int, classes: int, lane: int, target: int) -> Any:
    """Write the probabilities of one image; return the log of the sum that divides them.

    The largest output is taken from all before: of the log it is a part again.
    """
    width = width_of(lanes)
    largest = values[source + lane]
    for index in range(1, classes):
        largest = max(largest, values[source + index * width + lane])
    total = values[source + lane] * 0
    for index in range(classes):
        power = math.exp(values[source + index * width + lane] - largest)
        values[target + index * width + lane] = power
        total += power
    for index in range(classes):
        values[target + index * width + lane] /= total
    return largest + math.log(total)


@compiled
def softmax_cross_entropy(
    lanes: Any,
    values: Any,
    outputs: int,
    errors: int,
    classes: int,
    labels: Any,
    order: Any,
    start: int,
    count: int,
    share: Any,
) -> Any:
    """Write the gradient of the loss, times ``share``; return the sum of losses and number right.

    Lanes from ``count`` on hold no image and get a gradient of zero.
    """
    width = width_of(lanes)
    loss = 0.0
    right = 0
    for lane in range(width):
        logarithm = softmax(lanes, values, outputs, classes, lane, errors)
        scale = share if lane < count else share * 0
        best = 0
        for index in range(1, classes):
            if values[outputs + index * width + lane] > values[outputs + best * width + lane]:
                best = index
        if lane < count:
            label = labels[order[start + lane]]
            loss += logarithm - values[outputs + label * width + lane]
            right += 1 if best == label else 0
            values[errors + label * width + lane] -= 1
        for index in range(classes):
            values[errors + index * width + lane] *= scale
    return loss, right
