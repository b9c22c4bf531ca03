"""What a run of the fuzzer found, as text."""

from collections import defaultdict

from benchmarks.fuzz.target import MOST_MIB, MOST_SECONDS
from benchmarks.fuzz.worker import Failure, Tally
from benchmarks.report import table

__all__ = ["counted", "listed"]

HEADER = (
    "target", "inputs", "answers", "documented errors", "failures", "slowest, s", "most, MiB"
)  # fmt: skip


def counted(tallies: dict[str, Tally]) -> str:
    """Return a Markdown table, a line for each target and one for all."""
    whole = Tally()
    for tally in tallies.values():
        whole.add(tally)
    rows = [_row(name, tally) for name, tally in tallies.items()]
    return table(HEADER, [*rows, _row("all", whole)])


def listed(tallies: dict[str, Tally], seed: int) -> str:
    """Return a line for every kind of failure: how often, and its smallest input."""
    kinds: dict[tuple[str, str], list[Failure]] = defaultdict(list)
    for tally in tallies.values():
        for failure in tally.failures:
            kinds[failure.target, failure.kind].append(failure)
    lines = []
    for (target, kind), failures in kinds.items():
        smallest = min(failures, key=lambda failure: (failure.size, failure.index))
        lines.append(
            f"- {target}: {kind}, {len(failures):,} times; smallest ({smallest.size:,} bytes): "
            f"`python -m benchmarks.fuzz --only {target} --seed {seed} --at {smallest.index}` "
            f"{smallest.detail!r}"
        )
    return "\n".join(lines)


def limits() -> str:
    """Return what an input may take, in words."""
    return f"{MOST_SECONDS:g} s of processor time and {MOST_MIB:,.0f} MiB"


def _row(name: str, tally: Tally) -> list[str]:
    failing = (
        len({failure.index for failure in tally.failures})
        if name != "all"
        else len({(failure.target, failure.index) for failure in tally.failures})
    )
    return [
        name,
        f"{tally.inputs:,}",
        f"{tally.answers:,}",
        f"{tally.documented:,}",
        f"{failing:,}",
        f"{tally.seconds:.2f}",
        f"{tally.mib:.0f}",
    ]
