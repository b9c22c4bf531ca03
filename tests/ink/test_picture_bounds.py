"""No file takes long or much memory, whatever it holds: each case in a process with limits."""

import io
import resource
import struct
import subprocess
import sys
import zlib
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

SECONDS = 10
"""Of processor time, for the interpreter, its modules and the picture; on any machine."""
MEMORY = 1_300_000_000
"""Of addresses, beyond those of an interpreter with its modules."""

OPEN = """
import resource, sys
from digit_recognizer.ink import PictureError, open_picture
size = int(open("/proc/self/statm").read().split()[0]) * resource.getpagesize()
resource.setrlimit(resource.RLIMIT_AS, (size + {memory}, size + {memory}))
{before}
try:
    print(open_picture({source}).shape)
except PictureError as error:
    print(error)
"""


def opened(source: str, before: str = "") -> str:
    """Open a picture in a process of its own that is killed where it takes too much."""
    code = OPEN.format(memory=MEMORY, source=source, before=before)
    found = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        check=False,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS)),
    )
    assert found.returncode == 0, found.stderr[-2000:] or found.returncode
    assert found.stderr == ""
    return found.stdout


def png_chunk(kind: bytes, content: bytes) -> bytes:
    return (
        struct.pack(">I", len(content)) + kind + content
        + struct.pack(">I", zlib.crc32(kind + content))
    )  # fmt: skip


def png(width: int, height: int, bits: int, colour: int, row: bytes, between: bytes = b"") -> bytes:
    """Return a PNG of rows that are all the same, their filter's number first."""
    packer = zlib.compressobj(1)
    content = b"".join(packer.compress(row) for _ in range(height)) + packer.flush()
    head = struct.pack(">IIBBBBB", width, height, bits, colour, 0, 0, 0)
    chunks = png_chunk(b"IHDR", head) + between + png_chunk(b"IDAT", content)
    return b"\x89PNG\r\n\x1a\n" + chunks + png_chunk(b"IEND", b"")


def bmp_of_run_lengths(width: int, height: int, content: bytes) -> bytes:
    head = struct.pack("<IHHI", 0, 0, 0, 1078)
    info = struct.pack("<IiiHHIIiiII", 40, width, height, 1, 8, 1, 0, 0, 0, 256, 0)
    return b"BM" + head + info + bytes(1024) + content


def tiff(tags: list[tuple[int, int, tuple[int, ...]]], content: bytes) -> bytes:
    """Return a TIFF of these tags (number, type, values), its pixels from byte 8 on."""
    start = 8 + len(content) + len(content) % 2
    values_at = start + 2 + 12 * len(tags) + 4
    entries = values = b""
    for tag, kind, numbers in tags:
        packed = struct.pack(f"<{len(numbers)}{'BBBHL'[kind]}", *numbers)
        place = packed.ljust(4, b"\0")
        if len(packed) > 4:
            place = struct.pack("<L", values_at + len(values))
            values += packed
        entries += struct.pack("<HHL", tag, kind, len(numbers)) + place
    head = b"II*\0" + struct.pack("<L", start) + content + bytes(len(content) % 2)
    return head + struct.pack("<H", len(tags)) + entries + bytes(4) + values


def grey_tiff(width: int, height: int, *more: tuple[int, int, tuple[int, ...]]) -> bytes:
    tags = [(256, 4, (width,)), (257, 4, (height,)), (258, 3, (8,)), (262, 3, (1,)), *more]
    return tiff(sorted(tags), bytes(8000))


def webp_canvas(width: int, height: int) -> bytes:
    size = b"".join(struct.pack("<I", side - 1)[:3] for side in (width, height))
    frame = b"VP8L" + struct.pack("<I", 8) + b"\x2f\0\0\0\0\x88\x88\x08"
    chunk = b"ANMF" + struct.pack("<I", 16 + len(frame)) + bytes(16) + frame
    body = b"VP8X" + struct.pack("<I", 10) + b"\2\0\0\0" + size + b"ANIM\6\0\0\0" + bytes(6) + chunk
    return b"RIFF" + struct.pack("<I", 4 + len(body)) + b"WEBP" + body


GIF = struct.pack("<6sHHBBB", b"GIF89a", 28, 28, 0, 0, 0)
WIDE, TALL = 8000, 5000

HUGE = WIDTH, HEIGHT = 16_320, 12_240
"""The size of the largest photos that phones take: 200 million pixels."""


def progressive_jpeg(width: int, height: int) -> bytes:
    """Return a JPEG that claims a size and is coded in several scans."""
    file = io.BytesIO()
    Image.new("RGB", (16, 16)).save(file, "JPEG", progressive=True)
    content = bytearray(file.getvalue())
    struct.pack_into(">HH", content, content.index(b"\xff\xc2") + 5, height, width)
    return bytes(content)


