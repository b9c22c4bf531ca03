"""A network compiled for this machine: reads images, and finds gradients."""

from time import perf_counter
from typing import Any

import numpy as np
from numpy.typing import NDArray

from digit_recognizer.nn.engine.compiler import compile_architecture
from digit_recognizer.nn.engine.kernels.encode import DISTORTED, PLAIN
from digit_recognizer.nn.engine.kernels.update import NOTHING
from digit_recognizer.nn.engine.lanes import Lanes, choose_lanes
from digit_recognizer.nn.engine.memory import Buffers, choose_threads, fixed, zeros
from digit_recognizer.nn.engine.plan import Calls, EngineError
from digit_recognizer.nn.engine.steps import MOST_SLOTS, learn, read
from digit_recognizer.nn.engine.team import new_board, together
from digit_recognizer.nn.layers import Array
from digit_recognizer.nn.losses import Labels, Targets
from digit_recognizer.nn.network import Architecture

__all__ = ["Program"]

Images = NDArray[np.uint8]
CHUNKS_A_THREAD = 4
"""Fewer chunks than that are read before another thread has started."""


class Program:
    """An architecture, compiled; parameters come with each call.

    Several threads may use one program at the same time: each call has buffers of its own.

    Parameters
    ----------
    architecture : Architecture
        Made of the layers of this project.
    threads : int, optional
        How many threads a call may use; by default what ``DIGIT_RECOGNIZER_THREADS`` says, else
        the number of cores. It changes nothing in the results.
    lanes : int, optional
        How many images lie side by side, 16, 8 or 4; by default what ``DIGIT_RECOGNIZER_LANES``
        says, else what suits this machine.

    Raises
    ------
    EngineError
        If the engine cannot compute the architecture.
    LanesError
        If there is no such number of lanes.
    """

    def __init__(
        self, architecture: Architecture, *, threads: int | None = None, lanes: int | None = None
    ) -> None:
        self.architecture = architecture
        self.threads = choose_threads() if threads is None else threads
        if self.threads < 1:
            raise EngineError(f"threads: expected a whole number from 1, got {threads}")
        self.lanes = choose_lanes() if lanes is None else Lanes(lanes)
        self.plan = compile_architecture(architecture, self.lanes.width)
        self.buffers = Buffers(self.plan.buffer_size)
        self.sums = Buffers(MOST_SLOTS * self.plan.size)
        self._last: tuple[Array, NDArray[np.float32]] = (np.zeros(0), zeros(0))
        encoding = architecture.encoding
        levels = (encoding.background, (encoding.ink - encoding.background) / 255, encoding.margin)
        self.encoding = np.array(levels, np.float32)

    def pack(self, vector: Array) -> NDArray[np.float32]:
        """Return the network's parameters in the engine's own order."""
        if vector.shape != (self.architecture.size,):
            raise EngineError(
                f"network {self.architecture.name}: expected a vector of "
                f"{self.architecture.size} parameters, got an array of shape {vector.shape}"
            )
        packed = zeros(self.plan.size)
        packed[self.plan.positions] = vector
        return packed

    def _packed(self, vector: Array) -> NDArray[np.float32]:
        """Return the same, for reading alone: what the last call got, if the weights are equal."""
        known, packed = self._last
        if not np.array_equal(known, vector):
            packed = self.pack(vector)
            self._last = (vector.copy(), packed)
        return packed

    def unpack(self, packed: NDArray[np.float32], vector: Array) -> None:
        """Write what ``pack`` returned back, in place: undoes it."""
        vector[...] = packed[self.plan.positions]

    def outputs(self, parameters: Array, images: Images) -> NDArray[np.float32]:
        """Return the last layer's outputs, ``(n, classes)``, for images ``(n, height, width)``."""
        return self._read(parameters, images, 0)

    def probabilities(self, parameters: Array, images: Images) -> NDArray[np.float32]:
        """Return the probability of each class, ``(n, classes)``.

        Parameters
        ----------
        parameters : ndarray, (architecture.size,)
            Of the network.
        images : ndarray of uint8, (n, height, width)
            White ink on black.
        """
        return self._read(parameters, images, 1)

    def _read(self, parameters: Array, images: Images, kind: int) -> NDArray[np.float32]:
        self.check_images(images)
        results = np.empty((len(images), self.plan.classes), np.float32)
        if len(images) == 0:
            return results
        chunks = -(-len(images) // self.lanes.width)
        threads = max(1, min(self.threads, chunks // CHUNKS_A_THREAD))
        weights = self._packed(parameters)
        data = self.data(images, np.zeros(1, np.int64), None, np.arange(len(images)))
        plan = self.arguments(learns=False)
        board = new_board(chunks)

        def work(worker: int) -> None:
            buffer = self.buffers.take()
            read(
                self.lanes,
                worker,
                (threads, kind),
                plan,
                data,
                self.looks(),
                weights,
                buffer,
                board,
                results,
            )
            self.buffers.give_back(buffer)

        together(work, threads)
        return results

    def loss_and_gradients(
        self,
        parameters: Array,
        images: Images,
        labels: Labels,
        gradients: Array,
        targets: Targets | None = None,
    ) -> tuple[float, int]:
        """Write the gradients of the mean loss; return that loss and the number read right.

        Parameters
        ----------
        parameters : ndarray, (architecture.size,)
            Of the network.
        images : ndarray of uint8, (n, height, width)
            White ink on black, at least one.
        labels : ndarray of int, (n,)
            The right class of each.
        gradients : ndarray, like ``parameters``
            Where the gradients are written.
        targets : ndarray of float32, (n, classes), optional
            What each class's probability should be, instead of 1 for the label alone.
        """
        data = self.data(images, self.check_labels(images, labels), targets, np.arange(len(images)))
        weights = self.pack(parameters)
        sums = self.sums.take()
        nothing = zeros(0)
        results = self.learn(
            data,
            self.looks(),
            (NOTHING, np.array([0, 0, 0, 0, -1.0]), np.zeros(1), 0),
            (weights, nothing, nothing, nothing, sums),
            len(images),
        )
        self.unpack(sums[: self.plan.size], gradients)
        self.sums.give_back(sums)
        return float(results[0, 0]), int(results[1, 0])

    def learn(
        self, data: Any, looks: Any, optimizer: Any, memory: Any, batch: int
    ) -> NDArray[np.float64]:
        """Run training steps in as many threads as there are; return losses and numbers right."""
        chunks = -(-min(batch, len(data[3])) // self.lanes.width)
        threads = min(self.threads, MOST_SLOTS, chunks)
        plan = self.arguments(learns=True, distorts=looks[1].size > 0)
        board = new_board(MOST_SLOTS + threads)
        results = np.zeros((2, len(optimizer[2])))
        everything = (*memory, np.zeros((MOST_SLOTS, 2)))
        sizes = (threads, batch, MOST_SLOTS, threads)

        def work(worker: int) -> None:
            buffer = self.buffers.take()
            learn(
                self.lanes,
                worker,
                sizes,
                plan,
                data,
                looks,
                optimizer,
                everything,
                buffer,
                board,
                results,
            )
            self.buffers.give_back(buffer)

        together(work, threads)
        return results

    def arguments(self, learns: bool, distorts: bool = False) -> Any:
        """Return the plan as compiled code takes it, compiling the kernels if need be."""
        plan = self.plan
        backward = plan.backward if learns else ()
        return (
            (DISTORTED if distorts else PLAIN).address(self.lanes),
            self._addresses(plan.forward),
            self._addresses(backward),
            plan.table,
            plan.numbers,
            plan.unused,
            plan.cleared,
            (
                plan.criterion.loss.address(self.lanes) if learns else 0,
                plan.criterion.probabilities.address(self.lanes),
                plan.criterion.settings,
                plan.outputs,
                plan.errors,
                plan.classes,
            ),
        )

    def data(
        self, images: Images, labels: Labels, targets: Targets | None, order: NDArray[np.int64]
    ) -> Any:
        """Return images, what they are to be read as and their order, as compiled code takes it."""
        if targets is None:
            targets = np.empty((0, self.plan.classes), np.float32)
        elif targets.shape != (len(images), self.plan.classes) or targets.dtype != np.float32:
            raise EngineError(
                f"targets: expected float32 of shape ({len(images)}, {self.plan.classes}), "
                f"got {targets.dtype} of shape {targets.shape}"
            )
        return fixed(images), fixed(labels), fixed(targets), fixed(order)

    def _addresses(self, calls: Calls) -> NDArray[np.int64]:
        pairs = [(kernel.address(self.lanes), row) for kernel, row in calls]
        return np.array(pairs, np.int64).reshape(-1, 2)

    def looks(
        self, settings: NDArray[np.float32] | None = None, seed: int = 0, first_look: int = 0
    ) -> Any:
        """Return how images are encoded and distorted, as compiled code takes it."""
        if settings is None:
            settings = np.zeros(0, np.float32)
        return (self.encoding, settings, np.uint64(seed), first_look)

    def check_images(self, images: Images) -> None:
        """Raise EngineError unless these are images this network can see."""
        margin = 2 * self.architecture.encoding.margin
        _, height, breadth = self.architecture.input_shape
        shape = (height - margin, breadth - margin)
        if images.ndim != 3 or images.dtype != np.uint8 or images.shape[1:] != shape:
            raise EngineError(
                f"images: expected uint8 of shape (n, {shape[0]}, {shape[1]}), "
                f"got {images.dtype} of shape {images.shape}"
            )

    def check_labels(self, images: Images, labels: Labels) -> NDArray[np.int64]:
        """Return labels as compiled code takes them; raise EngineError unless they fit."""
        self.check_images(images)
        if len(images) == 0 or labels.shape != (len(images),):
            raise EngineError(
                f"labels: expected one for each of at least one image, "
                f"got {labels.shape} for {len(images)} images"
            )
        if labels.min() < 0 or labels.max() >= self.plan.classes:
            raise EngineError(
                f"labels: expected classes from 0 to {self.plan.classes - 1}, "
                f"got {labels.min()} to {labels.max()}"
            )
        return fixed(labels.astype(np.int64))

    def warm_up(self, *, distorts: bool = False) -> float:
        """Compile everything, or load it from the disk, and return the seconds it took.

        Distortion is included if ``distorts``.
        """
        begin = perf_counter()
        if distorts:
            self.arguments(learns=True, distorts=True)
        margin = 2 * self.architecture.encoding.margin
        _, height, breadth = self.architecture.input_shape
        images = np.zeros((1, height - margin, breadth - margin), np.uint8)
        parameters = np.zeros(self.architecture.size, np.float32)
        self.probabilities(parameters, images)
        self.loss_and_gradients(parameters, images, np.zeros(1, np.int64), parameters)
        return perf_counter() - begin
