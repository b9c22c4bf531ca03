"""What a training needs of this machine first: done once, remembered, and ended by a stop."""

import threading
from collections.abc import Callable, Generator, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from time import monotonic

from digit_recognizer.training.chores import Chore, compilation_for, preparation
from digit_recognizer.training.recipes import Recipe
from digit_recognizer.training.warm_up import learns_patterns, warm_up

__all__ = ["Preparations", "Readiness", "Stage"]

PATIENCE_SECONDS = 3.0
"""After which a chore is taking longer than loading what it did before."""
LISTENING_SECONDS = 0.1
"""Between two looks whether to go on waiting for somebody else."""

Need = tuple[str | bool | int | None, ...]
"""What has to be ready."""


@dataclass(frozen=True)
class Stage:
    """What is being done now, in a few plain words."""

    text: str


class Readiness:
    """What was made ready since the program began; whoever shares it does nothing twice."""

    def __init__(self) -> None:
        self.turn = threading.Lock()
        """Held by whoever makes something ready."""
        self._ready: set[Need] = set()

    def __contains__(self, need: Need) -> bool:
        return need in self._ready

    def add(self, need: Need) -> None:
        """Remember that this is ready."""
        self._ready.add(need)


class Preparations:
    """Makes ready what is needed, in processes of their own, until it is told to stop.

    Parameters
    ----------
    readiness : Readiness, optional
        What is ready already; by default nothing is known of.
    """

    def __init__(self, readiness: Readiness | None = None) -> None:
        self._readiness = readiness or Readiness()
        self._lock = threading.Lock()
        self._chore: Chore | None = None
        self._stopped = False

    def stop(self) -> None:
        """End it now; safe to call from any thread."""
        with self._lock:
            self._stopped = True
            chore = self._chore
        if chore is not None:
            chore.end()

    def engine(self, recipe: Recipe, lanes: int | None = None) -> Iterator[Stage]:
        """Compile all that a recipe runs, and load it.

        Parameters
        ----------
        recipe : Recipe
            What will be followed.
        lanes : int, optional
            The engine's vector width, 16, 8 or 4; by default what suits this machine.

        Raises
        ------
        ChoreError
            If that fails.
        """
        distorts = recipe.augmentation is not None
        yield from self._once(
            ("engine", recipe.architecture, distorts, learns_patterns(recipe), lanes),
            partial(compilation_for, recipe, lanes),
            "Compiling for this machine, once. This takes up to a minute",
        )
        if not self._stopped:
            warm_up(recipe, lanes)

    def handwriting(self, recipe: Recipe, folder: Path | None) -> Iterator[Stage]:
        """Bring the handwriting that a recipe learns from down the ink road.

        Raises
        ------
        ChoreError
            If that fails.
        """
        yield from self._once(
            ("handwriting", str(folder)),
            partial(preparation, recipe, folder),
            "Preparing the handwriting, once, for minutes",
        )

    def _once(self, need: Need, chore: Callable[[], Chore], what: str) -> Iterator[Stage]:
        """Do a chore unless it is done; say what it is if it takes a while."""
        if need in self._readiness:
            return
        if not (yield from self._take_turn(what)):
            return
        try:
            if need not in self._readiness:
                yield from self._do(chore, what)
                if not self._stopped:
                    self._readiness.add(need)
        finally:
            self._readiness.turn.release()

    def _take_turn(self, what: str) -> Generator[Stage, None, bool]:
        """Wait until nobody else makes anything ready; return whether it was worth while."""
        begun, told = monotonic(), False
        while not self._readiness.turn.acquire(timeout=LISTENING_SECONDS):
            if self._stopped:
                return False
            if not told and monotonic() - begun > PATIENCE_SECONDS:
                told = True
                yield Stage(what)
        return True

    def _do(self, begin: Callable[[], Chore], what: str) -> Iterator[Stage]:
        with self._lock:
            if self._stopped:
                return
            self._chore = begin()
        with self._chore as chore:
            if not chore.wait(PATIENCE_SECONDS):
                yield Stage(what)
            for report in chore.reports():
                yield Stage(f"{what}: {report.received:,} images so far")
        self._chore = None
