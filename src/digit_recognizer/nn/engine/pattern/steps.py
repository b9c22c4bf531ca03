"""Pattern after pattern, learned from or read, in compiled code."""

from typing import Any

import numpy as np

from digit_recognizer.nn.engine.distortion import distort
from digit_recognizer.nn.engine.kernels.compile import compiled, entry, run
from digit_recognizer.nn.engine.operations import FIELDS
from digit_recognizer.nn.engine.pattern.outputs import measure, write_probabilities
from digit_recognizer.nn.engine.rounding import drop_tiny_numbers, restore_rounding

__all__ = ["learn", "read"]


@compiled
def encode(image: Any, levels: Any, target: Any) -> None:
    """Write an image as the network's input."""
    margin = int(levels[2])
    rows, columns = image.shape
    side = columns + 2 * margin
    target[: (rows + 2 * margin) * side] = levels[0]
    for row in range(rows):
        start = (row + margin) * side + margin
        for column in range(columns):
            target[start + column] = levels[0] + np.float32(image[row, column]) * levels[1]


@compiled
def show(image: Any, looks: Any, look: int, target: Any) -> None:
    """Write an image as the network's input, distorted if there are settings for that."""
    levels, settings = looks.encoding, looks.settings
    if settings.size > 0:
        counter, side = np.uint64(looks.first_look + look), image.shape[1] + 2 * int(levels[2])
        distort(image, settings, looks.seed, counter, levels[0], levels[1], target, side, 0, 1)
    else:
        encode(image, levels, target)


@compiled
def run_all(
    lanes: Any, calls: Any, network: Any, parameters: Any, rates: Any, activations: Any, rate: Any
) -> None:
    """Run kernels one after another."""
    table, numbers = network.table, network.numbers
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


@entry
def learn(
    lanes: Any,
    network: Any,
    data: Any,
    looks: Any,
    memory: Any,
    learning_rates: Any,
    results: Any,
) -> None:
    """Show images in order; after each, move all parameters.

    Parameters
    ----------
    network, memory : PatternNetwork, PatternMemory
        As ``training.py`` makes them.
    data, looks : Data, Looks
        See ``inputs.py``.
    learning_rates : ndarray of float64, (steps,)
        Multiplies every parameter's own rate.
    results : ndarray of float64, (2, steps)
        Where the loss of each image and whether it was read correctly are written.
    """
    parameters, rates, activations = memory.parameters, memory.rates, memory.activations
    order = data.order
    rounding = drop_tiny_numbers()
    for step in range(len(order)):
        index = order[step]
        rate = np.float32(learning_rates[step])
        show(data.images[index], looks, step, activations)
        run_all(lanes, network.forward, network, parameters, rates, activations, rate)
        results[0, step], results[1, step] = measure(activations, network, data.labels[index])
        run_all(lanes, network.backward, network, parameters, rates, activations, rate)
    restore_rounding(rounding)


@entry
def read(
    lanes: Any, network: Any, parameters: Any, images: Any, activations: Any, results: Any
) -> None:
    """Write the probabilities of each image, ``(images, classes)``.

    Parameters
    ----------
    network : ReadingNetwork
        As ``reading.py`` makes it.
    """
    for index in range(len(images)):
        encode(images[index], network.encoding, activations)
        run_all(lanes, network.forward, network, parameters, parameters, activations, np.float32(0))
        write_probabilities(activations, network, results[index])
