"""Many pictures, read one after another beside the window."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING

from digit_recognizer.errors import DigitRecognizerError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from digit_recognizer.app.core.reading import Reads
    from digit_recognizer.recognizer import Recognition

__all__ = ["ManyRead", "PictureRead", "read_many"]

_SMALL_SIDE = 80
_PAUSE = 0.1
"""Seconds between two messages; more of them would keep the window from anything else."""


@dataclass(frozen=True, eq=False)
class PictureRead:
    """What was read in one file.

    Parameters
    ----------
    path
        Of the file, or of a folder that cannot be looked into.
    recognition
        The answer; None where there is none.
    problem
        Why the file cannot be read, in a sentence; else empty.
    small
        The picture, (height, width) uint8, at most 80 pixels a side.
    """

    path: Path
    recognition: Recognition | None = None
    problem: str = ""
    small: NDArray[np.uint8] | None = None


@dataclass(frozen=True, eq=False)
class ManyRead:
    """What was read since the last message, and how far the work is.

    Parameters
    ----------
    read
        In the order of the files.
    done, total
        Files; the total is 0 while they are still looked for.
    """

    read: tuple[PictureRead, ...]
    done: int
    total: int


def read_many(paths: Sequence[Path], recognizer: Reads) -> Iterator[ManyRead]:
    """Read files, and all pictures in folders and in the folders within; yield ten times a second.

    Files are read in the order in which they are given; in a folder those whose names end as names
    of pictures do, in the order of their paths. Names that begin with a dot are left out.
    """
    found: list[PictureRead] = []
    due = 0.0
    for path in paths:
        for each in _found(path):
            found.append(each)
            if monotonic() >= due:
                due = monotonic() + _PAUSE
                yield ManyRead((), len(found), 0)
    read: list[PictureRead] = []
    for done, each in enumerate(found, 1):
        read.append(each if each.problem else _read(each.path, recognizer))
        if monotonic() >= due or done == len(found):
            due = monotonic() + _PAUSE
            yield ManyRead(tuple(read), done, len(found))
            read = []
    if not found:
        yield ManyRead((), 0, 0)


def _found(path: Path) -> Iterator[PictureRead]:
    from digit_recognizer.ink import PICTURE_ENDINGS

    if not path.is_dir():
        yield PictureRead(path)
        return
    locked: list[PictureRead] = []

    def note(error: OSError) -> None:
        folder = Path(error.filename)
        locked.append(PictureRead(folder, problem=f"Cannot look into {folder}: {error.strerror}."))

    for above, folders, names in os.walk(path, onerror=note):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            if name.lower().endswith(PICTURE_ENDINGS) and not name.startswith("."):
                yield PictureRead(Path(above, name))
    yield from locked


def _read(path: Path, recognizer: Reads) -> PictureRead:
    from PIL import Image

    from digit_recognizer.ink import open_picture

    try:
        pixels = open_picture(path)
        recognition = recognizer.recognize(pixels)
    except DigitRecognizerError as error:
        return PictureRead(path, problem=str(error))
    small = Image.fromarray(pixels)
    small.thumbnail((_SMALL_SIDE, _SMALL_SIDE))
    import numpy as np

    return PictureRead(path, recognition, small=np.asarray(small))
