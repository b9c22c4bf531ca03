"""All that changes during a training, and what it is before the first step."""

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from digit_recognizer.lenet.architectures import architecture
from digit_recognizer.networks.checkpoint import Network
from digit_recognizer.nn.architecture import Architecture
from digit_recognizer.nn.initializers import INITIALIZERS
from digit_recognizer.nn.optimizers import OptimizerState
from digit_recognizer.training.recipe import Recipe

__all__ = ["PartialEpoch", "TrainingState", "first_state"]


@dataclass(frozen=True)
class PartialEpoch:
    """What was seen of a pass that is not complete.

    Attributes
    ----------
    loss : float
        Sum of the losses of its images, each before it changed the weights.
    correct, count : int
        Images read correctly, of how many.
    seconds : float
        Duration of the steps.
    """

    loss: float = 0.0
    correct: int = 0
    count: int = 0
    seconds: float = 0.0


@dataclass
class TrainingState:
    """All that changes during training; stored, it lets a run go on to the same weights.

    Attributes
    ----------
    parameters : ndarray of float32, (architecture.size,)
        The weights.
    optimizer : dict of str to ndarray
        What the optimizer remembers.
    step : int
        Steps made.
    seen : PartialEpoch
        What was seen of the pass since it began.
    """

    parameters: NDArray[np.float32]
    optimizer: OptimizerState = field(default_factory=dict)
    step: int = 0
    seen: PartialEpoch = field(default_factory=PartialEpoch)


def first_state(recipe: Recipe, made_of: Architecture | None = None) -> TrainingState:
    """Return the state before the first step, drawn from the recipe's seed.

    It is that of the architecture that the recipe names, or of another one.
    """
    network = Network(made_of or architecture(recipe.architecture))
    network.initialize(INITIALIZERS[recipe.initializer], np.random.default_rng(recipe.seed))
    optimizer = recipe.optimizer.initial_state(network.architecture.size)
    if recipe.averaging is not None:
        optimizer["average"] = network.parameters.copy()
    return TrainingState(network.parameters, optimizer)
