"""A training to watch: it shows itself while it runs, and can be paused, resumed and stopped."""

import threading
from collections.abc import Generator, Iterator
from pathlib import Path
from time import perf_counter

from digit_recognizer.data.catalogue import find_public_dataset, is_public
from digit_recognizer.data.dataset import load_dataset
from digit_recognizer.data.locations import DataNotFoundError
from digit_recognizer.networks.checkpoint import Checkpoint
from digit_recognizer.training.failures import DivergedError, TrainingRunError
from digit_recognizer.training.messages import (
    Diverged,
    Ended,
    Message,
    MissingData,
    Paused,
    Remark,
)
from digit_recognizer.training.preparation import (
    Preparation,
    Readiness,
    Stage,
    handwriting_of,
)
from digit_recognizer.training.recipe import Recipe
from digit_recognizer.training.recipes import EVERYDAY_DATA, images_of
from digit_recognizer.training.run import TrainingRun
from digit_recognizer.training.run_folder import RunFolder
from digit_recognizer.training.stored import averaged
from digit_recognizer.training.trainer import EpochDone, StepDone, machine_lanes
from digit_recognizer.training.training_data import (
    TrainingData,
    divide,
    load_pictures,
    missing_handwriting,
    pictures_of,
)
from digit_recognizer.training.unfinished import UnfinishedTraining
from digit_recognizer.training.watching import Observer, Stopwatch, ValidationSnapshot

__all__ = ["WatchedTraining"]

SNAPSHOT_SECONDS = 0.5
"""Between two snapshots at what has been learned."""


class _StoppedError(Exception):
    """The images are no longer wanted."""


class WatchedTraining:
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
    store : RunFolder, optional
        Where it is stored while it is at work; nowhere by default. It is neither released nor
        removed here.
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
        store: RunFolder | None = None,
        compiled: bool = True,
    ) -> None:
        self.recipe = recipe
        self._folder = folder
        self._resumed = resumed
        self._compiled = compiled
        self.store = store
        self._remarks: list[Remark] = []
        self._control = threading.Condition()
        self._pausing = self._stopping = False
        self._preparation = Preparation(readiness)

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
        self._preparation.stop()

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
        name, pictures = images_of(self.recipe), pictures_of(self.recipe)
        yield Stage("Loading the images" if pictures is None else "Reading your pictures")
        remark = ""
        try:
            if pictures is None:
                dataset = load_dataset(name, "train", self._folder, download=False)
            else:
                dataset, remark = load_pictures(pictures, self._go_on)
        except DataNotFoundError as error:
            if not is_public(name):
                raise
            yield MissingData(find_public_dataset(name).name, str(error))
            return
        except _StoppedError:
            yield Ended(None, complete=False)
            return
        if remark:
            yield Remark(remark)
        if missing := missing_handwriting(self.recipe, self._folder):
            yield MissingData(*missing)
            return
        if self.recipe.data == EVERYDAY_DATA:
            yield from self._preparation.run(handwriting_of(self.recipe, self._folder))
        try:
            self._go_on()
            parts = divide(self.recipe, dataset, self._folder, self._go_on)
        except _StoppedError:
            yield Ended(None, complete=False)
            return
        training, validation, records = parts
        run = self._run(TrainingData(training, validation, None, records))
        if self._compiled:
            yield Stage("Loading the engine")
            yield from self._preparation.engine(self.recipe, self._lanes())
        best = run.best
        if not self._stopping:
            best = yield from self._train(run)
        yield Ended(best, not run.stopped)

    def _go_on(self, digits: int = 0) -> None:
        if self._stopping:
            raise _StoppedError

    def _lanes(self) -> int | None:
        """Return the width that it began with, so that it ends as if it had never waited."""
        lanes = self._resumed.last.lanes if self._resumed is not None else None
        return None if lanes == machine_lanes() else lanes

    def _run(self, data: TrainingData) -> TrainingRun:
        return TrainingRun(
            self.recipe,
            self.store,
            data,
            self._resumed,
            reports=False,
            compiled=self._compiled,
            lanes=self._lanes() if self._compiled else None,
            unsaved=self._remark,
        )

    def _remark(self, error: TrainingRunError) -> None:
        self._remarks.append(Remark(f"{error} It goes on as long as the window is open."))

    def _train(self, run: TrainingRun) -> Generator[Message, None, Checkpoint | None]:
        """Train; return the best network, or what there is of one."""
        trainer = run.trainer
        observer = Observer(trainer.validation, compiled=self._compiled, lanes=trainer.lanes)
        yield self._look(run, observer)
        stopwatch, looked = Stopwatch(trainer.state.step), perf_counter()
        try:
            for event in run.events():
                yield from self._told()
                if isinstance(event, StepDone):
                    yield stopwatch.progress(event, trainer.steps_per_epoch)
                if isinstance(event, EpochDone) or perf_counter() - looked >= SNAPSHOT_SECONDS:
                    yield self._look(run, observer)
                    looked = perf_counter()
                    stopwatch.measured()
                if self._pausing and run.can_wait:
                    begun = perf_counter()
                    yield from self._wait(run, observer)
                    stopwatch.leave_out(perf_counter() - begun)
                if self._stopping:
                    run.stop()
        except DivergedError as error:
            yield Diverged(error.passes, str(error))
            return run.best
        yield from self._told()
        if run.stopped and not self._pausing:
            yield self._look(run, observer)
        return self._usable(run)

    def _told(self) -> Iterator[Message]:
        remarks, self._remarks = self._remarks, []
        yield from remarks

    def _wait(self, run: TrainingRun, observer: Observer) -> Iterator[Message]:
        yield self._look(run, observer)
        run.save()
        yield from self._told()
        yield Paused(self._usable(run))
        with self._control:
            self._control.wait_for(lambda: self._stopping or not self._pausing)

    def _look(self, run: TrainingRun, observer: Observer) -> ValidationSnapshot:
        trainer = run.trainer
        passes = trainer.state.step / trainer.steps_per_epoch
        snapshot = observer.look(trainer.network, passes)
        if not run.validation_curve or run.validation_curve[-1].passes < passes:
            run.validation_curve.append(snapshot.point)
        self._looked = snapshot.validation
        return snapshot

    def _usable(self, run: TrainingRun) -> Checkpoint | None:
        """Return the best network; in the first pass, the one that was just looked at."""
        if run.best is not None or not run.trainer.state.step:
            return run.best
        seen = self._looked
        scores = {"validation loss": seen.loss, "validation accuracy": seen.accuracy}
        return averaged(run.last(scores))
