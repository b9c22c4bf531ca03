"""A training session, the command's and the window's: it is stored, stopped and gone on with."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from math import isfinite
from pathlib import Path
from time import perf_counter
from types import TracebackType

import numpy as np

from digit_recognizer.evaluation.metrics import Score, evaluate
from digit_recognizer.networks.checkpoint import Network
from digit_recognizer.nn.architecture import Architecture
from digit_recognizer.training.failures import DivergedError, TrainingRunError
from digit_recognizer.training.history import HistoryLine, Reports, history_line
from digit_recognizer.training.recipe import Recipe
from digit_recognizer.training.run_folder import RunFolder
from digit_recognizer.training.stored import ResumeState, averaged
from digit_recognizer.training.trainer import EpochDone, Event, StepDone, Trainer
from digit_recognizer.training.training_data import TrainingData, load_training_data
from digit_recognizer.training.unfinished import UnfinishedTraining, state_to_go_on
from digit_recognizer.training.watching import Point

__all__ = ["TrainingRun"]

SECONDS_BETWEEN_SAVES = 4.0
"""A kill costs no more than that and the time between two events."""


class TrainingRun:
    """Follow a recipe and keep what comes of it in a folder; a context manager that lets it go.

    The folder holds ``last.safetensors`` (from the first step on, every few seconds, after every
    epoch and at a stop; resumes the run), ``best.safetensors`` (best validation accuracy so far, at
    the ends of epochs only, so that the recipe decides its weights), and with ``reports``
    ``history.csv`` and, drawn now and then and at the end, ``curves.png``.

    Parameters
    ----------
    recipe : Recipe
        What to do.
    folder : RunFolder or None
        Where to store it; nothing is stored if it is None.
    data : TrainingData
        Of the recipe; its test set is used once, by ``test``.
    before : UnfinishedTraining, optional
        Where an earlier run stood; see ``resume``.
    reports : bool
        Whether to write the history as a table and a picture too.
    compiled : bool
        Whether the engine makes the steps; else the NumPy layers do.
    lanes : int, optional
        The engine's vector width, 16, 8 or 4; by default what suits this machine.
    unsaved : callable, optional
        Told when the run cannot be stored, and it goes on; by default that ends it.
    made_of : Architecture, optional
        What is trained; by default what the recipe names.

    Raises
    ------
    TrainingRunError
        If the data are not those the earlier run started with, or it stands at no step of theirs.
    """

    def __init__(
        self,
        recipe: Recipe,
        folder: RunFolder | None,
        data: TrainingData,
        before: UnfinishedTraining | None = None,
        *,
        reports: bool = True,
        compiled: bool = True,
        lanes: int | None = None,
        unsaved: Callable[[TrainingRunError], None] | None = None,
        made_of: Architecture | None = None,
    ) -> None:
        self.recipe = recipe
        self.best = before.best if before else None
        last = before.last if before else None
        self.history: list[HistoryLine] = list(last.history) if last else []
        self.training_curve: list[Point] = list(last.training_curve) if last else []
        self.validation_curve: list[Point] = list(last.validation_curve) if last else []
        self.stored_lanes = last.lanes if last else None
        self.remark = "\n".join(filter(None, (before.remark if before else "", data.remark)))
        self._folder = folder
        self._test = data.test
        self._data = dict(data.records)
        self._reports = Reports(folder.path, recipe) if reports and folder else None
        self._unsaved = unsaved
        state = state_to_go_on(last, self._data)
        self.trainer = Trainer(
            recipe,
            data.training,
            data.validation,
            state,
            compiled=compiled,
            lanes=lanes,
            made_of=made_of,
        )
        self._check_step()
        self._stopping = False
        self._unmeasured = False
        self._best_on_disk = self.best
        self._saved = perf_counter()

    @classmethod
    def start(
        cls, recipe: Recipe, folder: Path | RunFolder, data_folder: Path | None = None
    ) -> "TrainingRun":
        """Return a new run, its folder held, its data loaded.

        Raises
        ------
        TrainingRunError
            If the folder holds a run already, one is at work there, or it cannot be written to.
        """
        held = RunFolder.create(folder) if isinstance(folder, Path) else folder
        try:
            return cls(recipe, held, load_training_data(recipe, data_folder))
        except BaseException:
            held.release()
            raise

    @classmethod
    def resume(
        cls, folder: Path, data_folder: Path | None = None, *, at_stored_width: bool = False
    ) -> "TrainingRun":
        """Return the run of a folder, ready to go on where it stopped.

        Parameters
        ----------
        folder : Path
            Where the run is stored.
        data_folder : Path, optional
            Where the data lie.
        at_stored_width : bool
            Whether to go on at the vector width of the steps before, which ends in the weights of
            a run that never stopped, bit for bit; else at the width that suits this machine.

        Raises
        ------
        TrainingRunError
            If the folder holds no run that can go on, one is at work there, or the data are not
            those it started with.
        """
        held = RunFolder.reopen(folder)
        try:
            before = held.load()
            data = load_training_data(before.recipe, data_folder)
            # Of a best network that is an epoch ahead the epoch is made again, to the same bytes.
            as_before = at_stored_width or before.is_behind_its_best
            lanes = before.last.lanes if as_before else None
            return cls(before.recipe, held, data, before, lanes=lanes)
        except BaseException:
            held.release()
            raise

    def __enter__(self) -> "TrainingRun":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let others have the folder."""
        if self._folder is not None:
            self._folder.release()

    @property
    def folder(self) -> Path:
        """The run's folder."""
        assert self._folder is not None
        return self._folder.path

    @property
    def stopped(self) -> bool:
        """Whether the run ended before its last step."""
        return self.trainer.state.step < self.trainer.steps

    @property
    def can_wait(self) -> bool:
        """Whether the run can go on from here: not between the last step of a pass and its end."""
        return not self._unmeasured

    def stop(self) -> None:
        """Ask the run to end at the next event; safe to call from a signal or another thread."""
        self._stopping = True

    def events(self) -> Iterator[Event]:
        """Train; yield the trainer's events, each after what it brings has been written.

        Raises
        ------
        DivergedError
            If loss or weights are no longer numbers; nothing of that is written.
        TrainingRunError
            If the run cannot be stored.
        """
        if not self.trainer.state.step:
            self.save()
        for event in self.trainer.run():
            self._check_numbers(event)
            if isinstance(event, EpochDone):
                self._unmeasured = False
                self._keep_epoch(event)
            else:
                self._unmeasured = event.step % self.trainer.steps_per_epoch == 0
                self.training_curve.append(self._point(event.loss, 1 - event.accuracy))
                if self.can_wait and perf_counter() - self._saved > SECONDS_BETWEEN_SAVES:
                    self.save()
            yield event
            if self._stopping and self.can_wait:
                if isinstance(event, StepDone):
                    self.save()
                break
        if self.history and self._reports:
            self._reports.write(self.history, draws=True)

    def save(self, scores: Mapping[str, float] | None = None) -> None:
        """Write where the run stands; only where it ``can_wait``."""
        if self._folder is not None:
            try:
                self._save_best(self._folder)
                self._folder.save_last(self.last(scores))
            except TrainingRunError as error:
                if self._unsaved is None:
                    raise
                self._unsaved(error)
        self._saved = perf_counter()

    def last(self, scores: Mapping[str, float] | None = None) -> ResumeState:
        """Return where the run stands; the values are those that training changes."""
        state = self.trainer.state
        return ResumeState(
            network=Network(self.trainer.architecture, state.parameters),
            recipe=self.recipe,
            data=self._data,
            scores=scores or {},
            history=tuple(self.history),
            step=state.step,
            optimizer=state.optimizer,
            lanes=self.trainer.lanes,
            seen=state.seen,
            training_curve=tuple(self.training_curve),
            validation_curve=tuple(self.validation_curve),
        )

    @property
    def has_test(self) -> bool:
        """Whether the data have a test set; one's own pictures have none."""
        return self._test is not None

    def test(self) -> Score:
        """Measure the best network on the test set, once, and write the score down with it."""
        assert self.best is not None
        assert self._test is not None
        score = evaluate(self.best.network, self._test, lanes=self.trainer.lanes)
        scores = {"test loss": score.loss, "test accuracy": score.accuracy}
        self.best = replace(self.best, scores=dict(self.best.scores) | scores)
        if self._folder is not None:
            self._save_best(self._folder)
        return score

    def _save_best(self, folder: RunFolder) -> None:
        if self.best is not None and self.best is not self._best_on_disk:
            folder.save_best(self.best)
            self._best_on_disk = self.best

    def _keep_epoch(self, event: EpochDone) -> None:
        self.history.append(history_line(event))
        self.validation_curve.append(self._point(event.validation.loss, event.validation.error))
        scores = {
            "validation loss": event.validation.loss,
            "validation accuracy": event.validation.accuracy,
        }
        if event.validation.accuracy >= max(line.validation_accuracy for line in self.history):
            self.best = averaged(self.last(scores))
        self.save(scores)
        if self._reports:
            self._reports.write(self.history)

    def _point(self, loss: float, error: float) -> Point:
        return Point(self.trainer.state.step / self.trainer.steps_per_epoch, loss, error)

    def _check_numbers(self, event: Event) -> None:
        """Raise where there is nothing to go on with: the weights of now are wrong already."""
        state = self.trainer.state
        loss = event.validation.loss if isinstance(event, EpochDone) else event.loss
        vectors = (state.parameters, *state.optimizer.values())
        if not isfinite(loss) or not all(np.isfinite(vector).all() for vector in vectors):
            passes = state.step / self.trainer.steps_per_epoch
            raise DivergedError(passes, self.recipe.schedule(passes))

    def _check_step(self) -> None:
        step, trainer = self.trainer.state.step, self.trainer
        if step > trainer.steps or step // trainer.steps_per_epoch != len(self.history):
            raise TrainingRunError(
                f"cannot resume: expected a run of {trainer.steps:,} steps that has measured every "
                f"pass, found step {step:,} and {len(self.history):,} passes",
                "start it anew",
            )
