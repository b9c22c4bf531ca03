"""A folder of pictures to a folder of answers, part by part, on a cluster."""

import json
import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from hashlib import sha256
from itertools import chain, islice
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from pyarrow import parquet

from digit_recognizer.answers.parquet import write_parquet
from digit_recognizer.dask.reading import Kind, Reading, Row
from digit_recognizer.data.files import clear_partials, hold, read_whole, replaced_when_complete
from digit_recognizer.data.pictures_below import Unread, pictures_below
from digit_recognizer.errors import DigitRecognizerError, quoted
from digit_recognizer.ink import Polarity

if TYPE_CHECKING:
    from distributed import Client, Future

__all__ = ["Archive", "ArchiveError", "PartDone", "read_folder", "read_part"]

Named = tuple[str, str | None]
"""The path of a picture, and what keeps it from being read if something does."""

_STORY = "_reading.json"  # what reads folders of Parquet leaves out such names
_LONGEST_STORY = 100_000
# Parts that are handed over for each thread of the cluster: what it is at, and what is next.
_AHEAD = 2


class ArchiveError(DigitRecognizerError):
    """An archive that cannot be read, or a reading that cannot go on."""


class PartDone(NamedTuple):
    """A part whose answers are there.

    Attributes
    ----------
    path : Path
        The file with its answers.
    pictures, unread : int
        How many it has, and how many of these could not be read; 0 and 0 where it was there before.
    """

    path: Path
    pictures: int
    unread: int


@dataclass
class Archive:
    """What came of a reading.

    Attributes
    ----------
    parts, before : int
        The parts whose answers are there, and those among them that were there before.
    pictures, unread : int
        The pictures of the parts that were read now, and those among them that could not be.
    failed : dict of Path to str
        The parts that could not be read, and why: reading again tries them again.
    stale : list of Path
        Parts of an earlier reading whose pictures are no longer the same.
    """

    parts: int = 0
    before: int = 0
    pictures: int = 0
    unread: int = 0
    failed: dict[Path, str] = field(default_factory=dict)
    stale: list[Path] = field(default_factory=list)


def read_folder(
    folder: str | os.PathLike[str],
    out: str | os.PathLike[str],
    client: "Client",
    kind: Kind = "digits",
    *,
    network: str | None = None,
    polarity: Polarity = "auto",
    format: str | None = None,  # noqa: A002
    part: int = 1000,
    on_part: Callable[[PartDone], object] = lambda _: None,
) -> Archive:
    """Read what a folder and those below it hold, and write the answers as parts of Parquet.

    A part appears when it is complete, and is not read again: after an interruption the same call
    goes on. Part and pictures belong together by the names of the pictures.

    Parameters
    ----------
    folder, out : path
        Both are the same to all workers, by the same path. ``out`` is made if it is not there.
    client : distributed.Client
        Of the cluster that reads.
    kind, network, polarity, format
        As ``Reading`` takes them.
    part : int
        Pictures in a part.
    on_part : callable
        Is told of each part as it is done.

    Raises
    ------
    ArchiveError
        If the answers in ``out`` were made in another way, another program writes there, or the
        cluster is gone.
    DigitRecognizerError
        If the kind, the format or the network is none.
    """
    from distributed import as_completed

    reading = Reading(kind, network, polarity, format)
    folder, out, archive = Path(folder).absolute(), Path(out).absolute(), Archive()
    most = _AHEAD * max(1, sum(client.nthreads().values()))
    names: set[str] = set()
    with _held(out, reading, part):
        running, parts = as_completed(), dict[str, Path]()
        for pictures in _parts(folder, reading.endings, part):
            path = out / _name(len(names), pictures)
            names.add(path.name)
            if path.exists():
                archive.parts, archive.before = archive.parts + 1, archive.before + 1
                on_part(PartDone(path, 0, 0))
                continue
            future = client.submit(read_part, reading, pictures, path, pure=False)
            parts[future.key] = path
            running.add(future)
            if running.count() >= most:
                _take(next(running), parts, archive, on_part)
        for future in running:
            _take(future, parts, archive, on_part)
        archive.stale = sorted(each for each in out.glob("part-*") if each.name not in names)
    return archive


def _parts(folder: Path, endings: tuple[str, ...], most: int) -> Iterator[Sequence[Named]]:
    """Yield the names of so many pictures, each with what keeps it from being read."""
    found = (
        (str(each.path), each.reason) if isinstance(each, Unread) else (str(each), None)
        for each in pictures_below(folder, endings)
    )
    while some := list(islice(found, most)):
        yield some


def _name(number: int, pictures: Sequence[Named]) -> str:
    """Return the name of a part: it says which pictures it is of."""
    content = sha256("\0".join(name for name, _ in pictures).encode(errors="surrogateescape"))
    return f"part-{number:06}-{content.hexdigest()[:12]}.parquet"


def read_part(reading: Reading, pictures: Sequence[Named], path: Path) -> tuple[int, int]:
    """Read a part, on a worker; return how many pictures it has, and how many were not read.

    A worker that ends takes with it the news of the parts that it has done: they are there, and
    are not read again.
    """
    if path.exists():
        problems = parquet.read_table(path, columns=["problem"])["problem"]
        return len(pictures), len(problems) - problems.null_count
    unread = 0

    def rows() -> Iterator[Row]:
        nonlocal unread
        lost: list[Row] = [{"file": name, "problem": why} for name, why in pictures if why]
        read = reading(name for name, why in pictures if why is None)
        for row in chain(chain.from_iterable(read), lost):
            unread += "problem" in row
            yield row

    with replaced_when_complete(path) as temporary:
        write_parquet(rows(), temporary, reading.columns)
    return len(pictures), unread


def _take(
    future: "Future[tuple[int, int]]",
    parts: dict[str, Path],
    archive: Archive,
    on_part: Callable[[PartDone], object],
) -> None:
    """Note what came of a part."""
    path = parts.pop(future.key)
    try:
        pictures, unread = future.result()
    except Exception as error:
        if future.client.status != "running" or future.cancelled():
            raise ArchiveError(
                f"the cluster is gone ({type(error).__name__})", "start it, and read again to go on"
            ) from error
        archive.failed[path] = f"{type(error).__name__}: {quoted(str(error))}"
        return
    if not path.is_file():
        raise ArchiveError(
            f"{path}: expected the answers of a worker, found none",
            "name a folder that all workers and this machine share",
        )
    archive.parts += 1
    archive.pictures, archive.unread = archive.pictures + pictures, archive.unread + unread
    on_part(PartDone(path, pictures, unread))


@contextmanager
def _held(out: Path, reading: Reading, part: int) -> Iterator[None]:
    """Keep other readings off the folder, and check that it is for this one."""
    story, made_by = out / _STORY, reading.made_by | {"part": part}
    try:
        out.mkdir(parents=True, exist_ok=True)
        if not story.exists():
            with replaced_when_complete(story) as temporary:
                temporary.write_text(json.dumps(made_by), encoding="utf-8")
        before = json.loads(read_whole(story, _LONGEST_STORY))
    except (OSError, ValueError, RecursionError) as error:
        raise ArchiveError(
            f"{story}: expected a place for answers, or a reading to go on with ({error})",
            "name another folder",
        ) from error
    if before != made_by:
        raise ArchiveError(
            f"{out}: expected answers made in the same way, found others: by another network, "
            "version, or other settings",
            "name another folder, or read with the same settings",
        )
    handle = hold(story)
    if handle is None:
        raise ArchiveError(f"{out}: another program writes there", "wait until it has ended")
    try:
        clear_partials(out)
        yield
    finally:
        os.close(handle)
