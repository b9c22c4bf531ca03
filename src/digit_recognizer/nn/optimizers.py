"""Optimizers: from a gradient to the next weights, as expressions on the one vector."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray

from digit_recognizer.nn.architecture import Slot
from digit_recognizer.nn.layers import Array

__all__ = [
    "POLYNOMIALS",
    "TINY",
    "Adam",
    "AdamW",
    "Block",
    "GradientDescent",
    "Muon",
    "Optimizer",
    "OptimizerState",
    "blocks_of",
    "orthogonal",
]

OptimizerState = dict[str, Array]
"""What an optimizer remembers between steps: vectors as long as the parameters, or of one number.
"""


class Optimizer(Protocol):
    """An optimizer: settings here, its memory in a state that the caller keeps."""

    def initial_state(self, size: int) -> OptimizerState:
        """Return the state before the first step, for ``size`` parameters."""
        ...

    def update(
        self,
        parameters: Array,
        gradients: Array,
        state: OptimizerState,
        learning_rate: float,
        slots: Sequence[Slot],
    ) -> None:
        """Make one step: change ``parameters`` and ``state`` in place.

        ``slots`` say where each parameter of a layer lies in the vector.
        """
        ...


@dataclass(frozen=True)
class GradientDescent:
    """Mini-batch gradient descent, with momentum and weight decay if they are not zero.

    With momentum m and weight decay d, for the parameters w and the mean gradient g over the batch:
    velocity ← m · velocity - learning_rate · (g + d · w), and the parameters move by the velocity.
    """

    momentum: float = 0.0
    weight_decay: float = 0.0

    def __post_init__(self) -> None:
        """Check the settings."""
        _check_fraction("momentum", self.momentum)
        _check_not_negative("weight decay", self.weight_decay)

    def initial_state(self, size: int) -> OptimizerState:
        """Return a velocity of zeros, ``(size,)``; nothing without momentum."""
        return {"velocity": np.zeros(size, np.float32)} if self.momentum else {}

    def update(
        self,
        parameters: Array,
        gradients: Array,
        state: OptimizerState,
        learning_rate: float,
        slots: Sequence[Slot],
    ) -> None:
        """Move the parameters down the gradient, in place."""
        move = gradients * -learning_rate
        if self.weight_decay:
            move -= parameters * (learning_rate * self.weight_decay)
        if self.momentum:
            velocity = state["velocity"]
            velocity *= self.momentum
            velocity += move
            move = velocity
        parameters += move


@dataclass(frozen=True)
class Adam:
    """A step size for each parameter, from running means of its gradient and of the square of it.

    Kingma, Ba, "Adam: a method for stochastic optimization", 2015, algorithm 1.

    Attributes
    ----------
    mean_decay, square_decay : float
        β₁ and β₂: how much of the running means remains after a step.
    epsilon : float
        Added to the root of the mean square, so that nothing is divided by zero.
    """

    mean_decay: float = 0.9
    square_decay: float = 0.999
    epsilon: float = 1e-8

    def __post_init__(self) -> None:
        """Check the settings."""
        _check_fraction("mean decay", self.mean_decay)
        _check_fraction("square decay", self.square_decay)
        if not self.epsilon > 0:
            raise ValueError(f"epsilon: expected a number above 0, got {self.epsilon}")

    def initial_state(self, size: int) -> OptimizerState:
        """Return running means of zeros, ``(size,)``, and a count of zero steps, ``(1,)``."""
        return {
            "mean": np.zeros(size, np.float32),
            "square": np.zeros(size, np.float32),
            "steps": np.zeros(1, np.float64),
        }

    def update(
        self,
        parameters: Array,
        gradients: Array,
        state: OptimizerState,
        learning_rate: float,
        slots: Sequence[Slot],
    ) -> None:
        """Move each parameter against its mean gradient, in place."""
        mean, square, steps = state["mean"], state["square"], state["steps"]
        steps += 1
        mean += (gradients - mean) * (1 - self.mean_decay)
        square += (gradients**2 - square) * (1 - self.square_decay)
        # The running means started at zero, so early on they are too small by these factors.
        step_size = learning_rate / (1 - self.mean_decay ** float(steps[0]))
        correction = 1 - self.square_decay ** float(steps[0])
        parameters -= step_size * mean / (np.sqrt(square / correction) + self.epsilon)


@dataclass(frozen=True)
class AdamW(Adam):
    """Adam, with weight decay apart from the gradient.

    Loshchilov, Hutter, "Decoupled weight decay regularization", 2019, algorithm 2: before a step
    each parameter loses the share learning_rate · weight_decay of itself.
    """

    weight_decay: float = 0.01

    def __post_init__(self) -> None:
        """Check the settings."""
        super().__post_init__()
        _check_not_negative("weight decay", self.weight_decay)

    def update(
        self,
        parameters: Array,
        gradients: Array,
        state: OptimizerState,
        learning_rate: float,
        slots: Sequence[Slot],
    ) -> None:
        """Shrink the parameters and move each against its mean gradient, in place."""
        parameters *= 1 - learning_rate * self.weight_decay
        super().update(parameters, gradients, state, learning_rate, slots)


POLYNOMIALS = ((3.4445, -4.7750, 2.0315),) * 5
"""Coefficients of x, x³ and x⁵, one polynomial after another: they bring every number from 0.002
to 1 to between 0.68 and 1.21 (Jordan, "Muon", 2024)."""
TINY = 1e-24
"""Added to the sum of squares of a matrix, so that nothing is divided by zero."""
MOST_ROWS = 64
"""Rows that are made orthogonal together: the time grows with their square."""


class Block(NamedTuple):
    """Rows of a matrix, which lie one after another in the vector of parameters."""

    start: int
    rows: int
    columns: int

    def view(self, vector: NDArray[Any]) -> NDArray[Any]:
        """Return its entries of a vector, ``(rows, columns)``, without a copy."""
        size = self.rows * self.columns
        return vector[self.start : self.start + size].reshape(self.rows, self.columns)


def blocks_of(slots: Sequence[Slot]) -> list[Block]:
    """Return all parameters as blocks of about the same number of rows, ``MOST_ROWS`` at most.

    A row holds the weights of one unit or feature map, or one kernel where a connection table
    leaves some out. What has one number for each of them, like biases, is a single row.
    """
    blocks = []
    for slot in slots:
        rows = slot.spec.shape[0] if len(slot.spec.shape) > 1 else 1
        columns = slot.spec.size // rows
        parts = -(-rows // MOST_ROWS)
        cuts = [rows * part // parts for part in range(parts + 1)]
        for first, last in pairwise(cuts):
            blocks.append(Block(slot.start + first * columns, last - first, columns))
    return blocks


def orthogonal(matrix: Array) -> Array:
    """Return nearly the nearest matrix whose rows are orthonormal, ``(rows, columns)``.

    The singular vectors stay as they are, and the singular values become about 1, by a
    Newton-Schulz iteration: a polynomial in the matrix x that is odd works on each singular value
    by itself. Those of less than 0.002 times the root of the sum of squares stay smaller.
    """
    x: Array = matrix / np.sqrt((matrix**2).sum() + TINY)
    for first, third, fifth in POLYNOMIALS:
        square = x @ x.T
        x = first * x + (third * square + fifth * square @ square) @ x
    return x


@dataclass(frozen=True)
class Muon:
    """Steps of the same length in every direction: the momentum's matrices, made orthogonal.

    Jordan, "Muon: an optimizer for hidden layers in neural networks", 2024. With momentum m:
    momentum ← m · momentum + g, and each matrix moves by -learning_rate times the orthogonal
    matrix nearest to g + m · momentum (Nesterov's). Two things are simpler here: a matrix of many
    rows is cut into blocks, and a vector is a matrix of one row.
    """

    momentum: float = 0.8

    def __post_init__(self) -> None:
        """Check the setting."""
        _check_fraction("momentum", self.momentum)

    def initial_state(self, size: int) -> OptimizerState:
        """Return a momentum of zeros, ``(size,)``."""
        return {"momentum": np.zeros(size, np.float32)}

    def update(
        self,
        parameters: Array,
        gradients: Array,
        state: OptimizerState,
        learning_rate: float,
        slots: Sequence[Slot],
    ) -> None:
        """Move each block of a matrix, in place."""
        momentum = state["momentum"]
        momentum *= self.momentum
        momentum += gradients
        direction = gradients + self.momentum * momentum
        for block in blocks_of(slots):
            weights = block.view(parameters)
            weights -= learning_rate * orthogonal(block.view(direction))


def _check_fraction(name: str, value: float) -> None:
    if not 0 <= value < 1:
        raise ValueError(f"{name}: expected a number from 0 to below 1, got {value}")


def _check_not_negative(name: str, value: float) -> None:
    if not value >= 0:
        raise ValueError(f"{name}: expected a number of at least 0, got {value}")
