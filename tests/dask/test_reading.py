"""What a worker does, and bags and data frames of it, without a cluster."""

from pathlib import Path

import dask
import dask.bag
import dask.dataframe
import numpy as np
import pandas as pd
import pytest

from digit_recognizer import DigitRecognizerError, Recognizer
from digit_recognizer.answers.records import record
from digit_recognizer.dask import read_bag, read_dataframe
from digit_recognizer.dask.reading import COLUMNS, Reading
from digit_recognizer.samples import sample_pictures, sample_sheet

PICTURES = [str(picture) for picture in sample_pictures()]


@pytest.fixture(autouse=True)
def no_cluster() -> None:
    dask.config.set(scheduler="synchronous")


def test_a_bag_of_paths_becomes_a_bag_of_what_the_library_reads() -> None:
    read = read_bag(dask.bag.from_sequence(PICTURES, npartitions=3)).compute()
    recognizer = Recognizer()
    for path, row in zip(PICTURES, read, strict=True):
        expected = record(path, recognizer.recognize(path))
        assert row["probabilities"] == pytest.approx(expected["probabilities"], abs=1e-5)
        assert row["answer"] == expected["answer"]
        assert row["file"] == path


def test_bytes_and_arrays_are_read_too() -> None:
    seven = Path(PICTURES[7]).read_bytes()
    bag = dask.bag.from_sequence([seven, np.full((9, 9), 255, np.uint8)])
    assert [row["verdict"] for row in read_bag(bag).compute()] == ["digit", "blank"]


@pytest.mark.parametrize("kind", ["digits", "numbers", "sheets"])
def test_what_cannot_be_read_is_a_row_that_says_why(kind: str, tmp_path: Path) -> None:
    lost = str(tmp_path / "lost.png")
    (row,) = read_bag(dask.bag.from_sequence([lost]), kind).compute()  # type: ignore[arg-type]
    assert row["file"] == lost
    assert "lost.png" in row["problem"]


def test_numbers_have_their_text() -> None:
    bag = dask.bag.from_sequence(PICTURES[7:8])
    (row,) = read_bag(bag, "numbers", format="digits").compute()
    assert (row["answer"], row["verdict"]) == ("7", "number")
    assert row.keys() <= COLUMNS["numbers"].keys()


def test_a_sheet_is_a_row_for_each_cell_that_is_not_empty() -> None:
    rows = read_bag(dask.bag.from_sequence([str(sample_sheet())]), "sheets").compute()
    assert {"table": "Date", "row": None, "column": None}.items() <= rows[0].items()
    ann = [row for row in rows if row["table"] == "Marks" and row["row"] == 1]
    assert [row["text"] for row in ann] == ["Ann", "21", "37", "65", "123"]
    assert [row["value"] for row in ann][1:] == ["21", "37", "65", "123"]
    assert all(row["text"] for row in rows if row["state"] == "number")


def test_a_data_frame_keeps_its_index() -> None:
    frame = pd.DataFrame({"path": PICTURES, "truth": range(10)}, index=list("abcdefghij"))
    read = read_dataframe(dask.dataframe.from_pandas(frame, npartitions=2), "path").compute()
    assert list(read.index) == list(frame.index)
    assert list(read["answer"]) == list(range(10))
    assert list(read.columns) == list(COLUMNS["digits"])


@pytest.mark.parametrize("kind", ["digits", "numbers", "sheets"])
def test_the_columns_of_a_data_frame_are_known_before_it_is_read(kind: str) -> None:
    frame = dask.dataframe.from_pandas(pd.DataFrame({"path": PICTURES[:2]}), npartitions=1)
    lazy = read_dataframe(frame, "path", kind)  # type: ignore[arg-type]
    read = lazy.compute()
    assert lazy.dtypes.to_dict() == read.dtypes.to_dict()
    assert list(read.columns) == list(COLUMNS[kind])


@pytest.mark.parametrize(
    "wrong", [{"kind": "cats"}, {"kind": "numbers", "format": "(("}, {"format": "digits"}]
)
def test_what_cannot_be_asked_is_refused_before_anything_is_read(wrong: dict[str, str]) -> None:
    with pytest.raises(DigitRecognizerError):
        Reading(**wrong)  # type: ignore[arg-type]


def test_a_reading_knows_all_that_decides_its_answers() -> None:
    stories = [
        Reading(),
        Reading(network="lenet5-mnist"),
        Reading(polarity="dark-on-light"),
        Reading("numbers"),
        Reading("numbers", format="digits"),
    ]
    assert len({str(each.made_by) for each in stories}) == len(stories)
