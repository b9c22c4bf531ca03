"""What has to be ready before a training or a measurement: done once, remembered, stoppable.

Compiling, fetching and preparing each run in a process of their own: whoever waits for them neither
stutters meanwhile, nor has to wait to the end.
"""

import json
import threading
from collections.abc import Generator, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING

from digit_recognizer.training.preparation_process import PreparationError, Process

if TYPE_CHECKING:
    from digit_recognizer.nn.architecture import Architecture
    from digit_recognizer.training.recipe import Recipe

__all__ = [
    "Preparation",
    "PreparationError",
    "Process",
    "Readiness",
    "Stage",
    "Step",
    "engine_for",
    "engine_of",
    "handwriting_of",
    "public_dataset",
]

PATIENCE_SECONDS = 3.0
"""After which a step is taking longer than loading what it did before."""
LISTENING_SECONDS = 0.1
"""Between two looks whether to go on waiting for somebody else."""
_COMPILING = "Compiling for this machine, once. This takes up to a minute"
_MEGABYTE = 1_000_000


@dataclass(frozen=True)
class Stage:
    """What is being done, in a few plain words; ``done`` of ``total``, which is 0 where unknown."""

    text: str
    done: int = 0
    total: int = 0


@dataclass(frozen=True)
class Step:
    """Something that has to be ready, and how it becomes so.

    Attributes
    ----------
    need : tuple
        What is ready afterwards; two steps with the same need are the same.
    text : str
        What is being done, in a few plain words.
    arguments : tuple of str
        What the process is to do; see ``preparation_process``.
    unit : str
        Of what the process reports: ``"bytes"`` or ``"images"``.
    is_remembered : bool
        Whether it is not done again; what was fetched may be gone when it is needed again.
    """

    need: tuple[object, ...]
    text: str = field(compare=False)
    arguments: tuple[str, ...] = field(compare=False)
    unit: str = field(default="images", compare=False)
    is_remembered: bool = field(default=True, compare=False)

    def stage(self, name: str = "", done: int = 0, total: int = 0) -> Stage:
        """Return how far it is after a report of the process."""
        if not name:
            return Stage(self.text)
        if self.unit == "images":
            return Stage(f"{self.text}: {done:,} images so far", done, total)
        whole = f" of {total / _MEGABYTE:.1f}" if total else ""
        return Stage(f"{self.text}: {name}, {done / _MEGABYTE:.1f}{whole} MB", done, total)


def engine_for(architecture: "Architecture") -> Step:
    """Compile the engine for reading with networks of that architecture."""
    from digit_recognizer.networks.description import described

    need = ("engine", architecture, False, False, None)
    return Step(need, _COMPILING, ("compile", json.dumps(described(architecture))))


def engine_of(recipe: "Recipe", lanes: int | None = None) -> Step:
    """Compile all that a recipe runs, at a vector width; by default at this machine's."""
    from digit_recognizer.lenet.architectures import architecture
    from digit_recognizer.training.warm_up import learns_patterns

    distorts = recipe.augmentation is not None
    need = ("engine", architecture(recipe.architecture), distorts, learns_patterns(recipe), lanes)
    width = (str(lanes),) if lanes else ()
    return Step(need, _COMPILING, ("warm", recipe.to_json(), *width))


def handwriting_of(recipe: "Recipe", folder: Path | None) -> Step:
    """Bring the handwriting that a recipe learns from through the ink pipeline."""
    return Step(
        ("handwriting", folder),
        "Preparing the handwriting, once, for minutes",
        ("prepare", recipe.to_json(), *([str(folder)] if folder else [])),
    )


def public_dataset(name: str, folder: Path | None = None, title: str | None = None) -> Step:
    """Fetch a public data set into a data folder, by default the cache."""
    from digit_recognizer.data.locations import cache_folder

    folder = folder or cache_folder()
    need = ("public data set", name, folder)
    task = ("fetch", name, str(folder))
    return Step(need, f"Fetching {title or name}", task, "bytes", is_remembered=False)


class Readiness:
    """What was made ready since the program began; whoever shares it does nothing twice."""

    def __init__(self) -> None:
        self.turn = threading.Lock()
        """Held by whoever makes something ready."""
        self._ready: set[Step] = set()

    def __contains__(self, step: Step) -> bool:
        return step in self._ready

    def add(self, step: Step) -> None:
        """Remember that this is ready."""
        self._ready.add(step)


class Preparation:
    """Makes ready what one training or measurement needs, until it is stopped.

    Parameters
    ----------
    readiness : Readiness, optional
        What is ready already; by default nothing is known of.
    """

    def __init__(self, readiness: Readiness | None = None) -> None:
        self._readiness = readiness or Readiness()
        self._lock = threading.Lock()
        self._process: Process | None = None
        self.stopped = False

    def stop(self) -> None:
        """End it now; safe to call from any thread."""
        with self._lock:
            self.stopped = True
            process = self._process
        if process is not None:
            process.end()

    def run(self, step: Step) -> Iterator[Stage]:
        """Do a step, unless it is done; yield how far it is if it takes a while.

        Raises
        ------
        PreparationError
            If it fails.
        """
        if step in self._readiness or not (yield from self._take_turn(step)):
            return
        try:
            if step not in self._readiness:
                yield from self._do(step)
                if step.is_remembered and not self.stopped:
                    self._readiness.add(step)
        finally:
            self._readiness.turn.release()

    def engine(self, recipe: "Recipe", lanes: int | None = None) -> Iterator[Stage]:
        """Compile all that a recipe runs, and load it.

        Parameters
        ----------
        recipe : Recipe
            What will be followed.
        lanes : int, optional
            The engine's vector width, 16, 8 or 4; by default what suits this machine.

        Raises
        ------
        PreparationError
            If that fails.
        """
        from digit_recognizer.training.warm_up import warm_up

        yield from self.run(engine_of(recipe, lanes))
        if not self.stopped:
            warm_up(recipe, lanes)

    def _take_turn(self, step: Step) -> Generator[Stage, None, bool]:
        """Wait until nobody else makes anything ready; return whether it was worth while."""
        begun, said = monotonic(), False
        while not self._readiness.turn.acquire(timeout=LISTENING_SECONDS):
            if self.stopped:
                return False
            if not said and monotonic() - begun > PATIENCE_SECONDS:
                said = True
                yield step.stage()
        return True

    def _do(self, step: Step) -> Iterator[Stage]:
        if self.stopped:
            return
        # Starting it takes long on a machine at work, and whoever stops it does not wait.
        with Process(*step.arguments) as process:
            with self._lock:
                if self.stopped:
                    return
                self._process = process
            if step.unit == "images" and not process.wait(PATIENCE_SECONDS):
                yield step.stage()
            for report in process.reports():
                yield step.stage(*report)
        self._process = None
