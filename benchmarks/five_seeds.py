"""Train LeNet-5 on MNIST alone with five seeds, by one of the two recipes for it; write the table.

python -m benchmarks.five_seeds mnist|paper-1998-today [--data FOLDER] [--keep FOLDER]

A run that is whole in the folder to keep is read from there, not made again.
"""

import argparse
import statistics
import tempfile
from pathlib import Path

from benchmarks.classic import result_row, trained
from benchmarks.report import table, write_section
from digit_recognizer.networks.checkpoint import load_checkpoint
from digit_recognizer.training.stored import history_of

SEEDS = range(5)

WHAT = {
    "mnist": "`lenet5` with its 61,706 parameters",
    "paper-1998-today": "`lenet5-1998` with its 60,000 parameters, Table I and RBF outputs",
}

TEXT = """\
## The recipe {recipe}

`digit-recognizer train --recipe {recipe} --seed SEED`: {what}, 55,000 images of MNIST and no
others, distorted a little before each look, AdamW, weights averaged. The network stored is the one
that reads the validation images best; the test set is read once, at the end. The share of training
images is counted as they are seen, distorted. Times are those of a machine that may have had other
work.

{table}

Test: mean {mean:.2f} %, standard deviation {deviation:.2f} points.
"""


def row(recipe: str, seed: int, folder: Path, data: Path | None) -> list[str]:
    """Return the row of a run, made now or found whole."""
    best, last = folder / "best.safetensors", folder / "last.safetensors"
    if best.exists() and "test accuracy" in (scores := load_checkpoint(best).scores):
        return result_row(seed, history_of(load_checkpoint(last)), scores["test accuracy"])
    return trained(recipe, seed, folder, data)


def main() -> None:
    """Train, and write the section."""
    parser = argparse.ArgumentParser(description="Train a recipe with five seeds.")
    parser.add_argument("recipe", choices=sorted(WHAT))
    parser.add_argument("--data", type=Path)
    parser.add_argument("--keep", type=Path, help="keep the runs in this folder")
    arguments = parser.parse_args()
    recipe = arguments.recipe
    with tempfile.TemporaryDirectory() as temporary:
        folder = arguments.keep or Path(temporary)
        rows = [row(recipe, seed, folder / str(seed), arguments.data) for seed in SEEDS]
    tests = [float(cells[3].split()[0]) for cells in rows]
    text = TEXT.format(
        recipe=recipe,
        what=WHAT[recipe],
        table=table(["seed", "training", "validation", "test", "time of the steps"], rows),
        mean=statistics.mean(tests),
        deviation=statistics.stdev(tests),
    )
    write_section(recipe, text)


if __name__ == "__main__":
    main()
