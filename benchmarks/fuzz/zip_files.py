"""Zip files of which every field may lie."""

import io
import struct
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import dataclass, replace
from random import Random

from benchmarks.fuzz.byte_mutations import EXTREMES, changed_a_few_times

__all__ = ["mutated_zip", "zipped"]

ODD_NAMES = (
    *(b"", b"a", b"\xff\xfe.png", b"../../a.png", b"/etc/passwd", b"w\0/3/a.png", b"w/3/a.png/"),
    *(b"w0/3/a.png", b"\xed\xa0\x80/3/a.png", b"w/\xd9\xa3/a.png", b"w/3/" + b"a" * 60_000),
    *(b"w\n/3/a.png", b"\x1b[2J/3/a.png", b"labels.csv", b"C:\\3\\a.png"),
)
FLAGS = (0, 1, 8, 0x20, 0x40, 0x800, 0x801, 0x2000, 0xFFFF)
METHODS = (0, 1, 6, 8, 9, 12, 14, 93, 95, 97, 99, 65535)


@dataclass(frozen=True)
class _Member:
    """A file in a zip, as both of its headers tell of it."""

    name: bytes
    data: bytes
    flags: int
    method: int
    crc: int
    packed: int
    size: int
    extra: bytes = b""
    version: int = 20
    offset: int | None = None


def zipped(members: dict[str, bytes], *, stored: bool = False) -> bytes:
    """Return an honest zip file."""
    file = io.BytesIO()
    method = zipfile.ZIP_STORED if stored else zipfile.ZIP_DEFLATED
    with zipfile.ZipFile(file, "w", method) as archive:
        for name, content in members.items():
            archive.writestr(zipfile.ZipInfo(name), content, compress_type=method)
    return file.getvalue()


def mutated_zip(
    rng: Random,
    members: dict[str, bytes],
    mutate: Callable[[Random, str, bytes], bytes],
    *,
    stored: bool = False,
) -> bytes:
    """Return a zip in which the content of a member or a field of a header was changed.

    Parameters
    ----------
    rng : random.Random
        Decides everything.
    members : dict of str to bytes
        The honest contents, by name.
    mutate : callable
        Changes a member's content; it is told the name too.
    stored : bool
        Whether nothing is packed.
    """
    contents = dict(members)
    if rng.random() < 0.6:
        name = rng.choice(list(contents))
        contents[name] = mutate(rng, name, contents[name])
        if rng.random() < 0.7:
            return zipped(contents, stored=stored)
    entries = [_honest(name, content, stored) for name, content in contents.items()]
    for _ in range(rng.choice((1, 1, 2))):
        place = rng.randrange(len(entries))
        entries[place] = _lying(rng, entries[place])
    if rng.random() < 0.1:
        entries += [rng.choice(entries)] * rng.choice(
            (1, 2, 100_000 // (100 + len(entries[0].data)))
        )
    return _written(rng, entries)


def _honest(name: str, content: bytes, stored: bool) -> _Member:
    data = content
    if not stored:
        packer = zlib.compressobj(1, zlib.DEFLATED, -15)
        data = packer.compress(content) + packer.flush()
    method = 0 if stored else 8
    return _Member(name.encode(), data, 0, method, zlib.crc32(content), len(data), len(content))


def _lying(rng: Random, member: _Member) -> _Member:
    number = rng.choice(EXTREMES) & 0xFFFFFFFF
    field = rng.choice(
        ("name", "data", "flags", "method", "crc", "packed", "size", "extra", "version", "offset")
    )
    if field == "name":
        return replace(member, name=rng.choice(ODD_NAMES))
    if field == "data":
        return replace(member, data=changed_a_few_times(rng, member.data))
    if field == "flags":
        return replace(member, flags=rng.choice(FLAGS))
    if field == "method":
        return replace(member, method=rng.choice(METHODS))
    if field == "crc":
        return replace(member, crc=number)
    if field == "packed":
        return replace(member, packed=number)
    if field == "size":
        return replace(member, size=number)
    if field == "version":
        return replace(member, version=number & 0xFFFF)
    if field == "offset":
        return replace(member, offset=number)
    huge = struct.pack("<HHQQ", 1, 16, rng.choice(EXTREMES), rng.choice(EXTREMES))
    extra = rng.choice((huge, huge[:7], b"\x01\0\xff\xff", b"up\x05\0\x01abcd", rng.randbytes(9)))
    return replace(member, extra=extra, size=rng.choice((member.size, 0xFFFFFFFF)))


def _written(rng: Random, members: list[_Member]) -> bytes:
    body, directory, length = [], [], 0
    for member in members:
        both = struct.pack(
            "<HHHIIIIHH", member.version, member.flags, member.method, 0, member.crc,
            member.packed, member.size, len(member.name) & 0xFFFF, len(member.extra),
        )  # fmt: skip
        offset = length if member.offset is None else member.offset
        names = member.name + member.extra
        directory.append(b"PK\x01\x02\x14\0" + both + struct.pack("<HHHII", 0, 0, 0, 0, offset))
        directory.append(names)
        body.append(b"PK\x03\x04" + both + names + member.data)
        length += len(body[-1])
    count, size, start = len(members), sum(map(len, directory)), length
    if rng.random() < 0.1:
        count, size, start = (
            rng.choice((honest, rng.choice(EXTREMES) & 0xFFFF)) for honest in (count, size, start)
        )
    comment = rng.choice((b"", b"", b"", b"PK\x05\x06", b"c" * 65_535))
    end = struct.pack("<HHHHIIH", 0, 0, count & 0xFFFF, count & 0xFFFF, size, start, len(comment))
    return b"".join([*body, *directory, b"PK\x05\x06", end, comment])
