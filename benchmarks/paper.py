"""Run the experiments of the 1998 paper, draw its figures, and write the table.

python -m benchmarks.paper [--seeds N] [--out FOLDER] [--data FOLDER] [--kept]
"""

import argparse
import shutil
from pathlib import Path

import numpy as np

from benchmarks.report import ROOT, table, write_section
from digit_recognizer.data.dataset import load_dataset
from digit_recognizer.data.prepared import network_input
from digit_recognizer.evaluation.negatives import negatives
from digit_recognizer.ink import find_ink, open_picture
from digit_recognizer.reproduction.experiments import EXPERIMENTS
from digit_recognizer.reproduction.figures import FIGURES, draw
from digit_recognizer.reproduction.rejection import rejection_curve
from digit_recognizer.reproduction.runs import FOLDER, kept_outcome, outcome_of, stored_network
from digit_recognizer.reproduction.table import HEADER, rows

IMAGES = ROOT / "docs" / "images" / "paper"

TEXT = """\
## The 1998 paper

`digit-recognizer reproduce NETWORK --seed SEED`: trained on all 60,000 images for a number of
passes fixed beforehand, measured on the 10,000 test images after the last; mean ± standard
deviation over seeds. Choices were made on images set aside from the training set. Boosted LeNet-4
and what needs other preparation of the digits is left out; see [paper.md](paper.md).

{table}

### Penalties as a measure of what is no digit

An image is refused if even its best class has a penalty above a limit. Digits: MNIST's test images.
Others: {others:,} pictures without a digit (scribbles, letters, lines, boxes and more), prepared as
any picture is. Network: lenet5-distorted, seed 0.

{rejection}
"""

OTHERS = 1000
TRAINS = 6
"""The figure that trains networks of its own."""


def main() -> None:
    """Run what is missing, and write section and pictures."""
    parser = argparse.ArgumentParser(description="Reproduce the 1998 paper.")
    parser.add_argument("--seeds", type=int, default=5)
    parser.add_argument("--out", type=Path, default=FOLDER)
    parser.add_argument("--data", type=Path)
    parser.add_argument("--kept", action="store_true", help="Only write what was run before.")
    given = parser.parse_args()
    if not given.kept:
        for made in EXPERIMENTS.values():
            for seed in range(given.seeds):
                if kept_outcome(made.name, seed, given.out) is None:
                    print(made.title, "seed", seed, flush=True)
                    for _ in outcome_of(made, seed, given.out, given.data):
                        pass
    IMAGES.mkdir(parents=True, exist_ok=True)
    for number in FIGURES:
        path = given.out / f"figure-{number}.png"
        if number != TRAINS or not given.kept:
            path = draw(number, given.out, given.data)
        if path.exists():
            shutil.copy(path, IMAGES)
    text = TEXT.format(
        table=table(HEADER, rows(given.out)),
        others=OTHERS,
        rejection=rejection(given.out, given.data),
    )
    write_section("paper", text)


def rejection(folder: Path, data: Path | None) -> str:
    """Return the table of the rejection curve."""
    network, test = stored_network("lenet5-distorted", folder), load_dataset("mnist", "test", data)
    drawn = negatives(OTHERS)
    others = np.stack([network_input(find_ink(open_picture(each.picture))) for each in drawn])
    points = rejection_curve(network, test.images, test.labels, others)
    header = ("limit", "digits refused, %", "others refused, %", "error of answered digits, %")
    cells = [
        (
            f"{point.limit:.2f}",
            f"{100 * point.digits_refused:.2f}",
            f"{100 * point.others_refused:.1f}",
            f"{100 * point.error:.2f}",
        )
        for point in points
    ]
    return table(header, cells)


if __name__ == "__main__":
    main()
