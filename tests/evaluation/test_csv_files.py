import csv
from pathlib import Path

import numpy as np
import pytest

from digit_recognizer.data.written_digits import WrittenDigits
from digit_recognizer.evaluation.csv_files import (
    CsvError,
    write_confusion,
    write_curves,
    write_readings,
)
from digit_recognizer.evaluation.intervals import Share
from digit_recognizer.evaluation.readings import Readings
from digit_recognizer.evaluation.robustness import CurvePoint


@pytest.fixture
def readings() -> Readings:
    """A three, a three that is read as an eight, and a sheet without ink."""
    digits = WrittenDigits(
        "three",
        np.ones((3, 28, 28), np.uint8),
        np.array([3, 3, 5], np.uint8),
        np.array(["ada", "bea, jr", ""]),
    )
    probabilities = np.eye(10, dtype=np.float32)[[3, 8, 0]]
    probabilities[2] = 0
    return Readings(digits, probabilities)


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(newline="") as file:
        return list(csv.DictReader(file))


def test_a_line_for_each_reading(readings: Readings, tmp_path: Path) -> None:
    write_readings(tmp_path / "readings.csv", readings)
    told = [
        (row["writer"], row["digit"], row["answer"], row["confidence"])
        for row in rows(tmp_path / "readings.csv")
    ]
    assert told == [
        ("ada", "3", "3", "1.000000"),
        ("bea, jr", "3", "8", "1.000000"),
        ("", "5", "", "0.000000"),
    ]


def test_a_line_for_each_digit(readings: Readings, tmp_path: Path) -> None:
    write_confusion(tmp_path / "confusion.csv", readings)
    table = rows(tmp_path / "confusion.csv")
    assert [row["digit"] for row in table] == list("0123456789")
    assert (table[3]["read as 3"], table[3]["read as 8"]) == ("1", "1")
    assert sum(int(row[f"read as {digit}"]) for row in table for digit in range(10)) == 2


def test_a_line_for_each_point_of_a_curve(tmp_path: Path) -> None:
    write_curves(tmp_path / "curves.csv", [CurvePoint("rotation", True, -15.0, Share(9, 10))])
    (row,) = rows(tmp_path / "curves.csv")
    assert (row["disturbance"], row["strength"], row["unit"]) == ("rotation", "-15", "°")
    assert (row["through the pipeline"], row["correct"], row["digits"]) == ("yes", "9", "10")
    assert float(row["low"]) < float(row["accuracy"]) == 0.9 < float(row["high"])


def test_a_place_that_cannot_be_written_to_is_named(readings: Readings, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(CsvError, match=r"file.r\.csv: expected a place to write a CSV file"):
        write_readings(tmp_path / "file" / "r.csv", readings)
