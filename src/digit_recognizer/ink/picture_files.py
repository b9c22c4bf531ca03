"""Look through a picture's file before a decoder does.

Pillow walks a file's parts in Python, warns about what surrounds the pixels and trusts the numbers
it finds. So each file is walked here first, in bounded steps: what the pixels need is handed on,
everything else (comments, profiles, thumbnails, further frames) stays behind, and the number of
pixels is known before any is decoded.
"""

import re
import struct
from collections.abc import Iterator

from digit_recognizer.ink.file_parts import FileError, PictureFile, check_decoded, damaged
from digit_recognizer.ink.netpbm import look_through_netpbm
from digit_recognizer.ink.orientation import exif_orientation, xmp_orientation
from digit_recognizer.ink.tiff import look_through_tiff

__all__ = ["look_through"]

# A picture has some dozens of parts; one of 250 megabytes in parts of 8 kilobytes has 32,000.
_MOST_PARTS = 100_000
# Each scan of a JPEG goes over all of its pixels; cameras and web pages use some ten. A decoder
# holds all numbers of such a picture at once, up to eight bytes for a pixel.
_MOST_SCANNED = 900_000_000
_MOST_IN_SCANS, _LONGEST_IN_SCANS = 80_000_000, 50_000_000
# So long are 40 million pixels of a WebP without loss, and four times a good one with loss.
_LONGEST_LOSSLESS, _LONGEST_LOSSY = 100_000_000, 25_000_000
# Pillow unpacks a bitmap's run lengths in Python, a million pixels a second.
_MOST_RUN_LENGTH = 1_000_000


def look_through(content: bytes) -> PictureFile | None:
    """Return what a decoder needs of a file; None where its format is not known.

    Raises
    ------
    FileError
        Where it is damaged or would take too long.
    """
    for start, walk in _WALKS.items():
        if content.startswith(start) and (walk is not _webp or content[8:12] == b"WEBP"):
            try:
                return walk(content)
            except (struct.error, IndexError) as error:
                raise damaged("it ends too early") from error
    return None


def _parts() -> Iterator[None]:
    """Yield so often as a file may have parts."""
    yield from (None for _ in range(_MOST_PARTS))
    raise FileError(
        f"expected at most {_MOST_PARTS:,} parts in the file, but it has more.",
        "Open it in a program for pictures and save it again.",
    )


_PNG_CHANNELS = {2: 3, 4: 2, 6: 4}


def _png(content: bytes) -> PictureFile:
    size = struct.unpack_from(">LL", content, 16)
    bits, colour = struct.unpack_from(">BB", content, 24)
    check_decoded(size, bits * _PNG_CHANNELS.get(colour, 1))
    content_view = memoryview(content)
    needed = [content_view[:8]]
    orientation = 1
    at = 8
    for _ in _parts():
        if at + 8 > len(content):
            break
        length, kind = struct.unpack_from(">L4s", content, at)
        end = at + 12 + length
        if kind in (b"IHDR", b"PLTE", b"tRNS", b"IDAT", b"IEND"):
            needed.append(content_view[at:end])
        elif kind == b"eXIf":
            orientation = exif_orientation(content[at + 8 : end - 4])
        elif kind == b"iTXt" and orientation == 1:
            orientation = xmp_orientation(content[at + 8 : end - 4])
        if kind == b"IEND":
            break
        at = end
    return PictureFile("PNG", size, b"".join(needed), orientation)


# A marker that is no more than data: an escaped 0xFF, a restart, a filling byte.
_MARKER = re.compile(rb"\xff[^\x00\xff\xd0-\xd7]")
# Baseline, extended and progressive; of lossless and arithmetic coding cameras make no use.
_FRAMES = {0xC0, 0xC1, 0xC2}
_PROGRESSIVE = 0xC2
_OTHER_FRAMES = set(range(0xC3, 0xD0)) - {0xC4, 0xC8, 0xCC}
_SCAN, _IMAGE_END, _TABLES = 0xDA, 0xD9, {0xC4, 0xCC, 0xDB, 0xDD}
_EXIF, _JFIF, _ADOBE = 0xE1, 0xE0, 0xEE


def _jpeg(content: bytes) -> PictureFile:
    content_view = memoryview(content)
    needed = [content_view[:2]]
    size = (0, 0)
    orientation = 1
    scanned, progressive = 0, False
    at = 2
    for _ in _parts():
        found = _MARKER.search(content, at)
        start = found.start() if found else len(content)
        if scanned:
            needed.append(content_view[at:start])
        if not found:
            break
        marker = content[start + 1]
        at = start + 2
        if marker in _FRAMES | _TABLES or marker in (_SCAN, 0xFE) or 0xE0 <= marker <= 0xEF:
            at += struct.unpack_from(">H", content, at)[0]
        if marker in _OTHER_FRAMES:
            raise FileError(
                "expected a JPEG in baseline or progressive coding, but it is coded in a way of "
                "few.",
                "Save it as PNG.",
            )
        if marker in _FRAMES:
            height, width = struct.unpack_from(">HH", content, start + 5)
            size = width, height
            progressive = marker == _PROGRESSIVE
        elif marker == _EXIF and orientation == 1:
            segment = content[start + 4 : at]
            is_exif = segment.startswith(b"Exif\0\0")
            orientation = exif_orientation(segment) if is_exif else xmp_orientation(segment)
        elif marker == _SCAN:
            if scanned or progressive:
                _check_scans(size, len(content))
            scanned += size[0] * size[1]
            if scanned > max(_MOST_SCANNED, size[0] * size[1]):
                raise FileError(
                    f"a picture of {size[0]} x {size[1]} pixels is read in at most "
                    f"{_MOST_SCANNED // (size[0] * size[1])} scans, but it has more.",
                    "Open it in a program for pictures and save it again.",
                )
        if marker in (_JFIF, _ADOBE) or not (marker == 0xFE or 0xE0 <= marker <= 0xEF):
            needed.append(content_view[start:at])
        if marker == _IMAGE_END:
            break
    return PictureFile("JPEG", size, b"".join(needed), orientation)


