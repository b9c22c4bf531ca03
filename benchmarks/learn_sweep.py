"""Learn the second reader of numbers, the network that is swept along a line, and store it.

    python -m benchmarks.learn_sweep runs/sweep

It learns from lines: numbers put together of one writer's digits and of signs, from pictures and
from pen strokes; UNIPEN's strings and numbers; numbers in photographed cells, at last in those that
are out of focus too; and letters, words and drawings, which are none. The writers of one fold are
left out, to be measured with: what the package brings has not met them either. Lines are stored in
the folder and not made again, and so are the weights after each pass.
"""

import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path

import numpy as np

from benchmarks.cell_lines import cell_rows
from benchmarks.number_rows import (
    Rows,
    composed_rows,
    joined_rows,
    negative_rows,
    unipen_rows,
    written_rows,
)
from benchmarks.report import ROOT
from digit_recognizer.ink import INK_VERSION
from digit_recognizer.networks.tensor_file import packed_tensors
from digit_recognizer.nn.initializers import fan_in_variance_uniform
from digit_recognizer.nn.network import Network
from digit_recognizer.numbers.sweep import SWEEP, window_architecture
from digit_recognizer.numbers.sweep_learning import SweepPlan, learn_sweep

__all__ = ["FOLD", "PLANS", "main"]

FOLD = 0
"""The writers of this fold are not met."""
COMPOSED, WRITTEN, NOTHING = 33_000, 10_000, 2_500
"""Numbers put together of pictures of digits, and of pen strokes; letters and drawings."""
CELLS, SHARP, BLURRED = 6_000, (41, 42), (45, 46)
"""Numbers in cells, in parts that can be made beside each other, with a seed each."""
PLANS = SweepPlan(epochs=36), SweepPlan(epochs=24, learning_rate=0.0007, seed=1)
"""How it learns without those that are out of focus, and then with all."""
_SEED, _OUT_OF_FOCUS = 1998, "blurred"


def main() -> None:
    """Learn and write the package's file."""
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    parts = _parts(folder)
    network = Network(window_architecture())
    network.initialize(fan_in_variance_uniform, np.random.default_rng(_SEED))
    first = [part for name, part in parts.items() if not name.startswith(_OUT_OF_FOCUS)]
    for stage, plan, those in zip("12", PLANS, (first, [*parts.values()]), strict=True):
        rows = joined_rows(those).without(FOLD)
        print(f"{len(rows):,} lines", flush=True)
        for number, epoch in enumerate(learn_sweep(rows, network, plan), 1):
            print(f"pass {number}: {epoch.criterion:.3f}", flush=True)
            np.save(folder / f"sweep-{stage}-{number:03}", epoch.average)
        network = Network(network.architecture, epoch.average)
    # Halves of numbers are precise enough, and of half the size.
    parameters = epoch.average.astype(np.float16)
    content = packed_tensors({"parameters": parameters}, {"ink version": str(INK_VERSION)})
    (ROOT / "src/digit_recognizer/numbers" / SWEEP).write_bytes(content)


def _parts(folder: Path) -> dict[str, Rows]:
    makers: dict[str, Callable[[], Rows]] = {
        "composed": lambda: composed_rows(COMPOSED, _SEED),
        "written": lambda: written_rows(WRITTEN, _SEED),
        "unipen": lambda: unipen_rows(_SEED),
        "negatives": lambda: negative_rows(NOTHING, _SEED),
    }
    for seed in SHARP:
        makers[f"cells-{seed}"] = partial(cell_rows, CELLS, seed)
    for seed in BLURRED:
        makers[f"{_OUT_OF_FOCUS}-{seed}"] = partial(cell_rows, CELLS, seed, out_of_focus=True)
    return {name: _stored(folder / f"{name}.npz", make) for name, make in makers.items()}


def _stored(path: Path, make: Callable[[], Rows]) -> Rows:
    if not path.exists():
        np.savez(path, **make()._asdict())
    with np.load(path) as file:
        return Rows(**file)


if __name__ == "__main__":
    main()
