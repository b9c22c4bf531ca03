"""Arrays as compiled code wants them: one type each, aligned, and kept for the next call."""

import os
from collections import deque
from typing import Any

import numpy as np
from numpy.typing import NDArray

from digit_recognizer.nn.architecture import Architecture
from digit_recognizer.nn.engine.plan import EngineError
from digit_recognizer.nn.layers import Array

__all__ = ["Buffers", "Packing", "choose_threads", "fixed", "zeros"]

VARIABLE = "DIGIT_RECOGNIZER_THREADS"
LINE = 64
"""Bytes of a cache line, which is also the largest vector."""


def zeros(size: int) -> NDArray[np.float32]:
    """Return float32 zeros that start at the start of a cache line."""
    room = np.zeros(size + LINE // 4, np.float32)
    start = -room.ctypes.data % LINE // 4
    return room[start : start + size]


def fixed(array: NDArray[Any]) -> NDArray[Any]:
    """Return a contiguous view that cannot be written to, so that all data have one type."""
    view = np.ascontiguousarray(array).view()
    view.flags.writeable = False
    return view


def choose_threads() -> int:
    """Return the number of cores this process may use, or what ``DIGIT_RECOGNIZER_THREADS`` says.

    Raises
    ------
    EngineError
        If the variable is set to anything else than a whole number from 1.
    """
    wanted = os.environ.get(VARIABLE, "").strip()
    if wanted:
        if not wanted.isdecimal() or int(wanted) < 1:
            raise EngineError(f"{VARIABLE}: expected a whole number from 1, got {wanted!r}")
        return int(wanted)
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


class Packing:
    """The order in which the engine lays out a network's parameters.

    Parameters
    ----------
    architecture : Architecture
        The network.
    positions : ndarray of int64, (architecture.size,)
        Where each parameter lies.
    constants : ndarray of float32
        What lies elsewhere, and how long the engine's own vector is.
    """

    def __init__(
        self,
        architecture: Architecture,
        positions: NDArray[np.int64],
        constants: NDArray[np.float32],
    ) -> None:
        self._architecture = architecture
        self._positions = positions
        self._constants = constants
        self._last: tuple[Array, Array, NDArray[np.float32]] = (zeros(0), zeros(0), zeros(0))

    def pack(self, vector: Array) -> NDArray[np.float32]:
        """Return the network's parameters in the engine's own order.

        Raises
        ------
        EngineError
            If there are more or fewer than the network has.
        """
        if vector.shape != (self._architecture.size,):
            raise EngineError(
                f"network {self._architecture.name}: expected a vector of "
                f"{self._architecture.size} parameters, got an array of shape {vector.shape}"
            )
        packed = zeros(len(self._constants))
        packed[:] = self._constants
        packed[self._positions] = vector
        return packed

    def shared(self, vector: Array) -> NDArray[np.float32]:
        """Return the same, for reading alone: what the last call got, if the weights are equal.

        Weights that cannot be written to are not compared, which takes half as long as an image.
        """
        known, copied, packed = self._last
        if known is vector and not vector.flags.writeable:
            return packed
        if not np.array_equal(copied, vector):
            packed, copied = self.pack(vector), vector.copy()
        self._last = (vector, copied, packed)
        return packed

    def unpack(self, packed: NDArray[np.float32], vector: Array) -> None:
        """Write what ``pack`` returned back, in place: undoes it."""
        vector[...] = packed[self._positions]


class Buffers:
    """Buffers of one size, zero when new: any thread takes one and gives it back."""

    def __init__(self, size: int) -> None:
        self._size = size
        self._free: deque[NDArray[np.float32]] = deque()

    def take(self) -> NDArray[np.float32]:
        """Return a buffer nobody else has."""
        try:
            return self._free.pop()
        except IndexError:
            return zeros(self._size)

    def give_back(self, buffer: NDArray[np.float32]) -> None:
        """Keep a buffer for the next call."""
        self._free.append(buffer)
