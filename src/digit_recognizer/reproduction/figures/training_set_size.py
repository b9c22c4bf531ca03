"""Figure 6: error against the number of training images, with and without distortions."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from digit_recognizer.data.dataset import Dataset, load_dataset
from digit_recognizer.evaluation.metrics import evaluate
from digit_recognizer.reproduction.experiments import experiment
from digit_recognizer.reproduction.figures.canvas import BLUE, ORANGE, page
from digit_recognizer.reproduction.runs import kept_outcomes
from digit_recognizer.training.trainer import Trainer

__all__ = ["SIZES", "draw", "errors_of_sizes"]

SIZES = (15_000, 30_000)
"""As in the paper; the runs kept for lenet5 add 60,000."""

PASSES = 20


def draw(folder: Path, data: Path | None = None) -> Any:
    """Return the figure; the sizes are trained now, with one seed, which takes minutes."""
    training, test = (load_dataset("mnist", split, data) for split in ("train", "test"))
    measured = errors_of_sizes(training, test, SIZES)
    ends = {name: kept_outcomes(name, folder) for name in ("lenet5", "lenet5-distorted")}
    whole = [outcome for outcome in ends["lenet5"] if outcome.seed == 0]
    sizes = list(SIZES) + [len(training)] * len(whole)
    figure = page(6, 4)
    axes = figure.subplots()
    for column, (name, color) in enumerate((("training", BLUE), ("test", ORANGE))):
        errors = [pair[column] for pair in measured]
        errors += [(outcome.training_error, outcome.test_error)[column] for outcome in whole]
        axes.plot(sizes, errors, marker="o", color=color, label=f"{name}, no distortion")
    for outcome in ends["lenet5-distorted"][:1]:
        axes.plot(
            [len(training)],
            [outcome.test_error],
            "s",
            color=ORANGE,
            fillstyle="none",
            label="test, with distortions",
        )
    axes.set(xlabel="training images", ylabel="error, %", ylim=(0, None), xlim=(0, None))
    axes.set_title("LeNet-5 as in 1998, seed 0", fontsize=10)
    axes.legend(frameon=False)
    axes.grid(alpha=0.25)
    return figure


def errors_of_sizes(
    training: Dataset, test: Dataset, sizes: tuple[int, ...], passes: int = PASSES
) -> list[tuple[float, ...]]:
    """Return error on training and test images, in percent, learning from so many images each."""
    recipe = replace(experiment("lenet5").recipe, epochs=passes, measures_training=False)
    order = np.random.default_rng(recipe.seed).permutation(len(training))
    errors = []
    for size in sizes:
        part = _part(training, order[:size])
        trainer = Trainer(recipe, part, _part(test, np.arange(min(100, len(test)))))
        for _ in trainer.run():
            pass
        scores = (evaluate(trainer.network, digits) for digits in (part, test))
        errors.append(tuple(100 * score.error for score in scores))
    return errors


def _part(digits: Dataset, chosen: NDArray[np.int64]) -> Dataset:
    """Return some of the digits."""
    name = f"{digits.name}, {len(chosen)} of them"
    return Dataset(name, digits.images[chosen], digits.labels[chosen])
