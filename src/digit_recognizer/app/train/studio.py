"""What the Train place knows: the recipe, the training at work, and what was seen of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum
from pathlib import Path

from PyQt6.QtCore import QObject, pyqtSignal

from digit_recognizer.app.train.worker import Work, Worker
from digit_recognizer.training.checkpoint import Checkpoint
from digit_recognizer.training.chores import Fetched, Fetching
from digit_recognizer.training.live import Ended, LiveTraining, MissingData, Paused, Stage
from digit_recognizer.training.recipes import RECIPES, Recipe
from digit_recognizer.training.settings import Value, changed
from digit_recognizer.training.watching import Glimpse, Progress

__all__ = ["Phase", "Seen", "Studio"]

FIRST_RECIPE = "sprint" if "sprint" in RECIPES else "classic"


class Phase(Enum):
    """What is going on."""

    IDLE = "idle"
    PREPARING = "preparing"
    RUNNING = "running"
    PAUSED = "paused"
    STOPPING = "stopping"
    ENDED = "ended"
    MISSING = "missing"
    FETCHING = "fetching"


@dataclass
class Seen:
    """What was seen of a training so far, for the curves; it has so many passes in all."""

    passes: int = 0
    progress: list[Progress] = field(default_factory=list)
    glimpses: list[Glimpse] = field(default_factory=list)

    @property
    def best_error(self) -> float | None:
        """The least validation error after the first step, 0 to 1; None before."""
        return min((seen.validation.error for seen in self.glimpses if seen.passes), default=None)


class Studio(QObject):
    """Starts, pauses, resumes and stops trainings, one at a time; tells only of changes."""

    phase_changed = pyqtSignal()
    recipe_changed = pyqtSignal()
    staged = pyqtSignal(str)
    """What is being prepared, in a few plain words."""
    progressed = pyqtSignal(object)
    """A ``Progress``, already among what was seen."""
    glimpsed = pyqtSignal(object)
    """A ``Glimpse``, already among what was seen."""
    fetched = pyqtSignal(object)
    """A ``Fetched``: how far the download is."""
    failed = pyqtSignal(str)
    """Something went wrong; what and what to do, in plain words."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.phase = Phase.IDLE
        self.recipe = RECIPES[FIRST_RECIPE]
        self.data_folder: Path | None = None
        self.seen = Seen()
        self.best: Checkpoint | None = None
        self.complete = False
        self.missing: MissingData | None = None
        self._paused: Checkpoint | None = None
        self._training: LiveTraining | None = None
        self._worker: Worker | None = None
        self._closing = False

    @property
    def busy(self) -> bool:
        """Whether a training or a download is under way, a paused one included."""
        return self.phase not in (Phase.IDLE, Phase.ENDED, Phase.MISSING)

    def choose(self, name: str) -> None:
        """Take the recipe of that name, as it was written."""
        self._take(RECIPES[name])

    def change(self, name: str, value: Value) -> None:
        """Change one setting of the recipe.

        Raises
        ------
        DigitRecognizerError, ValueError
            If the value is out of range; the message says what was expected.
        """
        self._take(changed(self.recipe, name, value))

    def use_folder(self, folder: Path) -> None:
        """Look for public data sets in this folder alone."""
        self.data_folder = folder
        if self.phase is Phase.MISSING:
            self._enter(Phase.IDLE)

    def start(self) -> None:
        """Begin a new training by the recipe as it is now."""
        if self.busy or self._closing:
            return
        self.seen, self.best, self.complete = Seen(self.recipe.epochs), None, False
        self.missing = self._paused = None
        self._training = LiveTraining(self.recipe, self.data_folder)
        self._enter(Phase.PREPARING)
        self._work(self._training)

    def pause(self) -> None:
        """Let the training wait."""
        if self.phase is Phase.RUNNING and self._training is not None:
            self._training.pause()

    def resume(self) -> None:
        """Let the training go on."""
        if self.phase is Phase.PAUSED and self._training is not None:
            self._enter(Phase.RUNNING)
            self._training.resume()

    def stop(self) -> None:
        """End the training, or the download; what was learned until then can be used."""
        if self.busy and self._worker is not None:
            self._enter(Phase.STOPPING)
            self._worker.work.stop()

    def fetch(self) -> None:
        """Fetch the data set that is missing, then begin."""
        if self.missing is None or self.busy or self._closing:
            return
        self.data_folder = None
        self._enter(Phase.FETCHING)
        self._work(Fetching(self.missing.dataset))

    def shut_down(self) -> None:
        """Stop whatever is under way, and wait for it."""
        self._closing = True
        if self._worker is not None:
            self._worker.close()

    def _take(self, recipe: Recipe) -> None:
        if recipe != self.recipe:
            self.recipe = recipe
            self.recipe_changed.emit()
            if self.phase is Phase.MISSING:
                self._enter(Phase.IDLE)

    def _enter(self, phase: Phase) -> None:
        if phase is not self.phase:
            self.phase = phase
            self.phase_changed.emit()

    def _work(self, work: Work) -> None:
        worker = Worker(work, self)
        worker.told.connect(self._hear)
        worker.failed.connect(self.failed)
        worker.ended.connect(self._end)
        self._worker = worker
        worker.start()

    def _hear(self, message: object) -> None:
        match message:
            case Stage():
                self.staged.emit(message.text)
            case Progress():
                self.seen.progress.append(message)
                self.progressed.emit(message)
            case Glimpse():
                self.seen.glimpses.append(message)
                if self.phase is Phase.PREPARING:
                    self._enter(Phase.RUNNING)
                self.glimpsed.emit(message)
            case Paused():
                self._paused = message.checkpoint
                if self.phase is Phase.RUNNING:
                    self._enter(Phase.PAUSED)
            case Fetched():
                self.fetched.emit(message)
            case MissingData():
                self.missing = message
            case Ended():
                self.best, self.complete = message.best, message.complete

    def _end(self) -> None:
        worker, self._worker = self._worker, None
        if worker is not None:
            worker.close()
            worker.deleteLater()
        work = worker.work if worker is not None else None
        if isinstance(work, Fetching) and work.complete and not self._closing:
            self._enter(Phase.IDLE)
            self.start()
        elif self.missing is not None:
            self._enter(Phase.MISSING)
        else:
            self._enter(Phase.ENDED if self.seen.glimpses else Phase.IDLE)
