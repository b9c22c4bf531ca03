"""What is shown as files: a picture of the page, and tables."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PyQt6.QtCore import QBuffer, QIODevice
from PyQt6.QtGui import QImage

from digit_recognizer.app.judge.state import JudgeState
from digit_recognizer.errors import DigitRecognizerError

__all__ = ["ExportError", "file_name", "table_writer", "write_png"]


class ExportError(DigitRecognizerError):
    """A picture that cannot be written."""


def file_name(state: JudgeState, kind: str) -> str:
    """Return a name to propose for a file of a kind: ``lenet5-mnist-readings.csv``."""
    assert state.judged is not None
    words = f"{state.judged.network} {Path(state.judged.source.name).stem}"
    if kind != "png":
        words = f"{words} {kind}"
    plain = "".join(letter if letter.isalnum() else "-" for letter in words)
    return f"{plain}.{'png' if kind == 'png' else 'csv'}"


def table_writer(state: JudgeState, kind: str) -> Callable[[Path], None]:
    """Return what writes a table of a kind: ``"readings"``, ``"confusion"`` or ``"curves"``."""
    from digit_recognizer.evaluation.csv_files import (
        write_confusion,
        write_curves,
        write_readings,
    )

    assert state.judged is not None
    readings = state.judged.measurement.readings
    if kind == "curves":
        return partial(write_curves, points=state.points)
    write = {"readings": write_readings, "confusion": write_confusion}[kind]
    return partial(write, readings=readings)


def write_png(path: Path, image: QImage) -> None:
    """Write a picture; the file is there whole or not at all.

    Raises
    ------
    ExportError
        Where it cannot be written.
    """
    from digit_recognizer.data.files import write_packed

    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")
    with write_packed(path, "a PNG file", ExportError) as file:
        file.write(buffer.data().data())
