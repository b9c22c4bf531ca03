"""What a run of the fuzzer found, as text."""

from collections import defaultdict
from collections.abc import Sequence

from benchmarks.fuzz.target import MOST_MIB, MOST_SECONDS, SHEET_SECONDS
from benchmarks.fuzz.worker import Failure, Tally
from benchmarks.report import table

__all__ = ["counted", "listed", "section"]

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


def section(tallies: dict[str, Tally], only: Sequence[str] | None) -> tuple[str, str]:
    """Return the name of a section of the results, and its text."""
    name = "-".join(["fuzz", *(only or ())])
    title = f"### Hostile inputs: {', '.join(only)}" if only else "## Hostile inputs"
    command = " ".join(["python -m benchmarks.fuzz", *(f"--only {each}" for each in only or ())])
    return name, (
        f"{title}\n\nWhat came of inputs that are damaged, odd or made to do harm (`{command}`). A "
        "failure is an error that is not documented, a result that breaks a promise, anything "
        f"printed, more than {MOST_SECONDS:g} s of processor time (of sheets {SHEET_SECONDS:g}) or "
        f"more than {MOST_MIB:,.0f} MiB for one input.\n\n{counted(tallies)}"
    )


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
