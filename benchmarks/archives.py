"""A folder read on a local Dask cluster of one process and of two, and with one of two killed.

    python -m benchmarks.archives [--pictures 200000]

The pictures are the scans of ``swiss-numbers`` as PNG files, each there under several names. Every
worker has one thread, and has read something before the time begins. Time on the processor is that
of the workers.
"""

import argparse
import os
import signal
from collections.abc import Callable
from itertools import cycle, islice
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import Any, NamedTuple

import numpy as np
import psutil
import pyarrow.parquet as pq
from distributed import Client, LocalCluster

from benchmarks.machine import processor
from benchmarks.many import scans
from benchmarks.report import table, write_section
from digit_recognizer import Recognizer
from digit_recognizer.dask import PartDone, read_folder
from digit_recognizer.data.pictures_below import pictures_below

__all__ = ["main"]

SCANS, PART, CHECKED = 6_000, 1_000, 2_000
IN_A_FOLDER = 10_000


class Run(NamedTuple):
    """How long a reading took, and what it needed."""

    seconds: float
    processor: float
    mebibytes: list[float]


def main() -> None:
    """Measure and write it down."""
    options = argparse.ArgumentParser()
    options.add_argument("--pictures", type=int, default=200_000)
    number = options.parse_args().pictures
    with TemporaryDirectory(prefix="digit-recognizer-") as folder:
        archive = Path(folder, "archive")
        write_archive(archive, number)
        begin = perf_counter()
        assert sum(1 for _ in pictures_below(archive)) == number
        listing = perf_counter() - begin
        runs = {
            name: read(archive, Path(folder, name), workers, killed=killed)
            for name, workers, killed in (
                ("1 worker", 1, False),
                ("2 workers", 2, False),
                ("2 workers, one killed", 2, True),
            )
        }
        size = sum(each.stat().st_size for each in Path(folder, "2 workers").iterdir())
        for name in runs:
            check(Path(folder, name), number)
    one, two, _ = runs.values()
    rows = [
        (
            name,
            f"{run.seconds:.1f}",
            f"{number / run.seconds:,.0f}",
            "–" if np.isnan(run.processor) else f"{1000 * run.processor / number:.2f}",
            ", ".join(f"{each:.0f}" for each in run.mebibytes),
        )
        for name, run in runs.items()
    ]
    header = ("cluster", "seconds", "pictures a second", "ms on the processor, each",
              "MiB of a worker, after each quarter")  # fmt: skip
    text = (
        f"## Archives\n\n{number:,} pictures, {SCANS:,} scans of `swiss-numbers` under several "
        f"names, in parts of {PART:,}. A second worker makes it {one.seconds / two.seconds:.2f} "
        f"times as fast. All runs give the same answers, and those of one process for the first "
        f"{min(CHECKED, number):,}. To list them takes {1e6 * listing / number:.0f} µs each, their "
        f"answers {size / number:.0f} bytes each.\n\n{table(header, rows)}\n\n"
        f"Machine: {processor()}. `python -m benchmarks.archives`"
    )
    print(text)
    write_section("archives", text)


def write_archive(archive: Path, number: int) -> None:
    """Write the scans, each under several names."""
    original = archive.with_name("scans")
    original.mkdir()
    for index, picture in enumerate(scans(min(number, SCANS))):
        (original / f"{index:05}.png").write_bytes(picture)
    for index, path in enumerate(islice(cycle(sorted(original.iterdir())), number)):
        folder = archive / f"{index // IN_A_FOLDER:05}"
        folder.mkdir(parents=True, exist_ok=True)
        os.link(path, folder / f"{index:09}.png")


def read(archive: Path, out: Path, workers: int, *, killed: bool) -> Run:
    """Read an archive on so many processes."""
    with (
        LocalCluster(n_workers=workers, threads_per_worker=1, dashboard_address=None) as cluster,
        Client(cluster) as client,
    ):
        client.run(_warmed_up)
        processes = [psutil.Process(worker.process.pid) for worker in cluster.workers.values()]
        memory: list[float] = []
        parts = -(-sum(1 for _ in pictures_below(archive)) // PART)
        done = 0

        def on_part(_: PartDone) -> None:
            nonlocal done
            done += 1
            if done in {-(-parts * quarter // 4) for quarter in (1, 2, 3, 4)}:
                memory.append(processes[-1].memory_info().rss / 2**20)
            if killed and done == -(-parts // 2):
                os.kill(processes[0].pid, signal.SIGKILL)

        begin, before = perf_counter(), _processor(processes)
        read_folder(archive, out, client, part=PART, on_part=on_part)
        seconds = perf_counter() - begin
        print(f"{workers} workers: {seconds:.1f} s, {done} parts", flush=True)
        return Run(seconds, _processor(processes) - before if not killed else np.nan, memory)


def _warmed_up() -> None:
    from digit_recognizer.dask.reading import Reading
    from digit_recognizer.samples import sample_pictures

    list(Reading()(sample_pictures()))


def _processor(processes: list[psutil.Process]) -> float:
    times = [each.cpu_times() for each in processes]
    return float(sum(time.user + time.system for time in times))


def check(out: Path, number: int) -> None:
    """Compare answers with those of one process."""
    rows: Callable[[], list[dict[str, Any]]] = pq.read_table(out).to_pylist
    read = sorted(rows(), key=lambda row: str(row["file"]))
    assert len(read) == number
    some = read[:CHECKED]
    expected = Recognizer().recognize_many([row["file"] for row in some], jobs=1)
    for row, one in zip(some, expected, strict=True):
        assert (row["answer"], row["verdict"]) == (one.answer, one.verdict), row
        assert np.allclose(row["probabilities"], one.probabilities, atol=1e-5), row


if __name__ == "__main__":
    main()
