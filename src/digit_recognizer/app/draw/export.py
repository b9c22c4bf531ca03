"""The drawing as a PNG file."""

from __future__ import annotations

from pathlib import Path

from PyQt6.QtCore import QBuffer, QIODevice
from PyQt6.QtGui import QColor, QImage, QPainter

from digit_recognizer.app.core.drawing import SIDE, Sheet
from digit_recognizer.app.draw.painting import paint_sheet
from digit_recognizer.data.files import replaced_when_complete
from digit_recognizer.errors import DigitRecognizerError

__all__ = ["ExportError", "save_png", "sheet_image"]

_PIXELS = 560


class ExportError(DigitRecognizerError):
    """A drawing that cannot be saved."""


def sheet_image(sheet: Sheet) -> QImage:
    """Return `sheet` as an image: white ink on black, as MNIST stores it."""
    image = QImage(_PIXELS, _PIXELS, QImage.Format.Format_Grayscale8)
    image.fill(QColor("black"))
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.scale(_PIXELS / SIDE, _PIXELS / SIDE)
    paint_sheet(painter, sheet, QColor("white"))
    painter.end()
    return image


def save_png(sheet: Sheet, file: Path) -> None:
    """Write `sheet` to `file`, which is there whole or as it was before.

    Raises
    ------
    ExportError
        If the file cannot be written.
    """
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    sheet_image(sheet).save(buffer, "PNG")
    try:
        with replaced_when_complete(file) as unfinished:
            unfinished.write_bytes(buffer.data().data())
    except OSError as error:
        raise ExportError(
            f"The drawing cannot be saved as {file}: {error.strerror or error}. "
            "Choose another folder or free some space."
        ) from error
