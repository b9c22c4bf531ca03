"""Train the classic recipe with three seeds; write the table and the curves.

python -m benchmarks.classic [--data FOLDER]
"""

import argparse
import shutil
import tempfile
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from benchmarks.report import ROOT, table, write_section
from digit_recognizer.training.history import HistoryLine
from digit_recognizer.training.recipes import recipe
from digit_recognizer.training.run import TrainingRun

SEEDS = (0, 1, 2)
SEED_PROJECT = "98.43 %"
CURVES = ROOT / "docs" / "images" / "classic-curves.png"

TEXT = """\
## The classic recipe

`digit-recognizer train --recipe classic --seed SEED`: batch 32, learning rate 0.05, 7 epochs, step
decay, fan-in initialization, cross-entropy. The network stored is the one that reads the validation
images best; the test set is read once, at the end. The project this one starts from: {project}.

{table}
"""


def trained(name: str, seed: int, folder: Path, data: Path | None) -> list[str]:
    """Follow a recipe with a seed; return its row of the table."""
    run = TrainingRun.start(replace(recipe(name), seed=seed), folder, data)
    for _ in run.events():
        pass
    return result_row(seed, run.history, run.test().accuracy)


def result_row(seed: int, history: Sequence[HistoryLine], test_accuracy: float) -> list[str]:
    """Return a run's row of the table, with the epoch that was kept."""
    best = max(history, key=lambda line: line.validation_accuracy)
    return [
        str(seed),
        f"{100 * best.training_accuracy:.2f} %",
        f"{100 * best.validation_accuracy:.2f} %",
        f"{100 * test_accuracy:.2f} %",
        f"{sum(line.seconds for line in history):.1f} s",
    ]


def main() -> None:
    """Train, and write the section and the picture."""
    parser = argparse.ArgumentParser(description="Train the classic recipe with three seeds.")
    parser.add_argument("--data", type=Path)
    data = parser.parse_args().data
    with tempfile.TemporaryDirectory() as folder:
        rows = [trained("classic", seed, Path(folder, str(seed)), data) for seed in SEEDS]
        CURVES.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(Path(folder, "0", "curves.png"), CURVES)
    header = ["seed", "training", "validation", "test", "time of the steps"]
    write_section("classic", TEXT.format(project=SEED_PROJECT, table=table(header, rows)))


if __name__ == "__main__":
    main()
