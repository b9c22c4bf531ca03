"""Show by cross-validation why the sprint recipe is as it is; no test image is looked at.

python -m benchmarks.sprint_choices [--data FOLDER] [--folds N]
"""

import argparse
from dataclasses import replace
from pathlib import Path
from statistics import mean, stdev

import numpy as np

from benchmarks.report import table, write_section
from digit_recognizer.data.dataset import Dataset, load_dataset, split_validation
from digit_recognizer.training.recipe import Recipe
from digit_recognizer.training.recipes import recipe
from digit_recognizer.training.settings import edited
from digit_recognizer.training.trainer import EpochDone, Trainer

VARIATIONS: dict[str, dict[str, str]] = {
    "as it is": {},
    "256 images a step, learning rate 0.05": {
        "batch_size": "256",
        "schedule.learning_rate": "0.05",
    },
    "learning rate 0.07": {"schedule.learning_rate": "0.07"},
    "learning rate 0.0175": {"schedule.learning_rate": "0.0175"},
    "momentum 0.95": {"optimizer.momentum": "0.95"},
    "no distortions": {"augmentation": "none"},
    "gradient descent, momentum 0.9, learning rate 0.1": {
        "optimizer": "GradientDescent",
        "optimizer.momentum": "0.9",
        "batch_size": "64",
        "schedule.learning_rate": "0.1",
    },
    "AdamW, learning rate 0.004": {"optimizer": "AdamW", "schedule.learning_rate": "0.004"},
    "three passes": {"epochs": "3"},
}
"""What is changed in the recipe, by what it is called in the table."""

TEXT = """\
## What the sprint was chosen among

The recipe with something changed (`python -m benchmarks.sprint_choices`), trained {folds} times,
each time judged by {aside:,} other images of MNIST's training set that it did not learn from; they
are the same in every line. The deviation is that of one training.

{table}
"""


def accuracies(followed: Recipe, whole: Dataset, folds: int) -> list[float]:
    """Return the share of the images set aside that is read correctly, for each fold."""
    results = []
    for fold in range(folds):
        divided = split_validation(
            whole, followed.validation_size, np.random.default_rng((fold, 99))
        )
        trainer = Trainer(replace(followed, seed=fold), *divided)
        events = [event for event in trainer.run() if isinstance(event, EpochDone)]
        results.append(events[-1].validation.accuracy)
    return results


def main() -> None:
    """Train, and write the section."""
    parser = argparse.ArgumentParser(description="Cross-validate the sprint recipe.")
    parser.add_argument("--data", type=Path)
    parser.add_argument("--folds", type=int, default=8)
    arguments = parser.parse_args()
    whole = load_dataset("mnist", "train", arguments.data)
    rows = []
    for name, changes in VARIATIONS.items():
        found = accuracies(edited(recipe("sprint"), changes), whole, arguments.folds)
        rows.append([name, f"{100 * mean(found):.2f} %", f"{100 * stdev(found):.2f}"])
        print(*rows[-1], flush=True)
    text = TEXT.format(
        folds=arguments.folds,
        aside=recipe("sprint").validation_size,
        table=table(["changed", "correct, mean", "deviation"], rows),
    )
    write_section("sprint-choices", text)


if __name__ == "__main__":
    main()
