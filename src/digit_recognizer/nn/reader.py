"""Reading with one network, by the implementation that is the fastest for so many images."""

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
        self._network = network
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
            return self._network.probabilities(images)
        return engine.probabilities(self._network.parameters, images)

    def expect(self, images: int) -> None:
        """Load the engine if so many images, read in whatever portions, are worth it.

        That takes half a second, and some seconds the first time on a machine.
        """
        if images >= ENGINE_FROM and self._side_by_side is None and find_spec("numba"):
            from digit_recognizer.nn.engine import EngineError, Program

            try:
                program = Program(self._network.architecture)
                program.warm_up(learns=False)
            except EngineError:
                return
            self._side_by_side = program

    def warm_up(self) -> bool:
        """Load the engine, for one image and for many; return whether it reads from now on.

        For programs that read one image after another. It takes about a second, and some seconds
        the first time on a machine; another thread may read meanwhile.
        """
        self.expect(ENGINE_FROM)
        if self._side_by_side is None:
            return False
        from digit_recognizer.nn.engine import EngineError, PatternReading

        try:
            self._one_by_one = PatternReading(self._network.architecture)
        except EngineError:
            return True
        self._few = self._side_by_side.lanes.width // 2
        return True
