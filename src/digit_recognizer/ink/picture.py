"""Open any picture safely, as grey values.

A picture is untrusted input: only formats on a list are opened, length, number of pixels and parts
of a file are looked at before anything is decoded, and whatever a decoder stumbles over becomes one
error that says what to do.
"""

import io
import os
import stat
from collections.abc import Callable
from contextlib import nullcontext
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image
from PIL.BmpImagePlugin import BmpImageFile
from PIL.GifImagePlugin import GifImageFile
from PIL.JpegImagePlugin import JpegImageFile
from PIL.PngImagePlugin import PngImageFile
from PIL.PpmImagePlugin import PpmImageFile
from PIL.TiffImagePlugin import TiffImageFile
from PIL.WebPImagePlugin import WebPImageFile

from digit_recognizer.errors import DigitRecognizerError
from digit_recognizer.ink.arrays import ArrayError, grey_from_array
from digit_recognizer.ink.averaging import averaged
from digit_recognizer.ink.file_parts import (
    MOST_BYTES,
    MOST_PIXELS,
    FileError,
    PictureFile,
    check_memory,
    damaged,
)
from digit_recognizer.ink.heif import is_heif, read_heif
from digit_recognizer.ink.netpbm import read_netpbm
from digit_recognizer.ink.orientation import exif_orientation, turned, xmp_orientation
from digit_recognizer.ink.picture_files import look_through
from digit_recognizer.ink.tiff import quiet_libtiff

__all__ = [
    "FORMATS",
    "PICTURE_ENDINGS",
    "PictureError",
    "PictureLike",
    "open_picture",
    "picture_name",
]

PictureLike = (
    str | os.PathLike[str] | bytes | bytearray | memoryview | Image.Image | NDArray[np.generic]
)

PICTURE_ENDINGS = (
    *(".png", ".jpg", ".jpeg", ".heic", ".heif", ".gif", ".bmp", ".tif", ".tiff", ".webp"),
    *(".pbm", ".pgm", ".ppm"),
)
"""How names of pictures end, in small letters."""
FORMATS = ("PNG", "JPEG", "HEIC", "GIF", "BMP", "TIFF", "WEBP", "PPM")
# JPEG and GIF have no more; Pillow takes a megabyte and more for 100,000 rows.
_MOST_ON_A_SIDE = 65_535
# Where it is less than of other formats and modes: Pillow warns of a TIFF or a GIF with more, a
# WebP takes sixteen bytes for each, and the colours of LAB take the longest to work out.
_MOST_PIXELS_OF = {
    "TIFF": 89_000_000,
    "GIF": 89_000_000,
    "WEBP": 60_000_000,
    "LAB": 100_000_000,
}
# Of one pixel while it is decoded and turned; four in the modes that are not named.
_BYTES_A_PIXEL = {"1": 1, "L": 1, "P": 1, "I;16": 8, "I;16B": 8, "I;16L": 8, "I": 16, "F": 16}
# Opened by these and not by Image.open, which warns the host of what is refused here anyway.
_DECODERS: dict[str, Callable[[io.BytesIO], Image.Image]] = {
    "PNG": PngImageFile,
    "JPEG": JpegImageFile,
    "GIF": GifImageFile,
    "BMP": BmpImageFile,
    "TIFF": TiffImageFile,
    "WEBP": WebPImageFile,
}
# Of a name in a message; a path may have 4,096 signs.
_LONGEST_NAME = 300
# No digit needs more; larger pictures are made smaller as soon as they are read.
_LONGEST_SIDE = 1024


class PictureError(DigitRecognizerError):
    """A picture that cannot be opened."""


def picture_name(picture: object, default: str = "the picture") -> str:
    """Return what to call a picture in a message: its path, or the default where it has none.

    Signs that cannot be shown, such as the end of a line, are written as in Python.
    """
    try:
        if isinstance(picture, str | os.PathLike):
            name = os.fsdecode(picture)
        else:
            name = str(getattr(picture, "filename", "") or default)
    except Exception:
        # Where a thing of somebody else fails to give its name, it has none.
        return default
    name = name if name.isprintable() else repr(name)
    return name if len(name) <= _LONGEST_NAME else f"{name[: _LONGEST_NAME - 1]}…"


