"""Learn what the readers of cells know, and store it.

    python -m benchmarks.learn_cells runs/cells runs/numbers runs/everyday-0

The network for segments that ``learn_numbers`` made without a third of the writers goes on
learning, from numbers in photographed cells beside what it knows. From numbers of that third a
scorer learns what segments cost there. Whatever is stored in the folder is not made again. The
network that is swept along cells is that of ``learn_sweep``.
"""

import sys
from itertools import chain
from pathlib import Path

import numpy as np

from benchmarks.cell_lines import cell_lines, cell_segments
from benchmarks.learn_numbers import train, twins
from benchmarks.number_segments import Segments, joined
from benchmarks.report import ROOT
from digit_recognizer.ink import INK_VERSION
from digit_recognizer.networks.tensor_file import packed_tensors
from digit_recognizer.nn.network import Network
from digit_recognizer.nn.reader import Reader
from digit_recognizer.numbers.candidates import candidates
from digit_recognizer.numbers.cell_reader import CELLS
from digit_recognizer.numbers.learning import Example, LearningPlan, learn_scorer
from digit_recognizer.numbers.network import segment_architecture
from digit_recognizer.numbers.scorer import Scorer

__all__ = ["FOLD", "main", "read_examples", "store"]

FOLD = 0
"""The writers of this fold teach the scorer, and no network."""
NUMBERS, LINES = 1_700, 1_000
"""Numbers in cells from which the network learns, in each part, and lines for the scorer."""
SHARP, BLURRED = range(41, 45), range(45, 49)
"""Seeds of the parts; the second are all out of focus."""
PASSES, RATE = 5, 0.001
PLAN = LearningPlan(epochs=20)
_SEED, _SCORER_SEED = 41, 142
# Of the lines for the scorer: so many are out of focus.
_BLURRED = 0.3


def main() -> None:
    """Make what is not made yet, and write the package's files."""
    folder, numbers = map(Path, sys.argv[1:3])
    folder.mkdir(parents=True, exist_ok=True)
    digits = twins([Path(sys.argv[3])])[FOLD]
    path = folder / "network.npy"
    if not path.exists():
        network = Network(segment_architecture(), np.load(numbers / f"network-{FOLD}.npy"))
        np.save(path, train(network, _segments(folder, numbers), "cells", PASSES, RATE))
    network = Network(segment_architecture(), np.load(path))
    store(network, learn_scorer(read_examples(network, digits, LINES, _SCORER_SEED), PLAN))


def _segments(folder: Path, numbers: Path) -> Segments:
    """Return what the network learns from: segments of cells, and as many others."""
    parts = []
    for seed in (*SHARP, *BLURRED):
        path = folder / f"cells-{seed}.npz"
        if not path.exists():
            found = cell_segments(NUMBERS, seed, out_of_focus=seed in BLURRED)
            np.savez(path, **found._asdict())
        with np.load(path) as file:
            parts.append(Segments(**file))
    cells = joined(parts).without(FOLD)
    with np.load(numbers / "segments.npz") as file:
        others = Segments(**file).without(FOLD)
    share = len(cells.labels) / len(others.labels)
    kept = np.random.default_rng(_SEED).random(len(others.labels)) < share
    return joined([cells, others.chosen(kept)])


def read_examples(network: Network, digits: Network, count: int, seed: int) -> list[Example]:
    """Return lines in cells of writers whom the network has not met."""
    segments, blurred = Reader(network), round(_BLURRED * count)
    lines = chain(
        cell_lines(count - blurred, seed, FOLD),
        cell_lines(blurred, seed, FOLD, out_of_focus=True),
    )
    return [
        Example(candidates([each.line], segments.probabilities, digits.probabilities)[0], each.text)
        for each in lines
    ]


def store(network: Network, scorer: Scorer) -> None:
    """Write the package's file."""
    tensors = {"parameters": network.parameters} | {
        f"scorer.{key}": np.ascontiguousarray(value, np.float32)
        for key, value in vars(scorer).items()
    }
    content = packed_tensors(tensors, {"ink version": str(INK_VERSION)})
    (ROOT / "src/digit_recognizer/numbers" / CELLS).write_bytes(content)


if __name__ == "__main__":
    main()
