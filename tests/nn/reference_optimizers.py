"""Optimizers as loops over single numbers, after the papers' pseudocode."""

import math
from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

Numbers = list[float]
Matrix = NDArray[np.float64]


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


def nearly_orthogonal(matrix: Matrix) -> Matrix:
    """The matrix with every singular value brought near 1, one by one."""
    left, values, right = np.linalg.svd(matrix, full_matrices=False)
    length = math.sqrt(sum(value**2 for value in values))
    moved = []
    for value in values:
        x = value / length if length else 0.0
        for _ in range(5):
            x = 3.4445 * x - 4.7750 * x**3 + 2.0315 * x**5
        moved.append(x)
    result: Matrix = left @ np.diag(moved) @ right
    return result


def muon(weights: Matrix, steps: Iterable[tuple[Matrix, float]], momentum: float) -> Matrix:
    """A matrix of weights after steps, for pairs of gradient and learning rate."""
    before = np.zeros_like(weights)
    for gradient, learning_rate in steps:
        before = momentum * before + gradient
        weights = weights - learning_rate * nearly_orthogonal(gradient + momentum * before)
    return weights
