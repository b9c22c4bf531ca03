"""One step of an optimizer, on a slice of the parameters.

These are the expressions of ``nn/optimizers.py``, worked out vector by vector. Every parameter is
treated by itself, so it makes no difference how the slices are cut.
"""

from typing import Any

import numpy as np

from digit_recognizer.nn.engine.kernels.compile import compiled
from digit_recognizer.nn.engine.vectors import load, splat, square_root, store, width_of

__all__ = ["ADAM", "DESCENT", "MUON", "NOTHING", "update"]

NOTHING, DESCENT, ADAM, MUON = range(4)
"""Kinds of step; NOTHING leaves the gradient in the first slot, and MUON the direction that
``orthogonalize.py`` is to make orthogonal."""


@compiled
def gradient_at(lanes: Any, gradients: Any, size: int, slots: int, index: int) -> Any:
    """Return the gradient: the sum over slots, always in the same order."""
    gradient = load(lanes, gradients, index)
    for slot in range(1, slots):
        gradient = gradient + load(lanes, gradients, slot * size + index)
    return gradient


@compiled
def update(
    lanes: Any,
    kind: int,
    settings: Any,
    rate: float,
    step: int,
    slots: int,
    gradients: Any,
    parameters: Any,
    first: Any,
    second: Any,
    averages: Any,
    start: int,
    stop: int,
) -> None:
    """Change parameters ``start`` to ``stop``, multiples of the lanes.

    Parameters
    ----------
    kind : int
        DESCENT, ADAM, MUON or NOTHING.
    settings : ndarray of float64, (5,)
        Momentum or decay of the mean, decay of the square, epsilon, weight decay, and decay of the
        averages of the weights (below 0 for none).
    rate : float
        Learning rate.
    step : int
        Number of this step, from 1.
    gradients : ndarray of float32
        One vector like ``parameters`` for each slot, one after another.
    first, second : ndarray of float32
        Velocity, momentum, or running means of gradient and square.
    averages : ndarray of float32
        Exponential moving average of the parameters.
    """
    width, size = width_of(lanes), len(parameters)
    decay = settings[3]
    keep = splat(lanes, np.float32(settings[0]))
    take = splat(lanes, np.float32(1 - settings[0]))
    take_square = splat(lanes, np.float32(1 - settings[1]))
    epsilon = splat(lanes, np.float32(settings[2]))
    pull = splat(lanes, np.float32(-rate * decay))
    fresh = splat(lanes, np.float32(1 - settings[4]))
    if kind == ADAM:
        move = splat(lanes, np.float32(-rate / (1 - settings[0] ** step)))
        correction = splat(lanes, np.float32(1 / (1 - settings[1] ** step)))
    else:
        move = splat(lanes, np.float32(-rate))
        correction = move
    for index in range(start, stop, width):
        gradient = gradient_at(lanes, gradients, size, slots, index)
        weight = load(lanes, parameters, index)
        if kind == ADAM:
            mean = load(lanes, first, index)
            mean = mean + (gradient - mean) * take
            square = load(lanes, second, index)
            square = square + (gradient * gradient - square) * take_square
            store(first, index, mean)
            store(second, index, square)
            weight = weight + weight * pull
            weight = weight + move * mean / (square_root(square * correction) + epsilon)
        elif kind == DESCENT:
            change = gradient * move + weight * pull
            if settings[0] > 0:
                change = change + load(lanes, first, index) * keep
                store(first, index, change)
            weight = weight + change
        elif kind == MUON:
            momentum = load(lanes, first, index) * keep + gradient
            store(first, index, momentum)
            store(gradients, index, gradient + momentum * keep)
            continue
        else:
            store(gradients, index, gradient)
            continue
        store(parameters, index, weight)
        if settings[4] >= 0:
            mean = load(lanes, averages, index)
            store(averages, index, mean + (weight - mean) * fresh)
