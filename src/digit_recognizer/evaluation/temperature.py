"""Temperature: one number that makes a network as sure as it has reason to be.

Source: C. Guo, G. Pleiss, Y. Sun, K. Q. Weinberger: On calibration of modern neural networks.
ICML 2017, section 4.2.
"""

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize_scalar

from digit_recognizer.networks.checkpoint import Network
from digit_recognizer.nn.layers import Dense

__all__ = ["best_temperature", "outputs_of", "softmax", "with_temperature"]

COLDEST, HOTTEST = 0.05, 20.0


def softmax(outputs: NDArray[np.floating]) -> NDArray[np.float64]:
    """Return the probabilities that outputs (n, classes) mean, in float64."""
    powers = np.exp(outputs - outputs.max(axis=1, keepdims=True).astype(np.float64))
    shares: NDArray[np.float64] = powers / powers.sum(axis=1, keepdims=True)
    return shares


def outputs_of(network: Network, images: NDArray[np.uint8]) -> NDArray[np.float32]:
    """Return what the last layer says about images (n, 28, 28), before softmax: (n, 10)."""
    from digit_recognizer.nn.engine import Program

    return Program(network.architecture).outputs(network.parameters, images)


def best_temperature(outputs: NDArray[np.floating], labels: NDArray[np.integer]) -> float:
    """Return what outputs are best divided by: the likelihood of the truth is then greatest.

    Parameters
    ----------
    outputs : (n, classes) floats
        Of digits that the network was not trained on, by people it does not know.
    labels : (n,) integers
        What they are.

    Raises
    ------
    ValueError
        If there are none.
    """
    if len(labels) == 0:
        raise ValueError("no outputs to go by: expected at least one")
    rows = np.arange(len(labels))

    def loss(logarithm: float) -> float:
        chances = softmax(outputs / np.exp(logarithm))[rows, labels]
        return float(-np.log(np.maximum(chances, np.finfo(float).tiny)).mean())

    span = (np.log(COLDEST), np.log(HOTTEST))
    return float(np.exp(minimize_scalar(loss, bounds=span, method="bounded").x))


def with_temperature(network: Network, temperature: float) -> Network:
    """Return the network with its outputs divided by a temperature: nobody else need know of it.

    Raises
    ------
    ValueError
        If its last layer does not compute sums that weights could be divided in, or the
        temperature is not above 0.
    """
    last = network.architecture.layers[-1]
    if type(last) is not Dense or not temperature > 0:
        raise ValueError(
            f"expected a last layer of class Dense and a temperature above 0, got "
            f"{type(last).__name__} and {temperature}"
        )
    parameters = network.parameters.copy()
    for slot in network.architecture.slots:
        if slot.layer == last.name:
            parameters[slot.start : slot.stop] /= temperature
    return Network(network.architecture, parameters)
