"""Losses: how far the outputs are from the right answer, and which way is better."""

from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from digit_recognizer.nn.layers import Array

__all__ = ["Labels", "Loss", "SoftmaxCrossEntropy"]

Labels = NDArray[np.integer[Any]]
"""The right class of each image, ``(batch,)``."""


class Loss(Protocol):
    """A loss, and what the outputs it trains mean as probabilities."""

    def probabilities(self, outputs: Array) -> Array:
        """Return the probabilities ``(classes, batch)`` for outputs ``(classes, 1, 1, batch)``."""
        ...

    def losses(self, outputs: Array, labels: Labels) -> tuple[Array, Array]:
        """Return the loss of each image, ``(batch,)``, and its gradient, like ``outputs``."""
        ...


@dataclass(frozen=True)
class SoftmaxCrossEntropy:
    """The negative log of the probability that softmax gives to the right class."""

    def probabilities(self, outputs: Array) -> Array:
        """Return softmax over the classes, ``(classes, batch)``."""
        scores = outputs.reshape(-1, outputs.shape[-1])
        powers = np.exp(scores - scores.max(axis=0))
        return powers / powers.sum(axis=0)

    def losses(self, outputs: Array, labels: Labels) -> tuple[Array, Array]:
        """Return the loss of each image, ``(batch,)``, and its gradient, like ``outputs``."""
        scores = outputs.reshape(-1, outputs.shape[-1])
        images = np.arange(len(labels))
        shifted = scores - scores.max(axis=0)
        log_sums = np.log(np.exp(shifted).sum(axis=0))
        losses = log_sums - shifted[labels, images]
        gradient = np.exp(shifted - log_sums)
        gradient[labels, images] -= 1
        return losses, gradient.reshape(outputs.shape)
