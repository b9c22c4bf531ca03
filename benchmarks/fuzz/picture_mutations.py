"""Changes to pictures that keep their form: parts with right lengths and checksums, other sizes."""

import re
import struct
import zlib
from collections.abc import Callable
from functools import partial
from random import Random

from benchmarks.fuzz.byte_mutations import EXTREMES, Mutation, changed_a_few_times
from benchmarks.fuzz.picture_seeds import picture_seeds

__all__ = ["SIZES", "mutations_of", "with_size"]

Parts = list[tuple[bytes, bytes]]
"""The parts of a file: what each is called, and what it holds."""

PNG_SIGNATURE = b"\x89PNG\r\n\x1a\n"
SIZES = (
    *(
        (16_320, 12_240),
        (6324, 6324),
        (40_000_000, 1),
        (1, 40_000_000),
        (16383, 2441),
        (2441, 16383),
    ),
    *(
        (131_112, 257),
        (8000, 5000),
        (1025, 1024),
        (100_000, 400),
        (400, 100_000),
        (65535, 610),
        (6325, 6325),
    ),
    *((0, 0), (0, 5), (1, 1), (2**31 - 1, 2**31 - 1), (65536, 65536), (2**31, 1), (3, 60)),
)
_NAMES_OF_PARTS = (
    *(b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"gAMA", b"iCCP", b"zTXt", b"iTXt", b"eXIf"),
    *(b"acTL", b"fcTL", b"fdAT", b"pHYs", b"sRGB", b"VP8 ", b"VP8L", b"VP8X", b"ALPH", b"ANIM"),
    *(b"ANMF", b"EXIF", b"ICCP", b"XMP "),
)


def mutations_of(kind: str) -> tuple[Mutation, ...]:
    """Return the changes that know a format."""
    split, join = _FORMS.get(kind, (_split_nothing, _join_nothing))
    with_parts = partial(_with_changed_parts, kind, split, join)
    return (with_parts, *_MORE.get(kind, ()), partial(_with_another_size, kind))


def with_size(kind: str, content: bytes, width: int, height: int) -> bytes:
    """Return a picture whose header claims another size; the same where there is no such field."""
    try:
        return _RESIZED[kind](content, width, height)
    except (ValueError, IndexError, struct.error):
        return content


def _with_another_size(kind: str, rng: Random, content: bytes) -> bytes:
    # Most of these are decoded for long: few of them are enough.
    sizes = SIZES if rng.random() < 0.02 else SIZES[-4:]
    return with_size(kind, content, *rng.choice(sizes))


def _with_changed_parts(
    kind: str,
    split: Callable[[bytes], Parts],
    join: Callable[[Parts], bytes],
    rng: Random,
    content: bytes,
) -> bytes:
    try:
        parts = split(content)
        place = rng.randrange(len(parts))
        name, data = parts[place]
        how = rng.random()
        if how < 0.45:
            parts[place] = name, changed_a_few_times(rng, data)
        elif how < 0.55:
            parts[place] = name, _packed_anew(rng, data)
        elif how < 0.65:
            del parts[place]
        elif how < 0.75:
            times = rng.choice((1, 2, 30)) if rng.random() < 0.98 else 2_000
            parts[place:place] = [parts[place]] * times
        elif how < 0.85:
            parts[place:place] = [rng.choice(split(rng.choice(picture_seeds()[kind])))]
        elif how < 0.93:
            other = rng.randrange(len(parts))
            parts[place], parts[other] = parts[other], parts[place]
        else:
            parts[place] = rng.choice(_NAMES_OF_PARTS)[: len(name)] or name, data
        return join(parts)
    except (ValueError, IndexError, struct.error):
        return changed_a_few_times(rng, content)


def _packed_anew(rng: Random, data: bytes) -> bytes:
    """Change what is packed by zlib, not the packing; make a bomb of it now and then."""
    try:
        plain = zlib.decompress(data)
    except zlib.error:
        return changed_a_few_times(rng, data)
    if rng.random() < 0.02:
        return zlib.compress(plain + bytes(10_000_000), 1)
    return zlib.compress(changed_a_few_times(rng, plain), 1)


def _split_nothing(content: bytes) -> Parts:
    return [(b"", content)]


def _join_nothing(parts: Parts) -> bytes:
    return b"".join(data for _, data in parts)


def _split_png(content: bytes) -> Parts:
    parts, place = [], len(PNG_SIGNATURE)
    while place + 12 <= len(content):
        (length,) = struct.unpack_from(">I", content, place)
        parts.append((content[place + 4 : place + 8], content[place + 8 : place + 8 + length]))
        place += 12 + length
    return parts


