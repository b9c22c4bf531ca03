"""Open any picture safely, as grey values.

A picture is untrusted input: only formats on a list are opened, the number of pixels is looked at
in the header before anything is decoded, and whatever a decoder stumbles over becomes one error
that says what to do.
"""

import io
import os
import stat
import warnings
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageOps, UnidentifiedImageError

from digit_recognizer.errors import DigitRecognizerError
from digit_recognizer.ink.arrays import ArrayError, grey_from_array

__all__ = ["FORMATS", "PictureError", "PictureLike", "open_picture", "picture_name"]

PictureLike = (
    str | os.PathLike[str] | bytes | bytearray | memoryview | Image.Image | NDArray[np.generic]
)

FORMATS = ("PNG", "JPEG", "GIF", "BMP", "TIFF", "WEBP", "PPM")
_MOST_PIXELS = 40_000_000
# No digit needs more; larger pictures are made smaller as soon as they are read.
_LONGEST_SIDE = 1024


class PictureError(DigitRecognizerError):
    """A picture that cannot be opened."""


def picture_name(picture: object, default: str = "the picture") -> str:
    """Return what to call a picture in a message: its path, or the default where it has none."""
    if isinstance(picture, str | os.PathLike):
        return os.fsdecode(picture)
    return str(getattr(picture, "filename", "") or default)


def open_picture(picture: PictureLike, *, name: str | None = None) -> NDArray[np.float32]:
    """Open a picture as grey values.

    Parameters
    ----------
    picture : path, bytes, PIL image or array
        A file's path or its bytes (PNG, JPEG, GIF, BMP, TIFF, WEBP or PPM); a PIL image; or an
        array of shape (height, width), (height, width, 1), (height, width, 3) or
        (height, width, 4), whole numbers 0..255 (uint16: 0..65535), floats 0..1 or bool.
    name : str, optional
        What messages call it; by default the path.

    Returns
    -------
    (height, width) float32, 0 black and 1 white. The camera's turn is undone, transparency is laid
    on white, and pictures longer than 1024 pixels are averaged down.

    Raises
    ------
    PictureError
        Where it is no picture, is damaged, is too large or has no pixels.
    """
    name = name or picture_name(picture)
    with warnings.catch_warnings():
        # What a decoder grumbles about is either mended by it or becomes an error here.
        warnings.simplefilter("ignore")
        warnings.simplefilter("error", Image.DecompressionBombWarning)
        return _opened(picture, name)


def _opened(picture: PictureLike, name: str) -> NDArray[np.float32]:
    if isinstance(picture, str | os.PathLike):
        return _from_file(Path(picture), name)
    if isinstance(picture, bytes | bytearray | memoryview):
        return _from_stream(io.BytesIO(picture), name)
    if isinstance(picture, Image.Image):
        _check_size(picture, name)
        return _grey(picture.copy(), name)
    if hasattr(picture, "__array__"):
        try:
            grey = grey_from_array(np.asarray(picture), most_pixels=_MOST_PIXELS)
            return np.asarray(_reduced(Image.fromarray(grey)), np.float32)
        except ArrayError as error:
            raise PictureError(f"Cannot read {name}: {error}") from error
    raise PictureError(
        f"Cannot read {name}: expected a path, bytes, a PIL image or a NumPy array, "
        f"but found {type(picture).__name__}."
    )


def _from_file(path: Path, name: str) -> NDArray[np.float32]:
    try:
        mode = path.stat().st_mode
        if stat.S_ISDIR(mode):
            raise PictureError(
                f"Cannot read {name}: expected a picture, but it is a folder. "
                f"Name the pictures in it one by one."
            )
        if not stat.S_ISREG(mode):
            raise PictureError(
                f"Cannot read {name}: expected a picture file, but it is a device or a pipe. "
                f"Save the picture to a file first."
            )
        with path.open("rb") as stream:
            return _from_stream(stream, name)
    except FileNotFoundError as error:
        raise PictureError(
            f"Cannot read {name}: there is no such file. Check the path for a slip of the pen."
        ) from error
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise PictureError(
            f"Cannot read {name}: {reason[:1].lower()}{reason[1:]}. "
            f"Check the path and your permission to read it."
        ) from error


