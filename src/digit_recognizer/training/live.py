"""A training to watch: it shows itself while it runs, and can be paused, resumed and stopped."""

import threading
from collections.abc import Iterator
from dataclasses import dataclass
from math import isfinite
from pathlib import Path
from time import perf_counter

from digit_recognizer.data.catalogue import find_public_dataset, is_public
from digit_recognizer.data.dataset import Dataset, load_dataset
from digit_recognizer.data.places import PlaceError
from digit_recognizer.lenet5 import architecture
from digit_recognizer.nn.network import Network
from digit_recognizer.training.checkpoint import Checkpoint
from digit_recognizer.training.everyday import EVERYDAY_DATA
from digit_recognizer.training.history import HistoryLine, history_line
from digit_recognizer.training.readiness import Preparations, Readiness, Stage
from digit_recognizer.training.recipes import Recipe
from digit_recognizer.training.trainer import EpochDone, StepDone, Trainer, TrainingState
from digit_recognizer.training.training_data import divide, images_of
from digit_recognizer.training.unfinished import UnfinishedError, UnfinishedTraining
from digit_recognizer.training.watching import Glimpse, Observer, Point, Progress, Stopwatch

__all__ = [
    "Diverged",
    "Ended",
    "LiveTraining",
    "Message",
    "MissingData",
    "Paused",
    "Stage",
    "Standing",
]

STANDING_SECONDS = 60.0
"""Between two messages of where it stands: so much a crash can lose."""
GLIMPSE_SECONDS = 0.5
"""Between two glimpses at what has been learned."""


@dataclass(frozen=True)
class MissingData:
    """A public data set is not on this machine; it can be fetched.

    Attributes
    ----------
    dataset : str
        Its name.
    error : str
        Where it was looked for.
    """

    dataset: str
    error: str


@dataclass(frozen=True, eq=False)
class Standing:
    """The training is at work; from here it could go on if the program came to grief."""

    training: UnfinishedTraining


@dataclass(frozen=True, eq=False)
class Paused:
    """The training waits; this goes on with it, now or in another session."""

    training: UnfinishedTraining


@dataclass(frozen=True, eq=False)
class Ended:
    """No more will come.

    Attributes
    ----------
    best : Checkpoint or None
        The network that read the validation images best; None if none was made.
    complete : bool
        Whether the last step was made.
    """

    best: Checkpoint | None
    complete: bool


@dataclass(frozen=True)
class Diverged:
    """The weights grew beyond all numbers after so many passes: there is nothing to go on with."""

    passes: float


Message = Stage | MissingData | Progress | Glimpse | Standing | Paused | Diverged | Ended


class _StoppedError(Exception):
    """The images are no longer wanted."""


