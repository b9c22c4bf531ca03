"""Averages of the weights along training, which read better than the weights of any one step."""

from dataclasses import dataclass

import numpy as np

from digit_recognizer.nn.layers import Array
from digit_recognizer.nn.optimizers import OptimizerState

__all__ = ["ExponentialAverage"]


@dataclass(frozen=True)
class ExponentialAverage:
    """A running mean of the parameters, in which older steps count less and less.

    Polyak, Juditsky 1992, with exponential weights: the parameters of k steps ago count
    decayᵏ · (1 - decay), over the sum of all weights so far, so that the first average is the
    first step's parameters and not pulled to zero.

    Attributes
    ----------
    decay : float
        How much of the sum remains after a step: 0.999 averages some 1,000 steps.
    """

    decay: float = 0.999

    def __post_init__(self) -> None:
        """Check the decay."""
        if not 0 <= self.decay < 1:
            raise ValueError(f"decay: expected a number from 0 to below 1, got {self.decay}")

    def initial_state(self, size: int) -> OptimizerState:
        """Return a sum of zeros, ``(size,)``, and of no weight, ``(1,)``."""
        return {"average": np.zeros(size, np.float32), "average weight": np.zeros(1, np.float64)}

    def update(self, parameters: Array, state: OptimizerState) -> None:
        """Take in the parameters after a step; changes ``state`` in place."""
        average, weight = state["average"], state["average weight"]
        average += (parameters - average) * (1 - self.decay)
        weight += (1 - weight) * (1 - self.decay)

    def parameters(self, state: OptimizerState) -> Array:
        """Return the averaged parameters.

        Raises
        ------
        ValueError
            If there was no step yet.
        """
        weight = float(state["average weight"][0])
        if weight == 0:
            raise ValueError("average of parameters: expected at least one step, found none")
        return state["average"] / np.float32(weight)
