"""Measure speeds in turn: every contestant once a round, so that a slow moment hits all alike.

Where there are many ways to do the same, heats find the fastest first, and those alone take part.
"""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from statistics import median

__all__ = ["Contestant", "best", "fastest", "in_turn", "ratio"]

QUIET = 0.25
"""Seconds of rest before a measurement: some thread pools spin on for 0.2 s after their work."""
HEATS = 3
"""The best of them counts: in a heat, a slow moment would leave out one alone."""


@dataclass
class Contestant:
    """Something whose speed is measured.

    Attributes
    ----------
    name : str
        Of the implementation: ``"ours"``, ``"PyTorch eager"``.
    task : str
        What it does; contestants with the same task are compared.
    run : callable
        Does a piece of work.
    amount : float
        How much work: images, or multiply-adds.
    speeds : list of float
        Amount a second, one for each round.
    heat : float
        Amount a second in the best heat.
    """

    name: str
    task: str
    run: Callable[[], object]
    amount: float
    speeds: list[float] = field(default_factory=list)
    heat: float = 0.0

    @property
    def speed(self) -> float:
        """The median of all rounds."""
        return median(self.speeds)

    def measure(self, seconds: float) -> float:
        """Rest, run again and again for about so many seconds, and return the speed."""
        time.sleep(min(QUIET, seconds))
        self.run()
        runs, start = 0, time.perf_counter()
        while (passed := time.perf_counter() - start) < seconds or not runs:
            self.run()
            runs += 1
        return runs * self.amount / passed


def fastest(contestants: Sequence[Contestant], seconds: float, number: int) -> list[Contestant]:
    """Let contestants for the same task run heats; return the fastest of them."""
    for _ in range(HEATS):
        for contestant in contestants:
            contestant.heat = max(contestant.heat, contestant.measure(seconds))
    return sorted(contestants, key=lambda contestant: -contestant.heat)[:number]


def in_turn(contestants: Sequence[Contestant], rounds: int, seconds: float) -> None:
    """Measure all contestants in turn, for so many rounds."""
    for number in range(rounds):
        for contestant in contestants:
            contestant.speeds.append(contestant.measure(seconds))
        print(f"round {number + 1} of {rounds}", flush=True)


def best(contestants: Sequence[Contestant], task: str, name: str) -> Contestant | None:
    """Return the fastest at a task whose name begins so; None if there is none."""
    fitting = [c for c in contestants if c.task == task and c.name.startswith(name)]
    return max(fitting, key=lambda contestant: contestant.speed, default=None)


def ratio(one: Contestant, other: Contestant) -> float:
    """Return how many times as fast one is as the other: the median over the rounds."""
    return median(a / b for a, b in zip(one.speeds, other.speeds, strict=True))
