"""Folders of pictures of digits, of which some may be damaged or locked."""

import os
import re
from collections.abc import Iterator, Sequence
from itertools import chain
from pathlib import Path

import numpy as np

from digit_recognizer.data.pictures_below import Unread, pictures_below
from digit_recognizer.data.prepared import OnProgress, Prepared, counted
from digit_recognizer.data.written_digits import WrittenDigits
from digit_recognizer.errors import DigitRecognizerError
from digit_recognizer.ink import PICTURE_ENDINGS, PictureError, prepare_many

__all__ = [
    "PictureFolderError",
    "holds_pictures",
    "locked",
    "picture_digits",
    "unread_in_words",
]

DIGIT_FIRST = re.compile(r"(\d)(?!\d)")


class PictureFolderError(DigitRecognizerError):
    """A folder of which no picture can be read."""


def picture_digits(
    folder: Path, progress: OnProgress | None = None
) -> tuple[WrittenDigits, tuple[Unread, ...]]:
    """Give the pictures of a folder as network input, and name those that cannot be read.

    Parameters
    ----------
    folder : Path
        Holds pictures in folders named by the digit (``7/any name.png``; a folder above is the
        writer), or pictures whose names begin with the digit (``7-first.png``).
    progress : callable, optional
        Follows the preparation.

    Returns
    -------
    WrittenDigits and tuple of Unread
        The pictures that were read, and what was not, in order.

    Raises
    ------
    PictureFolderError
        If there are none, or none can be read.
    """
    found = list(_pictures_in(folder))
    unread = [each for each in found if isinstance(each, Unread)]
    pictures = [each for each in found if not isinstance(each, Unread)]
    if not pictures:
        raise PictureFolderError(
            f"{folder}: expected pictures that end in {', '.join(sorted(PICTURE_ENDINGS))}, "
            "got none",
            "name another folder",
        )
    prepared = list(counted(_readable(pictures, folder, unread), progress))
    if not prepared:
        raise PictureFolderError(
            f"{folder}: none of {len(pictures):,} pictures could be read; the first: "
            f"{next(each.reason for each in unread if not each.is_folder)}",
        )
    images, labels, writers = zip(*prepared, strict=True)
    name = folder.name or str(folder)
    digits = WrittenDigits(name, np.stack(images), np.array(labels, np.uint8), np.array(writers))
    return digits, tuple(unread)


def holds_pictures(folder: Path) -> bool:
    """Tell whether anything in a folder looks like a picture.

    Raises
    ------
    PictureFolderError
        If the folder itself cannot be looked into.
    """
    return any(not isinstance(each, Unread) for each in _pictures_in(folder))


def _pictures_in(folder: Path) -> Iterator[Path | Unread]:
    """Yield the same as ``pictures_below``, unless the folder itself cannot be looked into."""
    try:
        os.scandir(folder).close()
    except OSError as error:
        raise locked(folder, error) from error
    yield from pictures_below(folder)


def _readable(pictures: list[Path], folder: Path, unread: list[Unread]) -> Iterator[Prepared]:
    """Yield what can be read, and note the others."""
    truths = [_truth(path, folder) for path in pictures]
    sources = [
        truth if isinstance(truth, PictureError) else path
        for path, truth in zip(pictures, truths, strict=True)
    ]
    prepared = chain.from_iterable(prepare_many(sources))
    for path, truth, found in zip(pictures, truths, prepared, strict=True):
        if isinstance(found, PictureError) or isinstance(truth, PictureError):
            unread.append(Unread(path, str(found)))
        else:
            yield found.network_input, *truth


def _truth(path: Path, folder: Path) -> tuple[int, str] | PictureError:
    """Return the digit and the writer of a picture."""
    inside = path.relative_to(folder).parts[:-1]
    if inside and re.fullmatch(r"\d", inside[-1]):
        return int(inside[-1]), "/".join(inside[:-1])
    if match := DIGIT_FIRST.match(path.name):
        return int(match[1]), "/".join(inside)
    return PictureError(
        f"{path}: expected its digit as the name of its folder or at the beginning of its own "
        f"name, as in 7/{path.name} or 7-{path.name}; rename it or move it elsewhere."
    )


def locked(path: Path, error: OSError) -> PictureFolderError:
    """Return the error of a folder that cannot be looked into, in words."""
    reason = (error.strerror or str(error)).lower()
    return PictureFolderError(
        f"{path}: {reason}; check the path and your permission to look into it."
    )


def unread_in_words(unread: Sequence[Unread], read: int) -> str:
    """Say how much of a folder could not be read: ``2 of 9 pictures and 1 folder could ...``.

    Parameters
    ----------
    unread : sequence of Unread
        At least one.
    read : int
        How many pictures were.
    """
    folders = sum(each.is_folder for each in unread)
    pictures = len(unread) - folders
    parts = []
    if pictures:
        parts.append(f"{pictures:,} of {pictures + read:,} pictures")
    if folders:
        parts.append(f"{folders:,} folder{'s' * (folders > 1)}")
    return f"{' and '.join(parts)} could not be read"
