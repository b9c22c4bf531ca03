"""Losses, for the images of one chunk: kernels that a plan names by their address.

Outputs are scores, or the penalties of the 1998 paper (equations 8 and 9), which are scores below
zero: a *sign* tells the two apart. To add a loss, write its kernel with the arguments below and
name it in ``criteria.py``; nothing else needs to know of it.
"""

import math
from typing import Any

import numpy as np
from numba import types

from digit_recognizer.nn.engine.kernels.compile import FLOATS, Kernel, compiled
from digit_recognizer.nn.engine.vectors import width_of

__all__ = ["MAXIMUM_A_POSTERIORI", "RIGHT_PENALTY", "SHARES", "SOFTMAX", "SOFTMAX_CROSS_ENTROPY"]

PROBABILITIES = (FLOATS, FLOATS, types.int64, types.int64, types.int64)
"""What turns outputs into probabilities is given besides the lanes: the activations, the loss's
settings (sign, score of a rubbish class), where the outputs lie, where the probabilities go, and
how many classes there are."""

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
the number read correctly, to be added to. Lanes without an image get a gradient of zero."""


NO_RUBBISH = -math.inf
ONE = np.float32(1)


@compiled
def shares_of(
    lanes: Any,
    values: Any,
    sign: Any,
    rubbish: Any,
    source: int,
    classes: int,
    lane: int,
    target: int,
) -> Any:
    """Write the probabilities of one image; return the log of the sum that divides them.

    The rubbish class has a part in the sum, which is added up in the precision of ``rubbish``. The
    largest score is taken from all before: of the log it is a part again.
    """
    width = width_of(lanes)
    largest = np.float32(rubbish)
    for index in range(classes):
        largest = max(largest, sign * values[source + index * width + lane])
    total = math.exp(rubbish - largest)
    for index in range(classes):
        power = math.exp(sign * values[source + index * width + lane] - largest)
        values[target + index * width + lane] = power
        total += power
    for index in range(classes):
        values[target + index * width + lane] /= total
    return largest + math.log(total)


@compiled
def likeliest(lanes: Any, values: Any, sign: Any, outputs: int, classes: int, lane: int) -> int:
    """Return the class of one image's largest score."""
    width = width_of(lanes)
    best = 0
    for index in range(1, classes):
        score = sign * values[outputs + index * width + lane]
        if score > sign * values[outputs + best * width + lane]:
            best = index
    return best


def softmax(
    lanes: Any, activations: Any, settings: Any, outputs: int, target: int, classes: int
) -> None:
    """Write the probabilities of all images, whose outputs are scores."""
    for lane in range(width_of(lanes)):
        shares_of(lanes, activations, ONE, NO_RUBBISH, outputs, classes, lane, target)


def shares(
    lanes: Any, activations: Any, settings: Any, outputs: int, target: int, classes: int
) -> None:
    """Write the probabilities of all images, whose outputs are penalties."""
    sign, rubbish = settings[0], settings[1]
    for lane in range(width_of(lanes)):
        shares_of(lanes, activations, sign, rubbish, outputs, classes, lane, target)


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
        logarithm = shares_of(lanes, activations, ONE, NO_RUBBISH, outputs, classes, lane, errors)
        scale = share if lane < count else share * 0
        if lane < count:
            image = order[start + lane]
            label = labels[image]
            best = likeliest(lanes, activations, settings[0], outputs, classes, lane)
            sums[1] += 1 if best == label else 0
            if len(targets) > 0:
                for index in range(classes):
                    target = targets[image, index]
                    position = index * width + lane
                    sums[0] += target * (logarithm - activations[outputs + position])
                    activations[errors + position] -= target
            else:
                sums[0] += logarithm - activations[outputs + label * width + lane]
                activations[errors + label * width + lane] -= 1
        for index in range(classes):
            activations[errors + index * width + lane] *= scale


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
    width, sign, rubbish = width_of(lanes), settings[0], settings[1]
    for lane in range(width):
        logarithm = shares_of(lanes, activations, sign, rubbish, outputs, classes, lane, errors)
        if lane >= count:
            for index in range(classes):
                activations[errors + index * width + lane] = 0
            continue
        image = order[start + lane]
        best = likeliest(lanes, activations, settings[0], outputs, classes, lane)
        sums[0] += logarithm
        sums[1] += 1 if best == labels[image] else 0
        for index in range(classes):
            target, position = wanted(labels, targets, image, index), index * width + lane
            sums[0] += target * activations[outputs + position]
            activations[errors + position] = (target - activations[errors + position]) * share


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
        best = likeliest(lanes, activations, settings[0], outputs, classes, lane)
        sums[1] += 1 if best == labels[image] else 0
        for index in range(classes):
            target, position = wanted(labels, targets, image, index), index * width + lane
            sums[0] += target * activations[outputs + position]
            activations[errors + position] = target * share


SOFTMAX = Kernel(softmax, PROBABILITIES)
SHARES = Kernel(shares, PROBABILITIES)
SOFTMAX_CROSS_ENTROPY = Kernel(softmax_cross_entropy, LOSS)
MAXIMUM_A_POSTERIORI = Kernel(maximum_a_posteriori, LOSS)
RIGHT_PENALTY = Kernel(right_penalty, LOSS)
