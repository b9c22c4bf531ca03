"""A process that uses inputs, one after another.

Whatever an input does, it does it here: a crash or a hang ends this process and no other.
"""

import os
import signal
import tempfile
import traceback
import warnings
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from benchmarks.fuzz.measure import Memory, Printed, limit_memory, use_once
from benchmarks.fuzz.target import Target, load_targets, made

__all__ = ["Chunk", "Failure", "Tally", "live_in", "work"]


@dataclass(frozen=True)
class Chunk:
    """Inputs that one process takes at once: of a target, from number ``first`` to ``last``."""

    target: str
    first: int
    last: int


@dataclass(frozen=True)
class Failure:
    """An input of which something came that should not.

    Attributes
    ----------
    target : str
        What it was handed to.
    kind : str
        In a few words: the same for inputs that fail alike.
    index : int
        The number of the input.
    size : int
        How many bytes it takes to write it down.
    detail : str
        The message.
    """

    target: str
    kind: str
    index: int
    size: int
    detail: str


@dataclass
class Tally:
    """What came of some inputs of a target.

    Attributes
    ----------
    inputs, answers, documented : int
        How many there were, how many were read, and how many were refused as documented.
    seconds, mib : float
        The most processor time that one took, and the most memory.
    failures : list of Failure
        All the others, and those that took too much.
    """

    inputs: int = 0
    answers: int = 0
    documented: int = 0
    seconds: float = 0.0
    mib: float = 0.0
    failures: list[Failure] = field(default_factory=list)

    def add(self, other: "Tally") -> None:
        """Add what came of other inputs."""
        self.inputs += other.inputs
        self.answers += other.answers
        self.documented += other.documented
        self.seconds = max(self.seconds, other.seconds)
        self.mib = max(self.mib, other.mib)
        self.failures += other.failures


def work(connection: Connection, table: str, seed: int, position: Any, folder: Path) -> None:
    """Say by None that all is loaded; then take chunks and send back a tally of each.

    ``position`` is shared memory, the number of the input that is in use; whoever waits for this
    process learns from it at which input it died. What is sent back as a string is the traceback
    of an error of the fuzzer's own. ``folder`` is where it may make one of its own.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # whoever started this process ends it
    own = Path(tempfile.mkdtemp(dir=folder))
    printed = Printed(own / "printed")
    inputs = live_in(own)
    try:
        targets = load_targets(table)
        warnings.simplefilter("always")  # what a host program would see on its standard error
        limit_memory()
        memory = Memory()
        connection.send(None)
        while (chunk := connection.recv()) is not None:
            tally = Tally()
            for index in range(chunk.first, chunk.last):
                position.value = index
                _use(targets[chunk.target], index, seed, inputs, memory, printed, tally)
            connection.send(tally)
    except EOFError:
        return
    except BaseException:
        connection.send(traceback.format_exc())


def live_in(folder: Path) -> Path:
    """Have all that is stored for the user go to a folder; return another, for inputs."""
    for kind in ("CACHE", "CONFIG", "DATA", "STATE"):
        os.environ[f"XDG_{kind}_HOME"] = str(folder / "home" / kind.lower())
    inputs = folder / "inputs"
    inputs.mkdir()
    return inputs


def _use(
    target: Target,
    index: int,
    seed: int,
    folder: Path,
    memory: Memory,
    printed: Printed,
    tally: Tally,
) -> None:
    content = made(target, seed, index)
    outcome = use_once(target, content, folder, memory, printed)
    tally.inputs += 1
    tally.answers += outcome.error is None
    tally.documented += outcome.documented
    tally.seconds = max(tally.seconds, outcome.seconds)
    tally.mib = max(tally.mib, outcome.mib)
    if complaints := outcome.complaints(target):
        size = len(target.show(content))
        tally.failures += [
            Failure(target.name, kind, index, size, detail[:300]) for kind, detail in complaints
        ]