def _join_png(parts: Parts) -> bytes:
    pieces = [PNG_SIGNATURE]
    for name, data in parts:
        pieces.append(struct.pack(">I", len(data)) + name + data)
        pieces.append(struct.pack(">I", zlib.crc32(name + data)))
    return b"".join(pieces)


def _split_jpeg(content: bytes) -> Parts:
    """Divide at markers; the parts after a start of scan hold the picture too."""
    parts, place = [], 2
    while place + 4 <= len(content) and content[place] == 0xFF:
        marker = content[place : place + 2]
        (length,) = struct.unpack_from(">H", content, place + 2)
        end = place + 2 + length
        if marker == b"\xff\xda":
            following = re.compile(rb"\xff[^\x00\xd0-\xd7]").search(content, end)
            end = following.start() if following else len(content)
        parts.append((marker, content[place + 4 : end]))
        place = end
    return parts


def _join_jpeg(parts: Parts) -> bytes:
    pieces = [b"\xff\xd8"]
    for marker, data in parts:
        # A scan's header says itself how many components it has.
        length = 6 + 2 * data[0] if marker == b"\xff\xda" and data else len(data) + 2
        pieces.append(marker + struct.pack(">H", length & 0xFFFF) + data)
    return b"".join(pieces) + b"\xff\xd9"


def _split_webp(content: bytes) -> Parts:
    parts, place = [], 12
    while place + 8 <= len(content):
        name, length = struct.unpack_from("<4sI", content, place)
        parts.append((name, content[place + 8 : place + 8 + length]))
        place += 8 + length + length % 2
    return parts


def _join_webp(parts: Parts) -> bytes:
    body = b"".join(
        name + struct.pack("<I", len(data)) + data + b"\0" * (len(data) % 2) for name, data in parts
    )
    return b"RIFF" + struct.pack("<I", len(body) + 4) + b"WEBP" + body


def _split_gif(content: bytes) -> Parts:
    """Divide before extensions and pictures; good enough, as these bytes are rare elsewhere."""
    return [(b"", part) for part in re.split(rb"(?=\x00[\x21\x2c])", content)]


def _split_tiff(content: bytes) -> Parts:
    order = _order(content)
    (start,) = struct.unpack_from(order + "I", content, 4)
    (count,) = struct.unpack_from(order + "H", content, start)
    entries = [content[start + 2 + 12 * n : start + 14 + 12 * n] for n in range(count)]
    if any(len(entry) < 12 for entry in entries):
        raise ValueError("cut short")
    return [(b"", content), *((b"entry", entry) for entry in entries)]


def _join_tiff(parts: Parts) -> bytes:
    """Put the entries behind all else, so that what they point to stays where it is."""
    whole = next((data for name, data in parts if not name), b"II*\0")
    order, entries = _order(whole), [data for name, data in parts if name]
    directory = struct.pack(order + "H", len(entries) & 0xFFFF) + b"".join(entries) + b"\0" * 4
    return whole[:4] + struct.pack(order + "I", len(whole)) + whole[8:] + directory


def _order(content: bytes) -> str:
    return ">" if content[:2] == b"MM" else "<"


def _with_another_entry(rng: Random, content: bytes) -> bytes:
    """Give a field of a TIFF's directory another type, count or value."""
    try:
        parts = _split_tiff(content)
        place = rng.randrange(1, len(parts))
        fields = list(struct.unpack(_order(content) + "HHII", parts[place][1]))
        which = rng.randrange(4)
        tags = (254, 256, 257, 258, 259, 262, 266, 273, 277, 278, 279, 284, 317, 320, 322, 323)
        choices = (tags, range(14), EXTREMES, EXTREMES)[which]
        fields[which] = rng.choice(choices) & 0xFFFFFFFF
        parts[place] = b"entry", struct.pack(_order(content) + "HHII", *fields)
        return _join_tiff(parts)
    except (ValueError, struct.error):
        return changed_a_few_times(rng, content)


def _with_a_comment(rng: Random, content: bytes) -> bytes:
    place = rng.choice((2, 3, 6, 9, 10, 11, 15))
    length = rng.choice((1, 10, 300)) if rng.random() < 0.97 else 100_000
    comment = rng.choice((b"#" * length, b"#\n" * length, b"# " + b"0 " * length + b"\n"))
    return content[:place] + b"\n" + comment + content[place:]


