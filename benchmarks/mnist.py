"""Train LeNet-5 on MNIST alone, by the recipe of that name, with five seeds; write the table.

python -m benchmarks.mnist [--data FOLDER] [--keep FOLDER]
"""

import argparse
import statistics
import tempfile
from pathlib import Path

from benchmarks.classic import trained
from benchmarks.report import table, write_section

SEEDS = range(5)

TEXT = """\
## The recipe mnist

`digit-recognizer train --recipe mnist --seed SEED`: `lenet5` with its 61,706 parameters, 55,000
images of MNIST and no others, distorted a little before each look, 100 epochs of AdamW, weights
averaged. The network kept is the one that reads the validation images best; the test set is read
once, at the end. The share of training images is counted as they are seen, distorted. Times are
those of a machine that may have had other work.

{table}

Test: mean {mean:.2f} %, standard deviation {deviation:.2f} points.
"""


def main() -> None:
    """Train, and write the section."""
    parser = argparse.ArgumentParser(description="Train the recipe mnist with five seeds.")
    parser.add_argument("--data", type=Path)
    parser.add_argument("--keep", type=Path, help="keep the runs in this folder")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        folder = arguments.keep or Path(temporary)
        rows = [trained("mnist", seed, folder / str(seed), arguments.data) for seed in SEEDS]
    tests = [float(row[3].split()[0]) for row in rows]
    header = ["seed", "training", "validation", "test", "time of the steps"]
    text = TEXT.format(
        table=table(header, rows),
        mean=statistics.mean(tests),
        deviation=statistics.stdev(tests),
    )
    write_section("mnist", text)


if __name__ == "__main__":
    main()
