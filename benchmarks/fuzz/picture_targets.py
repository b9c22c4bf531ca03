"""Pictures: as bytes, as files, as PIL images that are not decoded yet, and as hard work."""

import io
import os
import struct
import warnings
import zlib
from contextlib import suppress
from functools import cache, partial
from pathlib import Path
from random import Random
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from benchmarks.fuzz.byte_mutations import mutated
from benchmarks.fuzz.picture_mutations import SIZES, mutations_of, with_size
from benchmarks.fuzz.picture_seeds import drawn, encoded, picture_seeds
from benchmarks.fuzz.target import Target, law
from digit_recognizer import Recognition, Recognizer
from digit_recognizer.ink import PictureError, Polarity, find_ink, open_picture

__all__ = ["PICTURE_TARGETS", "check_grey", "check_recognition", "mutated_picture", "recognizer"]

LONGEST_SIDE = 1024
MODES = (
    *("1", "L", "P", "RGB", "RGBA", "CMYK", "YCbCr", "LAB", "HSV", "I", "F", "LA", "PA", "RGBX"),
    *("RGBa", "La", "I;16", "I;16L", "I;16B"),
)
HONEST_SIZES = (
    (16_320, 12_240),
    (6300, 6300),
    (39_000, 1_000),
    (1_000, 39_000),
    (40_000, 1_000),
    (1, 3_000_000),
)


@cache
def recognizer() -> Recognizer:
    """Return the default network, loaded once a process."""
    return Recognizer()


def check_grey(grey: NDArray[np.uint8]) -> None:
    """Check what ``open_picture`` promises."""
    law(grey.dtype == np.uint8 and grey.ndim == 2, "grey values are (height, width) uint8")
    law(grey.size > 0 and max(grey.shape) <= LONGEST_SIDE, "a side is from 1 to 1024 pixels")


def check_recognition(read: Recognition) -> None:
    """Check what a ``Recognition`` promises."""
    given = read.probabilities
    law(given.shape == (10,) and given.dtype == np.float64, "probabilities are (10,) float64")
    law(given.min() >= 0 and abs(given.sum() - 1) < 1e-5, "probabilities sum to 1")
    law(
        read.network_input.shape == (28, 28) and read.network_input.dtype == np.uint8,
        "the input is (28, 28) uint8",
    )
    law((read.likeliest is None) == (read.verdict == "blank"), "no digit where it is blank")
    if read.likeliest is not None:
        law(read.likeliest == given.argmax(), "the digit is the likeliest")
        law(read.confidence == given[read.likeliest], "the confidence is the digit's probability")
        law(read.network_input.max() > 0, "where there is a digit, there is ink")


def mutated_picture(rng: Random) -> bytes:
    """Return a file of a picture, changed."""
    kind = rng.choice(list(picture_seeds()))
    seeds = picture_seeds()[kind]
    return mutated(rng, rng.choice(seeds), seeds, mutations_of(kind))


def _use_bytes(content: bytes, folder: Path) -> None:
    grey = open_picture(content)
    check_grey(grey)
    # Every fourth goes on, which takes longer than opening.
    if len(content) % 4 == 0 and (ink := find_ink(grey)) is not None:
        law(ink.shape == grey.shape and ink.dtype == np.uint8, "ink is as large as its picture")
        law(bool(ink.any()), "there is some ink")


def _use_picture(picture: Any, folder: Path) -> None:
    check_grey(open_picture(picture))


def _use_lazy(picture: Any, folder: Path) -> None:
    """Open an image that somebody else opened with Pillow and did not decode yet.

    Pillow warns of what surrounds its pixels when it opens it and again when it decodes it, by the
    filters of the program that opened it. To silence that would be to change those filters.
    """
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", category=UserWarning, module=r"PIL\.")
        _use_picture(picture, folder)


def _recognize(content: bytes, folder: Path) -> None:
    polarities: tuple[Polarity, ...] = ("auto", "dark-on-light", "light-on-dark")
    check_recognition(recognizer().recognize(content, polarity=polarities[len(content) % 3]))


def _lazy_picture(rng: Random) -> Image.Image:
    """Return an image of PIL's whose pixels are not decoded yet, or one that is odd otherwise."""
    if rng.random() < 0.1:
        return _odd_picture(rng)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # opening is not the product's doing
        for _ in range(20):
            try:
                return Image.open(io.BytesIO(mutated_picture(rng)))
            except Exception:
                continue
    return drawn(rng.choice(MODES))


