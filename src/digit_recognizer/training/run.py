"""A training run and its folder: checkpoints, history, curves; it can be stopped and resumed."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from time import perf_counter

from digit_recognizer.errors import DigitRecognizerError
from digit_recognizer.evaluation.metrics import Score, evaluate
from digit_recognizer.lenet5 import architecture
from digit_recognizer.nn.network import Network
from digit_recognizer.nn.optimizers import OptimizerState
from digit_recognizer.training.checkpoint import Checkpoint, load_checkpoint, save_checkpoint
from digit_recognizer.training.history import (
    HistoryLine,
    draw_history,
    history_line,
    write_history,
)
from digit_recognizer.training.recipes import Recipe
from digit_recognizer.training.trainer import EpochDone, Event, Trainer, TrainingState
from digit_recognizer.training.training_data import TrainingData, load_training_data

__all__ = ["TrainingRun", "TrainingRunError"]


SECONDS_BETWEEN_PICTURES = 30.0
"""Drawing the curves takes as long as ten thousand images."""


class TrainingRunError(DigitRecognizerError):
    """A run that cannot be started or resumed."""


class TrainingRun:
    """Follow a recipe and keep what comes of it in a folder.

    The folder holds ``last.safetensors`` (after every epoch and at a stop; resumes the run),
    ``best.safetensors`` (best validation accuracy so far), ``history.csv`` and, drawn now and then
    and at the end, ``curves.png``.

    Parameters
    ----------
    recipe : Recipe
        What to do.
    folder : Path
        Where to keep it; must not hold a run yet.
    data : TrainingData
        Of the recipe; its test set is used once, by ``test``.
    checkpoint : Checkpoint, optional
        Where an earlier run stood; see ``resume``.
    """

    def __init__(
        self,
        recipe: Recipe,
        folder: Path,
        data: TrainingData,
        checkpoint: Checkpoint | None = None,
    ) -> None:
        if checkpoint is None and (folder / "last.safetensors").exists():
            raise TrainingRunError(
                f"{folder} holds a training run already: go on with it by --resume --out {folder}, "
                "or name another folder by --out"
            )
        self.recipe = recipe
        self.folder = folder
        self._test = data.test
        self._data = dict(data.notes)
        self.history: list[HistoryLine] = list(checkpoint.history) if checkpoint else []
        state = _state(checkpoint, self._data)
        self.trainer = Trainer(recipe, data.training, data.validation, state)
        self._stopping = False
        self._drawn = perf_counter()

    @classmethod
    def start(cls, recipe: Recipe, folder: Path, data_folder: Path | None = None) -> "TrainingRun":
        """Return a new run, its data loaded."""
        return cls(recipe, folder, load_training_data(recipe, data_folder))

    @classmethod
    def resume(cls, folder: Path, data_folder: Path | None = None) -> "TrainingRun":
        """Return the run of a folder, ready to go on where it stopped.

        Raises
        ------
        TrainingRunError
            If the folder holds no run, or the data are not those it started with.
        """
        path = folder / "last.safetensors"
        if not path.exists():
            raise TrainingRunError(
                f"cannot resume: expected a training run in {folder}, found no {path.name} there; "
                "name the run's folder by --out, or start one without --resume"
            )
        checkpoint = load_checkpoint(path)
        recipe = checkpoint.recipe
        return cls(recipe, folder, load_training_data(recipe, data_folder), checkpoint)

    @property
    def stopped(self) -> bool:
        """Whether the run ended before its last step."""
        return self.trainer.state.step < self.trainer.steps

    def stop(self) -> None:
        """Ask the run to end at the next event; safe to call from a signal or another thread."""
        self._stopping = True

    def events(self) -> Iterator[Event]:
        """Train; yield the trainer's events, each after what it brings has been written."""
        for event in self.trainer.run():
            if isinstance(event, EpochDone):
                self._keep_epoch(event)
            yield event
            if self._stopping and not self._epoch_unmeasured(event):
                if not isinstance(event, EpochDone):
                    self._save_last({})
                break
        if self.history:
            self._draw()

    def _epoch_unmeasured(self, event: Event) -> bool:
        """Tell whether the next event measures what is complete: a run cannot resume there."""
        return not isinstance(event, EpochDone) and event.step % self.trainer.steps_an_epoch == 0

    def test(self) -> Score:
        """Measure the best network on the test set, once, and write the score down with it."""
        path = self.folder / "best.safetensors"
        best = load_checkpoint(path)
        score = evaluate(best.network, self._test)
        scores = dict(best.scores) | {"test loss": score.loss, "test accuracy": score.accuracy}
        save_checkpoint(path, replace(best, scores=scores))
        return score

    def _keep_epoch(self, event: EpochDone) -> None:
        self.history.append(history_line(event))
        scores = {
            "validation loss": event.validation.loss,
            "validation accuracy": event.validation.accuracy,
        }
        self._save_last(scores)
        if event.validation.accuracy >= max(line.validation_accuracy for line in self.history):
            best = self._checkpoint(self.trainer.network, {}, scores)
            save_checkpoint(self.folder / "best.safetensors", best)
        write_history(self.folder / "history.csv", self.history)
        if perf_counter() - self._drawn > SECONDS_BETWEEN_PICTURES:
            self._draw()

    def _draw(self) -> None:
        recipe = self.recipe
        title = f"{recipe.architecture} on {recipe.data}, recipe {recipe.name}, seed {recipe.seed}"
        draw_history(self.folder / "curves.png", self.history, title)
        self._drawn = perf_counter()

    def _save_last(self, scores: Mapping[str, float]) -> None:
        state = self.trainer.state
        network = Network(architecture(self.recipe.architecture), state.parameters)
        checkpoint = self._checkpoint(network, state.optimizer, scores)
        save_checkpoint(self.folder / "last.safetensors", checkpoint)

    def _checkpoint(
        self, network: Network, optimizer: OptimizerState, scores: Mapping[str, float]
    ) -> Checkpoint:
        return Checkpoint(
            network=network,
            recipe=self.recipe,
            data=self._data,
            scores=scores,
            history=tuple(self.history),
            step=self.trainer.state.step,
            optimizer=optimizer,
        )


def _state(checkpoint: Checkpoint | None, data: Mapping[str, str]) -> TrainingState | None:
    if checkpoint is None:
        return None
    if checkpoint.data != data:
        raise TrainingRunError(
            "cannot resume: expected the data that the run started with "
            f"({dict(checkpoint.data)}), found other data ({dict(data)}); name the right folder "
            "by --data"
        )
    return TrainingState(checkpoint.network.parameters, dict(checkpoint.optimizer), checkpoint.step)
