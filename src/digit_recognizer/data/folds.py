"""Parts of the writers, each of which a training may leave out: nobody is on both sides.

All sets of a collection have their writers in common, and are divided alike: digits, letters and
signs of a writer are on the same side.
"""

import zlib
from collections.abc import Collection
from typing import Literal

from digit_recognizer.data.handwriting import UNIPEN

__all__ = ["FOLDS", "FOLDS_BY", "FoldBy", "writers_of_fold"]

FOLDS = 3
"""Into so many parts the writers are divided."""

FoldBy = Literal["writer", "laboratory"]
"""Whether a part has some writers of every laboratory, or all of some laboratories. Collections of
one laboratory are divided by writer in any case."""

FOLDS_BY: tuple[FoldBy, ...] = ("writer", "laboratory")

_LABORATORIES = (
    ("apa", "apc", "app", "kai", "val"),
    ("aga", "apb", "ape", "att", "sie"),
    ("cea", "ceb", "cec", "ced", "gmd", "par", "sta"),
)
"""Those of UNIPEN, in parts of about as many digits. Those whose pens drew alike, or that share
writers, are in one part."""

_TOGETHER = {"apb": 1, "ape": 1, "cea": 0, "ceb": 0, "cec": 0}
"""Laboratories that share writers, not all of them under the same code: nobody of them is in
another part, also where writers are divided."""


def writers_of_fold(
    collection: str, writers: Collection[str], fold: int, by: FoldBy = "writer"
) -> tuple[str, ...]:
    """Return the writers of one part, in order.

    Parameters
    ----------
    collection : str
        Whose digits they are; see ``WrittenDigits``.
    writers : collection of str
        All writers of the collection.
    fold : int
        Which part, from 0 to 2.
    by : {"writer", "laboratory"}
        What is divided.
    """
    in_order = sorted(set(writers))
    if collection == UNIPEN.name:
        return tuple(writer for writer in in_order if _unipen_fold(writer, by) == fold)
    return tuple(in_order[fold::FOLDS])


def _unipen_fold(writer: str, by: FoldBy) -> int:
    """Return the part of a writer such as ``"apb-w0010"``, whoever else is there."""
    contributor, _, code = writer.partition("-")
    if by == "laboratory":
        for fold, laboratories in enumerate(_LABORATORIES):
            if contributor in laboratories:
                return fold
        return zlib.crc32(contributor.encode()) % FOLDS
    if contributor in _TOGETHER:
        return _TOGETHER[contributor]
    number = code.removeprefix("w")
    is_number = number.isascii() and number.isdigit()
    return (int(number) if is_number else zlib.crc32(code.encode())) % FOLDS
