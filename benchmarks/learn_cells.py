"""Learn what the readers of cells know, and store it.

    python -m benchmarks.learn_cells runs/cells runs/numbers runs/everyday-0

The network for segments that ``learn_numbers`` made without a third of the writers goes on
learning, from numbers in photographed cells beside what it knows. From numbers of that third a
scorer learns what segments cost there. Whatever is stored in the folder is not made again. The
network that is swept along cells is that of ``learn_sweep``.
"""

import sys
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
PARTS, NUMBERS, LINES = 4, 1_700, 1_000
"""Numbers in cells from which the network learns, in parts, and lines for the scorer."""
PASSES, RATE = 5, 0.001
PLAN = LearningPlan(epochs=20)
_SEED, _SCORER_SEED = 41, 142


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
    examples = read_examples(network, digits, LINES, _SCORER_SEED)
    scorer = learn_scorer([example for example, _ in examples], PLAN)
    store(network, scorer)


def _segments(folder: Path, numbers: Path) -> Segments:
    """Return what the network learns from: segments of cells, and as many others."""
    parts = []
    for seed in range(_SEED, _SEED + PARTS):
        path = folder / f"cells-{seed}.npz"
        if not path.exists():
            np.savez(path, **cell_segments(NUMBERS, seed)._asdict())
        with np.load(path) as file:
            parts.append(Segments(**file))
    cells = joined(parts).without(FOLD)
    with np.load(numbers / "segments.npz") as file:
        others = Segments(**file).without(FOLD)
    share = len(cells.labels) / len(others.labels)
    kept = np.random.default_rng(_SEED).random(len(others.labels)) < share
    return joined([cells, others.chosen(kept)])


def read_examples(
    network: Network, digits: Network, count: int, seed: int
) -> list[tuple[Example, float]]:
    """Return lines in cells of writers whom the network has not met, and how blurred each is."""
    segments = Reader(network)
    return [
        (
            Example(
                candidates([each.line], segments.probabilities, digits.probabilities)[0], each.text
            ),
            each.blur,
        )
        for each in cell_lines(count, seed, FOLD)
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
