"""How the camera was held, as EXIF or XMP say it: a number from 1 (upright) to 8."""

import re
import struct
from collections.abc import Iterator

from PIL import Image

__all__ = ["ORIENTATION", "directory_entries", "exif_orientation", "turned", "xmp_orientation"]

ORIENTATION = 0x0112
_SHORT, _LONG = 3, 4
_XMP = re.compile(rb'tiff:Orientation(?:="|>)([0-9])')
_UNDONE_BY = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}


def turned(picture: Image.Image, orientation: int) -> Image.Image:
    """Return the picture upright."""
    undone_by = _UNDONE_BY.get(orientation)
    return picture if undone_by is None else picture.transpose(undone_by)


def exif_orientation(exif: bytes) -> int:
    """Return what EXIF says; 1 where it says nothing or is damaged."""
    content = exif.removeprefix(b"Exif\0\0")
    order = ">" if content.startswith(b"MM") else "<"
    try:
        for tag, kind, _, place in directory_entries(content, order):
            if tag == ORIENTATION and kind in (_SHORT, _LONG):
                return int(struct.unpack_from(order + "HL"[kind - _SHORT], content, place)[0])
    except struct.error:
        pass
    return 1


def xmp_orientation(xmp: bytes) -> int:
    """Return what XMP says; 1 where it says nothing."""
    found = _XMP.search(xmp)
    return int(found[1]) if found else 1


def directory_entries(content: bytes, order: str) -> Iterator[tuple[int, int, int, int]]:
    """Yield tag, type, count and the position of the value, for each entry of a TIFF's first page.

    EXIF is written the same way.

    Parameters
    ----------
    content : bytes
        From the byte order's mark on.
    order : {"<", ">"}
        Little or big end first.

    Raises
    ------
    struct.error
        Where it ends too early.
    """
    (start,) = struct.unpack_from(order + "L", content, 4)
    (entries,) = struct.unpack_from(order + "H", content, start)
    for entry in range(entries):
        place = start + 2 + 12 * entry
        yield *struct.unpack_from(order + "HHL", content, place), place + 8
