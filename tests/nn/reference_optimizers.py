"""Optimizers as loops over single numbers, after the papers' pseudocode."""

import math
from collections.abc import Iterable

Numbers = list[float]


def gradient_descent(
    weight: float, steps: Iterable[tuple[float, float]], momentum: float, weight_decay: float
) -> Numbers:
    """The weight after each step, for pairs of gradient and learning rate."""
    velocity = 0.0
    weights = []
    for gradient, learning_rate in steps:
        velocity = momentum * velocity - learning_rate * (gradient + weight_decay * weight)
        weight += velocity
        weights.append(weight)
    return weights


def adamw(
    weight: float,
    steps: Iterable[tuple[float, float]],
    mean_decay: float,
    square_decay: float,
    epsilon: float,
    weight_decay: float,
) -> Numbers:
    """The weight after each step; Adam where the weight decay is 0."""
    mean = square = 0.0
    weights = []
    for step, (gradient, learning_rate) in enumerate(steps, start=1):
        weight -= learning_rate * weight_decay * weight
        mean = mean_decay * mean + (1 - mean_decay) * gradient
        square = square_decay * square + (1 - square_decay) * gradient**2
        unbiased_mean = mean / (1 - mean_decay**step)
        unbiased_square = square / (1 - square_decay**step)
        weight -= learning_rate * unbiased_mean / (math.sqrt(unbiased_square) + epsilon)
        weights.append(weight)
    return weights
