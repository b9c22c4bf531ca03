"""Records become files that spreadsheets and programs take, and nothing that runs."""

import csv
import json
import os
from pathlib import Path

import numpy as np
import pytest

from digit_recognizer.answers.formats import ENDINGS, check_format, write_records
from digit_recognizer.answers.records import FIELDS, Record, csv_lines, is_record, record
from digit_recognizer.errors import DigitRecognizerError
from digit_recognizer.recognizer import Recognition

SEVEN = Recognition(7, 0.75, np.eye(10)[7] * 0.75, np.zeros((28, 28), np.uint8), "not sure")
BLANK = Recognition(None, 0.0, np.full(10, 0.1), np.zeros((28, 28), np.uint8), "blank")
RECORDS = [
    record("7.png", SEVEN),
    record("é,\n\udcff.png", BLANK),
    record("text.png", DigitRecognizerError("Cannot read it", "look at it")),
]


def written(kind: str, tmp_path: Path) -> Path:
    write_records(iter(RECORDS), kind, tmp_path / "any name")
    return tmp_path / "any name"


def test_a_table_has_one_line_for_each_picture(tmp_path: Path) -> None:
    with written(".csv", tmp_path).open(encoding="utf-8", newline="") as file:
        names, *rows = csv.reader(file)
    assert tuple(names) == FIELDS
    assert rows == [
        ["7.png", "", "7", "0.750000", "not sure", ""],
        ["é,\n?.png", "", "", "0.000000", "blank", ""],
        ["text.png", "", "", "", "", "Cannot read it; look at it"],
    ]


@pytest.mark.parametrize("name", ["=cmd|'/c calc'!A1.png", "+1.png", "-1.png", "@x.png", " =1.png"])
def test_no_name_is_a_formula_and_each_still_names_its_file(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path(name).parent.mkdir(exist_ok=True)
    Path(name).touch()
    _, line = csv_lines([record(name, SEVEN)])
    (cells,) = csv.reader([line])
    assert cells[0][0] == "."
    assert os.path.samefile(cells[0], name)  # noqa: PTH121


def test_no_number_is_a_formula() -> None:
    number = {"answer": "-1 / -2", "likeliest": "-12", "confidence": 0.5, "verdict": "number"}
    _, line = csv_lines([{"file": "a.png", "probabilities": [], **number}])
    assert line == "a.png,'-1 / -2,-12,0.500000,number,\n"


def test_lines_of_json_are_the_records(tmp_path: Path) -> None:
    lines = written(".jsonl", tmp_path).read_text(encoding="utf-8").splitlines()
    assert [json.loads(line) for line in lines] == RECORDS


def test_a_text_has_one_line_for_each_picture(tmp_path: Path) -> None:
    assert written(".txt", tmp_path).read_text(encoding="utf-8").splitlines() == [
        "7.png: not sure  nearest: 7 (75.0 %)",
        "é,��.png: blank",
        "text.png: could not be read",
    ]


def test_parquet_has_the_probabilities_too(tmp_path: Path) -> None:
    parquet = pytest.importorskip("pyarrow.parquet")
    first, second, third = parquet.read_table(written(".parquet", tmp_path)).to_pylist()
    assert first == RECORDS[0] | {"problem": None}
    assert (second["file"], second["answer"], second["verdict"]) == ("é,\n?.png", None, "blank")
    assert (third["problem"], third["probabilities"]) == ("Cannot read it; look at it", None)


def test_other_endings_are_refused_before_anything_is_read() -> None:
    for kind in ENDINGS:
        check_format(Path(f"answers{kind.upper()}"))
    with pytest.raises(ValueError, match=r"ends in \.csv, .*got 'answers\.xls'"):
        check_format(Path("answers.xls"))


@pytest.mark.parametrize(
    "other",
    [
        *([], None, {}, {"file": 7, "problem": ""}, {"file": "x", "problem": "", "more": 1}),
        *(RECORDS[0] | {"confidence": "high"}, RECORDS[0] | {"probabilities": ["high"] * 10}),
        *(RECORDS[0] | {"confidence": 10**400}, RECORDS[0] | {"probabilities": [0.1]}),
        *(RECORDS[0] | {"answer": 10}, RECORDS[0] | {"likeliest": True}),
    ],
    ids=str,
)
def test_what_is_no_record_is_told_from_one(other: object) -> None:
    assert all(map(is_record, json.loads(json.dumps(RECORDS))))
    assert not is_record(other)


def test_a_record_of_a_blank_picture_has_no_digit() -> None:
    blank: Record = RECORDS[1]
    assert (blank["answer"], blank["likeliest"], blank["confidence"]) == (None, None, 0)
