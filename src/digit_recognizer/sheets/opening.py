"""The pages of a file as grey pictures: a photograph, a TIFF of several pages, a PDF."""

import os
import struct
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from digit_recognizer.errors import DigitRecognizerError
from digit_recognizer.ink import PICTURE_ENDINGS, open_picture, picture_name

if TYPE_CHECKING:
    from pypdfium2 import PdfDocument

__all__ = ["SHEET_ENDINGS", "SheetError", "open_pages"]

SHEET_ENDINGS = (*PICTURE_ENDINGS, ".pdf")
"""How names of files with sheets end, in small letters."""

# In pixels: larger photographs are averaged down, and pages of a PDF are drawn so large.
_LONGEST_SIDE, _LONGEST_OF_PDF = 4400, 2400
_MOST_PAGES = 200
_MOST_BYTES = 250_000_000


class SheetError(DigitRecognizerError):
    """A file whose pages cannot be opened."""


def open_pages(path: str | os.PathLike[str]) -> Iterator[NDArray[np.uint8]]:
    """Yield the pages of a file, each (height, width) uint8, 0 black and 255 white.

    Parameters
    ----------
    path : path
        A picture that ``open_picture`` opens, a TIFF of several pages, or a PDF.

    Raises
    ------
    SheetError, PictureError
        If the file is no such, is damaged or encrypted, or has more than 200 pages.
    """
    path = Path(path)
    start = _start(path)
    if b"%PDF-" in start:
        yield from _pages_of_pdf(path)
    elif start.startswith((b"II*\0", b"MM\0*")):
        yield from _pages_of_tiff(path)
    else:
        yield open_picture(path, longest_side=_LONGEST_SIDE)


def _start(path: Path) -> bytes:
    """Return the first bytes of a file; none where it cannot be read, which opening explains."""
    try:
        if not path.is_file():
            return b""
        with path.open("rb") as stream:
            return stream.read(1024)
    except OSError:
        return b""


def _check_count(path: Path, count: int) -> None:
    if not 0 < count <= _MOST_PAGES:
        raise SheetError(
            f"{picture_name(path)}: expected a file of 1 to {_MOST_PAGES} pages, got {count}",
            "divide it into several files",
        )


def _pages_of_pdf(path: Path) -> Iterator[NDArray[np.uint8]]:
    import pypdfium2

    name = picture_name(path)
    if path.stat().st_size > _MOST_BYTES:
        raise SheetError(
            f"{name}: expected a PDF of at most {_MOST_BYTES // 1_000_000} MB, got "
            f"{path.stat().st_size // 1_000_000} MB",
            "divide it into several files",
        )
    try:
        document = pypdfium2.PdfDocument(path.read_bytes())
    except (pypdfium2.PdfiumError, OSError) as error:
        if "password" in str(error).lower():
            raise SheetError(
                f"{name}: it is encrypted, and only its password opens it",
                "open it in a program for PDFs and save it without a password",
            ) from error
        raise SheetError(
            f"{name}: expected a PDF, but it is damaged",
            "open it in a program for PDFs and save it again",
        ) from error
    with document:
        _check_count(path, len(document))
        for number in range(len(document)):
            yield _drawn(document, number, name)


def _drawn(document: "PdfDocument", number: int, name: str) -> NDArray[np.uint8]:
    import pypdfium2

    try:
        page = document[number]
        width, height = page.get_size()
        scale = _LONGEST_OF_PDF / max(width, height, 1)
        if min(width, height) * scale < 1:
            raise ValueError(f"its size is {width:g} x {height:g} points")
        drawn = page.render(scale=scale, grayscale=True).to_numpy()
    except (pypdfium2.PdfiumError, ValueError, MemoryError) as error:
        raise SheetError(
            f"{name}: page {number + 1} cannot be drawn",
            "open it in a program for PDFs and save it again",
        ) from error
    return np.array(drawn, np.uint8).reshape(drawn.shape[:2])


def _pages_of_tiff(path: Path) -> Iterator[NDArray[np.uint8]]:
    content = path.read_bytes() if path.stat().st_size <= _MOST_BYTES else b""
    starts = _directories(content)
    if len(starts) < 2:
        yield open_picture(path, longest_side=_LONGEST_SIDE)
        return
    _check_count(path, len(starts))
    order = ">" if content.startswith(b"MM") else "<"
    for number, start in enumerate(starts):
        page = content[:4] + struct.pack(order + "L", start) + content[8:]
        name = f"{picture_name(path)}, page {number + 1}"
        yield open_picture(page, name=name, longest_side=_LONGEST_SIDE)


def _directories(content: bytes) -> list[int]:
    """Return where the directories of a TIFF's pages begin."""
    order = ">" if content.startswith(b"MM") else "<"
    starts: list[int] = []
    at = 4
    try:
        while True:
            (start,) = struct.unpack_from(order + "L", content, at)
            if not start or start in starts or len(starts) > _MOST_PAGES:
                return starts
            (entries,) = struct.unpack_from(order + "H", content, start)
            starts.append(start)
            at = start + 2 + 12 * entries
    except struct.error:
        return starts
