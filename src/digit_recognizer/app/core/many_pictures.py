"""Many pictures, read beside the window."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from digit_recognizer.app.core.reading import Reads
    from digit_recognizer.data.pictures_below import Unread
    from digit_recognizer.numbers.reading import NumberRecognition
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
    recognition: Recognition | NumberRecognition | None = None
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


def read_many(
    paths: Sequence[Path], recognizer: Reads, format_name: str | None = None
) -> Iterator[ManyRead]:
    """Read files, and all pictures in folders and in the folders within; yield ten times a second.

    Files are read in the order in which they are given; a folder stands for the pictures below it,
    as ``pictures_below`` finds them.
    """
    found: list[Path | Unread] = []
    due = 0.0
    for path in paths:
        for each in _found(path):
            found.append(each)
            if monotonic() >= due:
                due = monotonic() + _PAUSE
                yield ManyRead((), len(found), 0)
    read: list[PictureRead] = []
    for done, answer in enumerate(_each_read(found, recognizer, format_name), 1):
        read.append(answer)
        if monotonic() >= due or done == len(found):
            due = monotonic() + _PAUSE
            yield ManyRead(tuple(read), done, len(found))
            read = []
    if not found:
        yield ManyRead((), 0, 0)


def _found(path: Path) -> Iterator[Path | Unread]:
    from digit_recognizer.data.pictures_below import pictures_below

    return pictures_below(path) if path.is_dir() else iter([path])


def _each_read(
    found: Sequence[Path | Unread], recognizer: Reads, format_name: str | None
) -> Iterator[PictureRead]:
    from digit_recognizer.ink import PictureError

    sources = [each if isinstance(each, Path) else PictureError(each.reason) for each in found]
    read = recognizer.recognize_each(sources, thumbnail=_SMALL_SIDE)
    for each, answer in zip(found, read, strict=True):
        path = each if isinstance(each, Path) else each.path
        if isinstance(answer, PictureError):
            yield PictureRead(path, problem=str(answer))
        else:
            yield _reconsidered(path, answer, recognizer, format_name)


def _reconsidered(
    path: Path, alone: Recognition, recognizer: Reads, format_name: str | None
) -> PictureRead:
    """Return what was read as one digit as a number, if it is one instead."""
    from digit_recognizer.ink import PictureError

    try:
        answer = recognizer.reconsider(path, alone, format=format_name)
    except PictureError as error:
        return PictureRead(path, problem=str(error))
    return PictureRead(path, answer, small=alone.thumbnail)
