"""A network compiled for this machine: reads images, and finds gradients."""

from time import perf_counter

import numpy as np
from numpy.typing import NDArray

from digit_recognizer.nn.engine.compiler import compile_architecture
from digit_recognizer.nn.engine.inputs import (
    CompiledLoss,
    CompiledNetwork,
    Data,
    Looks,
    Memory,
    Steps,
    check_images,
    check_labels,
    image_shape,
    make_data,
    make_looks,
)
from digit_recognizer.nn.engine.kernels.encode import DISTORTED, PLAIN
from digit_recognizer.nn.engine.kernels.update import NOTHING
from digit_recognizer.nn.engine.lanes import Lanes, choose_lanes
from digit_recognizer.nn.engine.memory import Buffers, Packing, choose_threads, zeros
from digit_recognizer.nn.engine.plan import EngineError, addresses
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
        self.packing = Packing(architecture, self.plan.positions, zeros(self.plan.size))
        self._looks = make_looks(architecture)

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
        check_images(self.architecture, images)
        results = np.empty((len(images), self.plan.classes), np.float32)
        if len(images) == 0:
            return results
        chunks = -(-len(images) // self.lanes.width)
        threads = max(1, min(self.threads, chunks // CHUNKS_A_THREAD))
        weights = self.packing.shared(parameters)
        data = make_data(
            images, np.zeros(1, np.int64), None, np.arange(len(images)), self.plan.classes
        )
        plan = self.compiled(learns=False)
        board = new_board(chunks)

        def work(worker: int) -> None:
            buffer = self.buffers.take()
            read(
                self.lanes,
                worker,
                (threads, kind),
                plan,
                data,
                self._looks,
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
        """Write the gradients of the mean loss; return that loss and the number read correctly.

        Parameters
        ----------
        parameters : ndarray, (architecture.size,)
            Of the network.
        images : ndarray of uint8, (n, height, width)
            White ink on black, at least one.
        labels : ndarray of int, (n,)
            The class of each.
        gradients : ndarray, like ``parameters``
            Where the gradients are written.
        targets : ndarray of float32, (n, classes), optional
            What each class's probability should be, instead of 1 for the label alone.
        """
        labels = check_labels(self.architecture, images, labels)
        data = make_data(images, labels, targets, np.arange(len(images)), self.plan.classes)
        weights = self.packing.pack(parameters)
        gradient_sums = self.sums.take()
        nothing = zeros(0)
        results = self.learn(
            data,
            self._looks,
            Steps(NOTHING, np.array([0, 0, 0, 0, -1.0]), np.zeros(1), 0),
            self.memory(weights, nothing, nothing, nothing, gradient_sums),
            len(images),
        )
        self.packing.unpack(gradient_sums[: self.plan.size], gradients)
        self.sums.give_back(gradient_sums)
        return float(results[0, 0]), int(results[1, 0])

    def learn(
        self, data: Data, looks: Looks, optimizer: Steps, memory: Memory, batch: int
    ) -> NDArray[np.float64]:
        """Run training steps in as many threads as there are; return losses and numbers correct."""
        chunks = -(-min(batch, len(data.order)) // self.lanes.width)
        threads = min(self.threads, MOST_SLOTS, chunks)
        plan = self.compiled(learns=True, distorts=looks.settings.size > 0)
        board = new_board(MOST_SLOTS + threads)
        results = np.zeros((2, len(optimizer.learning_rates)))
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
                memory,
                buffer,
                board,
                results,
            )
            self.buffers.give_back(buffer)

        together(work, threads)
        return results

    def memory(
        self,
        parameters: NDArray[np.float32],
        first_moment: NDArray[np.float32],
        second_moment: NDArray[np.float32],
        averages: NDArray[np.float32],
        gradients: NDArray[np.float32],
    ) -> Memory:
        """Return what steps change, with room for the sums of losses."""
        sums = np.zeros((MOST_SLOTS, 2))
        return Memory(parameters, first_moment, second_moment, averages, gradients, sums)

    def compiled(self, learns: bool, distorts: bool = False) -> CompiledNetwork:
        """Return the plan as compiled code takes it, compiling the kernels if need be."""
        plan = self.plan
        backward = plan.backward if learns else ()
        return CompiledNetwork(
            (DISTORTED if distorts else PLAIN).address(self.lanes),
            addresses(plan.forward, self.lanes),
            addresses(backward, self.lanes),
            plan.table,
            plan.numbers,
            plan.unused,
            plan.cleared,
            CompiledLoss(
                plan.criterion.loss.address(self.lanes) if learns else 0,
                plan.criterion.probabilities.address(self.lanes),
                plan.criterion.settings,
                plan.outputs,
                plan.errors,
                plan.classes,
            ),
        )

    def warm_up(self, *, learns: bool = True, distorts: bool = False) -> float:
        """Compile what reads, or load it from the disk, and return the seconds it took.

        What learns is included if ``learns``, and then distortion if ``distorts``.
        """
        begin = perf_counter()
        if learns and distorts:
            self.compiled(learns=True, distorts=True)
        images = np.zeros((1, *image_shape(self.architecture)), np.uint8)
        parameters = np.zeros(self.architecture.size, np.float32)
        self.probabilities(parameters, images)
        if learns:
            self.loss_and_gradients(parameters, images, np.zeros(1, np.int64), parameters)
        return perf_counter() - begin
