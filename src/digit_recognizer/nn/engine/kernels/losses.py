"""Losses, for the images of one chunk: kernels that a plan names by their address.

To add one, write its two kernels with the arguments below and name them in ``criteria.py``; nothing
else needs to know of it.
"""

import math
from typing import Any

from numba import types

from digit_recognizer.nn.engine.kernels.compile import FLOATS, Kernel, compiled
from digit_recognizer.nn.engine.vectors import width_of

__all__ = ["LOSS", "PROBABILITIES", "SOFTMAX", "SOFTMAX_CROSS_ENTROPY"]

PROBABILITIES = (FLOATS, FLOATS, types.int64, types.int64, types.int64)
"""What turns outputs into probabilities is given besides the lanes: the activations, the loss's
settings, where the outputs lie, where the probabilities go, and how many classes there are."""

LOSS = (
    *PROBABILITIES,
    types.Array(types.int64, 1, "C", readonly=True),
    types.Array(types.float32, 2, "C", readonly=True),
    types.Array(types.int64, 1, "C", readonly=True),
    types.int64,
    types.int64,
    types.float32,
    types.Array(types.float64, 1, "C"),
)
"""What a loss is given: the same, where the gradient goes instead of probabilities; then all
labels, all soft targets (none: the labels are meant), the order of the images, where in it this
chunk starts, how many images it has, what the gradient is multiplied by, and the sum of losses and
the number right, to be added to. Lanes without an image get a gradient of zero."""


@compiled
def softmax_of(lanes: Any, values: Any, source: int, classes: int, lane: int, target: int) -> Any:
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
def largest_output(lanes: Any, values: Any, outputs: int, classes: int, lane: int) -> int:
    """Return the class of one image's largest output."""
    width = width_of(lanes)
    best = 0
    for index in range(1, classes):
        if values[outputs + index * width + lane] > values[outputs + best * width + lane]:
            best = index
    return best


def softmax(
    lanes: Any, activations: Any, settings: Any, outputs: int, target: int, classes: int
) -> None:
    """Write the probabilities of all images."""
    for lane in range(width_of(lanes)):
        softmax_of(lanes, activations, outputs, classes, lane, target)


def softmax_cross_entropy(
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
    """Write p - t for each class's probability p and target t; add up -sum t log p."""
    width = width_of(lanes)
    for lane in range(width):
        logarithm = softmax_of(lanes, activations, outputs, classes, lane, errors)
        scale = share if lane < count else share * 0
        if lane < count:
            image = order[start + lane]
            label = labels[image]
            best = largest_output(lanes, activations, outputs, classes, lane)
            sums[1] += 1 if best == label else 0
            if len(targets) > 0:
                for index in range(classes):
                    target = targets[image, index]
                    place = index * width + lane
                    sums[0] += target * (logarithm - activations[outputs + place])
                    activations[errors + place] -= target
            else:
                sums[0] += logarithm - activations[outputs + label * width + lane]
                activations[errors + label * width + lane] -= 1
        for index in range(classes):
            activations[errors + index * width + lane] *= scale


SOFTMAX = Kernel(softmax, PROBABILITIES)
SOFTMAX_CROSS_ENTROPY = Kernel(softmax_cross_entropy, LOSS)
