"""Reads a folder on two processes, kills one in the middle, goes on, and prints what came of it.

A program of its own: what a cluster leaves running ends with it.
"""

import json
import os
import shutil
import signal
import sys
from pathlib import Path
from typing import Any

from distributed import Client, LocalCluster

from digit_recognizer.cli.read_archive import read_archive
from digit_recognizer.dask import ArchiveError, read_folder

PART = 5


def main(folder: Path, out: Path) -> dict[str, Any]:
    """Read it."""
    with (
        LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None) as cluster,
        Client(cluster) as client,
    ):
        seen: list[str] = []

        def killing(done: Any) -> None:
            if not seen:
                os.kill(cluster.workers[0].process.pid, signal.SIGKILL)
            seen.append(done.path.name)

        first = read_folder(folder, out, client, part=PART, on_part=killing)
        times = written(out)
        again = read_folder(folder, out, client, part=PART)
        same = written(out) == times
        (out / seen[0]).unlink()
        mended = read_folder(folder, out, client, part=PART)
        changed = sum(time != times[name] for name, time in written(out).items())
        try:
            read_folder(folder, out, client, part=PART, polarity="light-on-dark")
            refused = ""
        except ArchiveError as error:
            refused = str(error)
        shutil.copy(folder / "00.png", folder / "000.png")
        stale = len(read_folder(folder, out, client, part=PART).stale)
        status = read_archive(
            folder, cluster.scheduler_address, out.with_name("command"), kind="numbers"
        )
    return {
        "first": [first.parts, first.before, first.pictures, first.unread, len(first.failed)],
        "again": [again.parts, again.before, again.pictures],
        "same": same,
        "mended": [mended.parts, mended.before, mended.pictures],
        "changed": changed,
        "refused": refused,
        "stale": stale,
        "status": status,
    }


def written(out: Path) -> dict[str, int]:
    """Return when each part was written."""
    return {each.name: each.stat().st_mtime_ns for each in out.glob("part-*")}


if __name__ == "__main__":
    print(json.dumps(main(Path(sys.argv[1]), Path(sys.argv[2]))))