def _from_stream(stream: io.BufferedReader | io.BytesIO, name: str) -> NDArray[np.float32]:
    if not stream.read(1):
        raise PictureError(
            f"Cannot read {name}: expected a picture, but it is empty. Save or copy it again."
        )
    stream.seek(0)
    try:
        picture = Image.open(stream, formats=FORMATS)
    except UnidentifiedImageError as error:
        raise PictureError(
            f"Cannot read {name}: it is not a picture in a format that is read here. "
            f"Save it as one of {', '.join(FORMATS)}."
        ) from error
    except (Image.DecompressionBombWarning, Image.DecompressionBombError) as error:
        raise PictureError(_too_large(name, "far more")) from error
    except Exception as error:
        raise PictureError(_damaged(name, error)) from error
    with picture:
        _check_size(picture, name)
        return _grey(picture, name)


def _check_size(picture: Image.Image, name: str) -> None:
    width, height = picture.size
    if width * height > _MOST_PIXELS:
        raise PictureError(_too_large(name, f"{width} x {height}"))
    if width * height == 0:
        raise PictureError(
            f"Cannot read {name}: expected at least one pixel, but it is {width} x {height}."
        )


def _too_large(name: str, found: str) -> str:
    return (
        f"Cannot read {name}: at most {_MOST_PIXELS // 1_000_000} million pixels are read, "
        f"but it has {found}. Make it smaller or cut the digit out of it."
    )


def _damaged(name: str, error: Exception) -> str:
    return (
        f"Cannot read {name}: the picture is damaged or incomplete "
        f"({str(error).rstrip('.') or type(error).__name__}). Save or copy it again."
    )


def _grey(picture: Image.Image, name: str) -> NDArray[np.float32]:
    """Decode a picture whose size is known to be safe."""
    try:
        # A JPEG is decoded at a fraction of its size where that is still large enough.
        picture.draft(None, (_LONGEST_SIDE, _LONGEST_SIDE))
        picture.load()
        plain = _reduced(_plain(_turned(picture)))
        return grey_from_array(np.asarray(plain), most_pixels=_MOST_PIXELS)
    except ArrayError as error:
        raise PictureError(f"Cannot read {name}: {error}") from error
    except Exception as error:
        # Decoders meet untrusted bytes and fail in many ways; none of them may go further.
        raise PictureError(_damaged(name, error)) from error


def _reduced(picture: Image.Image) -> Image.Image:
    """Average a picture down by a whole factor until it is no longer than a digit needs."""
    factor = -(-max(picture.size) // _LONGEST_SIDE)
    return picture.reduce(factor) if factor > 1 else picture


def _turned(picture: Image.Image) -> Image.Image:
    """Undo the camera's turn; where the note about it is damaged, there is none to undo."""
    try:
        return ImageOps.exif_transpose(picture)
    except Exception:
        return picture


def _plain(picture: Image.Image) -> Image.Image:
    """Bring any mode to L, RGB, RGBA or F, the last with values 0..1."""
    mode = picture.mode
    if mode in ("L", "RGB", "RGBA"):
        return picture
    if mode == "1":
        return picture.convert("L")
    if mode in ("I", "F") or mode.startswith("I;16"):
        return Image.fromarray(_full_scale(np.asarray(picture, np.float32)))
    if mode in ("LA", "La", "PA", "RGBa") or "transparency" in picture.info:
        return picture.convert("RGBA")
    return picture.convert("RGB")


def _full_scale(values: NDArray[np.float32]) -> NDArray[np.float32]:
    """Scale numbers of unknown range to 0..1: by the smallest usual range that holds them."""
    if values.min() < 0 or not np.isfinite(values).all():
        return values
    highest = float(values.max())
    usual = next((top for top in (1.0, 255.0, 65535.0) if highest <= top), highest)
    return values / np.float32(usual)
