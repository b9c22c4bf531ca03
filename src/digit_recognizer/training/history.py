"""The history of a training run: a line an epoch, a table and a picture of curves."""

import csv
from collections.abc import Sequence
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from time import perf_counter
from typing import Any

from digit_recognizer.data.files import replaced_when_complete
from digit_recognizer.training.recipe import Recipe
from digit_recognizer.training.trainer import EpochDone

__all__ = ["HistoryLine", "Reports", "draw_history", "history_line", "write_history"]

SECONDS_BETWEEN_PICTURES = 30.0
"""Drawing the curves takes as long as ten thousand images."""


@dataclass(frozen=True)
class HistoryLine:
    """What was measured after an epoch; losses in nats, accuracies from 0 to 1."""

    epoch: int
    learning_rate: float
    training_loss: float
    training_accuracy: float
    validation_loss: float
    validation_accuracy: float
    seconds: float


class Reports:
    """Writes the history of a run into its folder, as a table and a picture.

    Parameters
    ----------
    folder : Path
        Where ``history.csv`` and ``curves.png`` are written.
    recipe : Recipe
        For the picture's title.
    """

    def __init__(self, folder: Path, recipe: Recipe) -> None:
        self._folder = folder
        self._title = (
            f"{recipe.architecture} on {recipe.data}, recipe {recipe.name}, seed {recipe.seed}"
        )
        self._drawn = perf_counter()

    def write(self, history: Sequence[HistoryLine], *, draws: bool = False) -> None:
        """Write the table; draw the curves too if that was long ago, or it is asked for."""
        write_history(self._folder / "history.csv", history)
        if draws or perf_counter() - self._drawn > SECONDS_BETWEEN_PICTURES:
            draw_history(self._folder / "curves.png", history, self._title)
            self._drawn = perf_counter()


def history_line(event: EpochDone) -> HistoryLine:
    """Return the line that tells of an epoch."""
    return HistoryLine(
        epoch=event.epoch,
        learning_rate=event.learning_rate,
        training_loss=event.training.loss,
        training_accuracy=event.training.accuracy,
        validation_loss=event.validation.loss,
        validation_accuracy=event.validation.accuracy,
        seconds=event.seconds,
    )


def write_history(path: Path, history: Sequence[HistoryLine]) -> None:
    """Write the history as CSV, a line an epoch, in one piece."""
    names = [field.name for field in fields(HistoryLine)]
    with replaced_when_complete(path) as partial, partial.open("w", newline="") as file:
        writer = csv.DictWriter(file, names, lineterminator="\n")
        writer.writeheader()
        writer.writerows(asdict(line) for line in history)


def draw_history(path: Path, history: Sequence[HistoryLine], title: str) -> None:
    """Draw the curves of error (loss) and accuracy as a PNG, in one piece."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    figure = Figure(figsize=(10, 4), layout="constrained")
    FigureCanvasAgg(figure)
    figure.suptitle(title)
    loss_axes, accuracy_axes = figure.subplots(1, 2)
    epochs = [line.epoch for line in history]
    _draw_curves(
        loss_axes,
        epochs,
        [line.training_loss for line in history],
        [line.validation_loss for line in history],
    )
    loss_axes.set(title="Error", ylabel="mean cross-entropy", yscale="log")
    _draw_curves(
        accuracy_axes,
        epochs,
        [100 * line.training_accuracy for line in history],
        [100 * line.validation_accuracy for line in history],
    )
    accuracy_axes.set(title="Accuracy", ylabel="read correctly, %")
    with replaced_when_complete(path) as partial:
        figure.savefig(partial, dpi=150, format="png")


def _draw_curves(
    axes: Any, epochs: list[int], training: list[float], validation: list[float]
) -> None:
    from matplotlib.ticker import MaxNLocator

    axes.plot(epochs, training, marker="o", markersize=4, label="training", color="#0B6BCB")
    axes.plot(epochs, validation, marker="s", markersize=4, label="validation", color="#C2570C")
    axes.set_xlabel("epoch")
    axes.xaxis.set_major_locator(MaxNLocator(integer=True))
    axes.grid(alpha=0.25)
    axes.legend(frameon=False)
