"""Losses: how far the outputs are from the labels, and which way is better."""

from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from digit_recognizer.nn.layers import Array

__all__ = [
    "Labels",
    "Loss",
    "MaximumAPosteriori",
    "RightPenalty",
    "SoftmaxCrossEntropy",
    "Targets",
]

Labels = NDArray[np.integer[Any]]
"""The class of each image, ``(batch,)``."""

Targets = NDArray[np.floating[Any]]
"""What each class's probability should be, ``(batch, classes)``; each row adds up to 1."""


def wanted(outputs: Array, labels: Labels, targets: Targets | None) -> Array:
    """Return ``(classes, batch)``: the targets, or without any 1 for each label and 0 elsewhere."""
    if targets is not None:
        return targets.T
    one_hot = np.zeros((outputs.shape[0], outputs.shape[-1]), outputs.dtype)
    one_hot[labels, np.arange(len(labels))] = 1
    return one_hot


class Loss(Protocol):
    """A loss, and what the outputs it trains mean as probabilities."""

    def probabilities(self, outputs: Array) -> Array:
        """Return the probabilities ``(classes, batch)`` for outputs ``(classes, 1, 1, batch)``."""
        ...

    def losses(
        self, outputs: Array, labels: Labels, targets: Targets | None = None
    ) -> tuple[Array, Array]:
        """Return the loss of each image, ``(batch,)``, and its gradient, like ``outputs``."""
        ...

    def curvatures(self, outputs: Array, labels: Labels) -> Array:
        """Return the loss's second derivative in each output, never negative, like ``outputs``."""
        ...


@dataclass(frozen=True)
class SoftmaxCrossEntropy:
    """The negative log of the probability that softmax gives to the class of the label."""

    def probabilities(self, outputs: Array) -> Array:
        """Return softmax over the classes, ``(classes, batch)``."""
        scores = outputs.reshape(-1, outputs.shape[-1])
        powers = np.exp(scores - scores.max(axis=0))
        shares: Array = powers / powers.sum(axis=0)
        return shares

    def losses(
        self, outputs: Array, labels: Labels, targets: Targets | None = None
    ) -> tuple[Array, Array]:
        """Return the loss of each image, ``(batch,)``, and its gradient, like ``outputs``."""
        scores = outputs.reshape(-1, outputs.shape[-1])
        shifted = scores - scores.max(axis=0)
        log_sums = np.log(np.exp(shifted).sum(axis=0))
        target = wanted(outputs, labels, targets)
        losses = log_sums - (target * shifted).sum(axis=0)
        gradient = np.exp(shifted - log_sums) - target
        return losses, gradient.reshape(outputs.shape)

    def curvatures(self, outputs: Array, labels: Labels) -> Array:
        """Return p (1 - p) for each class's probability p, like ``outputs``."""
        probabilities = self.probabilities(outputs)
        return (probabilities * (1 - probabilities)).reshape(outputs.shape)


@dataclass(frozen=True)
class RightPenalty:
    """The penalty of the label's class alone, ``y_D``: LeCun et al. 1998, equation 8.

    Outputs are penalties. If the patterns that they are distances from may move, all of this
    collapses: equal patterns and a constant F6 have no penalty (section II-C).
    """

    def probabilities(self, outputs: Array) -> Array:
        """Return each class's share of ``exp(-penalty)``, ``(classes, batch)``."""
        return SoftmaxCrossEntropy().probabilities(-outputs)

    def losses(
        self, outputs: Array, labels: Labels, targets: Targets | None = None
    ) -> tuple[Array, Array]:
        """Return the loss of each image, ``(batch,)``, and its gradient, like ``outputs``."""
        penalties = outputs.reshape(-1, outputs.shape[-1])
        target = wanted(outputs, labels, targets)
        return (target * penalties).sum(axis=0), target.reshape(outputs.shape)

    def curvatures(self, outputs: Array, labels: Labels) -> Array:
        """Return zeros: the loss is linear in the penalties."""
        return np.zeros_like(outputs)


@dataclass(frozen=True)
class MaximumAPosteriori:
    """The penalty of the label's class, made to stand out from all others: equation 9 of the paper.

    ``y_D + log(exp(-j) + sum_i exp(-y_i))``: the negative log of that class's probability
    when a rubbish class has the constant penalty ``j``. Wrong classes whose penalty is well above
    ``j`` are left alone.

    Attributes
    ----------
    rubbish_penalty : float
        The constant ``j``.
    """

    rubbish_penalty: float

    def probabilities(self, outputs: Array) -> Array:
        """Return ``exp(-y_i) / (exp(-j) + sum exp(-y))``, ``(classes, batch)``.

        A column adds up to 1 less the probability of the rubbish class.
        """
        return np.exp(-outputs.reshape(-1, outputs.shape[-1]) - self._log_sums(outputs))

    def losses(
        self, outputs: Array, labels: Labels, targets: Targets | None = None
    ) -> tuple[Array, Array]:
        """Return the loss of each image, ``(batch,)``, and its gradient, like ``outputs``."""
        log_sums = self._log_sums(outputs)
        penalties = outputs.reshape(-1, outputs.shape[-1])
        target = wanted(outputs, labels, targets)
        gradient = target - np.exp(-penalties - log_sums)
        return (target * penalties).sum(axis=0) + log_sums, gradient.reshape(outputs.shape)

    def curvatures(self, outputs: Array, labels: Labels) -> Array:
        """Return p (1 - p) for each class's probability p, like ``outputs``."""
        probabilities = self.probabilities(outputs)
        return (probabilities * (1 - probabilities)).reshape(outputs.shape)

    def _log_sums(self, outputs: Array) -> Array:
        """Return ``log(exp(-j) + sum exp(-y))``, ``(batch,)``, without overflow."""
        scores = -outputs.reshape(-1, outputs.shape[-1])
        highest = np.maximum(scores.max(axis=0), -self.rubbish_penalty)
        powers = np.exp(scores - highest).sum(axis=0) + np.exp(-self.rubbish_penalty - highest)
        log_sums: Array = np.log(powers) + highest
        return log_sums
