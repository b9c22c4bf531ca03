"""Honest pictures of a digit, in every format and mode, made here."""

import io
from contextlib import suppress
from functools import cache
from typing import Any

import pillow_heif
from PIL import Image, ImageDraw

__all__ = ["drawn", "encoded", "picture_seeds"]

WIDTH, HEIGHT = 30, 34
_PACKINGS: dict[str | None, tuple[str, ...]] = {
    None: ("1", "L", "RGB", "RGBA", "CMYK", "I;16", "I;16B", "F", "LAB", "P", "LA"),
    "tiff_lzw": ("1", "L", "RGB", "RGBA", "P"),
    "tiff_adobe_deflate": ("L", "RGB", "I;16", "F"),
    "packbits": ("1", "L", "RGB"),
    "jpeg": ("L", "RGB"),
    "group3": ("1",),
    "group4": ("1",),
    "tiff_ccitt": ("1",),
}


def drawn(mode: str = "L", width: int = WIDTH, height: int = HEIGHT) -> Image.Image:
    """Return a picture with a 7 in it, of any mode."""
    sheet = Image.new("L", (width, height), 255)
    corners = ((0.2, 0.2), (0.8, 0.25), (0.45, 0.85))
    points = [(x * width, y * height) for x, y in corners]
    ImageDraw.Draw(sheet).line(points, fill=20, width=max(1, min(width, height) // 10))
    if mode == "LAB":
        return Image.merge("LAB", [sheet] * 3)
    if mode.startswith("I;16"):
        return Image.frombytes(mode, sheet.size, sheet.convert("I").convert("I;16").tobytes())
    # Some modes are reached by way of another only.
    by_way_of = {"La": "LA", "RGBa": "RGBA", "HSV": "RGB", "PA": "P"}
    return sheet.convert(by_way_of.get(mode, mode)).convert(mode)


def encoded(picture: Image.Image, kind: str, **options: Any) -> bytes:
    """Return a picture as a file of some kind."""
    file = io.BytesIO()
    picture.save(file, kind, **options)
    return file.getvalue()


@cache
def picture_seeds() -> dict[str, tuple[bytes, ...]]:
    """Return small honest files, by format."""
    return {
        "PNG": _png(),
        "JPEG": _jpeg(),
        "GIF": _gif(),
        "BMP": _bmp(),
        "TIFF": _tiff(),
        "WEBP": _webp(),
        "PPM": _ppm(),
        "HEIC": _heic(),
    }


def _turned() -> Image.Exif:
    exif = Image.Exif()
    exif[274] = 6
    exif[270] = "a digit"
    return exif


def _png() -> tuple[bytes, ...]:
    modes = ("1", "L", "LA", "P", "RGB", "RGBA", "I;16")
    files = [encoded(drawn(mode), "PNG") for mode in modes]
    files.append(encoded(drawn("P"), "PNG", transparency=3))
    files.append(encoded(drawn("RGB"), "PNG", transparency=(255, 255, 255), dpi=(72, 72)))
    files.append(encoded(drawn("L"), "PNG", exif=_turned(), icc_profile=b"no profile"))
    frames = [drawn("RGBA"), drawn("RGBA", 20, 20).resize((WIDTH, HEIGHT))]
    files.append(encoded(frames[0], "PNG", save_all=True, append_images=frames[1:]))
    return tuple(files)


def _jpeg() -> tuple[bytes, ...]:
    files = [encoded(drawn(mode), "JPEG") for mode in ("L", "RGB", "CMYK")]
    files.append(encoded(drawn("RGB"), "JPEG", progressive=True, exif=_turned()))
    files.append(encoded(drawn("L"), "JPEG", progressive=True, restart_marker_blocks=2))
    files.append(encoded(drawn("RGB"), "JPEG", subsampling=0, comment=b"seven", dpi=(300, 300)))
    files.append(encoded(drawn("RGB"), "MPO", save_all=True, append_images=[drawn("RGB")]))
    return tuple(files)


def _gif() -> tuple[bytes, ...]:
    files = [encoded(drawn(mode), "GIF") for mode in ("L", "P", "1")]
    files.append(encoded(drawn("P"), "GIF", transparency=1, interlace=False))
    files.append(encoded(drawn(), "GIF", save_all=True, append_images=[drawn("L", 30, 34)] * 2))
    return tuple(files)


def _bmp() -> tuple[bytes, ...]:
    files = [encoded(drawn(mode), "BMP") for mode in ("1", "L", "P", "RGB", "RGBA")]
    plain = encoded(drawn("P"), "BMP")
    start = int.from_bytes(plain[10:14], "little")
    runs = {
        1: b"".join(b"\x0a\xff\x05\x10\x0f\xff\0\0" for _ in range(HEIGHT)) + b"\0\1",
        2: b"".join(b"\0\x04\x12\x34\x1a\xf0\0\0" for _ in range(HEIGHT)) + b"\0\2\1\1\0\1",
    }
    for packing, data in runs.items():
        head = bytearray(plain[:start])
        head[30:34] = packing.to_bytes(4, "little")
        head[34:38] = len(data).to_bytes(4, "little")
        head[28:30] = (8 // packing).to_bytes(2, "little")
        files.append(bytes(head) + data)
    return tuple(files)


def _tiff() -> tuple[bytes, ...]:
    files = []
    for packing, modes in _PACKINGS.items():
        with suppress(OSError):  # not every build of Pillow has every packing
            files += [encoded(drawn(mode), "TIFF", compression=packing) for mode in modes]
    files.append(encoded(drawn("L"), "TIFF", exif=_turned()))
    files.append(encoded(drawn("L"), "TIFF", save_all=True, append_images=[drawn("L")]))
    return tuple(files)


def _webp() -> tuple[bytes, ...]:
    files = [encoded(drawn(mode), "WEBP") for mode in ("L", "RGB", "RGBA")]
    files += [encoded(drawn(mode), "WEBP", lossless=True) for mode in ("RGB", "RGBA")]
    files.append(encoded(drawn("RGB"), "WEBP", exif=_turned(), icc_profile=b"no profile"))
    files.append(encoded(drawn(), "WEBP", save_all=True, append_images=[drawn("RGBA")] * 2))
    return tuple(files)


def _ppm() -> tuple[bytes, ...]:
    files = [encoded(drawn(mode), "PPM") for mode in ("1", "L", "RGB", "I")]
    grey = drawn("L").tobytes()
    written = b" ".join(str(value).encode() for value in grey)
    bits = b"".join(b"01"[value < 128 :][:1] + b"\n" for value in grey)
    size = b"%d %d" % (WIDTH, HEIGHT)
    files.append(b"P2\n# a digit\n" + size + b"\n255\n" + written)
    files.append(b"P3 " + size + b" 255 " + b" ".join([written] * 3))
    files.append(b"P1\n" + size + b"\n" + bits)
    files.append(b"P5\n" + size + b"\n100\n" + bytes(value % 101 for value in grey))
    files.append(b"P5 " + size + b" 65535\n" + b"".join(bytes([value, 7]) for value in grey))
    return tuple(files)


def _heic() -> tuple[bytes, ...]:
    pictures = [pillow_heif.from_pillow(drawn(mode)) for mode in ("L", "RGB", "RGBA", "I;16")]
    several = pillow_heif.from_pillow(drawn("RGB"))
    several.add_from_pillow(drawn("L", 50, 30))
    files = []
    for picture in (*pictures, several):
        file = io.BytesIO()
        picture.save(file, exif=_turned().tobytes())
        files.append(file.getvalue())
    return tuple(files)
