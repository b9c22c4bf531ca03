"""Several threads in one compiled function: who does what next, and waiting for each other.

Work comes in phases of a few tasks each; a phase begins when the one before is finished. Any
thread takes any task that nobody has taken, first of all its own, whose data its cache holds. So
a thread that comes late or is held up delays nobody more than by the task it has in hand, one
thread alone gets through all, and no thread can wait for one that never came.

``board[0]`` counts finished tasks; the other cells say for how many phases each task was taken.
Cells are a cache line apart.
"""

import sys
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from queue import Empty, SimpleQueue
from threading import Lock, Thread
from typing import Any

import numpy as np
from llvmlite import ir
from numba import types
from numba.core import cgutils
from numpy.typing import NDArray

from digit_recognizer.nn.engine.emitter import data_of, intrinsic
from digit_recognizer.nn.engine.kernels.compile import compiled

__all__ = ["Team", "finish", "new_board", "take", "wait_for"]

LINE = 8
"""Whole numbers in a cache line of 64 bytes."""
SPINS, YIELDS = 2000, 200
"""Looks at the board before the core is offered to others, and before sleeping in between."""
PATIENCE_SECONDS = 0.1
"""A helper without work ends after that."""


def new_board(tasks: int) -> NDArray[np.int64]:
    """Return a board for so many tasks of which none is taken."""
    return np.zeros((tasks + 1) * LINE, np.int64)


def _address(context: Any, builder: Any, kind: Any, board: Any, cell: Any) -> Any:
    position = builder.mul(cell, ir.Constant(ir.IntType(64), LINE))
    return builder.gep(data_of(context, builder, kind, board), [position])


@intrinsic
def atomic_read(typing: Any, board: Any, cell: Any) -> Any:
    """Return a cell as the other threads left it."""

    def emit(context: Any, builder: Any, signature: Any, values: Any) -> Any:
        address = _address(context, builder, board, values[0], values[1])
        return builder.load_atomic(address, "seq_cst", 8)

    return types.int64(board, types.intp), emit


@intrinsic
def atomic_add(typing: Any, board: Any, cell: Any, number: Any) -> Any:
    """Add to a cell at once; return what it was before."""

    def emit(context: Any, builder: Any, signature: Any, values: Any) -> Any:
        address = _address(context, builder, board, values[0], values[1])
        return builder.atomic_rmw("add", address, values[2], "seq_cst")

    return types.int64(board, types.intp, types.int64), emit


@intrinsic
def atomic_replace(typing: Any, board: Any, cell: Any, old: Any, new: Any) -> Any:
    """Put ``new`` into a cell if it holds ``old``; return whether it did."""

    def emit(context: Any, builder: Any, signature: Any, values: Any) -> Any:
        address = _address(context, builder, board, values[0], values[1])
        both = builder.cmpxchg(address, values[2], values[3], "seq_cst", "seq_cst")
        return builder.extract_value(both, 1)

    return types.boolean(board, types.intp, types.int64, types.int64), emit


@intrinsic
def let_others_run(typing: Any, microseconds: Any) -> Any:
    """Offer the core to other threads; sleep a little if ``microseconds`` is not 0."""

    def emit(context: Any, builder: Any, signature: Any, values: Any) -> Any:
        word = ir.IntType(32)
        if sys.platform == "win32":  # Sleep counts milliseconds, and 0 offers the core
            sleep = cgutils.get_or_insert_function(
                builder.module, ir.FunctionType(ir.VoidType(), [word]), "Sleep"
            )
            builder.call(sleep, [builder.lshr(values[0], ir.Constant(word, 5))])
            return context.get_dummy_value()
        offer = cgutils.get_or_insert_function(
            builder.module, ir.FunctionType(word, []), "sched_yield"
        )
        sleep = cgutils.get_or_insert_function(
            builder.module, ir.FunctionType(word, [word]), "usleep"
        )
        short = builder.icmp_unsigned("==", values[0], ir.Constant(word, 0))
        with builder.if_else(short) as (then, otherwise):
            with then:
                builder.call(offer, [])
            with otherwise:
                builder.call(sleep, [values[0]])
        return context.get_dummy_value()

    return types.void(types.uint32), emit


@compiled
def take(board: Any, task: int, phase: int) -> bool:
    """Take a task for this phase, unless somebody has; phases count from 0."""
    cell = task + 1
    if atomic_read(board, cell) != phase:
        return False
    taken: bool = atomic_replace(board, cell, phase, phase + 1)
    return taken


@compiled
def finish(board: Any) -> None:
    """Say that a task is finished, and let everyone see what it wrote."""
    atomic_add(board, 0, 1)


@compiled
def wait_for(board: Any, finished: int) -> None:
    """Wait until so many tasks are finished: looking a moment, then yielding, then sleeping."""
    looks = 0
    while atomic_read(board, 0) < finished:
        looks += 1
        if looks > SPINS + YIELDS:
            let_others_run(np.uint32(50))
        elif looks > SPINS:
            let_others_run(np.uint32(0))


class _Call:
    """Work that is done once, if anybody finds the time before it is not needed any more."""

    def __init__(self, work: Callable[[], object]) -> None:
        self._work = work
        self._taken, self._done = Lock(), Lock()
        self._done.acquire()

    def do(self) -> None:
        """Do it, unless it is not needed any more."""
        if self._taken.acquire(blocking=False):
            self._work()
            self._done.release()

    def finish(self) -> None:
        """Wait until it is done if somebody has begun; else see to it that nobody does."""
        if not self._taken.acquire(blocking=False):
            self._done.acquire()


class Team:
    """Threads that help with a call, and wait a moment for the next before they end.

    To start a thread takes longer than to read a few images. Several threads may use one team.
    """

    def __init__(self) -> None:
        self._calls: SimpleQueue[_Call] = SimpleQueue()
        self._lock = Lock()
        self._helpers = 0

    def together(self, work: Callable[[int], object], threads: int) -> None:
        """Call ``work(0)``, and ``work(1)`` and so on in other threads meanwhile.

        It returns when all calls that began have ended; those that did not begin until ``work(0)``
        has ended are left out.

        Raises
        ------
        BaseException
            What one of them raised, once all are done.
        """
        raised: list[BaseException] = []

        def attempt(worker: int) -> None:
            try:
                work(worker)
            except BaseException as error:
                raised.append(error)

        calls = [_Call(partial(attempt, worker)) for worker in range(1, threads)]
        with self._lock:
            for call in calls:
                self._calls.put(call)
            missing = len(calls) - self._helpers
            self._helpers += max(0, missing)
        for _ in range(missing):
            Thread(target=self._help, daemon=True).start()
        attempt(0)
        for call in calls:
            call.finish()
        if raised:
            raise raised[0]

    def _help(self) -> None:
        while True:
            with suppress(Empty):
                self._calls.get(timeout=PATIENCE_SECONDS).do()
                continue
            with self._lock:
                if self._calls.empty():
                    self._helpers -= 1
                    return
