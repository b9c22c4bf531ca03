"""TIFF, the format of many formats: only what scanners and cameras write of it, checked first."""

import ctypes
import struct
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from PIL import _imaging

from digit_recognizer.ink.file_parts import (
    MOST_PIXELS,
    FileError,
    PictureFile,
    check_decoded,
    damaged,
)
from digit_recognizer.ink.orientation import ORIENTATION, directory_entries

__all__ = ["look_through_tiff", "quiet_libtiff"]

_WIDTH, _HEIGHT, _BITS, _COMPRESSION = 256, 257, 258, 259
_STRIP_OFFSETS, _STRIP_HEIGHT, _STRIP_LENGTHS = 273, 278, 279
_TILE_WIDTH, _TILE_HEIGHT, _TILE_OFFSETS, _TILE_LENGTHS = 322, 323, 324, 325
_SAMPLES, _PLANES = 277, 284
# Besides: photometric interpretation, order of bits, options of fax, predictor.
_NUMBERS = {
    *(_WIDTH, _HEIGHT, _COMPRESSION, 262, 266, _SAMPLES, _STRIP_HEIGHT, _PLANES, 292, 293, 317),
    *(_TILE_WIDTH, _TILE_HEIGHT),
}
# Besides: table of colours, kinds of the samples, tables and subsampling of JPEG.
_LISTS = {
    *(_BITS, _STRIP_OFFSETS, _STRIP_LENGTHS, 320, _TILE_OFFSETS, _TILE_LENGTHS, 338, 339),
    *(347, 530, 532),
}
_TYPES = {1: "B", 3: "H", 4: "L", 5: "2L", 7: "B"}
_COMPRESSIONS = {
    1: "none", 2: "CCITT", 3: "CCITT group 3", 4: "CCITT group 4", 5: "LZW", 7: "JPEG",
    8: "Deflate", 32773: "PackBits", 32946: "Deflate",
}  # fmt: skip
_NONE, _JPEG = 1, 7
_MOST_PIECES = 50_000
# Of a piece that is compressed as JPEG.
_MOST_SCANS = 16
_MOST_SAMPLES = 6
_MOST_COLOURS = 3 * 2**16

_Tags = dict[int, tuple[int, tuple[int, ...]]]


def look_through_tiff(content: bytes) -> PictureFile:
    """Return a TIFF's first page with no other tags than its pixels need.

    Raises
    ------
    FileError
        Where it is damaged, is compressed in a way of few, or its pieces overlap or are too many.
    struct.error
        Where it ends too early.
    """
    order = ">" if content.startswith(b"MM") else "<"
    tags, orientation = _tags(content, order)
    size = _number(tags, _WIDTH, 0), _number(tags, _HEIGHT, 0)
    if 0 < size[0] * size[1] <= MOST_PIXELS:
        _check_pieces(tags, size, content)
    return PictureFile("TIFF", size, _with_tags(content, order, tags), orientation)


def _tags(content: bytes, order: str) -> tuple[_Tags, int]:
    """Return the tags that the pixels need, each with its type and numbers; and the orientation."""
    tags: _Tags = {}
    orientation = 1
    for tag, kind, count, place in directory_entries(content, order):
        if kind not in _TYPES or tag in tags or not count:
            continue
        if tag not in _NUMBERS | _LISTS | {ORIENTATION}:
            continue
        if count > _MOST_COLOURS:
            raise damaged(f"tag {tag} has {count:,} values")
        code = f"{count * int(_TYPES[kind][:-1] or 1)}{_TYPES[kind][-1]}"
        if struct.calcsize(order + code) > 4:
            (place,) = struct.unpack_from(order + "L", content, place)
        values = struct.unpack_from(order + code, content, place)
        if tag == ORIENTATION:
            orientation = values[0]
        elif tag in _NUMBERS:
            tags[tag] = kind, values[:1]
        else:
            tags[tag] = kind, values
    return tags, orientation


def _number(tags: _Tags, tag: int, default: int) -> int:
    return tags[tag][1][0] if tag in tags else default