def open_picture(
    picture: PictureLike, *, name: str | None = None, longest_side: int = _LONGEST_SIDE
) -> NDArray[np.uint8]:
    """Open a picture as grey values.

    Parameters
    ----------
    picture : path, bytes, PIL image or array
        A file's path or its bytes (PNG, JPEG, HEIC, GIF, BMP, TIFF, WEBP or PPM); a PIL image; or
        an array of shape (height, width), (height, width, 1), (height, width, 3) or
        (height, width, 4), whole numbers 0..255, floats 0..1 or bool. In uint16 the whole numbers
        are 0..65535, but 0..255 where none is above 255.
    name : str, optional
        What messages call it; by default the path.
    longest_side : int
        In pixels: larger pictures are averaged down; by default 1024, which is enough for a digit.

    Returns
    -------
    (height, width) uint8, 0 black and 255 white. The camera's turn is undone, and transparency is
    laid on white.

    Raises
    ------
    PictureError
        Where it is no picture, is damaged, is too large or has no pixels.
    """
    name = name or picture_name(picture)
    try:
        return _opened(picture, longest_side)
    except (FileError, ArrayError) as error:
        raise PictureError(f"Cannot read {name}: {error.reason}", error.remedy) from error
    except Exception as error:
        # Decoders meet untrusted bytes and fail in many ways; none of them may go further.
        found = damaged(str(error) or type(error).__name__)
        raise PictureError(f"Cannot read {name}: {found.reason}", found.remedy) from error


def _opened(picture: PictureLike, longest_side: int) -> NDArray[np.uint8]:
    if isinstance(picture, str | os.PathLike):
        return _from_file(_looked_through(_read(Path(picture))), longest_side)
    if isinstance(picture, bytes | bytearray | memoryview):
        return _from_file(_looked_through(bytes(picture)), longest_side)
    if isinstance(picture, Image.Image):
        return _from_image(picture, longest_side)
    if hasattr(picture, "__array__"):
        return _from_array(picture, longest_side)
    raise FileError(
        f"expected a path, bytes, a PIL image or a NumPy array, got {type(picture).__name__}."
    )


def _read(path: Path) -> bytes:
    try:
        about = path.stat()
        if stat.S_ISDIR(about.st_mode):
            raise FileError(
                "expected a picture, but it is a folder.", "Name the pictures in it one by one."
            )
        if not stat.S_ISREG(about.st_mode):
            raise FileError(
                "expected a picture file, but it is a device or a pipe.",
                "Save the picture to a file first.",
            )
        _check_length(about.st_size)
        with path.open("rb") as stream:
            # Not more: room for all that is asked for is made before anything is read.
            return stream.read(about.st_size + 1)
    except FileNotFoundError as error:
        raise FileError(
            "there is no such file.", "Check the path for a slip of the pen."
        ) from error
    except FileError:
        raise
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise FileError(
            f"{reason[:1].lower()}{reason[1:]}.", "Check the path and your permission to read it."
        ) from error


def _looked_through(content: bytes) -> PictureFile:
    """Return what is needed of a file; the rest of it is free when this returns."""
    _check_length(len(content))
    file = PictureFile("HEIF", (1, 1), content) if is_heif(content) else look_through(content)
    if file is None:
        raise FileError(
            "it is not a picture in a format that is read here.",
            f"Save it as one of {', '.join(FORMATS)}.",
        )
    return file


def _from_file(file: PictureFile, longest_side: int) -> NDArray[np.uint8]:
    if file.format == "HEIF":
        pixels = read_heif(file.content, _check_size)
        return grey_from_array(pixels, most_pixels=MOST_PIXELS, longest_side=longest_side)
    _check_size(file.size, file.format)
    with _picture_of(file) as picture:
        # Trust the decoder's own reading of the size no more than ours.
        _check_size(picture.size, file.format)
        # A JPEG is decoded at a fraction of its size where that is still large enough.
        picture.draft(None, (longest_side, longest_side))
        return _grey(picture, file.orientation, longest_side, len(file.content))


def _check_length(length: int) -> None:
    if length == 0:
        raise FileError("expected a picture, but it is empty.", "Save or copy it again.")
    if length > MOST_BYTES:
        raise FileError(
            f"at most {MOST_BYTES // 1_000_000} MB are read, but it has {length // 1_000_000} MB.",
            "Make it smaller or cut the digit out of it.",
        )


