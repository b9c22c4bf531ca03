"""What the Train page knows: the recipe, the training at work, and what was seen of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path

from PyQt6.QtCore import QObject, pyqtSignal

from digit_recognizer.app.core.jobs import Worker, close_workers
from digit_recognizer.app.train.phase import Phase, Seen
from digit_recognizer.app.train.preparing import Fetched, fetch, warm_up
from digit_recognizer.app.train.stored_training import Stored, StoredTraining
from digit_recognizer.app.train.unfinished import Finding, UnfinishedTrainings
from digit_recognizer.networks.checkpoint import Checkpoint
from digit_recognizer.networks.library import NetworkLibrary
from digit_recognizer.training.failures import TrainingRunError
from digit_recognizer.training.messages import Diverged, Ended, MissingData, Paused, Remark
from digit_recognizer.training.preparation import (
    Preparation,
    Readiness,
    Stage,
    public_dataset,
)
from digit_recognizer.training.recipe import Recipe
from digit_recognizer.training.recipes import RECIPES
from digit_recognizer.training.settings import Value, changed
from digit_recognizer.training.unfinished import UnfinishedTraining
from digit_recognizer.training.watched import WatchedTraining
from digit_recognizer.training.watching import Progress, ValidationSnapshot

__all__ = ["TrainState"]

FIRST_RECIPE = "sprint" if "sprint" in RECIPES else "classic"


class TrainState(QObject):
    """Starts, pauses, resumes and stops trainings, one at a time; tells only of changes."""

    phase_changed = pyqtSignal()
    recipe_changed = pyqtSignal()
    staged = pyqtSignal()
    """Another stage of what is being prepared or fetched."""
    progressed = pyqtSignal(object)
    """A ``Progress``, already among what was seen."""
    snapshot_taken = pyqtSignal(object)
    """A ``ValidationSnapshot``, already among what was seen."""
    failed = pyqtSignal(str)
    """Something went wrong; what and what to do, in plain words."""
    discarded = pyqtSignal(object)
    """The training that waited was set aside; the value brings it back when it is called."""
    stored = pyqtSignal()
    """The network of a training that has ended is in the network library now."""

    def __init__(
        self,
        parent: QObject | None = None,
        *,
        trainings: UnfinishedTrainings | None = None,
        library: NetworkLibrary | None = None,
        readiness: Readiness | None = None,
    ) -> None:
        super().__init__(parent)
        self.phase = Phase.IDLE
        self.recipe = RECIPES[FIRST_RECIPE]
        self.seen = Seen()
        self.best: Checkpoint | None = None
        self.complete = False
        self.stage = Stage("")
        self.missing: MissingData | None = None
        self.unfinished: UnfinishedTraining | None = None
        self._trainings = trainings or UnfinishedTrainings()
        self._library = library or NetworkLibrary()
        self._stored: Stored | None = None
        self._resumed: UnfinishedTraining | None = None
        self._readiness = readiness or Readiness()
        self._training: StoredTraining | None = None
        self._fetching: Preparation | None = None
        self._closing = self._has_warmed_up = False
        self._worker = Worker("training", self, gives_way=True)
        self._warmer = Worker("engine warmer", self, gives_way=True)
        for worker in (self._worker, self._warmer):
            worker.failed.connect(self.failed)
        self._worker.reported.connect(self._take_message)
        self._worker.ended.connect(self._end)

    @property
    def busy(self) -> bool:
        """Whether a training or a download is under way, a paused one included."""
        return self.phase not in (Phase.IDLE, Phase.UNFINISHED, Phase.ENDED, Phase.MISSING)

    @property
    def can_go_on(self) -> bool:
        """Whether a training of an earlier session waits to be resumed."""
        return self.unfinished is not None and not self.busy

    @property
    def stored_as(self) -> str | None:
        """The name of the best network in the network library; None if it is not there."""
        stored = self._stored
        return stored.name if stored is not None and stored.network is self.best else None

    def remember_stored(self, name: str) -> None:
        """Take note that the best network was put into the network library."""
        if self.best is not None:
            self._stored = Stored(name, self.best)

    def follow_name(self, name: str, new_name: str) -> None:
        """Take note that a stored network has another name."""
        if self._stored is not None and self._stored.name == name:
            self._stored = Stored(new_name, self._stored.network)

    def choose(self, name: str) -> None:
        """Take the recipe of that name, as it was written."""
        if name in RECIPES:
            self._take(RECIPES[name])

    def take(self, recipe: Recipe) -> None:
        """Take a recipe as it is."""
        self._take(recipe)

    def change(self, name: str, value: Value) -> None:
        """Change one setting of the recipe.

        Raises
        ------
        DigitRecognizerError, ValueError
            If the value is out of range; the message says what was expected.
        """
        self._take(changed(self.recipe, name, value))

    def use_images(self, folder: Path) -> None:
        """Learn from images of one's own in this folder."""
        self._take(replace(self.recipe, data=str(folder)))

    def look_again_for_data(self) -> None:
        """Let what was missing be looked for once more: it may be here now."""
        if self.phase is Phase.MISSING:
            self._rest()

    def look(self) -> None:
        """Find out whether a training of an earlier session waits, and offer to go on with it."""
        if self.phase is Phase.IDLE:
            self._worker.submit(Finding(self._trainings).messages, "find")

    def warm_up(self) -> None:
        """Have the engine ready, beside the window, before somebody waits for it."""
        if not self.busy and not self._has_warmed_up:
            self._has_warmed_up = True
            preparation = Preparation(self._readiness)
            self._warmer.submit(partial(warm_up, preparation, self.recipe), stop=preparation.stop)

    def start(self) -> None:
        """Begin a new training by the recipe as it is now; one that waits goes on waiting."""
        self._begin(None)

    def resume(self) -> None:
        """Let the training go on, or the one of an earlier session."""
        if self.phase is Phase.PAUSED and self._training is not None:
            self._enter(Phase.RUNNING)
            self._training.training.resume()
        elif self.can_go_on and self.unfinished is not None:
            self._take(self.unfinished.recipe)
            self._begin(self.unfinished)

    def retry(self) -> None:
        """Begin once more what could not begin, as it lacked its images."""
        self._begin(self._resumed)

    def discard(self) -> None:
        """Set aside the training of an earlier session that waits; it can be brought back."""
        if not self.can_go_on:
            return
        try:
            bring_back = self._trainings.discard()
        except TrainingRunError as error:
            self.failed.emit(str(error))
            return
        self.unfinished = self.best = None
        self._enter(Phase.IDLE)
        self.discarded.emit(partial(self._bring_back, bring_back))
        self.look()

    def _bring_back(self, bring_back: Callable[[], None]) -> None:
        bring_back()
        if self.phase is Phase.UNFINISHED:
            self.unfinished = self.best = None
            self._enter(Phase.IDLE)
        self.look()

    def pause(self) -> None:
        """Let the training wait."""
        if self.phase is Phase.RUNNING and self._training is not None:
            self._training.training.pause()

    def stop(self) -> None:
        """End the training, or the download; what was learned until then can be used.

        Where images are missing, it is the wait for them that ends.
        """
        if self.phase is Phase.MISSING:
            self._rest()
        at_work = self._fetching or self._training
        if self.busy and at_work is not None:
            self._enter(Phase.STOPPING)
            at_work.stop()

    def fetch(self) -> None:
        """Fetch the data set that is missing, then begin."""
        if self.missing is None or self.busy or self._closing:
            return
        self.stage = Stage("")
        self._enter(Phase.FETCHING)
        fetching = self._fetching = Preparation(self._readiness)
        step = public_dataset(self.missing.dataset)
        self._worker.submit(partial(fetch, fetching, step), "fetch", fetching.stop)

    def shut_down(self) -> None:
        """Stop whatever is under way, and wait for it; a training can be gone on with later."""
        self._closing = True
        goes_on = self.phase in (Phase.PREPARING, Phase.RUNNING, Phase.PAUSED)
        if self._training is not None and goes_on:
            self._training.leave()
        close_workers(self)
        self._trainings.release()

    def _begin(self, resumed: UnfinishedTraining | None) -> None:
        if self.busy or self._closing:
            return
        # What it finds now is left for another time.
        self._worker.cancel("find")
        self.seen, self.best, self.complete = Seen(self.recipe.epochs, resumed), None, False
        self.missing, self._resumed = None, resumed
        training = WatchedTraining(self.recipe, None, resumed, self._readiness)
        self._training = StoredTraining(
            training, self._trainings, self._library, resumes=resumed is not None
        )
        self._enter(Phase.PREPARING)
        self._worker.submit(self._training.messages, "train", self._training.stop)

    def _rest(self) -> None:
        """Offer to go on with the training that waits, if one does."""
        if self.unfinished is None:
            self._enter(Phase.IDLE)
            return
        self.best = self.unfinished.usable
        self._enter(Phase.UNFINISHED)

    def _take(self, recipe: Recipe) -> None:
        if recipe != self.recipe:
            self.recipe = recipe
            self.recipe_changed.emit()
            if self.phase is Phase.MISSING:
                self._rest()

    def _enter(self, phase: Phase) -> None:
        if phase is not self.phase:
            self.phase = phase
            self.phase_changed.emit()

    def _take_message(self, message: object) -> None:
        match message:
            case Stage():
                self.stage = message
                self.staged.emit()
            case Progress():
                self.seen.progress.append(message)
                self.progressed.emit(message)
            case ValidationSnapshot():
                self.seen.snapshots.append(message)
                if self.phase is Phase.PREPARING:
                    self.unfinished = None
                    self._enter(Phase.RUNNING)
                self.snapshot_taken.emit(message)
            case Paused():
                if self.phase is Phase.RUNNING:
                    self.best = message.best
                    self._enter(Phase.PAUSED)
            case MissingData():
                self.missing = message
            case Fetched():
                self.missing = None
            case Diverged():
                self.failed.emit(message.text)
            case Stored():
                self._stored = message
                self.stored.emit()
            case Ended():
                self.best, self.complete = message.best, message.complete
            case UnfinishedTraining():
                if self.phase is Phase.IDLE:
                    self.unfinished = message
                    self._rest()
            case Remark():
                self.failed.emit(message.text)

    def _end(self, name: str) -> None:
        if name == "find":
            return
        self._fetching = None
        if name == "fetch" and self.missing is None:
            self._enter(Phase.IDLE)
            self.retry()
        elif self.missing is not None:
            self._enter(Phase.MISSING)
        elif self.seen.snapshots:
            self._enter(Phase.ENDED)
        else:
            self._rest()
