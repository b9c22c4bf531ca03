"""What the user saves as a file of their own: it is there whole, or as it was before."""

from __future__ import annotations

from pathlib import Path

from PyQt6.QtCore import QBuffer, QIODevice
from PyQt6.QtGui import QImage

from digit_recognizer.data.packed_files import write_packed
from digit_recognizer.errors import DigitRecognizerError

__all__ = ["SaveError", "save_png", "save_text"]


class SaveError(DigitRecognizerError):
    """A file that cannot be written."""


def save_png(file: Path, image: QImage) -> None:
    """Write a picture.

    Raises
    ------
    SaveError
        If the file cannot be written.
    """
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")
    with write_packed(file, "a PNG file", SaveError) as stream:
        stream.write(buffer.data().data())


def save_text(file: Path, text: str) -> None:
    """Write a text in UTF-8.

    Raises
    ------
    SaveError
        If the file cannot be written.
    """
    with write_packed(file, "a text", SaveError) as stream:
        stream.write(text.encode())
