"""Learn what the readers of cells know, and store it.

    python -m benchmarks.learn_cells runs/cells runs/numbers runs/sweep runs/everyday-0

The network for segments that ``learn_numbers`` made without a third of the writers goes on
learning, from numbers in photographed cells beside what it knows; so does the one of
``learn_sweep``. From numbers of that third a scorer learns what segments cost there. Whatever is
stored in the folder is not made again.
"""

import sys
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from benchmarks.cell_lines import cell_lines, cell_rows, cell_segments
from benchmarks.learn_numbers import train, twins
from benchmarks.number_rows import Rows, joined_rows
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
from digit_recognizer.numbers.sweep import window_architecture
from digit_recognizer.numbers.sweep_learning import Row, learn_sweep

__all__ = ["FOLD", "main", "read_examples", "store"]

FOLD = 0
"""The writers of this fold teach the scorer, and no network."""
PARTS, NUMBERS, LINES, ROWS = 4, 1_700, 1_000, 6_000
"""Numbers in cells from which the network learns, in parts, lines for the scorer, and numbers in
cells, in parts, from which the third reader learns."""
PASSES, RATE = 5, 0.001
PLAN = LearningPlan(epochs=20)
_SEED, _SCORER_SEED = 41, 142


def main() -> None:
    """Make what is not made yet, and write the package's files."""
    folder, numbers, sweeps = map(Path, sys.argv[1:4])
    folder.mkdir(parents=True, exist_ok=True)
    digits = twins([Path(sys.argv[4])])[FOLD]
    path = folder / "network.npy"
    if not path.exists():
        network = Network(segment_architecture(), np.load(numbers / f"network-{FOLD}.npy"))
        np.save(path, train(network, _segments(folder, numbers), "cells", PASSES, RATE))
    network = Network(segment_architecture(), np.load(path))
    examples = read_examples(network, digits, LINES, _SCORER_SEED)
    scorer = learn_scorer([example for example, _ in examples], PLAN)
    path = folder / "sweep.npy"
    if not path.exists():
        sweeper = Network(window_architecture(), np.load(sweeps / f"sweep-{FOLD}.npy"))
        for epoch in learn_sweep(_rows(folder, sweeps), sweeper):
            print(f"sweep: {epoch.criterion:.3f}", flush=True)
            sweeper_parameters = epoch.average
        np.save(path, sweeper_parameters)
    store(network, scorer, np.load(path))


def _rows(folder: Path, sweeps: Path) -> list[Row]:
    """Return what the third reader learns from: cells, and a third as many other lines."""
    parts = []
    for seed in range(_SEED, _SEED + PARTS):
        path = folder / f"rows-{seed}.npz"
        if not path.exists():
            np.savez(path, **cell_rows(ROWS, seed)._asdict())
        parts.append(_stored_rows(path))
    cells = joined_rows(parts).without(FOLD)
    others = [
        row
        for name in ("composed", "written", "unipen", "negatives")
        for row in _stored_rows(sweeps / f"{name}.npz").without(FOLD)
    ]
    chosen = np.random.default_rng(_SEED).permutation(len(others))[: len(cells) // 3]
    return [*cells, *(others[place] for place in chosen)]


def _stored_rows(path: Path) -> Rows:
    with np.load(path) as file:
        return Rows(**file)


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


def store(network: Network, scorer: Scorer, sweeper: NDArray[np.float32]) -> None:
    """Write the package's file."""
    tensors = {"parameters": network.parameters, "sweep": sweeper} | {
        f"scorer.{key}": np.ascontiguousarray(value, np.float32)
        for key, value in vars(scorer).items()
    }
    content = packed_tensors(tensors, {"ink version": str(INK_VERSION)})
    (ROOT / "src/digit_recognizer/numbers" / CELLS).write_bytes(content)


if __name__ == "__main__":
    main()
