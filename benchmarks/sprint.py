"""Train the sprint recipe with ten seeds; write how long each took and how well it reads.

python -m benchmarks.sprint [--data FOLDER]
"""

import argparse
import tempfile
from dataclasses import replace
from pathlib import Path
from statistics import median
from time import perf_counter

from benchmarks.machine import processor
from benchmarks.report import table, write_section
from digit_recognizer.nn.engine.memory import choose_threads
from digit_recognizer.training.recipes import recipe
from digit_recognizer.training.run import TrainingRun
from digit_recognizer.training.trainer import EpochDone

SEEDS = range(10)
GOAL, TIME = 0.99, 3.0

TEXT = """\
## The sprint

`digit-recognizer train --recipe sprint --seed SEED`: from random weights to 99 % on MNIST's test
set in the shortest time. {images:,} images, {epochs} passes over them, {validation:,} to judge by;
chosen by cross-validation on the training set (`benchmarks/sprint_choices.py`). The
time runs from the first step to the last checkpoint, everything measured and written on the way
included; compiling is not. The test set is read once for each seed, at the end.
On {processor}, {threads} threads.

{table}

{good} of {count} seeds read at least {goal:.0%} of the test set right, {both} of them in under
{time:.0f} seconds; in the median {accuracy:.2f} % after {seconds:.2f} seconds.

After every pass, the first seed: {curve}.
"""


def sprint(seed: int, folder: Path, data: Path | None) -> tuple[float, float, list[str]]:
    """Train with a seed; return seconds, accuracy on the test set, and a curve in words."""
    run = TrainingRun.start(replace(recipe("sprint"), seed=seed), folder, data)
    run.trainer.warm_up()
    curve, seconds, begun = [], 0.0, perf_counter()
    for event in run.events():
        if isinstance(event, EpochDone):
            seconds = perf_counter() - begun
            curve.append(f"{seconds:.2f} s {100 * event.validation.accuracy:.2f} %")
    return seconds, run.test().accuracy, curve


def main() -> None:
    """Train, and write the section."""
    parser = argparse.ArgumentParser(description="Train the sprint recipe with ten seeds.")
    parser.add_argument("--data", type=Path)
    data = parser.parse_args().data
    with tempfile.TemporaryDirectory() as folder:
        runs = []
        for seed in SEEDS:
            runs.append(sprint(seed, Path(folder, str(seed)), data))
            print(seed, *runs[-1], flush=True)
    followed = recipe("sprint")
    rows = [
        [str(seed), f"{seconds:.2f} s", f"{100 * accuracy:.2f} %"]
        for seed, (seconds, accuracy, _) in zip(SEEDS, runs, strict=True)
    ]
    good = [seconds for seconds, accuracy, _ in runs if accuracy >= GOAL]
    text = TEXT.format(
        images=60_000 - followed.validation_size,
        epochs=followed.epochs,
        validation=followed.validation_size,
        processor=processor(),
        threads=choose_threads(),
        table=table(["seed", "time", "test"], rows),
        good=len(good),
        both=sum(seconds < TIME for seconds in good),
        count=len(runs),
        goal=GOAL,
        time=TIME,
        accuracy=100 * median(accuracy for _, accuracy, _ in runs),
        seconds=median(seconds for seconds, _, _ in runs),
        curve=", ".join(runs[0][2]),
    )
    write_section("sprint", text)


if __name__ == "__main__":
    main()