def _check_scans(size: tuple[int, int], length: int) -> None:
    if length > _LONGEST_IN_SCANS or size[0] * size[1] > _MOST_IN_SCANS:
        raise FileError(
            f"a JPEG in several scans is read up to {_MOST_IN_SCANS // 1_000_000} million pixels "
            f"and {_LONGEST_IN_SCANS // 1_000_000} MB, but it has {size[0]} x {size[1]} pixels in "
            f"{length // 1_000_000} MB.",
            "Save it without progressive coding.",
        )


def _gif(content: bytes) -> PictureFile:
    width, height, flags = struct.unpack_from("<HHB", content, 6)
    at = 13 + _gif_colours(flags)
    needed = [content[:at]]
    parts = _parts()
    while content[at] != 0x2C:
        next(parts)
        if content[at] == 0x3B:
            raise damaged("it holds no picture")
        start = at
        if content[at] != 0x21:
            at += 1
            continue
        at += 2
        while content[at]:
            next(parts)
            at += 1 + content[at]
        at += 1
        # The extension that tells the transparent colour.
        if content[start + 1] == 0xF9:
            needed.append(content[start:at])
    left, top, across, down = struct.unpack_from("<HHHH", content, at + 1)
    needed.append(content[at:])
    return PictureFile(
        "GIF", (max(width, left + across), max(height, top + down)), b"".join(needed)
    )


def _gif_colours(flags: int) -> int:
    """Return the length of a table of colours."""
    return 3 * 2 ** (1 + flags % 8) if flags & 0x80 else 0


def _bmp(content: bytes) -> PictureFile:
    (header,) = struct.unpack_from("<L", content, 14)
    if header == 12:
        return PictureFile("BMP", struct.unpack_from("<HH", content, 18), content)
    # A height below zero says that the rows run from top to bottom.
    width, height, _, _, compression = struct.unpack_from("<LlHHL", content, 18)
    size = width, abs(height)
    if compression in (1, 2) and max(len(content), size[0] * size[1]) > _MOST_RUN_LENGTH:
        raise FileError(
            f"a bitmap with run lengths is read up to {_MOST_RUN_LENGTH:,} pixels and bytes, but "
            f"it has {size[0]} x {size[1]} pixels in {len(content):,} bytes.",
            "Save it as PNG.",
        )
    return PictureFile("BMP", size, content)


def _webp(content: bytes) -> PictureFile:
    size = (0, 0)
    orientation = 1
    longest = _LONGEST_LOSSY
    at = 12
    for _ in _parts():
        if at + 8 > len(content):
            break
        kind, length = struct.unpack_from("<4sL", content, at)
        body = at + 8
        if at == 12:
            size = _webp_size(content, kind, body)
        elif kind in (b"EXIF", b"XMP ") and orientation == 1:
            says = exif_orientation if kind == b"EXIF" else xmp_orientation
            orientation = says(content[body : body + length])
        if kind == b"VP8L":
            longest = _LONGEST_LOSSLESS
        at = body + length + length % 2
    if len(content) > longest:
        raise FileError(
            f"such a WebP is read up to {longest // 1_000_000} MB, but it has "
            f"{len(content) // 1_000_000} MB.",
            "Make it smaller or save it as PNG.",
        )
    return PictureFile("WEBP", size, content, orientation)


def _webp_size(content: bytes, kind: bytes, body: int) -> tuple[int, int]:
    if kind == b"VP8X":
        width, rest, height = struct.unpack_from("<HBH", content, body + 4)
        return 1 + width + (rest << 16), 1 + height + (content[body + 9] << 16)
    if kind == b"VP8L":
        (bits,) = struct.unpack_from("<L", content, body + 1)
        return 1 + bits % 2**14, 1 + (bits >> 14) % 2**14
    width, height = struct.unpack_from("<HH", content, body + 6)
    return width % 2**14, height % 2**14


_WALKS = {
    b"\x89PNG\r\n\x1a\n": _png,
    b"\xff\xd8\xff": _jpeg,
    b"GIF87a": _gif,
    b"GIF89a": _gif,
    b"BM": _bmp,
    b"II*\0": look_through_tiff,
    b"MM\0*": look_through_tiff,
    b"RIFF": _webp,
    **{b"P%d" % form: look_through_netpbm for form in range(1, 7)},
}
