"""Stochastic diagonal Levenberg-Marquardt: for every weight a step as long as its curvature allows.

LeCun et al. 1998, section II-C and Appendix C.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from digit_recognizer.nn.architecture import Slot
from digit_recognizer.nn.layers import Array
from digit_recognizer.nn.losses import Labels
from digit_recognizer.nn.network import Network
from digit_recognizer.nn.optimizers import OptimizerState

__all__ = ["StochasticDiagonalLevenbergMarquardt"]


@dataclass(frozen=True)
class StochasticDiagonalLevenbergMarquardt:
    """Steps of ``learning_rate / (mu + curvature)`` down the gradient, weight by weight.

    Attributes
    ----------
    mu : float
        Keeps steps bounded where the curvature is small; the paper's 0.02.
    patterns : int
        Images from which the curvatures are estimated before each pass; the paper's 500.
    """

    mu: float = 0.02
    patterns: int = 500

    def __post_init__(self) -> None:
        """Check the settings."""
        if not self.mu > 0 or self.patterns < 1:
            raise ValueError(
                "expected mu above 0 and at least 1 pattern, "
                f"got mu {self.mu} and {self.patterns} patterns"
            )

    def initial_state(self, size: int) -> OptimizerState:
        """Return the rates before curvatures are known, ``1 / mu``, ``(size,)``."""
        return {"rates": np.full(size, 1 / self.mu, np.float32)}

    def prepare_pass(
        self,
        network: Network,
        images: NDArray[np.uint8],
        labels: Labels,
        state: OptimizerState,
        generator: np.random.Generator,
    ) -> None:
        """Estimate the curvatures anew, on images drawn at random, and hold them for the pass."""
        drawn = generator.choice(len(images), min(self.patterns, len(images)), replace=False)
        # In double precision, so that the rates, which are single, do not depend on the order in
        # which a machine's libraries add.
        precise = Network(network.architecture, network.parameters.astype(np.float64))
        inputs = network.architecture.encoding(images[drawn]).astype(np.float64)
        state["rates"][...] = 1 / (self.mu + precise.curvatures(inputs, labels[drawn]))

    def update(
        self,
        parameters: Array,
        gradients: Array,
        state: OptimizerState,
        learning_rate: float,
        slots: Sequence[Slot],
    ) -> None:
        """Move the parameters down the gradient, in place."""
        parameters -= learning_rate * state["rates"] * gradients
