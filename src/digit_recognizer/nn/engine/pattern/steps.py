"""Pattern after pattern, in compiled code."""

from typing import Any

import numpy as np

from digit_recognizer.nn.engine.distortion import distort
from digit_recognizer.nn.engine.kernels.compile import compiled, run
from digit_recognizer.nn.engine.pattern.operations import FIELDS
from digit_recognizer.nn.engine.pattern.outputs import measure
from digit_recognizer.nn.engine.rounding import drop_tiny_numbers, restore_rounding

__all__ = ["learn"]


@compiled
def show(image: Any, looks: Any, look: int, target: Any) -> None:
    """Write an image as the network's input, distorted if there are settings for that."""
    levels, settings, seed, first_look = looks
    margin = int(levels[2])
    rows, columns = image.shape
    side = columns + 2 * margin
    if settings.size > 0:
        counter = np.uint64(first_look + look)
        distort(image, settings, seed, counter, levels[0], levels[1], target, side, 0, 1)
        return
    target[: (rows + 2 * margin) * side] = levels[0]
    for row in range(rows):
        start = (row + margin) * side + margin
        for column in range(columns):
            target[start + column] = levels[0] + np.float32(image[row, column]) * levels[1]


@compiled
def run_all(
    lanes: Any, calls: Any, plan: Any, parameters: Any, rates: Any, activations: Any, rate: Any
) -> None:
    """Run kernels one after another."""
    table, numbers = plan
    for index in range(len(calls)):
        run(
            calls[index, 0],
            lanes,
            table[calls[index, 1] * FIELDS :],
            numbers,
            parameters,
            rates,
            activations,
            rate,
        )


@compiled
def learn(
    lanes: Any,
    calls: Any,
    plan: Any,
    ends: Any,
    data: Any,
    looks: Any,
    memory: Any,
    learning_rates: Any,
    results: Any,
) -> None:
    """Show images in order; after each, move all parameters.

    Parameters
    ----------
    calls, plan, ends, data, looks, memory : tuple
        As ``training.py`` makes them.
    learning_rates : ndarray of float64, (steps,)
        Multiplies every parameter's own rate.
    results : ndarray of float64, (2, steps)
        Where the loss of each image and whether it was read right are written.
    """
    forward, backward = calls
    outputs, errors, classes, loss = ends
    images, labels, order = data
    parameters, rates, activations = memory
    rounding = drop_tiny_numbers()
    for step in range(len(order)):
        index = order[step]
        rate = np.float32(learning_rates[step])
        show(images[index], looks, step, activations)
        run_all(lanes, forward, plan, parameters, rates, activations, rate)
        results[0, step], results[1, step] = measure(
            activations, outputs, errors, classes, labels[index], loss
        )
        run_all(lanes, backward, plan, parameters, rates, activations, rate)
    restore_rounding(rounding)
