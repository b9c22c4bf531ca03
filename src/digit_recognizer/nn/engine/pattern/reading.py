"""Reading one image at a time, in compiled code."""

from functools import partial
from typing import NamedTuple

import numpy as np
from numba import typeof
from numpy.typing import NDArray

from digit_recognizer.nn.architecture import Architecture
from digit_recognizer.nn.engine.compiling import make_ready
from digit_recognizer.nn.engine.inputs import check_images, make_looks
from digit_recognizer.nn.engine.lanes import Lanes, choose_lanes
from digit_recognizer.nn.engine.memory import Buffers, Packing, choose_threads, zeros
from digit_recognizer.nn.engine.pattern.compiler import compile_for_patterns
from digit_recognizer.nn.engine.pattern.steps import read
from digit_recognizer.nn.engine.pattern.training import pattern_lanes
from digit_recognizer.nn.engine.plan import addresses
from digit_recognizer.nn.layers import Array

__all__ = ["PatternReading"]


class ReadingNetwork(NamedTuple):
    """A plan, its kernels by their addresses.

    Attributes
    ----------
    forward : ndarray of int64, (n, 2)
        Addresses, each with its row of the table.
    table, numbers, outputs, classes
        See ``plan.Plan``.
    encoding : ndarray of float32, (3,)
        See ``inputs.Looks``.
    sign, rubbish : float
        See ``plan.Criterion``.
    """

    forward: NDArray[np.int64]
    table: NDArray[np.int64]
    numbers: NDArray[np.float32]
    outputs: int
    classes: int
    encoding: NDArray[np.float32]
    sign: float
    rubbish: float


class PatternReading:
    """An architecture, compiled to read one image after another; parameters come with each call.

    For a few images it is faster than ``Program``, which always reads a whole vector of them.
    Several threads may use it at the same time.

    Parameters
    ----------
    architecture : Architecture
        Made of the layers of this project.
    lanes : int, optional
        16, 8 or 4; by default what suits this machine.

    Raises
    ------
    EngineError
        If the engine has no such network or loss.
    """

    def __init__(self, architecture: Architecture, *, lanes: int | None = None) -> None:
        self.architecture = architecture
        self._lanes = Lanes(pattern_lanes(choose_lanes().width) if lanes is None else lanes)
        self._plan = plan = compile_for_patterns(architecture, self._lanes.width)
        self._packing = Packing(architecture, plan.positions, plan.constants)
        self._buffers = Buffers(plan.buffer_size)
        settings = plan.criterion.settings
        network = ReadingNetwork(
            addresses((), self._lanes),
            plan.table,
            plan.numbers,
            plan.outputs,
            plan.classes,
            make_looks(architecture).encoding,
            float(settings[0]),
            float(settings[1]),
        )
        images, results = np.zeros((1, 1, 1), np.uint8), np.zeros((1, 1), np.float32)
        examples = (self._lanes, network, zeros(1), images, zeros(1), results)
        compile_caller = partial(read.compile, tuple(map(typeof, examples)))
        kernels = [kernel for kernel, _ in reversed(plan.forward)]
        make_ready(kernels, self._lanes, choose_threads(), compile_caller)
        # It does not look up the types of its arguments, which takes a function of Numba 4 µs.
        self._read = compile_caller()
        self._network = network._replace(forward=addresses(plan.forward, self._lanes))

    def probabilities(self, parameters: Array, images: NDArray[np.uint8]) -> NDArray[np.float32]:
        """Return the probability of each class, ``(n, classes)``.

        Parameters
        ----------
        parameters : ndarray, (architecture.size,)
            Of the network.
        images : ndarray of uint8, (n, height, width)
            White ink on black.
        """
        check_images(self.architecture, images)
        images = np.ascontiguousarray(images)
        weights, buffer = self._packing.shared(parameters), self._buffers.take()
        results = np.empty((len(images), self._plan.classes), np.float32)
        self._read(self._lanes, self._network, weights, images, buffer, results)
        self._buffers.give_back(buffer)
        return results
