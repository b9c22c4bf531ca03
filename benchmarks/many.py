"""How long the command ``read`` takes for thousands of scans, now and before it read many at once.

    python -m benchmarks.many

It takes some three minutes. The scans are those of ``swiss-numbers``, written to a folder as files.
Each run is a process of its own, from its start to its end; the versions take turns. The version
before is that of a commit, unpacked beside the scans.
"""

import io
import os
import subprocess
import sys
import tarfile
from collections.abc import Iterator
from contextlib import suppress
from itertools import islice
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter, sleep
from typing import NamedTuple

from benchmarks.machine import processor
from benchmarks.report import ROOT, table, write_section
from digit_recognizer.data.handwriting import SWISS_NUMBERS, find_handwriting
from digit_recognizer.data.swiss_numbers import read_swiss_numbers
from digit_recognizer.ink.many import cores

__all__ = ["main", "scans", "write_scans"]

BEFORE = "05e6fcc"
FEW, MANY, ROUNDS = 1_000, 5_000, 3
SECONDS_BETWEEN_LOOKS = 0.02


class Run(NamedTuple):
    """How long a run took, and the most MiB that its processes had, each at its peak."""

    seconds: float
    memory: float


def main() -> None:
    """Measure and write it down."""
    with TemporaryDirectory(prefix="digit-recognizer-") as folder:
        few, many, before = (Path(folder, name) for name in ("few", "many", "before"))
        write_scans(few, FEW)
        write_scans(many, MANY)
        unpack(BEFORE, before)
        ways = {
            f"before ({BEFORE})": (before, ()),
            "now, `--jobs 1`": (ROOT, ("--jobs", "1")),
            "now, `--jobs 2`": (ROOT, ("--jobs", "2")),
        }
        runs: dict[str, list[Run]] = {name: [] for name in ways}
        peaks = {name: read(few, *way).memory for name, way in ways.items()}
        for _ in range(ROUNDS):
            for name, way in ways.items():
                runs[name].append(read(many, *way))
                print(f"{name}: {runs[name][-1].seconds:.2f} s", flush=True)
    seconds = {name: median(run.seconds for run in some) for name, some in runs.items()}
    first, one, two = seconds.values()
    rows = [
        (
            name,
            f"{seconds[name]:.2f}",
            f"{MANY / seconds[name]:,.0f}",
            f"{first / seconds[name]:.1f}",
            f"{peaks[name]:.0f}",
            f"{max(run.memory for run in runs[name]):.0f}",
        )
        for name in ways
    ]
    header = ("`read FOLDER`", "seconds", "scans a second", "times as fast",
              f"MiB for {FEW:,}", f"MiB for {MANY:,}")  # fmt: skip
    text = table(header, rows)
    print(text)
    write_section(
        "many",
        f"## Many pictures at once\n\n{MANY:,} scans of `swiss-numbers` as PNG files, from the "
        f"start of the command to its end, median of {ROUNDS} runs that take turns. Memory is "
        f"what all processes of a run have at their peaks. A second core makes it {one / two:.2f} "
        f"times as fast.\n\n{text}\n\nMachine: {processor()}, {cores()} cores. "
        "`python -m benchmarks.many`",
    )


def scans(number: int) -> Iterator[bytes]:
    """Yield the first scans, as PNG."""
    for scan in islice(read_swiss_numbers(find_handwriting(SWISS_NUMBERS)), number):
        yield scan.picture


def write_scans(folder: Path, number: int) -> None:
    """Write the first scans as files."""
    folder.mkdir()
    for index, picture in enumerate(scans(number)):
        (folder / f"{index:05}.png").write_bytes(picture)


def unpack(commit: str, folder: Path) -> None:
    """Write the source of a commit to a folder."""
    archive = subprocess.run(
        ["git", "archive", commit, "src"], cwd=ROOT, check=True, capture_output=True
    ).stdout
    with tarfile.open(fileobj=io.BytesIO(archive)) as files:
        files.extractall(folder, filter="data")


def read(folder: Path, version: Path, options: tuple[str, ...]) -> Run:
    """Read a folder by the command of a version."""
    command = [sys.executable, "-m", "digit_recognizer", "read", str(folder), *options]
    begin = perf_counter()
    with subprocess.Popen(
        command,
        env=os.environ | {"PYTHONPATH": str(version / "src")},
        stdout=subprocess.DEVNULL,
    ) as process:
        peaks: dict[int, float] = {}
        while process.poll() is None:
            peaks |= dict(memory_of(process.pid))
            sleep(SECONDS_BETWEEN_LOOKS)
    if process.returncode:
        raise SystemExit(f"{' '.join(command)}: ended with status {process.returncode}")
    return Run(perf_counter() - begin, sum(peaks.values()))


def memory_of(process: int) -> Iterator[tuple[int, float]]:
    """Yield the peak so far, in MiB, of a process and of those that it started; Linux tells it."""
    with suppress(OSError, StopIteration):
        status = Path(f"/proc/{process}/status").read_text().splitlines()
        line = next(line for line in status if line.startswith("VmHWM"))
        yield process, int(line.split()[1]) / 2**10
        for children in Path(f"/proc/{process}/task").glob("*/children"):
            for child in children.read_text().split():
                yield from memory_of(int(child))


if __name__ == "__main__":
    main()
