"""Learn what the reader of cells knows, and store it.

    python -m benchmarks.learn_cells runs/cells runs/everyday-0

A network for segments starts from the network for digits that has not met a third of the writers,
and learns from numbers in photographed cells beside what other networks for segments learn from.
From numbers of that third a scorer learns what segments cost there. Whatever is stored in the
folder is not made again.
"""

import sys
from pathlib import Path

import numpy as np

from benchmarks.cell_lines import cell_lines, cell_segments
from benchmarks.learn_numbers import begun, train, twins
from benchmarks.number_segments import Segments, isolated, joined
from benchmarks.report import ROOT
from digit_recognizer.ink import INK_VERSION
from digit_recognizer.networks.tensor_file import packed_tensors, unpacked_tensors
from digit_recognizer.nn.network import Network
from digit_recognizer.nn.reader import Reader
from digit_recognizer.numbers.candidates import candidates
from digit_recognizer.numbers.learning import Example, LearningPlan, learn_scorer
from digit_recognizer.numbers.network import CELL_NETWORK, segment_architecture
from digit_recognizer.numbers.scorer import WEIGHTS, Scorer

__all__ = ["FOLD", "main", "read_examples"]

FOLD = 0
"""The writers of this fold teach the scorer, and no network."""
NUMBERS, LINES = 7_000, 1_600
"""Numbers in cells from which the network learns, and lines for the scorer."""
ISOLATED = 0.2
PLAN = LearningPlan(epochs=20)
_SEED, _SCORER_SEED = 41, 42


def main() -> None:
    """Make what is not made yet, and write the package's files."""
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    digits = twins([Path(sys.argv[2])])[FOLD]
    cells = folder / "cells.npz"
    if not cells.exists():
        np.savez(cells, **cell_segments(NUMBERS, _SEED)._asdict())
    path = folder / "network.npy"
    if not path.exists():
        with np.load(cells) as file:
            pool = joined([Segments(**file), isolated(ISOLATED)]).without(FOLD)
        np.save(path, train(begun(digits, segment_architecture()), pool, "cells"))
    network = Network(segment_architecture(), np.load(path))
    examples = read_examples(network, digits, LINES, _SCORER_SEED)
    scorer = learn_scorer([example for example, _ in examples], PLAN)
    _store(network, scorer)


def read_examples(
    network: Network, digits: Network, count: int, seed: int
) -> list[tuple[Example, float]]:
    """Return lines in cells of writers whom the network has not met, and how blurred each is."""
    segments = Reader(network)
    return [
        (
            Example(candidates(each.line, segments.probabilities, digits.probabilities), each.text),
            each.blur,
        )
        for each in cell_lines(count, seed, FOLD)
    ]


def _store(network: Network, scorer: Scorer) -> None:
    package = ROOT / "src/digit_recognizer/numbers"
    tensors, _ = unpacked_tensors((package / WEIGHTS).read_bytes())
    kept = {name: np.array(values) for name, values in tensors.items()}
    kept |= {
        f"cells.{key}": np.ascontiguousarray(value, np.float32)
        for key, value in vars(scorer).items()
    }
    metadata = {"ink version": str(INK_VERSION)}
    (package / WEIGHTS).write_bytes(packed_tensors(kept, metadata))
    content = packed_tensors({"parameters": network.parameters}, metadata)
    (package / CELL_NETWORK).write_bytes(content)


if __name__ == "__main__":
    main()
