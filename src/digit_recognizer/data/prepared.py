"""Digits as the network's input, prepared once and cached.

The pipeline takes a while for thousands of digits. What comes of it is cached with the versions of
all that made it: where one of them is another now, the digits are made anew.
"""

import gzip
import hashlib
import json
import re
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from digit_recognizer.data.dataset import Dataset
from digit_recognizer.data.files import replaced_when_complete
from digit_recognizer.data.locations import cache_folder
from digit_recognizer.data.written_digits import WrittenDigits
from digit_recognizer.ink import INK_VERSION, normalize

__all__ = ["OnProgress", "Prepared", "cached", "counted", "file_sha256", "network_input"]

Prepared = tuple[NDArray[np.uint8], int, str]
"""An image (28, 28), its label, its writer."""

OnProgress = Callable[[int], None]
"""Called after each digit with the number of those that are prepared; it may raise, to end the
work."""


def network_input(ink: NDArray[np.uint8] | None) -> NDArray[np.uint8]:
    """Return what the network is given of some ink, (28, 28); all black where there is none."""
    return np.zeros((28, 28), np.uint8) if ink is None else normalize(ink)


def file_sha256(path: Path) -> str:
    """Return the SHA-256 of a file (hexadecimal)."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def cached(
    name: str,
    prepare: Callable[[], Iterator[Prepared]],
    *,
    source: str = "",
    how: str = "",
    versions: tuple[int, ...] = (),
    progress: OnProgress | None = None,
    collection: str = "",
) -> WrittenDigits:
    """Return digits from the cache; prepare and cache them where they are not there.

    Parameters
    ----------
    name : str
        Of the digits.
    prepare : callable
        Prepares them, one after another.
    source : str
        SHA-256 of what they come from, if that is a file or a data set.
    how : str
        Every setting that decides what comes of the source.
    versions : tuple of int
        Of the code that decides it, besides ``INK_VERSION``. Digits that other versions made are
        replaced.
    progress : callable, optional
        Follows the preparation; not called for digits from the cache.
    collection : str
        Whose digits they are; see ``WrittenDigits``.
    """
    key = hashlib.sha256(f"{how} {source}".encode()).hexdigest()[:16]
    title = re.sub(r"[^a-z0-9]+", "-", name)
    path = cache_folder().parent / "prepared" / f"{title}-{key}.safetensors.gz"
    made_by = [INK_VERSION, *versions]
    if (arrays := _load(path, made_by)) is None:
        images, labels, writers = zip(*counted(prepare(), progress), strict=True)
        arrays = np.stack(images), np.array(labels, np.uint8), np.array(writers)
        _store(path, made_by, *arrays)
    return WrittenDigits(name, *arrays, collection)


def counted(digits: Iterable[Prepared], progress: OnProgress | None) -> Iterator[Prepared]:
    """Hand on what is prepared, and say after each how many there are."""
    for count, digit in enumerate(digits, start=1):
        if progress is not None:
            progress(count)
        yield digit


Arrays = tuple[NDArray[np.uint8], NDArray[np.uint8], NDArray[np.str_]]
"""Images, labels, writers."""


def _store(
    path: Path,
    versions: list[int],
    images: NDArray[np.uint8],
    labels: NDArray[np.uint8],
    writers: NDArray[np.str_],
) -> None:
    """Store the digits; where there is no room for them, the work is done again next time."""
    from safetensors.numpy import save

    about = json.dumps({"versions": versions, "writers": writers.tolist()}).encode()
    content = save({"images": images, "labels": labels, "about": np.frombuffer(about, np.uint8)})
    try:
        with replaced_when_complete(path) as partial:
            # The checksum of gzip finds every damage; its fastest level shrinks digits to a fifth.
            partial.write_bytes(gzip.compress(content, compresslevel=1, mtime=0))
    except OSError:
        return


def _load(path: Path, versions: list[int]) -> Arrays | None:
    """Return what these versions have stored; None where it is missing, damaged or another's."""
    from safetensors.numpy import load

    try:
        stored = load(gzip.decompress(path.read_bytes()))
        about = json.loads(stored["about"].tobytes())
        images, labels, writers = stored["images"], stored["labels"], np.array(about["writers"])
        Dataset("", images, labels)  # refuses other kinds and counts
        is_whole = writers.dtype.kind == "U" and writers.shape == labels.shape and len(labels) > 0
        return (images, labels, writers) if is_whole and about["versions"] == versions else None
    except Exception:  # damaged gzip, safetensors, JSON or arrays: nearly anything
        return None
