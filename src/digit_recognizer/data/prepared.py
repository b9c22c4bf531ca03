"""Digits that went down the ink road, kept in the cache.

The road takes a while for thousands of digits. What comes of it is kept under a key made of the
data and of the road's own code: change either, and it is made anew.
"""

import hashlib
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

import digit_recognizer.ink
from digit_recognizer.data.dataset import Dataset
from digit_recognizer.data.files import replaced_when_complete
from digit_recognizer.data.locations import cache_folder
from digit_recognizer.data.written_digits import WrittenDigits
from digit_recognizer.ink import INK_VERSION, normalize

__all__ = ["Prepared", "Progress", "file_sha256", "kept", "seen", "watched"]

Prepared = tuple[NDArray[np.uint8], int, str]
"""An image (28, 28), its label, its writer."""

Progress = Callable[[int], None]
"""Told how many digits are prepared, after each; it may raise, to end the work."""


def seen(ink: NDArray[np.float32] | None) -> NDArray[np.uint8]:
    """Return what the network sees of some ink, (28, 28); all black where there is none."""
    return np.zeros((28, 28), np.uint8) if ink is None else normalize(ink)


def file_sha256(path: Path) -> str:
    """Return the SHA-256 of a file (hexadecimal)."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def kept(
    name: str,
    source: str,
    how: str,
    prepare: Callable[[], Iterator[Prepared]],
    progress: Progress | None = None,
    collection: str = "",
) -> WrittenDigits:
    """Give what was prepared before, if it was; otherwise prepare it and keep it.

    Parameters
    ----------
    name : str
        Of the digits.
    source : str
        SHA-256 of what they come from.
    how : str
        All that decides what comes of the source, besides the code of the road.
    prepare : callable
        Prepares them, one after another.
    progress : callable, optional
        Follows the preparation; not called where it was done before.
    collection : str
        Whose digits they are; see ``WrittenDigits``.
    """
    folder = cache_folder().parent / "prepared"
    path = folder / f"{re.sub(r'[^a-z0-9]+', '-', name)}-{_key(source, how)}.npz"
    if (before := _load(name, path)) is not None:
        return replace(before, collection=collection)
    images, labels, writers = zip(*watched(prepare(), progress), strict=True)
    made = WrittenDigits(
        name, np.stack(images), np.array(labels, np.uint8), np.array(writers), collection
    )
    _keep(made, path)
    return made


def watched(digits: Iterable[Prepared], progress: Progress | None) -> Iterator[Prepared]:
    """Hand on what is prepared, and say after each how many there are."""
    for count, digit in enumerate(digits, start=1):
        if progress is not None:
            progress(count)
        yield digit


def _keep(digits: WrittenDigits, path: Path) -> None:
    """Keep the digits; where there is no room for them, the work is done again next time."""
    try:
        with replaced_when_complete(path) as temporary, temporary.open("wb") as file:
            np.savez_compressed(
                file, images=digits.images, labels=digits.labels, writers=digits.writers
            )
    except OSError:
        return


def _load(name: str, path: Path) -> WrittenDigits | None:
    """Give what was prepared before; where it is damaged, however, it is made anew."""
    try:
        with path.open("rb") as file, np.load(file, allow_pickle=False) as arrays:
            images, labels, writers = (arrays[part] for part in ("images", "labels", "writers"))
        Dataset(name, images, labels)  # refuses other kinds and counts
        if writers.dtype.kind == "U" and writers.shape == labels.shape and len(labels):
            return WrittenDigits(name, images, labels, writers)
    except Exception:  # a damaged zip of damaged arrays: nearly anything
        return None
    return None


def _key(source: str, how: str) -> str:
    """Name the data and the road by their contents, so that nothing outdated is ever given."""
    digest = hashlib.sha256(f"{INK_VERSION} {how} {source} ".encode())
    road = sorted(Path(digit_recognizer.ink.__file__).parent.glob("*.py"))
    for file in road:
        digest.update(bytes.fromhex(file_sha256(file)))
    return digest.hexdigest()[:16]
