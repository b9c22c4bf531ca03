"""Netpbm pictures (PBM, PGM, PPM) by NumPy: all six forms, any highest value.

Pillow decodes most of them number by number in Python, which takes minutes for a large one.
"""

import math
import re
from typing import Any

import numpy as np
from numpy.typing import NDArray

from digit_recognizer.ink.file_parts import FileError, PictureFile, damaged

__all__ = ["look_through_netpbm", "read_netpbm"]

_SPACES = b" \t\n\v\f\r"
_SPACE = rb"(?:[ \t\n\v\f\r]|#[^\n\r]*[\n\r])+"
_BITS = re.compile(rb"P([14])" + 2 * (_SPACE + rb"(\d{1,9})") + rb"[ \t\n\v\f\r]")
_NUMBERS = re.compile(rb"P([2356])" + 3 * (_SPACE + rb"(\d{1,9})") + rb"[ \t\n\v\f\r]")
_LONGEST_HEADER = 4096
# Numbers as text take a tenth of a microsecond each.
_MOST_TEXT = 32_000_000
_MOST_COMMENTS = 10_000
# Values that are scaled at once: NumPy makes eight bytes of each on the way.
_CHUNK = 1_000_000

_Numbers = NDArray[Any]


def look_through_netpbm(content: bytes) -> PictureFile:
    """Return the size of a picture.

    Raises
    ------
    FileError
        Where its header is damaged, or it is too long a text.
    """
    header = _header(content)
    if header[1] in b"123" and len(content) > _MOST_TEXT:
        raise FileError(
            f"a picture whose numbers are written as text is read up to "
            f"{_MOST_TEXT // 1_000_000} MB, but it has {len(content) // 1_000_000} MB.",
            "Save it as PNG.",
        )
    return PictureFile("PPM", (int(header[2]), int(header[3])), content)


def read_netpbm(content: bytes) -> _Numbers:
    """Return the pixels, scaled to 0..255; grey ones of more than eight bits to 0..65535.

    Returns
    -------
    (height, width) or (height, width, 3) uint8, or (height, width) uint16

    Raises
    ------
    FileError
        Where it is damaged or incomplete.
    """
    header = _header(content)
    form, width, height = int(header[1]), int(header[2]), int(header[3])
    body = memoryview(content)[header.end() :]
    if form in (1, 4):
        return (1 - _bits(form, body, width, height)) * np.uint8(255)
    highest = int(header[4])
    if not 0 < highest < 2**16:
        raise damaged(f"its highest value is {highest}")
    shape = (height, width, 3) if form in (3, 6) else (height, width)
    if form in (2, 3):
        values = _text_numbers(body, math.prod(shape), highest)
    else:
        values = _first(np.frombuffer(body, ">u2" if highest > 255 else "u1"), math.prod(shape))
    return _scaled(values, highest, 65535 if highest > 255 and form in (2, 5) else 255).reshape(
        shape
    )


def _scaled(values: _Numbers, highest: int, top: int) -> _Numbers:
    """Scale from 0..highest to 0..top; the same as Pillow does."""
    if highest == top == 255 and values.dtype == np.uint8:
        return values
    table = np.rint(np.arange(highest + 1) / highest * top)
    scaled = np.empty(len(values), np.uint16 if top > 255 else np.uint8)
    for start in range(0, len(values), _CHUNK):
        chunk = values[start : start + _CHUNK]
        scaled[start : start + _CHUNK] = table[np.minimum(chunk, chunk.dtype.type(highest))]
    return scaled


def _header(content: bytes) -> re.Match[bytes]:
    pattern = _BITS if content[1:2] in b"14" else _NUMBERS
    header = pattern.match(content[:_LONGEST_HEADER])
    if header is None:
        raise damaged("its header is incomplete")
    return header


def _first(values: _Numbers, count: int) -> _Numbers:
    """Return so many values as the picture has; more may follow."""
    if len(values) < count:
        raise damaged(f"it has {len(values):,} of {count:,} values")
    return values[:count]


def _bits(form: int, body: memoryview, width: int, height: int) -> _Numbers:
    """Return the pixels of a picture in black (1) and white (0)."""
    if form == 4:
        across = -(-width // 8)
        rows = _first(np.frombuffer(body, np.uint8), height * across).reshape(height, across)
        return np.unpackbits(rows, axis=1, count=width)
    digits = np.frombuffer(_without_comments(body).translate(None, _SPACES), np.uint8)
    bits = _first(digits, height * width).reshape(height, width) - np.uint8(ord("0"))
    if bits.max() > 1:
        raise damaged("it has other signs than 0 and 1")
    return bits


def _text_numbers(body: memoryview, count: int, highest: int) -> _Numbers:
    text = _without_comments(body)
    if text.translate(None, b"0123456789" + _SPACES) or re.search(rb"\d{10}", text):
        raise damaged("it has other signs than numbers")
    values = _first(np.fromstring(text, np.int32, sep=" "), count)
    if values.max() > highest:
        raise damaged(f"it has values above {highest}")
    return values


def _without_comments(body: memoryview) -> bytes:
    content = bytes(body)
    if content.count(b"#") > _MOST_COMMENTS:
        raise damaged(f"it has more than {_MOST_COMMENTS:,} comments")
    return re.sub(rb"#[^\n\r]*", b" ", content)
