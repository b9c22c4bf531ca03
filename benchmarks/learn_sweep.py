"""Learn the second reader of numbers, the network that is swept along a line, and store it.

    python -m benchmarks.learn_sweep runs/sweep runs/everyday-0 runs/everyday-1 runs/everyday-2

It starts from the network for digits, or from ``sweep-FOLD-before.npy`` where the folder has it.
It learns from lines: numbers put together of one writer's digits and of signs, from pictures and
from pen strokes, UNIPEN's strings and numbers, and letters and drawings, which are none. Three
twins leave out a third of the writers each; what the package brings has met all. Lines and networks
are stored in the folder, and not made again.
"""

import sys
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np

from benchmarks.learn_numbers import begun, twins
from benchmarks.number_rows import (
    Rows,
    composed_rows,
    joined_rows,
    negative_rows,
    unipen_rows,
    written_rows,
)
from benchmarks.report import ROOT
from digit_recognizer.data.folds import FOLDS
from digit_recognizer.ink import INK_VERSION
from digit_recognizer.networks.checkpoint import find_checkpoint
from digit_recognizer.networks.tensor_file import packed_tensors
from digit_recognizer.nn.network import Network
from digit_recognizer.numbers.sweep import SWEEP, window_architecture
from digit_recognizer.numbers.sweep_learning import Row, learn_sweep

__all__ = ["main", "sweepers"]

COMPOSED, WRITTEN, NOTHING = 22_000, 10_000, 2_500
"""Numbers put together of pictures of digits, and of pen strokes; letters and drawings."""
_SEED = 1998
_FOLDS: tuple[int | None, ...] = (None, *range(FOLDS))


def main() -> None:
    """Make what is not made yet, and write the package's file."""
    folder, digit_folders = Path(sys.argv[1]), [Path(each) for each in sys.argv[2:]]
    folder.mkdir(parents=True, exist_ok=True)
    rows = joined_rows(
        [
            _stored(folder / "composed.npz", lambda: composed_rows(COMPOSED, _SEED)),
            _stored(folder / "written.npz", lambda: written_rows(WRITTEN, _SEED)),
            _stored(folder / "unipen.npz", lambda: unipen_rows(_SEED)),
            _stored(folder / "negatives.npz", lambda: negative_rows(NOTHING, _SEED)),
        ]
    )
    digits = [find_checkpoint().network, *twins(digit_folders)]
    for fold, each in zip(_FOLDS, digits, strict=True):
        if not (folder / f"sweep-{fold}.npy").exists():
            _learn(folder / f"sweep-{fold}.npy", each, rows.without(fold))
    (ROOT / "src/digit_recognizer/numbers" / SWEEP).write_bytes(
        packed_tensors(
            {"parameters": np.load(folder / "sweep-None.npy")}, {"ink version": str(INK_VERSION)}
        )
    )


def _learn(path: Path, digits: Network, rows: Sequence[Row]) -> None:
    """Learn one network, from what it was before where that is stored, and store every epoch."""
    network, before = begun(digits, window_architecture()), path.with_stem(f"{path.stem}-before")
    if before.exists():
        network.parameters[...] = np.load(before)
    for number, epoch in enumerate(learn_sweep(rows, network), 1):
        print(f"{path.stem}, epoch {number}: {epoch.criterion:.3f}", flush=True)
        np.save(path.with_stem(f"{path.stem}-epoch-{number:03}"), epoch.average)
    path.with_stem(f"{path.stem}-epoch-{number:03}").rename(path)


def sweepers(folder: Path) -> Sequence[Network]:
    """Return the networks that have not met the writers of each fold, and last that of all."""
    return [
        Network(window_architecture(), np.load(folder / f"sweep-{fold}.npy"))
        for fold in (*range(FOLDS), None)
    ]


def _stored(path: Path, make: Callable[[], Rows]) -> Rows:
    if not path.exists():
        np.savez(path, **make()._asdict())
    with np.load(path) as file:
        return Rows(**file)


if __name__ == "__main__":
    main()