def _split_heic(content: bytes) -> Parts:
    """Divide into boxes; of the one that describes the picture, into the boxes it holds."""
    parts, place = [], 0
    while place + 8 <= len(content):
        length, name = struct.unpack_from(">I4s", content, place)
        start = 12 if name == b"meta" else max(length, 8)
        parts.append((name, content[place + 8 : place + start]))
        place += start
    return parts


def _join_heic(parts: Parts) -> bytes:
    """Put boxes together; the one that describes the picture holds what follows it but the data."""
    inside = [data for name, data in parts if name not in (b"ftyp", b"meta", b"mdat")]
    described = sum(8 + len(data) for data in inside)
    return b"".join(
        struct.pack(">I", 8 + len(data) + (described if name == b"meta" else 0)) + name + data
        for name, data in parts
    )


def _heic_sized(content: bytes, width: int, height: int) -> bytes:
    size = struct.pack(">II", width & 0xFFFFFFFF, height & 0xFFFFFFFF)
    return _at(content, content.index(b"ispe") + 8, size)


def _at(content: bytes, place: int, number: bytes) -> bytes:
    return content[:place] + number + content[place + len(number) :]


def _png_sized(content: bytes, width: int, height: int) -> bytes:
    (name, data), *others = _split_png(content)
    return _join_png([(name, struct.pack(">II", width, height) + data[8:]), *others])


def _jpeg_sized(content: bytes, width: int, height: int) -> bytes:
    parts = [
        (marker, _at(data, 1, struct.pack(">HH", height & 0xFFFF, width & 0xFFFF)))
        if marker in (b"\xff\xc0", b"\xff\xc2")
        else (marker, data)
        for marker, data in _split_jpeg(content)
    ]
    return _join_jpeg(parts)


def _gif_sized(content: bytes, width: int, height: int) -> bytes:
    size = struct.pack("<HH", width & 0xFFFF, height & 0xFFFF)
    frame = content.find(b"\x2c\0\0\0\0")
    return _at(_at(content, 6, size), frame + 5, size) if frame > 0 else _at(content, 6, size)


def _bmp_sized(content: bytes, width: int, height: int) -> bytes:
    return _at(content, 18, struct.pack("<II", width, height))


def _tiff_sized(content: bytes, width: int, height: int) -> bytes:
    order, sizes = _order(content), {256: width, 257: height, 278: height}
    parts = []
    for name, data in _split_tiff(content):
        tag = struct.unpack(order + "H", data[:2])[0] if name else 0
        if tag in sizes:
            data = struct.pack(order + "HHII", tag, 4, 1, sizes[tag])
        parts.append((name, data))
    return _join_tiff(parts)


def _webp_sized(content: bytes, width: int, height: int) -> bytes:
    parts = []
    for name, data in _split_webp(content):
        if name == b"VP8X":
            both = (((width - 1) & 0xFFFFFF) | ((height - 1) & 0xFFFFFF) << 24).to_bytes(
                6, "little"
            )
            data = _at(data, 4, both)
        elif name == b"VP8 ":
            data = _at(data, 6, struct.pack("<HH", width & 0x3FFF, height & 0x3FFF))
        elif name == b"VP8L":
            bits = int.from_bytes(data[1:5], "little") & ~(2**28 - 1)
            bits |= ((width - 1) & 0x3FFF) | ((height - 1) & 0x3FFF) << 14
            data = _at(data, 1, bits.to_bytes(4, "little"))
        parts.append((name, data))
    return _join_webp(parts)


def _ppm_sized(content: bytes, width: int, height: int) -> bytes:
    head = re.sub(rb"\d+\s+\d+", b"%d %d" % (width, height), content[2:40], count=1)
    return content[:2] + head + content[40:]


_FORMS: dict[str, tuple[Callable[[bytes], Parts], Callable[[Parts], bytes]]] = {
    "PNG": (_split_png, _join_png),
    "JPEG": (_split_jpeg, _join_jpeg),
    "GIF": (_split_gif, _join_nothing),
    "TIFF": (_split_tiff, _join_tiff),
    "WEBP": (_split_webp, _join_webp),
    "HEIC": (_split_heic, _join_heic),
}
_MORE: dict[str, tuple[Mutation, ...]] = {
    "TIFF": (_with_another_entry, _with_another_entry),
    "PPM": (_with_a_comment,),
}
_RESIZED: dict[str, Callable[[bytes, int, int], bytes]] = {
    "PNG": _png_sized,
    "JPEG": _jpeg_sized,
    "GIF": _gif_sized,
    "BMP": _bmp_sized,
    "TIFF": _tiff_sized,
    "WEBP": _webp_sized,
    "PPM": _ppm_sized,
    "HEIC": _heic_sized,
}
