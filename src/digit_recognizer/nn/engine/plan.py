"""What a network is compiled to."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from digit_recognizer.nn.engine.kernels.compile import Kernel
from digit_recognizer.nn.engine.lanes import Lanes

__all__ = [
    "BatchPlan",
    "Calls",
    "Criterion",
    "EngineError",
    "PatternPlan",
    "Plan",
    "Positions",
    "addresses",
]

Positions = NDArray[np.int64]
Calls = tuple[tuple[Kernel, int], ...]


class EngineError(ValueError):
    """The engine has no operation for what it is asked to compute."""


@dataclass(frozen=True, eq=False)
class Criterion:
    """What training minimises.

    Attributes
    ----------
    loss, probabilities : Kernel
        See ``kernels/losses.py`` for what they are given.
    settings : ndarray of float32, (2,)
        1 if outputs are scores, -1 if they are penalties; and the score of a rubbish class
        (equation 9), minus infinity without one.
    """

    loss: Kernel
    probabilities: Kernel
    settings: NDArray[np.float32]


@dataclass(frozen=True)
class Plan:
    """What compiled code needs to know about a network.

    Attributes
    ----------
    table : ndarray of int64, (operations * FIELDS,)
        See ``operations.py``.
    forward, backward : tuple of (Kernel, int)
        What to run, each with its row of the table.
    numbers : ndarray of float32
        Coefficients of squashing functions.
    positions : ndarray of int64, (architecture.size,)
        Where each parameter of the network lies in the engine's own vector, which is ordered for
        the kernels and has room for weights that are always zero.
    buffer_size : int
        Length of a buffer of activations and their gradients, all zero at first.
    outputs, errors, classes : int
        Where the last activations and their gradients lie, and how many there are.
    criterion : Criterion
        The loss, and what outputs mean as probabilities.
    """

    table: NDArray[np.int64]
    forward: Calls
    backward: Calls
    numbers: NDArray[np.float32]
    positions: Positions
    buffer_size: int
    outputs: int
    errors: int
    classes: int
    criterion: Criterion


@dataclass(frozen=True)
class BatchPlan(Plan):
    """A plan for images side by side.

    Attributes
    ----------
    unused : ndarray of int64
        Positions in the vector of parameters for connections that a table leaves out.
    size, cleared : int
        Length of that vector; how many at its start are sums, to be cleared before a step.
    """

    unused: Positions
    size: int
    cleared: int


@dataclass(frozen=True)
class PatternPlan(Plan):
    """A plan for one image at a time.

    Attributes
    ----------
    constants : ndarray of float32
        The vector of parameters, with what is fixed in its place and zeros elsewhere.
    """

    constants: NDArray[np.float32]


def addresses(calls: Calls, lanes: Lanes) -> NDArray[np.int64]:
    """Return the address of each kernel, compiled for these lanes, beside its row: ``(n, 2)``."""
    pairs = [(kernel.address(lanes), row) for kernel, row in calls]
    return np.array(pairs, np.int64).reshape(-1, 2)