def _check_size(size: tuple[int, int], kind: str | None = None) -> None:
    width, height = size
    most = _MOST_PIXELS_OF.get(kind or "", MOST_PIXELS)
    if width * height > most:
        of_kind = f" of a {kind}" if most < MOST_PIXELS else ""
        raise FileError(
            f"at most {most // 1_000_000} million pixels{of_kind} are read, but it has "
            f"{width} x {height}.",
            "Make it smaller or cut the digit out of it.",
        )
    if max(size) > _MOST_ON_A_SIDE:
        raise FileError(
            f"at most {_MOST_ON_A_SIDE:,} pixels on a side are read, but it is {width} x {height}.",
            "Cut the digit out of it.",
        )
    if width * height == 0:
        raise FileError(f"expected at least one pixel, but it is {width} x {height}.")


def _picture_of(file: PictureFile) -> Image.Image:
    if file.format == "PPM":
        return Image.fromarray(read_netpbm(file.content))
    return _DECODERS[file.format](io.BytesIO(file.content))


def _from_image(picture: Image.Image, longest_side: int) -> NDArray[np.uint8]:
    """Return a PIL image's grey values; it may be one that PIL has not decoded yet."""
    if (content := _text_of(picture)) is not None:
        return _from_file(_looked_through(content), longest_side)
    _check_size(picture.size, picture.format)
    _check_size(picture.size, picture.mode)
    check_memory(picture.size, _BYTES_A_PIXEL.get(picture.mode, 4))
    try:
        _load(picture)
    except Exception as error:
        reason = str(error).rstrip(".") or type(error).__name__
        raise FileError(
            f"PIL cannot decode it ({reason}).", "Open the picture again, and close it afterwards."
        ) from error
    exif, xmp = picture.info.get("exif"), picture.info.get("xmp")
    orientation = exif_orientation(exif) if isinstance(exif, bytes) else 1
    if orientation == 1 and isinstance(xmp, bytes):
        orientation = xmp_orientation(xmp)
    return _grey(picture, orientation, longest_side)


def _text_of(picture: Image.Image) -> bytes | None:
    """Return the file of a PPM of text that PIL has not decoded yet: it takes seconds for it."""
    if not isinstance(picture, PpmImageFile) or picture.fp is None:
        return None
    if not picture.tile or picture.tile[0].codec_name != "ppm_plain":
        return None
    try:
        picture.fp.seek(0)
        return bytes(picture.fp.read(MOST_BYTES + 1))
    except (OSError, ValueError):
        return None  # then PIL says what is wrong with it


def _load(picture: Image.Image) -> None:
    with quiet_libtiff() if isinstance(picture, TiffImageFile) else nullcontext():
        picture.load()


def _from_array(picture: object, longest_side: int) -> NDArray[np.uint8]:
    if np.ma.is_masked(picture):
        raise ArrayError(
            "expected a value for every pixel, but some are masked.", "Fill them first."
        )
    try:
        pixels = np.asarray(picture)
    except Exception as error:
        raise ArrayError(
            f"it cannot be made into an array ({error}).", "Pass a NumPy array."
        ) from error
    return grey_from_array(pixels, most_pixels=MOST_PIXELS, longest_side=longest_side)


def _grey(
    picture: Image.Image, orientation: int, longest_side: int, length: int = 0
) -> NDArray[np.uint8]:
    """Decode a picture whose number of pixels is known to be safe; its file has a length."""
    check_memory(picture.size, _BYTES_A_PIXEL.get(picture.mode, 4), length)
    _load(picture)
    if picture.mode in ("I", "F") or picture.mode.startswith("I;16"):
        pixels = np.asarray(turned(picture, orientation))
        return grey_from_array(
            pixels, most_pixels=MOST_PIXELS, longest_side=longest_side, top=_usual_top(pixels)
        )
    factor = -(-max(picture.size) // longest_side)
    small = averaged(picture, orientation, factor)
    return grey_from_array(np.asarray(small), most_pixels=MOST_PIXELS, longest_side=longest_side)


def _usual_top(values: NDArray[np.generic]) -> float:
    """Return the top of the smallest usual range that holds numbers of unknown range."""
    highest = float(np.float32(values.max()))
    return next((top for top in (1.0, 255.0, 65535.0) if highest <= top), highest)