def _check_pieces(tags: _Tags, size: tuple[int, int], content: bytes) -> None:
    """Refuse strips or tiles that are too many, overlap, or are compressed in a way of few.

    Of strips and tiles those tags are dropped that are not used, and the pieces that are too many.
    """
    compression = _number(tags, _COMPRESSION, _NONE)
    if compression not in _COMPRESSIONS:
        known = ", ".join(dict.fromkeys(_COMPRESSIONS.values()))
        raise FileError(
            f"expected a TIFF with one of the compressions {known}, but it has number "
            f"{compression}.",
            "Save it as PNG.",
        )
    samples = _number(tags, _SAMPLES, 1)
    if samples > _MOST_SAMPLES:
        raise damaged(f"its pixels have {samples} samples")
    check_decoded(size, samples * max(tags[_BITS][1] if _BITS in tags else (1,)))
    tiled = _TILE_OFFSETS in tags
    unused = (_STRIP_OFFSETS, _STRIP_LENGTHS) if tiled else (_TILE_WIDTH, _TILE_HEIGHT)
    for tag in unused:
        tags.pop(tag, None)
    width = _number(tags, _TILE_WIDTH, 0) if tiled else size[0]
    height = _number(tags, _TILE_HEIGHT if tiled else _STRIP_HEIGHT, size[1])
    height = height if tiled else min(height, size[1])
    planes = samples if _number(tags, _PLANES, 1) == 2 else 1
    if width * height * planes == 0:
        raise damaged("its strips or tiles have no size")
    pieces = -(-size[0] // width) * -(-size[1] // height)
    if pieces * planes > _MOST_PIECES or pieces * width * height > 2 * MOST_PIXELS:
        raise FileError(
            f"expected at most {_MOST_PIECES:,} strips or tiles that cover the picture, but it has "
            f"{pieces * planes:,} of {width} x {height}.",
            "Save it as PNG.",
        )
    offsets, lengths = (
        _cut(tags, tag, pieces * planes)
        for tag in ((_TILE_OFFSETS, _TILE_LENGTHS) if tiled else (_STRIP_OFFSETS, _STRIP_LENGTHS))
    )
    if compression == _NONE:
        return
    if len(offsets) != len(lengths) or sum(lengths) > len(content):
        raise damaged("its strips or tiles do not fit into it")
    if compression == _JPEG:
        _check_scans(offsets, lengths, content)


def _cut(tags: _Tags, tag: int, count: int) -> tuple[int, ...]:
    """Drop what a list has too many and return it."""
    if tag not in tags:
        return ()
    tags[tag] = tags[tag][0], tags[tag][1][:count]
    return tags[tag][1]


def _check_scans(offsets: tuple[int, ...], lengths: tuple[int, ...], content: bytes) -> None:
    for offset, length in zip(offsets, lengths, strict=True):
        if content.count(b"\xff\xda", offset, offset + length) > _MOST_SCANS:
            raise damaged("it has too many scans")


def _with_tags(content: bytes, order: str, tags: _Tags) -> bytes:
    """Return the file with these tags alone, and no further page."""
    start = len(content) + len(content) % 2
    values_at = start + 2 + 12 * len(tags) + 4
    entries, values = b"", b""
    for tag, (kind, numbers) in sorted(tags.items()):
        packed = struct.pack(f"{order}{len(numbers)}{_TYPES[kind][-1]}", *numbers)
        place = packed.ljust(4, b"\0")
        if len(packed) > 4:
            place = struct.pack(order + "L", values_at + len(values))
            values += packed + b"\0" * (len(packed) % 2)
        count = len(numbers) // int(_TYPES[kind][:-1] or 1)
        entries += struct.pack(order + "HHL", tag, kind, count) + place
    header = content[:4] + struct.pack(order + "L", start)
    directory = struct.pack(order + "H", len(tags)) + entries + bytes(4)
    return b"".join((header, memoryview(content)[8:], bytes(len(content) % 2), directory, values))


_DECODING = threading.Lock()


@contextmanager
def quiet_libtiff() -> Iterator[None]:
    """Keep libtiff from writing its complaints to standard error while this holds.

    It writes them itself, past Python, and Pillow does not ask it not to. Its handler is shared by
    all who use it through Pillow, so it is put back at the end; where Pillow's libtiff cannot be
    reached (it is in another place on some systems), the complaints stay.
    """
    with _DECODING:
        try:
            set_handler = ctypes.CDLL(_imaging.__file__).TIFFSetErrorHandler
        except (AttributeError, OSError, TypeError):
            yield
            return
        set_handler.restype, set_handler.argtypes = ctypes.c_void_p, [ctypes.c_void_p]
        before = set_handler(None)
        try:
            yield
        finally:
            set_handler(before)
