"""Numbers put together from one writer's single digits, as MDW does from QMNIST's writers.

Digits stand on a line that is not quite straight, with gaps that may be negative: then they touch.
"""

import csv
import gzip
import zlib
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from digit_recognizer.data.dataset import DatasetError
from digit_recognizer.data.locations import DataNotFoundError, search_folders

__all__ = [
    "GAPS",
    "ComposedNumber",
    "compose_number",
    "digits_of_writers",
    "find_writers",
    "read_writers",
]

_WRITERS = Path("mnist", "writers.csv.gz")

GAPS = (-2, 8)
"""Pixels between the ink of two neighbours, from and to."""

_UNEVEN = 1.5
"""Pixels, a standard deviation, that a digit stands above or below the line."""
_MARGIN = 6
_LEAST_INK = 32

Writer = dict[int, NDArray[np.uint8]]
"""For each digit that somebody wrote, the pictures of it, (n, 28, 28)."""


class ComposedNumber(NamedTuple):
    """A number put together of single digits.

    Attributes
    ----------
    picture : (height, width) uint8
        White (255) on black, with a margin.
    owners : (height, width) int8
        Which of its characters, from 0, each pixel belongs to; -1 for none.
    """

    picture: NDArray[np.uint8]
    owners: NDArray[np.int8]


def find_writers(folder: Path | None = None) -> Path:
    """Find the list of who wrote each digit of MNIST, in a data folder's subfolder ``mnist``.

    Raises
    ------
    DataNotFoundError
        If it is in none.
    """
    looked_in = search_folders(folder)
    for base in looked_in:
        for path in (base / _WRITERS, base / _WRITERS.name):
            if path.is_file():
                return path
    raise DataNotFoundError(
        f"{' and '.join(map(str, looked_in))}: expected {_WRITERS}, got none",
        "copy the file there, or name the folder that has it",
    )


def read_writers(path: Path, split: str) -> NDArray[np.int64]:
    """Return who wrote each digit of a half of MNIST.

    Parameters
    ----------
    path : Path
        A gzipped CSV with the columns split, index and writer; the order is MNIST's.
    split : {"train", "test"}
        Which half.

    Raises
    ------
    DatasetError
        If the file is not such.
    """
    try:
        with gzip.open(path, "rt", encoding="utf-8", newline="") as file:
            rows = [row for row in csv.DictReader(file) if row["split"] == split]
        if not rows:
            raise ValueError(f"no row of the half {split}")
        by_index = {int(row["index"]): int(row["writer"]) for row in rows}
        return np.array([by_index[index] for index in range(len(rows))], np.int64)
    except (OSError, EOFError, zlib.error, ValueError, KeyError, csv.Error) as error:
        raise DatasetError(
            f"{path}: expected a gzipped CSV with split, index and writer of each digit, got "
            f"{type(error).__name__}: {error}",
            "take the file that was made from QMNIST",
        ) from error


def digits_of_writers(
    images: NDArray[np.uint8], labels: NDArray[np.uint8], writers: NDArray[np.int64]
) -> list[Writer]:
    """Return the digits of each writer who wrote all ten, in the order of their numbers."""
    found = []
    for writer in np.unique(writers):
        own = writers == writer
        digits = {
            digit: images[own & (labels == digit)] for digit in np.unique(labels[own]).tolist()
        }
        if len(digits) == 10:
            found.append(digits)
    return found


def compose_number(
    writer: Writer, text: str, generator: np.random.Generator, gaps: tuple[int, int] = GAPS
) -> ComposedNumber:
    """Draw a number with digits of one writer.

    Parameters
    ----------
    writer : Writer
        Whose digits; each is chosen at random among those of its kind.
    text : str
        Digits only.
    generator : numpy.random.Generator
        Chooses digits, gaps and heights.
    gaps : (int, int)
        Pixels between neighbours, from and to, both included.

    Returns
    -------
    ComposedNumber
    """
    placed: list[tuple[int, int, NDArray[np.uint8]]] = []
    right = _MARGIN
    for character in text:
        choices = writer[int(character)]
        digit = choices[generator.integers(len(choices))]
        columns = np.flatnonzero((digit >= _LEAST_INK).any(axis=0))
        digit = digit[:, columns[0] : columns[-1] + 1]
        left = max(right + (int(generator.integers(gaps[0], gaps[1] + 1)) if placed else 0), 0)
        drop = int(np.clip(np.rint(generator.normal(0, _UNEVEN)), -_MARGIN, _MARGIN))
        placed.append((left, _MARGIN + drop, digit))
        right = left + digit.shape[1]
    picture = np.zeros((28 + 2 * _MARGIN, right + _MARGIN), np.uint8)
    owners = np.full(picture.shape, -1, np.int8)
    for index, (left, top, digit) in enumerate(placed):
        inside = np.s_[top : top + digit.shape[0], left : left + digit.shape[1]]
        owners[inside][digit > picture[inside]] = index
        np.maximum(picture[inside], digit, out=picture[inside])
    return ComposedNumber(picture, owners)
