"""Optimizers: from a gradient to the next weights, as expressions on the one vector."""

from dataclasses import dataclass
from typing import Protocol

import numpy as np

from digit_recognizer.nn.layers import Array

__all__ = ["GradientDescent", "Optimizer", "OptimizerState"]

OptimizerState = dict[str, Array]
"""What an optimizer remembers between steps: named vectors as long as the parameters."""


class Optimizer(Protocol):
    """An optimizer: settings here, its memory in a state that the caller keeps."""

    def initial_state(self, size: int) -> OptimizerState:
        """Return the state before the first step, for ``size`` parameters."""
        ...

    def update(
        self, parameters: Array, gradients: Array, state: OptimizerState, learning_rate: float
    ) -> None:
        """Make one step: change ``parameters`` and ``state`` in place."""
        ...


@dataclass(frozen=True)
class GradientDescent:
    """Mini-batch gradient descent, with momentum if it is not zero.

    With momentum m: velocity ← m · velocity - learning_rate · gradient, and the parameters move by
    the velocity. The gradient is the mean over the batch.
    """

    momentum: float = 0.0

    def __post_init__(self) -> None:
        """Check the momentum."""
        if not 0 <= self.momentum < 1:
            raise ValueError(f"momentum: expected a number from 0 to below 1, got {self.momentum}")

    def initial_state(self, size: int) -> OptimizerState:
        """Return a velocity of zeros, ``(size,)``; nothing without momentum."""
        return {"velocity": np.zeros(size, np.float32)} if self.momentum else {}

    def update(
        self, parameters: Array, gradients: Array, state: OptimizerState, learning_rate: float
    ) -> None:
        """Move the parameters down the gradient, in place."""
        move = gradients * -learning_rate
        if self.momentum:
            velocity = state["velocity"]
            velocity *= self.momentum
            velocity += move
            move = velocity
        parameters += move
