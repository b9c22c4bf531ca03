"""What was measured as CSV files, for tables and other programs."""

import csv
import io
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from digit_recognizer.data.packed_files import write_packed
from digit_recognizer.errors import DigitRecognizerError
from digit_recognizer.evaluation.disturbances import DISTURBANCES
from digit_recognizer.evaluation.readings import Readings
from digit_recognizer.evaluation.robustness import CurvePoint

__all__ = ["CsvError", "write_confusion", "write_curves", "write_readings"]

DIGITS = range(10)


class CsvError(DigitRecognizerError):
    """A CSV file that cannot be written."""


def write_readings(path: Path, readings: Readings) -> None:
    """Write a line for each digit: writer, truth, answer, confidence and all probabilities.

    Raises
    ------
    CsvError
        If the file cannot be written.
    """
    digits = readings.digits
    columns = (digits.writers, digits.labels, readings.answers, readings.confidence)
    rows: list[list[Any]] = []
    for *row, confidence, probabilities in zip(*columns, readings.probabilities, strict=True):
        values = [f"{value:.6f}" for value in (confidence, *probabilities)]
        rows.append([*(row if confidence else [*row[:2], ""]), *values])
    _write(path, ["writer", "digit", "answer", "confidence", *DIGITS], rows)


def write_confusion(path: Path, readings: Readings) -> None:
    """Write a line for each digit: how often it was read as each.

    Raises
    ------
    CsvError
        If the file cannot be written.
    """
    rows = ([digit, *counts] for digit, counts in enumerate(readings.confusion.tolist()))
    _write(path, ["digit", *(f"read as {digit}" for digit in DIGITS)], rows)


def write_curves(path: Path, points: Iterable[CurvePoint]) -> None:
    """Write a line for each strength of each disturbance, with the ends of its 95 % interval.

    Raises
    ------
    CsvError
        If the file cannot be written.
    """
    units = {disturbance.name: disturbance.unit for disturbance in DISTURBANCES}
    header = ["disturbance", "strength", "unit", "through the pipeline", "correct", "digits"]
    rows = (
        [
            point.disturbance,
            f"{point.strength:.4g}",
            units[point.disturbance],
            "yes" if point.through_pipeline else "no",
            point.share.part,
            point.share.whole,
            *(f"{share:.6f}" for share in (point.share.value, *point.share.interval)),
        ]
        for point in points
    )
    _write(path, [*header, "accuracy", "low", "high"], rows)


def _write(path: Path, header: list[Any], rows: Iterable[list[Any]]) -> None:
    text = io.StringIO()
    table = csv.writer(text)
    table.writerow(header)
    table.writerows(rows)
    with write_packed(path, "a CSV file", CsvError) as file:
        file.write(text.getvalue().encode())
