"""A network compiled for this machine: reads images, and finds gradients."""

from collections.abc import Callable
from functools import cached_property
from time import perf_counter

import numpy as np
from numba import typeof
from numpy.typing import NDArray

from digit_recognizer.nn.architecture import Architecture
from digit_recognizer.nn.engine.blocks import no_blocks
from digit_recognizer.nn.engine.compiler import compile_architecture
from digit_recognizer.nn.engine.compiling import make_ready
from digit_recognizer.nn.engine.inputs import (
    CompiledLoss,
    CompiledNetwork,
    Data,
    Looks,
    Memory,
    Steps,
    check_images,
    check_labels,
    make_data,
    make_looks,
)
from digit_recognizer.nn.engine.kernels.encode import DISTORTED, PLAIN
from digit_recognizer.nn.engine.kernels.orthogonalize import BLOCK_FIELDS, orthogonalize
from digit_recognizer.nn.engine.kernels.update import NOTHING
from digit_recognizer.nn.engine.lanes import Lanes, choose_lanes
from digit_recognizer.nn.engine.memory import Buffers, Packing, choose_threads, zeros
from digit_recognizer.nn.engine.plan import EngineError, addresses
from digit_recognizer.nn.engine.steps import MOST_SLOTS, learn, read
from digit_recognizer.nn.engine.team import Team, new_board
from digit_recognizer.nn.layers import Array
from digit_recognizer.nn.losses import Labels, Targets

__all__ = ["Program"]

Images = NDArray[np.uint8]


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
        self._team = Team()
        self.sums = Buffers(MOST_SLOTS * self.plan.size)
        self.packing = Packing(architecture, self.plan.positions, zeros(self.plan.size))
        self._looks = make_looks(architecture)
        # It does not look up the types of its arguments, which are the same at each call and take
        # a function of Numba 7 µs.
        self._read_directly: Callable[..., None] | None = None

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
        if len(images) == 0:
            return np.empty((0, self.plan.classes), np.float32)
        weights = self.packing.shared(parameters)
        return self._run_read(self._compiled_to_read, weights, images, kind)

    @cached_property
    def _compiled_to_read(self) -> CompiledNetwork:
        """The plan for reading, which for a small batch takes a while to look up."""
        return self.compiled(learns=False)

    def _run_read(
        self, plan: CompiledNetwork, weights: NDArray[np.float32], images: Images, kind: int
    ) -> NDArray[np.float32]:
        results = np.empty((len(images), self.plan.classes), np.float32)
        chunks = -(-len(images) // self.lanes.width)
        threads = max(1, min(self.threads, chunks))
        data = make_data(
            images, np.zeros(1, np.int64), None, np.arange(len(images)), self.plan.classes
        )
        board = new_board(chunks)

        def work(worker: int) -> None:
            buffer = self.buffers.take()
            sizes, looks = (threads, kind), self._looks
            given = (self.lanes, worker, sizes, plan, data, looks, weights, buffer, board, results)
            if self._read_directly is None:
                self._read_directly = read.compile(tuple(map(typeof, given)))
            self._read_directly(*given)
            self.buffers.give_back(buffer)

        self._team.together(work, threads)
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
            Steps(NOTHING, np.array([0, 0, 0, 0, -1.0]), np.zeros(1), 0, no_blocks()),
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
        plan = self.compiled(learns=True, distorts=looks.settings.size > 0)
        return self._run_learn(plan, data, looks, optimizer, memory, batch)

    def _run_learn(
        self,
        plan: CompiledNetwork,
        data: Data,
        looks: Looks,
        optimizer: Steps,
        memory: Memory,
        batch: int,
    ) -> NDArray[np.float64]:
        chunks = -(-min(batch, len(data.order)) // self.lanes.width)
        threads = max(1, min(self.threads, MOST_SLOTS, chunks))
        blocks = len(optimizer.blocks.table) // BLOCK_FIELDS
        board = new_board(MOST_SLOTS + threads + blocks)
        results = np.zeros((2, len(optimizer.learning_rates)))
        sizes = (threads, batch, MOST_SLOTS, threads, blocks)

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

        self._team.together(work, threads)
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

    def compiled(
        self, learns: bool, distorts: bool = False, *, calls_kernels: bool = True
    ) -> CompiledNetwork:
        """Return the plan as compiled code takes it, compiling the kernels if need be.

        Without them, if not ``calls_kernels``, it is what compiled code takes to do nothing.
        """
        plan = self.plan
        forward = plan.forward if calls_kernels else ()
        backward = plan.backward if calls_kernels and learns else ()
        criterion, load = plan.criterion, DISTORTED if distorts else PLAIN
        return CompiledNetwork(
            load.address(self.lanes) if calls_kernels else 0,
            addresses(forward, self.lanes),
            addresses(backward, self.lanes),
            plan.table,
            plan.numbers,
            plan.unused,
            plan.cleared,
            CompiledLoss(
                criterion.loss.address(self.lanes) if calls_kernels and learns else 0,
                criterion.probabilities.address(self.lanes) if calls_kernels else 0,
                criterion.settings,
                plan.outputs,
                plan.errors,
                plan.classes,
            ),
        )

    def warm_up(
        self, *, learns: bool = True, distorts: bool = False, orthogonalizes: bool = False
    ) -> float:
        """Compile what reads, or load it from the disk, and return the seconds it took.

        What learns is included if ``learns``, and then distortion if ``distorts`` and the moves of
        Muon if ``orthogonalizes``. As many processes compile as there are threads.
        """
        begin = perf_counter()
        criterion, kernels = self.plan.criterion, [kernel for kernel, _ in self.plan.forward]
        kernels = [criterion.probabilities, PLAIN, *kernels]
        if learns:
            distortion = [DISTORTED] if distorts else []
            moves = [orthogonalize] if orthogonalizes else []
            backward = [kernel for kernel, _ in self.plan.backward]
            kernels = [criterion.loss, *distortion, *moves, *backward, *kernels]

        def compile_callers() -> None:
            images, weights = np.zeros((0, 1, 1), np.uint8), zeros(0)
            nothing = self.compiled(learns=False, calls_kernels=False)
            self._run_read(nothing, weights, images, 0)
            if learns:
                data = make_data(
                    images, np.zeros(1, np.int64), None, np.zeros(0, np.int64), self.plan.classes
                )
                steps = Steps(NOTHING, np.zeros(5), np.zeros(0), 0, no_blocks())
                memory = self.memory(weights, weights, weights, weights, weights)
                self._run_learn(nothing, data, self._looks, steps, memory, 1)

        make_ready(kernels, self.lanes, self.threads, compile_callers)
        return perf_counter() - begin
