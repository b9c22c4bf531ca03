"""What a network is compiled to."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from digit_recognizer.nn.engine.kernels.compile import Kernel

__all__ = ["Calls", "Criterion", "EngineError", "Plan", "Positions"]

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
    settings : ndarray of float32
        Numbers of the loss itself.
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
    unused : ndarray of int64
        Places of that vector for connections that a table leaves out.
    size, cleared : int
        Length of that vector; how many at its start are sums, to be cleared before a step.
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
    unused: Positions
    size: int
    cleared: int
    buffer_size: int
    outputs: int
    errors: int
    classes: int
    criterion: Criterion
