"""Digits from bank cheques: a zip of pictures of amounts, with a box for every digit.

Small JPEG pictures on patterned paper; ``labels.csv`` names for each the amount and its digits'
boxes, ``digit,x,y,width,height`` in pixels, divided by semicolons. A box holds slivers of the
neighbours. Source: M. Diem and others: ICFHR 2014 Competition on Handwritten Digit String
Recognition in Challenging Datasets (HDSRC 2014).
"""

import csv
import io
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from digit_recognizer.errors import DigitRecognizerError

__all__ = ["ChequeDigit", "OrandError", "read_orand"]

LABELS = "labels.csv"
MOST_BYTES = 16 << 20
"""No picture of an amount is larger, nor the list of them."""


class OrandError(DigitRecognizerError):
    """A file is not the zip of amounts it is taken for."""


@dataclass(frozen=True, eq=False)
class ChequeDigit:
    """One digit of an amount.

    Attributes
    ----------
    label : int
        The digit, 0 to 9.
    name : str
        The picture it was cut from.
    pixels : NDArray[np.uint8]
        What its box holds, (height, width, 3).
    """

    label: int
    name: str
    pixels: NDArray[np.uint8]


def read_orand(path: Path) -> Iterator[ChequeDigit]:
    """Read the digits of a zip one after another, in the order of its list.

    Parameters
    ----------
    path : Path
        A zip with ``labels.csv`` and the pictures it names.

    Yields
    ------
    ChequeDigit
        Only one picture at a time is in memory.

    Raises
    ------
    OrandError
        If the file cannot be read, is no zip or is damaged, or its list is not what it should be.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            text = _member(archive, LABELS).decode("utf-8")
            for row in csv.DictReader(io.StringIO(text)):
                yield from _digits(archive, row)
    except (
        zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, KeyError, ValueError,
        AttributeError, OSError, Image.DecompressionBombError,
    ) as error:  # fmt: skip
        raise OrandError(
            f"{path}: expected a whole zip of amounts with {LABELS}, but it is none or it is "
            f"damaged ({error}); fetch or copy it again."
        ) from error


def _digits(archive: zipfile.ZipFile, row: dict[str, str]) -> Iterator[ChequeDigit]:
    name = row["file"]
    with Image.open(io.BytesIO(_member(archive, name)), formats=("JPEG", "PNG")) as picture:
        pixels = np.asarray(picture.convert("RGB"))
    for box in row["boxes_digit_x_y_w_h"].split(";"):
        label, left, top, width, height = (int(number) for number in box.split(","))
        inside = pixels[max(0, top) : top + height, max(0, left) : left + width]
        if label not in range(10) or inside.size == 0:
            raise ValueError(f"{name} has no digit in {box!r}")
        yield ChequeDigit(label, name, inside)


def _member(archive: zipfile.ZipFile, name: str) -> bytes:
    if archive.getinfo(name).file_size > MOST_BYTES:
        raise ValueError(f"{name} is too large")
    return archive.read(name)
