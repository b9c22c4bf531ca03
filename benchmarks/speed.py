"""How fast the network learns and reads, beside PyTorch and beside the machine itself.

``python -m benchmarks.speed`` measures everything in turn, several times over, and writes
``docs/results.md`` and ``docs/bench.json``; it takes about a quarter of an hour on two cores that
have nothing else to do. With ``--quick`` it prints rough figures in two minutes and writes nothing.
"""

import argparse
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from benchmarks import kernels, machine, opponent, ours, speed_report
from benchmarks.memory import peak_memory
from benchmarks.report import ROOT, write_json, write_section
from benchmarks.rounds import Contestant, in_turn
from digit_recognizer.nn.augmentation import AUGMENTATIONS
from digit_recognizer.nn.engine.lanes import choose_lanes

TRAINING = (1, 32, 128, 512)
READING = (1, 32, 1000)
WIDTHS = (2, 4)
PASSES = (1024, 4096, 16384, 65536)
GROWTH_BATCH = 128


@dataclass(frozen=True)
class Effort:
    """How long to measure."""

    rounds: int
    seconds: float
    threads: int
    compiled: bool


def contestants(effort: Effort) -> Iterator[Contestant]:
    """Yield everything that is measured, opponents next to each other."""
    threads, compiled = effort.threads, effort.compiled
    for count in (1, threads):
        work = machine.multiply_add_work(choose_lanes(), count)
        name = f"{count} threads" if count > 1 else "1 thread"
        yield Contestant(name, "peak", machine.peak_run(choose_lanes(), count), work)
    yield from kernels.kernels("kernel")
    for batch in TRAINING:
        task = f"training, batch {batch}"
        yield ours.training(batch, task, threads=threads)
        yield ours.training(batch, task, threads=1, name="ours, 1 thread")
        for preset, augmentation in AUGMENTATIONS.items():
            name = f"ours, {preset}"
            yield ours.training(batch, task, threads=threads, augmentation=augmentation, name=name)
        yield from opponent.training(batch, task, compiled=compiled)
    for batch in READING:
        task = f"reading, batch {batch}"
        yield ours.reading(batch, task, threads=threads)
        yield from opponent.reading(batch, task, compiled=compiled)
    for width in WIDTHS:
        task = f"width {width}"
        yield ours.training(GROWTH_BATCH, task, threads=threads, width=width)
        yield from opponent.training(GROWTH_BATCH, task, width, compiled=compiled)
    for images in PASSES:
        yield ours.training(GROWTH_BATCH, f"pass of {images}", threads=threads, images=images)


def main() -> None:
    """Measure, print, and write if it was done properly."""
    parser = argparse.ArgumentParser(description="Measure the speed of training and reading.")
    parser.add_argument("--quick", action="store_true", help="rough figures, nothing written")
    parser.add_argument("--threads", type=int, default=2, help="for both sides (2)")
    parser.add_argument("--rounds", type=int, help="how often each is measured (7)")
    options = parser.parse_args()
    if options.quick:
        effort = Effort(options.rounds or 2, 0.1, options.threads, compiled=False)
    else:
        effort = Effort(options.rounds or 7, 0.7, options.threads, compiled=True)
    opponent.set_up(effort.threads)
    field = list(contestants(effort))
    in_turn(field, effort.rounds, effort.seconds)
    figures = speed_report.Figures(
        field,
        machine=machine.describe(effort.threads),
        memory={name: peak_memory(name, effort.threads) for name in ("ours", "PyTorch")},
        step_work=2 * kernels.multiply_adds_of_lenet5(),
        date=date.today().isoformat(),
        rounds=effort.rounds,
    )
    text = speed_report.markdown(figures)
    print(text)
    if not options.quick:
        write_section("bench", text)
        write_json(ROOT / "docs" / "bench.json", speed_report.values(figures))


if __name__ == "__main__":
    main()