def _odd_picture(rng: Random) -> Image.Image:
    mode = rng.choice(MODES)
    size = rng.choice(((0, 0), (0, 7), (7, 0), (1, 1), (1, 2_000), (2_000, 1), (30, 34), (33, 31)))
    picture = drawn(mode) if rng.random() < 0.5 else Image.new(mode, size)
    if rng.random() < 0.3 and mode in ("F", "I"):
        odd = rng.choice((float("nan"), float("inf"), -1e30, 1e30, -5.0, 2e-40))
        value = odd if mode == "F" else rng.choice((-1, 2**31 - 1, -(2**31), 70_000))
        picture = Image.new(mode, (20, 20), value)
        picture.putpixel((3, 3), 0)
    if rng.random() < 0.3:
        odd_transparency = (-1, 3, 999, (1, 2, 3), b"\0\xff", b"", None, "x", (300,), 2.5)
        picture.info["transparency"] = rng.choice(odd_transparency)
    if rng.random() < 0.3:
        picture.info["exif"] = rng.choice((b"", b"Exif\0\0II*\0", b"x" * 30, "text", None, 7))
    if rng.random() < 0.2:
        picture.close()
    return picture


def _show_picture(picture: Image.Image) -> bytes:
    text = f"{picture!r} {picture.info.keys()}"
    stream = getattr(picture, "fp", None)
    return stream.getvalue() if isinstance(stream, io.BytesIO) else text.encode()


def _odd_file(rng: Random) -> dict[str, Any]:
    """Say what lies under the name of a picture."""
    honest = rng.choice(picture_seeds()[rng.choice(list(picture_seeds()))])
    kind = rng.choice(
        ("honest", "mutated", "sparse", "folder", "pipe", "loop", "missing", "device")
    )
    content = honest if kind in ("honest", "sparse") else mutated_picture(rng)
    name = rng.choice(("a.png", "a", "\udcff.png", "é 3.gif", "x" * 300, "a\0b", "", "."))
    length = rng.choice((10**6, 65 << 20, 300 << 20, 2_500 << 20, 8 << 30))
    return {"kind": kind, "name": name, "content": content, "length": length}


def _use_file(file: dict[str, Any], folder: Path) -> None:
    inside = folder / "picture"
    inside.mkdir(exist_ok=True)
    path = inside / file["name"]
    with suppress(OSError, ValueError):  # a name that cannot be is asked for all the same
        _lay(file, path)
    try:
        given: Any = "/dev/zero" if file["kind"] == "device" else path
        grey = open_picture(str(given) if file["length"] % 3 else given)
        check_grey(grey)
    finally:
        _clear(inside)


def _lay(file: dict[str, Any], path: Path) -> None:
    kind = file["kind"]
    if kind == "folder":
        path.mkdir()
    elif kind == "pipe":
        os.mkfifo(path)
    elif kind == "loop":
        path.symlink_to(path)
    elif kind != "missing":
        path.write_bytes(file["content"])
        if kind == "sparse":
            os.truncate(path, file["length"])


def _clear(folder: Path) -> None:
    for path in folder.iterdir():
        if path.is_dir() and not path.is_symlink():
            path.rmdir()
        else:
            path.unlink()
    folder.rmdir()


def _hard_picture(rng: Random) -> Any:
    """Return a picture that takes long, honest or not, as large as is accepted or a little more."""
    return rng.choice(_HARD)(rng)


def _honest_and_large(rng: Random) -> bytes:
    kind, mode = rng.choice(
        (("PNG", "L"), ("PNG", "RGBA"), ("PNG", "P"), ("PNG", "I;16"), ("JPEG", "RGB"),
         ("JPEG", "CMYK"), ("GIF", "L"), ("BMP", "L"), ("BMP", "RGB"), ("TIFF", "RGBA"),
         ("TIFF", "F"), ("TIFF", "1"), ("PPM", "RGB"), ("PPM", "L"), ("WEBP", "RGB"))
    )  # fmt: skip
    width, height = rng.choice(HONEST_SIZES)
    if kind in ("GIF", "JPEG", "WEBP"):
        sizes = ((16_320, 12_240), (16_000, 2_500), (6_300, 6_300), (2_500, 16_000))
        # A WebP with losses holds no more: its first part would be too long for the format.
        width, height = rng.choice(sizes[1:] if kind == "WEBP" else sizes)
    options: dict[str, Any] = {"compress_level": 1} if kind == "PNG" else {}
    if kind == "WEBP":
        options = {"method": 0, "quality": 10}
    return encoded(drawn(mode, width, height), kind, **options)


def _claiming_to_be_large(rng: Random) -> bytes:
    kind = rng.choice(list(picture_seeds()))
    return with_size(kind, rng.choice(picture_seeds()[kind]), *rng.choice(SIZES))