class LiveTraining:
    """Follows a recipe and yields messages; the other methods may be called from any thread.

    Parameters
    ----------
    recipe : Recipe
        What to do.
    folder : Path, optional
        The data folder; see ``load_dataset``.
    resumed : UnfinishedTraining, optional
        What an earlier run of the recipe left.
    readiness : Readiness, optional
        What is ready already; by default nothing is known of.
    compiled : bool
        Whether the engine makes the steps; else the NumPy layers do.
    """

    def __init__(
        self,
        recipe: Recipe,
        folder: Path | None = None,
        resumed: UnfinishedTraining | None = None,
        readiness: Readiness | None = None,
        *,
        compiled: bool = True,
    ) -> None:
        self.recipe = recipe
        self._folder = folder
        self._resumed = resumed
        self._compiled = compiled
        self._history: list[HistoryLine] = list(resumed.standing.history) if resumed else []
        self._learned: list[Point] = list(resumed.learned) if resumed else []
        self._judged: list[Point] = list(resumed.judged) if resumed else []
        self._best = resumed.best if resumed else None
        self._control = threading.Condition()
        self._pausing = self._stopping = False
        self._preparations = Preparations(readiness)

    def pause(self) -> None:
        """Let it wait at the next event."""
        with self._control:
            self._pausing = True

    def resume(self) -> None:
        """Let it go on."""
        with self._control:
            self._pausing = False
            self._control.notify_all()

    def stop(self) -> None:
        """Let it end at the next event."""
        with self._control:
            self._stopping = True
            self._control.notify_all()
        self._preparations.stop()

    def suspend(self) -> None:
        """Let it end at the next event and leave what it takes to go on: ``Paused``, ``Ended``."""
        self.pause()
        self.stop()

    def messages(self) -> Iterator[Message]:
        """Do it all: load the data, compile where that was not done yet, train.

        Yields
        ------
        Message
            ``Ended`` is the last one, except after ``MissingData``.

        Raises
        ------
        DigitRecognizerError, ValueError
            If the recipe cannot be followed; the message explains it.
        """
        name = images_of(self.recipe)
        yield Stage("Loading the images")
        try:
            dataset = load_dataset(name, "train", self._folder, download=False)
        except PlaceError as error:
            if not is_public(name):
                raise
            yield MissingData(find_public_dataset(name).name, str(error))
            return
        if self.recipe.data == EVERYDAY_DATA:
            yield from self._preparations.handwriting(self.recipe, self._folder)
        try:
            self._go_on()
            parts = divide(self.recipe, dataset, self._folder, self._go_on)
        except _StoppedError:
            yield Ended(None, complete=False)
            return
        training, validation, self._data = parts
        self._check_data()
        trainer = self._trainer(training, validation)
        if self._compiled:
            yield Stage("Loading the engine")
            yield from self._preparations.engine(self.recipe)
        if not self._stopping:
            yield from self._train(trainer)
        yield Ended(self._best, trainer.state.step == trainer.steps)

    def _go_on(self, digits: int = 0) -> None:
        if self._stopping:
            raise _StoppedError

    def _check_data(self) -> None:
        """Make sure that a training goes on with the data that it began with."""
        if self._resumed is None:
            return
        before, now = self._resumed.standing.data, self._data
        others = sorted(name for name in {*before, *now} if before.get(name) != now.get(name))
        if others:
            raise UnfinishedError(
                f"The training cannot go on: expected the data that it began with, found others "
                f"({', '.join(others)}). Bring them back, or start anew."
            )

    def _trainer(self, training: Dataset, validation: Dataset) -> Trainer:
        state = None
        if self._resumed is not None:
            before = self._resumed.standing
            optimizer = {name: vector.copy() for name, vector in before.optimizer.items()}
            state = TrainingState(before.network.parameters.copy(), optimizer, before.step)
        return Trainer(self.recipe, training, validation, state, compiled=self._compiled)

    def _train(self, trainer: Trainer) -> Iterator[Message]:
        observer = Observer(trainer.validation, compiled=self._compiled)
        yield self._glimpse(trainer, observer)
        stopwatch, looked = Stopwatch(trainer.state.step), perf_counter()
        stood = looked
        for event in trainer.run():
            if isinstance(event, StepDone):
                progress = stopwatch.progress(event, trainer.steps_an_epoch)
                if not isfinite(progress.loss):
                    yield Diverged(progress.passes)
                    return
                self._learned.append(progress.point)
                yield progress
            else:
                self._history.append(history_line(event))
            if isinstance(event, EpochDone) or perf_counter() - looked >= GLIMPSE_SECONDS:
                yield self._glimpse(trainer, observer)
                looked = perf_counter()
                stopwatch.measured()
            if not _pass_unmeasured(trainer, event):
                if self._pausing:
                    begun = perf_counter()
                    yield from self._wait(trainer, observer)
                    stopwatch.leave_out(perf_counter() - begun)
                if self._stopping:
                    break
                if perf_counter() - stood >= STANDING_SECONDS:
                    yield Standing(self._unfinished(trainer))
                    stood = perf_counter()
        if self._stopping and not self._pausing:
            yield self._glimpse(trainer, observer)

    def _wait(self, trainer: Trainer, observer: Observer) -> Iterator[Message]:
        yield self._glimpse(trainer, observer)
        yield Paused(self._unfinished(trainer))
        with self._control:
            self._control.wait_for(lambda: self._stopping or not self._pausing)

    def _unfinished(self, trainer: Trainer) -> UnfinishedTraining:
        state, history = trainer.state, tuple(self._history)
        network = Network(architecture(self.recipe.architecture), state.parameters.copy())
        optimizer = {name: vector.copy() for name, vector in state.optimizer.items()}
        standing = Checkpoint(network, self.recipe, self._data, {}, history, state.step, optimizer)
        return UnfinishedTraining(standing, self._best, tuple(self._learned), tuple(self._judged))

    def _glimpse(self, trainer: Trainer, observer: Observer) -> Glimpse:
        network, step = trainer.network, trainer.state.step
        glimpse = observer.look(network, step / trainer.steps_an_epoch)
        self._judged.append(glimpse.point)
        reached = glimpse.validation.accuracy
        better = self._best is None or reached >= self._best.scores["validation accuracy"]
        if step and better and isfinite(glimpse.validation.loss):
            scores = {"validation loss": glimpse.validation.loss, "validation accuracy": reached}
            history = tuple(self._history)
            self._best = Checkpoint(network, self.recipe, self._data, scores, history, step)
        return glimpse


def _pass_unmeasured(trainer: Trainer, event: StepDone | EpochDone) -> bool:
    """Tell whether the next event measures a complete pass: a run cannot be resumed there."""
    return isinstance(event, StepDone) and event.step % trainer.steps_an_epoch == 0
