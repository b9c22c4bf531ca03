"""How fast the network learns and reads, beside others and beside the machine itself.

``python -m benchmarks.speed`` measures everything in turn, several times over, and writes
``docs/results.md`` and ``docs/bench.json``; it takes some eight minutes, on two cores that have
nothing else to do. With ``--quick`` it prints rough figures in two minutes and writes nothing.
"""

import argparse
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date

from benchmarks import kernels, machine, opponent, ours, runtimes, speed_report
from benchmarks.memory import peak_memory
from benchmarks.report import ROOT, write_json, write_section
from benchmarks.rounds import Contestant, fastest, in_turn
from digit_recognizer.nn.augmentation import AUGMENTATIONS
from digit_recognizer.nn.engine.lanes import choose_lanes

TRAINING = (1, 32, 128, 512)
READING = (1, 32, 1000)
WIDTHS = (2, 4)
PASSES = (1024, 4096, 16384, 65536)
GROWTH_BATCH = 128
FINALISTS = 2
"""So many ways of each opponent are measured in the rounds, the fastest of the heats."""


@dataclass(frozen=True)
class Effort:
    """How long to measure."""

    rounds: int
    seconds: float
    threads: int
    compiled: bool


@dataclass
class Field:
    """All that is measured: who takes part in the rounds, and every way the others were tried."""

    effort: Effort
    contestants: list[Contestant] = field(default_factory=list)
    ways: list[Contestant] = field(default_factory=list)

    def enter(self, ours: Iterable[Contestant], theirs: Iterable[Contestant] = ()) -> None:
        """Let ours take part, and beside them the fastest of theirs."""
        self.contestants += ours
        ways = list(theirs)
        self.ways += ways
        if ways:
            print(f"heats: {ways[0].task}, {ways[0].name.split()[0]}", flush=True)
            self.contestants += fastest(ways, self.effort.seconds / 2, FINALISTS)


def field_of(effort: Effort) -> Field:
    """Return everything that is measured, opponents next to each other."""
    threads, compiled = effort.threads, effort.compiled
    entered = Field(effort)
    entered.enter(peaks(threads))
    entered.enter(kernels.kernels("kernel"))
    for batch in TRAINING:
        task = f"training, batch {batch}"
        entered.enter(
            our_training(batch, task, threads), opponent.training(batch, task, compiled=compiled)
        )
    for batch in READING:
        task = f"reading, batch {batch}"
        entered.enter([ours.reading(batch, task)], opponent.reading(batch, task, compiled=compiled))
        ways = list(runtimes.reading(batch, task, threads=threads))
        for name in (runtimes.ONNXRUNTIME, runtimes.OPENVINO):
            entered.enter([], [way for way in ways if way.name.startswith(name)])
    for width in WIDTHS:
        task = f"width {width}"
        entered.enter(
            [ours.training(GROWTH_BATCH, task, threads=threads, width=width)],
            opponent.training(GROWTH_BATCH, task, width, compiled=compiled),
        )
    for images in PASSES:
        task = f"pass of {images}"
        entered.enter([ours.training(GROWTH_BATCH, task, threads=threads, images=images)])
    return entered


def peaks(threads: int) -> Iterator[Contestant]:
    """Yield the machine itself, on one core and on all."""
    for count in (1, threads):
        work = machine.multiply_add_work(choose_lanes(), count)
        name = f"{count} threads" if count > 1 else "1 thread"
        yield Contestant(name, "peak", machine.peak_run(choose_lanes(), count), work)


def our_training(batch: int, task: str, threads: int) -> Iterator[Contestant]:
    """Yield our training in all threads, in one, and with every preset of distortions."""
    yield ours.training(batch, task, threads=threads)
    yield ours.training(batch, task, threads=1, name="ours, 1 thread")
    for preset, augmentation in AUGMENTATIONS.items():
        name = f"ours, {preset}"
        yield ours.training(batch, task, threads=threads, augmentation=augmentation, name=name)


def main() -> None:
    """Measure, print, and write if it was done properly."""
    parser = argparse.ArgumentParser(description="Measure the speed of training and reading.")
    parser.add_argument("--quick", action="store_true", help="rough figures, nothing written")
    parser.add_argument("--threads", type=int, default=2, help="for both sides (2)")
    parser.add_argument("--rounds", type=int, help="how often each is measured (5)")
    options = parser.parse_args()
    if options.quick:
        effort = Effort(options.rounds or 2, 0.1, options.threads, compiled=False)
    else:
        effort = Effort(options.rounds or 5, 0.4, options.threads, compiled=True)
    os.environ["DIGIT_RECOGNIZER_THREADS"] = str(effort.threads)
    opponent.set_up(effort.threads)
    entered = field_of(effort)
    in_turn(entered.contestants, effort.rounds, effort.seconds)
    figures = speed_report.Figures(
        entered.contestants,
        entered.ways,
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
