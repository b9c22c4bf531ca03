"""Level two: F6 and output refined on a hand, drawn back to the shipped weights.

Biased regularisation: W. Kienzle, K. Chellapilla, "Personalized handwriting recognition via biased
regularization", International Conference on Machine Learning, 2006. What it does not say of others'
digits, a replay of them does: of some stored ones the network goes on to say what it said. Where
others would still be misread, the network goes only a share of the way: M. Wortsman et al., "Robust
fine-tuning of zero-shot models", Conference on Computer Vision and Pattern Recognition, 2022.
"""

import numpy as np
from numpy.typing import NDArray

from digit_recognizer.hands.last_layers import LastLayers
from digit_recognizer.nn.network import Network
from digit_recognizer.nn.optimizers import Adam

__all__ = ["SHARES", "part_of_the_way", "refined"]

_PULL = 0.3
"""Towards the shipped weights: half of it times the squared distance is added to the sum of the
losses. Chosen on writers for validation, with the next."""
_REPLAYED = 0.05
"""Of the weight of a learned digit, what one of the replay has."""
SHARES = (1.0, 0.85, 0.7, 0.5, 0.35)
"""Of the way from the shipped weights to the refined ones, from what is tried first. A smaller one
asks less of others."""
_COPY = 0.4
"""Of the weight of a learned digit, what one of its copies has."""
_STEPS = 100
_TURNS = 4
"""A step sees a quarter of the replay, which weighs four times as much then."""
_LEARNING_RATE = 0.005


def refined(
    layers: LastLayers,
    inputs: NDArray[np.float32],
    labels: NDArray[np.integer],
    copies: NDArray[np.float32],
    replay: NDArray[np.float32],
) -> NDArray[np.float32]:
    """Return the parameters of the last layers, refined.

    Parameters
    ----------
    layers : LastLayers
        Of the shipped network.
    inputs : (n, values) float32
        What reaches the last layers of the learned digits.
    labels : (n,) integers
        What these are.
    copies : (n, copies, values) float32
        What reaches the last layers of distorted copies of each.
    replay : (m, values) float32
        The same of others' digits, and of what is no digit.
    """
    shipped = layers.parameters
    loss = layers.architecture.loss
    said = loss.probabilities(layers.read(replay)[1].T[:, None, None]).T
    of_each = copies.shape[1]
    own = np.concatenate([inputs, copies.reshape(-1, inputs.shape[1])])
    labels = np.concatenate([labels, labels.repeat(of_each)])
    learned = np.eye(10, dtype=np.float32)[labels]
    turns = [slice(turn, None, _TURNS) for turn in range(_TURNS)]
    rows = [layers.as_activations(np.concatenate([own, replay[turn]])) for turn in turns]
    targets = [np.concatenate([learned, said[turn]]) for turn in turns]
    weights = [
        np.repeat(
            np.array([1, _COPY, _TURNS * _REPLAYED], np.float32),
            [len(inputs), of_each * len(inputs), len(replay[turn])],
        )
        for turn in turns
    ]
    network = Network(layers.architecture, shipped.copy())
    gradients = np.empty_like(network.parameters)
    optimizer = Adam(square_decay=0.99)
    state = optimizer.initial_state(len(shipped))
    for step in range(_STEPS):
        turn = step % _TURNS
        activations = network.forward(rows[turn])
        _, gradient = loss.losses(activations[-1], labels, targets[turn])
        network.backward(activations, gradient * weights[turn], gradients)
        gradients += _PULL * (network.parameters - shipped)
        rate = _LEARNING_RATE * (1 - step / _STEPS)
        optimizer.update(network.parameters, gradients, state, rate, ())
    return network.parameters


def part_of_the_way(
    layers: LastLayers, parameters: NDArray[np.float32], share: float
) -> NDArray[np.float32]:
    """Return the parameters at a share, 0 to 1, of the way from the shipped ones to others."""
    return np.asarray((1 - share) * layers.parameters + share * parameters, np.float32)
