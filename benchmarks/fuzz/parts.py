"""A run of the fuzzer in parts: each has a seed of its own, and stores what came of it."""

import json
from dataclasses import asdict
from pathlib import Path

from benchmarks.fuzz.worker import Failure, Tally
from benchmarks.report import write_json

__all__ = ["store_part", "together"]


def store_part(folder: Path, seed: int, tallies: dict[str, Tally]) -> None:
    """Store what came of a part, by target; one of the same seed is replaced."""
    write_json(folder / f"{seed}.json", {name: asdict(tally) for name, tally in tallies.items()})


def together(folder: Path) -> dict[str, Tally]:
    """Return what came of all parts that are stored in a folder."""
    whole: dict[str, Tally] = {}
    for file in sorted(folder.glob("*.json")):
        for name, stored in json.loads(file.read_text("utf-8")).items():
            failures = [Failure(**each) for each in stored.pop("failures")]
            whole.setdefault(name, Tally()).add(Tally(**stored, failures=failures))
    return whole