HOSTILE: dict[str, tuple[Callable[[], bytes], str]] = {
    "run lengths of 1 kB for 40 megapixels": (
        lambda: bmp_of_run_lengths(WIDE, TALL, b"\0\0" * 100),
        "read up to 1,000,000 pixels",
    ),
    "run lengths of nothing": (lambda: bmp_of_run_lengths(1000, 999, b"\0\0" * 490_000), "damaged"),
    "comments before a PGM": (
        lambda: b"P5\n" + b"#\n" * 500_000 + b"28 28 255\n" + bytes(784),
        "damaged",
    ),
    "comments in a PGM": (
        lambda: b"P2 28 28 255\n" + b"#\n" * 500_000 + b"1 " * 784,
        "more than 10,000 comments",
    ),
    "a highest value of 100": (
        lambda: b"P6 %d %d 100\n" % (WIDE, TALL) + bytes(3 * WIDE * TALL),
        "(625, 1000)",
    ),
    "15 million numbers as text": (
        lambda: b"P2 4000 3900 255\n" + b"7 " * 15_600_000,
        "(975, 1000)",
    ),
    "a wide WebP": (lambda: webp_canvas(131_112, 257), "at most 65,535 pixels on a side"),
    "a million chunks": (
        lambda: png(28, 28, 8, 0, bytes(29), png_chunk(b"teSt", b"") * 1_000_000),
        "at most 100,000 parts",
    ),
    "a million blocks in a GIF": (
        lambda: GIF + b"!\xfe" + b"\1a" * 1_000_000 + b"\0,",
        "at most 100,000 parts",
    ),
    "a GIF's canvas": (
        lambda: struct.pack("<6sHHBBBB", b"GIF89a", 65535, 65535, 0, 0, 0, 44) + bytes(99),
        "at most 89 million pixels of a GIF",
    ),
    "sixteen bits, colour, opacity": (
        lambda: png(10_500, 10_000, 16, 6, b"\4" + b"seven-77" * 10_500),
        "at most 800 MB of pixels are decoded",
    ),
    "200 million pixels of a PNG": (
        lambda: png(*HUGE, 8, 2, b"\0" + b"red" * WIDTH),
        "(765, 1020)",
    ),
    "200 million pixels of a PNG with a table of colours": (
        lambda: png(*HUGE, 8, 3, b"\0" * (WIDTH + 1), png_chunk(b"PLTE", b"seven7")),
        "(765, 1020)",
    ),
    "200 million pixels of a PGM": (
        lambda: b"P5 %d %d 255\n" % HUGE + bytes(WIDTH * HEIGHT),
        "(765, 1020)",
    ),
    "200 million pixels of sixteen bits": (
        lambda: png(*HUGE, 16, 0, b""),
        "Save it as a JPEG without progressive coding",
    ),
    "200 million pixels of a TIFF": (
        lambda: grey_tiff(*HUGE, (273, 4, (8,))),
        "at most 89 million pixels of a TIFF",
    ),
    "200 million pixels in several scans": (
        lambda: progressive_jpeg(*HUGE),
        "several scans is read up to 80 million pixels",
    ),
    "strips that each cover all": (
        lambda: grey_tiff(WIDE, TALL, (273, 4, (8,) * 60_000), (278, 4, (TALL - 1,))),
        "damaged",
    ),
    "a tile for one pixel": (
        lambda: grey_tiff(1, 1, (322, 4, (60_000,)), (323, 4, (60_000,)), (324, 4, (8,))),
        "strips or tiles that cover the picture",
    ),
    "tags without end": (
        lambda: tiff([(273, 4, (1,) * 190_000)] * 20, b""),
        "at least one pixel",
    ),
}


@pytest.mark.parametrize("case", HOSTILE)
def test_a_hostile_file_is_read_or_refused_soon(case: str, tmp_path: Path) -> None:
    content, said = HOSTILE[case]
    path = tmp_path / "picture"
    path.write_bytes(content())
    assert said in opened(repr(str(path)))


@pytest.mark.parametrize("start", [b"", b"\x89PNG\r\n\x1a\n", b"P5 5000 5000 255\n", b"II*\0"])
def test_a_file_of_gigabytes_is_refused_unread(start: bytes, tmp_path: Path) -> None:
    path = tmp_path / "sparse.png"
    with path.open("wb") as stream:
        stream.write(start)
        stream.truncate(2_500_000_000)
    assert "at most 250 MB are read, but it has 2500 MB" in opened(repr(str(path)))


@pytest.mark.parametrize("kind", ["PNG", "TIFF", "BMP"])
def test_forty_megapixels_with_opacity_are_read(kind: str, tmp_path: Path) -> None:
    path = tmp_path / "large"
    path.write_bytes(png(WIDE, TALL, 8, 6, b"\0" + b"grey" * WIDE))
    if kind != "PNG":
        save = f"from PIL import Image; Image.open({str(path)!r}).save({str(path)!r}, {kind!r})"
        subprocess.run([sys.executable, "-c", save], check=True)
    assert opened(repr(str(path))) == "(625, 1000)\n"


@pytest.mark.parametrize("dtype", [np.uint8, np.float32])
def test_forty_megapixels_of_an_array_are_read(dtype: type) -> None:
    make = f"import numpy; array = numpy.broadcast_to(numpy.{dtype.__name__}(1), (5000, 8000, 4))"
    assert opened("array", before=make) == "(625, 1000)\n"


def photo(path: Path, kind: str, **options: object) -> None:
    """Write a photo of 200 million pixels, in a process of its own."""
    save = f"Image.new('RGB', {HUGE}, 'white').save({str(path)!r}, {kind!r}, **{options!r})"
    subprocess.run([sys.executable, "-c", f"from PIL import Image; {save}"], check=True)


def test_a_photo_of_two_hundred_megapixels_is_read(tmp_path: Path) -> None:
    photo(tmp_path / "photo.jpg", "JPEG")
    assert opened(repr(str(tmp_path / "photo.jpg"))) == "(765, 1020)\n"
