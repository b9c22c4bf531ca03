"""Pictures between files, the clipboard, NumPy and Qt."""

from __future__ import annotations

import io
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from PyQt6.QtCore import QMimeData, QUrl
from PyQt6.QtGui import QImage

from digit_recognizer.errors import DigitRecognizerError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

__all__ = [
    "Box",
    "OfferError",
    "Picture",
    "cropped",
    "image_of_grey",
    "offered_files",
    "offered_picture",
    "open_as_picture",
    "pixels_of_image",
    "turned",
]


class OfferError(DigitRecognizerError):
    """Something was pasted or dropped that holds no picture."""


@dataclass(frozen=True, eq=False)
class Picture:
    """A picture that lies on the canvas.

    Parameters
    ----------
    name
        What to call it.
    pixels
        (height, width) uint8, 0 black and 255 white: what the network reads.
    png
        The same as a PNG file, to be shown and stored.
    path
        The file it was read from, if it was one.
    """

    name: str
    pixels: NDArray[np.uint8]
    png: bytes
    path: Path | None = None


Box: TypeAlias = tuple[int, int, int, int]
"""Left, top, right and bottom in pixels."""


def turned(picture: Picture) -> Picture:
    """Return a picture turned by a quarter to the right."""
    return _as_picture(picture.pixels[::-1].T.copy(), picture.name, picture.path)


def cropped(picture: Picture, box: Box) -> Picture:
    """Return the part of a picture inside a box of at least one pixel."""
    left, top, right, bottom = box
    return _as_picture(picture.pixels[top:bottom, left:right].copy(), picture.name, picture.path)


def open_as_picture(source: Path | bytes | NDArray[np.uint8], name: str) -> Picture:
    """Open `source`: a file, the bytes of one, or pixels of shape (height, width, 4), uint8.

    Raises
    ------
    PictureError
        Where it is no picture, is damaged or too large.
    """
    from digit_recognizer.ink import open_picture

    path = source if isinstance(source, Path) else None
    return _as_picture(open_picture(source, name=name), name, path)


def _as_picture(pixels: NDArray[np.uint8], name: str, path: Path | None) -> Picture:
    from PIL import Image

    file = io.BytesIO()
    Image.fromarray(pixels).save(file, "PNG", compress_level=1)
    return Picture(name, pixels, file.getvalue(), path)


def offered_files(mime: QMimeData) -> list[Path]:
    """Return the files and folders of this computer that were pasted or dropped."""
    return [Path(url.toLocalFile()) for url in mime.urls() if url.isLocalFile()]


def offered_picture(mime: QMimeData) -> tuple[NDArray[np.uint8], str]:
    """Return the picture that was pasted or dropped and is no file, and its name.

    Raises
    ------
    OfferError
        Where there is none.
    """
    image = mime.imageData()
    if isinstance(image, QImage) and not image.isNull():
        return pixels_of_image(image), "the pasted picture"
    if any(not url.isLocalFile() for url in mime.urls()):
        raise OfferError(
            f"Cannot open {_short(mime.urls()[0])}: only pictures on this computer are opened.",
            "Save it to a file first, then open that.",
        )
    raise OfferError(
        "There is no picture to paste.",
        "Copy a picture or a picture's file first, then paste again.",
    )


def pixels_of_image(image: QImage) -> NDArray[np.uint8]:
    """Return the pixels of `image`, (height, width, 4) uint8, as an array of its own."""
    import numpy as np

    image = image.convertToFormat(QImage.Format.Format_RGBA8888)
    memory = image.constBits()
    assert memory is not None
    # The memory goes with the image, so it is copied; a row may be longer than its pixels.
    rows = np.frombuffer(memory.asstring(image.sizeInBytes()), np.uint8)
    rows = rows.reshape(image.height(), image.bytesPerLine())[:, : 4 * image.width()]
    return rows.reshape(image.height(), image.width(), 4)


def image_of_grey(grey: NDArray[np.uint8]) -> QImage:
    """Return an image of `grey`, (height, width) uint8, that owns its pixels."""
    height, width = grey.shape
    return QImage(grey.tobytes(), width, height, width, QImage.Format.Format_Grayscale8).copy()


def _short(url: QUrl) -> str:
    text = url.toDisplayString()
    return text if len(text) <= 60 else text[:59] + "…"
