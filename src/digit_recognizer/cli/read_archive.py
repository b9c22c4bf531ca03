"""``digit-recognizer read FOLDER --cluster ADDRESS``: a folder to parts of Parquet."""

import sys
from contextlib import contextmanager
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, Any

from digit_recognizer.cli.progress import progress
from digit_recognizer.cli.streams import complain, printable
from digit_recognizer.extras import require

if TYPE_CHECKING:
    from collections.abc import Iterator

    from distributed import Client

__all__ = ["read_archive"]

_SECONDS_TO_ANSWER = 10


def read_archive(folder: Path, address: str, out: Path, **options: Any) -> int:
    """Read the pictures in a folder; return the exit status, 1 where not all could be read.

    Parameters
    ----------
    folder, out : Path
    address : str
        Of the cluster's scheduler.
    **options
        As ``dask.read_folder`` takes them.

    Raises
    ------
    DigitRecognizerError
        If there is no such cluster, or as ``read_folder`` raises it.
    """
    require("dask", "Reading on a cluster")
    from digit_recognizer.dask import read_folder

    begun = perf_counter()
    with _client(address) as client, progress(None, " parts", shown=sys.stderr.isatty()) as move:
        archive = read_folder(folder, out, client, on_part=lambda _: move(), **options)
    seconds = perf_counter() - begun
    print(
        printable(
            f"{out}: {archive.parts:,} parts, {archive.before:,} of them from before; "
            f"{archive.pictures:,} pictures in {seconds:.1f} s"
        ),
        flush=True,
    )
    if not archive.parts and not archive.failed:
        complain(f"the folder {folder} holds no picture; name another one")
    if archive.unread:
        complain(f"{archive.unread:,} could not be read: see the column problem")
    for path, why in archive.failed.items():
        complain(f"{path.name} failed ({why}); read again to try it once more")
    for path in archive.stale:
        complain(f"{path} is of pictures that are no longer the same: remove it")
    return int(bool(archive.unread or archive.failed or archive.stale or not archive.parts))


@contextmanager
def _client(address: str) -> "Iterator[Client]":
    from distributed import Client

    from digit_recognizer.dask import ArchiveError

    try:
        client = Client(address, timeout=_SECONDS_TO_ANSWER)
    except (OSError, ValueError) as error:
        raise ArchiveError(
            f"{address}: no scheduler of a Dask cluster answers there ({error})",
            "start one by dask scheduler, and workers by dask worker, or name another address",
        ) from error
    with client:
        yield client