def _many_scans(rng: Random) -> bytes:
    side = rng.choice((1_000, 4_000, 6_300))
    whole = encoded(drawn("RGB", side, side), "JPEG", progressive=True)
    start = whole.rfind(b"\xff\xda")
    scan = whole[start : whole.rfind(b"\xff\xd9")]
    return whole[:start] + scan * rng.choice((10, 100, 1_000)) + b"\xff\xd9"


def _many_chunks(rng: Random) -> bytes:
    whole = encoded(drawn(), "PNG")
    name = rng.choice((b"tEXt", b"IDAT", b"zTXt", b"iTXt", b"teST", b"pHYs", b"gAMA"))
    data = rng.choice((b"", b"a\0b", b"a\0\0" + zlib.compress(bytes(1_000_000)), bytes(9)))
    chunk = struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
    times = min(rng.choice((1_000, 100_000, 1_000_000)), (64 << 20) // len(chunk))
    return whole[:33] + chunk * times + whole[33:]


def _many_frames(rng: Random) -> bytes:
    kind = rng.choice(("GIF", "TIFF", "PNG", "WEBP"))
    frames = [Image.new("L", (50, 50), shade % 256) for shade in range(500)]
    return encoded(drawn("L", 50, 50), kind, save_all=True, append_images=frames)


def _written_in_text(rng: Random) -> bytes:
    width, height = rng.choice(((1_000, 1_000), (3_000, 2_000), (6_300, 6_300)))
    kind, top = rng.choice(((b"P1", b""), (b"P2", b"255"), (b"P2", b"100"), (b"P3", b"255")))
    value = rng.choice((b"1 ", b"0 ", b"99 ", b"0" * 30 + b" ", b"#\n1 "))
    count = min(width * height * (3 if kind == b"P3" else 1), (64 << 20) // len(value))
    return b"%b\n%d %d\n%b\n" % (kind, width, height, top) + value * count


def _in_other_steps(rng: Random) -> bytes:
    width, height = rng.choice(((1_000, 1_000), (6_300, 6_300)))
    head = rng.choice((b"P5\n%d %d\n100\n", b"P6\n%d %d\n100\n", b"P5\n%d %d\n1000\n"))
    samples = 3 if head[1:2] == b"6" else 2 if b"1000" in head else 1
    return head % (width, height) + bytes(width * height * samples)


def _with_long_comments(rng: Random) -> bytes:
    comment = rng.choice((b"#" * 1_000_000, b"#\n" * 500_000, b" " * 1_000_000, b"1" * 1_000_000))
    return (
        rng.choice((b"P5", b"P2", b"P6", b"P1"))
        + b"\n"
        + comment
        + b"\n30 34\n255\n"
        + bytes(9_000)
    )


def _large_array(rng: Random) -> NDArray[Any]:
    height, width = rng.choice(((6_300, 6_300), (1, 40_000_000), (40_000_000, 1), (5_000, 8_000)))
    kind = rng.choice(("uint8", "uint16", "bool", "float32", "float64", "int64", "float16"))
    depth = rng.choice(((), (1,), (3,), (4,)))
    array = np.zeros((height, width, *depth), kind)
    array[height // 2 :, width // 2 :] = 1
    return array


def _large_image(rng: Random) -> Image.Image:
    mode = rng.choice(MODES)
    return Image.new(mode, rng.choice(((16_320, 12_240), (6_300, 6_300), (1, 3_000_000))))


_HARD = (
    _honest_and_large,
    _claiming_to_be_large,
    _claiming_to_be_large,
    _many_scans,
    _many_chunks,
    _many_frames,
    _written_in_text,
    _in_other_steps,
    _with_long_comments,
    _large_array,
    _large_image,
)


def _show_hard(picture: Any) -> bytes:
    if isinstance(picture, bytes):
        return picture
    return repr(
        picture if isinstance(picture, Image.Image) else (picture.shape, picture.dtype)
    ).encode()


def _show_file(file: dict[str, Any]) -> bytes:
    return repr(file).encode()


# Beyond 40 million pixels an honest picture may take longer than others.
HARD_SECONDS = 5.0
_picture = partial(Target, documented=(PictureError,))
PICTURE_TARGETS = (
    _picture("picture-bytes", 300, mutated_picture, _use_bytes),
    _picture("picture-images", 120, _lazy_picture, _use_lazy, show=_show_picture),
    _picture("picture-files", 3, _odd_file, _use_file, show=_show_file),
    _picture(
        "hard-pictures", 0.2, _hard_picture, _use_picture, show=_show_hard, seconds=HARD_SECONDS
    ),
    _picture("recognizer", 40, mutated_picture, _recognize),
)
