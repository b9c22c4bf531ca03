"""Reading with one network, by the implementation that is the fastest for so many images."""

from contextlib import nullcontext, suppress
from importlib.util import find_spec
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from digit_recognizer.nn.network import Network

if TYPE_CHECKING:
    from digit_recognizer.nn.engine import PatternReading, Program

__all__ = ["Reader"]

ENGINE_FROM = 10_000
"""Loading the engine takes 0.7 s, and the NumPy layers take 80 µs for each of many images, of which
the engine saves nearly all. Measured on two cores."""


class Reader:
    """Reads images with one network.

    The NumPy layers read, and nobody waits for a compiler, until the engine is loaded: by
    ``warm_up``, or by ``expect`` where so many images are to come that loading it saves time. From
    then on the engine reads, a few images one by one and more of them side by side. All give the
    same probabilities but for rounding (1e-6). Where Numba is not installed, or the engine does not
    have one of the network's layers, the NumPy layers always read.

    Parameters
    ----------
    network : Network
        What reads, with the weights that it has at each call.
    """

    def __init__(self, network: Network) -> None:
        self.network = network
        self._few = 0
        self._one_by_one: PatternReading | None = None
        self._side_by_side: Program | None = None

    def probabilities(self, images: NDArray[np.uint8]) -> NDArray[np.float32]:
        """Return the probability of each class for each image, ``(n, classes)``.

        Parameters
        ----------
        images : ndarray of uint8, (n, 28, 28)
            White ink on black.
        """
        engine = self._one_by_one if len(images) <= self._few else self._side_by_side
        if engine is None:
            return self.network.probabilities(images)
        return engine.probabilities(self.network.parameters, images)

    def expect(self, images: int) -> None:
        """Load the engine if so many images, read in whatever portions, are worth it.

        That takes half a second, and some seconds the first time on a machine.
        """
        if images >= ENGINE_FROM and find_spec("numba"):
            self._load_side_by_side()

    def warm_up(self, *, compiles: bool = True) -> bool:
        """Load the engine, for one image and for many; return whether it reads from now on.

        For programs that read one image after another. It takes about a second, and some seconds
        the first time on a machine; another thread may read meanwhile.

        Parameters
        ----------
        compiles : bool
            Whether to compile what is not on the disk; otherwise it stays with what is.
        """
        if not find_spec("numba"):
            return False
        from digit_recognizer.nn.engine import NotCompiledError, from_disk_only

        with nullcontext() if compiles else from_disk_only(), suppress(NotCompiledError):
            if self._load_side_by_side():
                self._load_one_by_one()
        return self._side_by_side is not None

    def _load_side_by_side(self) -> bool:
        """Load what reads many images; return whether the engine has such a network."""
        from digit_recognizer.nn.engine import EngineError, Program

        if self._side_by_side is None:
            try:
                program = Program(self.network.architecture)
                program.warm_up(learns=False)
            except EngineError:
                return False
            self._side_by_side = program
        return True

    def _load_one_by_one(self) -> None:
        """Load what reads few images, if the engine has such a network one by one."""
        from digit_recognizer.nn.engine import EngineError, PatternReading

        if self._side_by_side is not None and self._one_by_one is None:
            with suppress(EngineError):
                self._one_by_one = PatternReading(self.network.architecture)
                self._few = self._side_by_side.lanes.width // 2
