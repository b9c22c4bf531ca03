"""Folders of pictures of digits, of which some may be damaged or locked."""

import os
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from digit_recognizer.data.prepared import OnProgress, Prepared, counted, network_input
from digit_recognizer.data.written_digits import WrittenDigits
from digit_recognizer.errors import DigitRecognizerError
from digit_recognizer.ink import PICTURE_ENDINGS, PictureError, find_ink, open_picture

__all__ = [
    "PictureFolderError",
    "Unread",
    "locked",
    "picture_digits",
    "pictures_in",
    "unread_in_words",
]

DIGIT_FIRST = re.compile(r"(\d)(?!\d)")


class PictureFolderError(DigitRecognizerError):
    """A folder of which no picture can be read, or a picture without its digit."""


@dataclass(frozen=True)
class Unread:
    """A picture that could not be read, or a folder that could not be looked into.

    Attributes
    ----------
    path : Path
        Where it lies.
    reason : str
        Why, with its name, in a sentence.
    is_folder : bool
        Whether it is a folder.
    """

    path: Path
    reason: str
    is_folder: bool = False


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
    pictures, unread = pictures_in(folder)
    if not pictures:
        raise PictureFolderError(
            f"{folder}: expected pictures that end in {', '.join(sorted(PICTURE_ENDINGS))}, "
            "got none; name another folder."
        )
    prepared = list(counted(_readable(pictures, folder, unread), progress))
    if not prepared:
        raise PictureFolderError(
            f"{folder}: none of {len(pictures):,} pictures could be read; the first: "
            f"{next(each.reason for each in unread if not each.is_folder)}"
        )
    images, labels, writers = zip(*prepared, strict=True)
    name = folder.name or str(folder)
    digits = WrittenDigits(name, np.stack(images), np.array(labels, np.uint8), np.array(writers))
    return digits, tuple(unread)


def pictures_in(folder: Path) -> tuple[list[Path], list[Unread]]:
    """Return what looks like a picture, in order, and the folders that hide what they hold.

    Raises
    ------
    PictureFolderError
        If the folder itself cannot be looked into.
    """
    hidden: list[Unread] = []

    def note(error: OSError) -> None:
        if Path(error.filename) == folder:
            raise locked(folder, error) from error
        hidden.append(Unread(Path(error.filename), f"{error.filename}: {error.strerror}", True))

    pictures = [
        Path(above, name)
        for above, _, names in os.walk(folder, onerror=note)
        for name in names
        if Path(name).suffix.lower() in PICTURE_ENDINGS and not name.startswith(".")
    ]
    return sorted(pictures), hidden


def _readable(pictures: list[Path], folder: Path, unread: list[Unread]) -> Iterator[Prepared]:
    """Yield what can be read, and note the others."""
    for path in pictures:
        try:
            prepared = _prepared(path, folder)
        except (PictureError, PictureFolderError) as error:
            unread.append(Unread(path, str(error)))
        else:
            yield prepared


def _prepared(path: Path, folder: Path) -> Prepared:
    inside = path.relative_to(folder).parts[:-1]
    if inside and re.fullmatch(r"\d", inside[-1]):
        label, writer = int(inside[-1]), "/".join(inside[:-1])
    elif match := DIGIT_FIRST.match(path.name):
        label, writer = int(match[1]), "/".join(inside)
    else:
        raise PictureFolderError(
            f"{path}: expected its digit as the name of its folder or at the beginning of its own "
            f"name, as in 7/{path.name} or 7-{path.name}; rename it or move it elsewhere."
        )
    return network_input(find_ink(open_picture(path))), label, writer


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
