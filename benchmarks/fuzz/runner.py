"""Run all targets in worker processes, and replace those that die or hang."""

import multiprocessing
import os
import signal
import tempfile
import time
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from multiprocessing.context import ForkServerContext
from pathlib import Path
from typing import Any

from benchmarks.fuzz.target import load_targets, shares
from benchmarks.fuzz.worker import Chunk, Failure, Tally, work

__all__ = ["WALL_SECONDS", "FuzzerError", "fuzz"]

WALL_SECONDS = 20.0
"""After which a process that is still at the same input is ended."""
CHUNK = 50
LOOK_SECONDS = 0.2


class FuzzerError(Exception):
    """The fuzzer itself failed: an input could not be made, or a table not be loaded."""


@dataclass
class _Worker:
    """A process at work, and what it was given last."""

    process: Any
    connection: Connection
    position: Any
    chunk: Chunk
    ready: bool = False
    seen: int = -1
    since: float = 0.0

    def give(self, chunk: Chunk) -> None:
        """Hand it a chunk."""
        self.chunk = chunk
        self.position.value = self.seen = chunk.first
        self.since = time.monotonic()
        with suppress(BrokenPipeError):  # it will be found dead
            self.connection.send(chunk)

    def hangs(self) -> bool:
        """Whether it has been at the same input for too long."""
        if self.position.value != self.seen:
            self.seen, self.since = self.position.value, time.monotonic()
        return time.monotonic() - self.since > WALL_SECONDS

    def end(self) -> None:
        """End the process, whatever it does."""
        self.process.kill()
        self.process.join()
        self.connection.close()


class _Run:
    """One run of the fuzzer."""

    def __init__(
        self,
        table: str,
        counts: dict[str, int],
        seed: int,
        folder: Path,
        tell: Callable[[str], None],
    ) -> None:
        self.tallies = {name: Tally() for name in counts}
        self._table, self._seed, self._folder, self._tell = table, seed, folder, tell
        self._context: ForkServerContext = multiprocessing.get_context("forkserver")
        self._context.set_forkserver_preload([table])
        chunks = [
            Chunk(name, first, min(first + CHUNK, count))
            for name, count in counts.items()
            for first in range(0, count, CHUNK)
        ]
        # All targets advance alike, so that a run that is stopped has seen something of each.
        chunks.sort(key=lambda chunk: chunk.first / counts[chunk.target])
        self._waiting = deque(chunks)
        self._busy: list[_Worker] = []

    def go(self, jobs: int) -> None:
        """Run to the end, or until somebody presses Ctrl-C."""
        begun = told = time.monotonic()
        try:
            while self._waiting or self._busy:
                while self._waiting and len(self._busy) < jobs:
                    self._busy.append(self._begun(self._waiting.popleft()))
                self._look()
                if time.monotonic() - told > 30:
                    told = time.monotonic()
                    done = sum(tally.inputs for tally in self.tallies.values())
                    self._tell(f"{done:,} inputs in {told - begun:.0f} s")
        except KeyboardInterrupt:
            self._tell("stopped; what follows is of the inputs until then")
        finally:
            for worker in self._busy:
                worker.end()

    def _begun(self, chunk: Chunk) -> _Worker:
        ours, its = self._context.Pipe()
        position = self._context.RawValue("q", 0)
        arguments = (its, self._table, self._seed, position, self._folder)
        process = self._context.Process(target=work, args=arguments, daemon=True)
        process.start()
        its.close()
        worker = _Worker(process, ours, position, chunk)
        worker.give(chunk)
        return worker

    def _look(self) -> None:
        """Wait a moment for answers and deaths, and act upon them."""
        ready = wait([worker.connection for worker in self._busy], LOOK_SECONDS)
        for worker in list(self._busy):
            if worker.connection in ready:
                try:
                    self._take(worker, worker.connection.recv())
                except (EOFError, OSError):
                    self._bury(worker, "")
            elif worker.hangs():
                self._bury(worker, f"hangs for {WALL_SECONDS:g} s")

    def _take(self, worker: _Worker, answer: Tally | str | None) -> None:
        if answer is None:
            worker.ready, worker.since = True, time.monotonic()
            return
        if isinstance(answer, str):
            raise FuzzerError(f"{worker.chunk}, at input {worker.position.value}:\n{answer}")
        self.tallies[worker.chunk.target].add(answer)
        if self._waiting:
            worker.give(self._waiting.popleft())
        else:
            worker.end()
            self._busy.remove(worker)

    def _bury(self, worker: _Worker, reason: str) -> None:
        """Note at which input a process ended; the rest of its chunk is another's."""
        chunk, index = worker.chunk, int(worker.position.value)
        if not reason:
            worker.process.join(LOOK_SECONDS)
        code = worker.process.exitcode
        worker.end()
        self._busy.remove(worker)
        if not worker.ready:
            raise FuzzerError(f"{self._table}: a process ended while it loaded this ({code})")
        failure = Failure(chunk.target, reason or _death(code), index, 0, "the process ended")
        self.tallies[chunk.target].add(Tally(inputs=1, failures=[failure]))
        self._tell(f"{chunk.target}, input {index}: {failure.kind}")
        for first, last in ((index + 1, chunk.last), (chunk.first, index)):
            if first < last:
                self._waiting.appendleft(Chunk(chunk.target, first, last))


def fuzz(
    table: str,
    inputs: int,
    *,
    seed: int = 0,
    only: list[str] | None = None,
    jobs: int | None = None,
    tell: Callable[[str], None] = print,
) -> dict[str, Tally]:
    """Hand so many inputs in all to the targets of a table.

    Parameters
    ----------
    table : str
        A module with ``TARGETS``.
    inputs : int
        How many, divided by the targets' shares.
    seed : int
        Decides all inputs.
    only : list of str, optional
        Names of targets; all by default.
    jobs : int, optional
        Processes; one a core by default. They make no difference to the inputs.
    tell : callable
        Is told how it goes.

    Returns
    -------
    dict of str to Tally
        What came of it, by target; of fewer inputs where Ctrl-C was pressed.

    Raises
    ------
    FuzzerError
        If a target is unknown, or the fuzzer itself fails.
    """
    targets = load_targets(table)
    if unknown := set(only or ()) - set(targets):
        raise FuzzerError(
            f"expected targets among {', '.join(targets)}; got {', '.join(sorted(unknown))}"
        )
    chosen = {name: target for name, target in targets.items() if not only or name in only}
    # What a process that is ended leaves behind goes with this folder.
    with tempfile.TemporaryDirectory(prefix="fuzz-") as folder:
        run = _Run(table, shares(chosen, inputs), seed, Path(folder), tell)
        run.go(jobs or os.cpu_count() or 1)
    return run.tallies


def _death(code: int | None) -> str:
    if code is None or code >= 0:
        return f"the process ends with {code}"
    name = signal.Signals(-code).name
    return "never ends" if name == "SIGPROF" else f"the process dies of {name}"
