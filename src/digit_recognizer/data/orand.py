"""Digits from bank cheques: a zip of pictures of amounts, with a box for every digit.

Small JPEG pictures on patterned backgrounds; ``labels.csv`` names for each the amount and its
digits' boxes, ``digit,x,y,width,height`` in pixels, divided by semicolons. A box holds slivers of
the neighbours. Source: M. Diem and others: ICFHR 2014 Competition on Handwritten Digit String
Recognition in Challenging Datasets (HDSRC 2014).
"""

import csv
import io
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from digit_recognizer.data.zips import open_zip, read_member
from digit_recognizer.errors import DigitRecognizerError

__all__ = ["ORAND_VERSION", "ChequeDigit", "OrandError", "read_orand"]

LABELS = "labels.csv"
MOST_BYTES = 1 << 20
"""No picture of an amount is larger, nor the list of them."""
MOST_PIXELS = 4_000_000


ORAND_VERSION = 1
"""Of what is read from a file; raise it when that changes."""


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


def read_orand(path: Path, margin: int = 0) -> Iterator[ChequeDigit]:
    """Read the digits of a zip one after another, in the order of its list.

    Parameters
    ----------
    path : Path
        A zip with ``labels.csv`` and the pictures it names.
    margin : int
        In percent of the digit's height: so much of its surroundings is cut out with it.

    Yields
    ------
    ChequeDigit
        Only one picture at a time is in memory.

    Raises
    ------
    OrandError
        If the file cannot be read, is no zip or is damaged, or its list is not what it should be.
    """
    with open_zip(path, f"zip of amounts with {LABELS}", OrandError) as archive:
        text = read_member(archive, LABELS, MOST_BYTES).decode("utf-8")
        try:
            rows = list(csv.DictReader(io.StringIO(text), restkey="more", restval=""))
        except csv.Error as error:
            raise ValueError(f"{LABELS}: {error}") from error
        if not rows:
            raise ValueError(f"{LABELS} names no picture")
        for row in rows:
            yield from _digits(archive, row, margin)


def _digits(archive: zipfile.ZipFile, row: dict[str, str], margin: int) -> Iterator[ChequeDigit]:
    name = row["file"]
    pixels = _pixels(read_member(archive, name, MOST_BYTES), name)
    for box in row["boxes_digit_x_y_w_h"].split(";"):
        label, left, top, width, height = (int(number) for number in box.split(","))
        more = margin * height // 100
        rows = slice(max(0, top - more), top + height + more)
        inside = pixels[rows, max(0, left - more) : left + width + more]
        if label not in range(10) or inside.size == 0:
            raise ValueError(f"{name[:60]!r} has no digit in {box[:60]!r}")
        yield ChequeDigit(label, name, inside)


def _pixels(content: bytes, name: str) -> NDArray[np.uint8]:
    try:
        with Image.open(io.BytesIO(content), formats=("JPEG", "PNG")) as picture:
            if picture.width * picture.height <= MOST_PIXELS:
                return np.asarray(picture.convert("RGB"))
    except Exception as error:  # there is nearly nothing that Pillow does not raise
        raise ValueError(f"{name[:60]!r} cannot be opened: {error}") from error
    raise ValueError(f"{name[:60]!r} has more than {MOST_PIXELS:,} pixels")
