"""``digit-recognizer sheet``: forms in, one file of tables out, every doubt counted."""

import csv
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from digit_recognizer.cli.main import commands
from digit_recognizer.errors import DigitRecognizerError
from digit_recognizer.sheets.sheet import Sheet
from tests.sheets.sheets import sheet, table

SURE, DOUBTFUL = table("Ann 12 7", "Bob _ 3"), table("Ann 1? 7", "Bob 2 3")
UNRULED = replace(SURE, warning="it is not ruled")


class Reading:
    """Reads what the names of files say; keeps what it was asked."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.breaks_at = ""

    def __call__(
        self, paths: Sequence[Path], template: Path | None, formats: dict[str, str], **_: Any
    ) -> Iterator[Sheet | DigitRecognizerError]:
        self.template, self.formats = template, formats
        for path in paths:
            if path.name == self.breaks_at:
                raise KeyboardInterrupt
            self.asked.append(path.name)
            if path.name.startswith("bad"):
                yield DigitRecognizerError(f"{path.name}: expected a sheet, got a cat")
            else:
                kind = {"doubt.jpg": DOUBTFUL, "unruled.jpg": UNRULED}.get(path.name, SURE)
                yield sheet(kind, path=str(path))


@pytest.fixture
def reading(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Reading:
    monkeypatch.chdir(tmp_path)
    read = Reading()
    monkeypatch.setattr("digit_recognizer.recognizer.many_sheets.read_many_sheets", read)
    for name in ("a.jpg", "b.pdf", "doubt.jpg", "bad.jpg", "notes.txt"):
        Path(name).touch()
    return read


def run(*arguments: str) -> Result:
    return CliRunner().invoke(commands, ["sheet", *arguments])


def rows(path: str) -> list[list[str]]:
    with Path(path).open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))


def test_a_sheet_becomes_a_table_and_a_line_says_how_much_is_sure(reading: Reading) -> None:
    done = run("a.jpg", "--out", "a.csv")
    assert (done.exit_code, done.output) == (0, "a.csv: 3 numbers, 0 to check\n")
    assert rows("a.csv") == [["Ann", "12", "7"], ["Bob", "", "3"]]
    assert list(Path().glob("a.csv*")) == [Path("a.csv")]


def test_doubts_that_are_left_are_exit_status_3(reading: Reading) -> None:
    done = run("doubt.jpg", "--out", "a.csv")
    assert (done.exit_code, done.output) == (3, "a.csv: 3 numbers, 1 to check\n")
    assert rows("a.csv")[0] == ["Ann", "1?", "7"]


def test_a_table_that_no_rule_parts_is_named(reading: Reading) -> None:
    Path("unruled.jpg").touch()
    done = run("a.jpg", "unruled.jpg", "--out", "a.csv")
    assert done.exit_code == 0
    assert "unruled.jpg: marks: it is not ruled" in done.output
    assert "a.jpg: marks" not in done.output


def test_what_cannot_be_read_is_one_line_and_the_rest_is_read(reading: Reading) -> None:
    done = run("a.jpg", "bad.jpg", "b.pdf", "--out", "all.csv")
    assert done.exit_code == 1
    assert done.output.splitlines() == [
        "all.csv: 6 numbers, 0 to check",
        "digit-recognizer: bad.jpg: expected a sheet, got a cat",
        "digit-recognizer: 1 of 3 files could not be read",
    ]
    assert [row[0] for row in rows("all.csv") if row] == ["a.jpg", "a.jpg", "b.pdf", "b.pdf"]


def test_a_folder_stands_for_the_photographs_and_pdfs_in_it(reading: Reading) -> None:
    run(".", "--out", "all.json")
    assert reading.asked == ["a.jpg", "b.pdf", "bad.jpg", "doubt.jpg"]


def test_an_empty_folder_is_said(reading: Reading) -> None:
    Path("empty").mkdir()
    done = run("empty", "--out", "a.csv")
    assert done.exit_code == 1
    assert "the folder empty holds no photograph, scan or PDF" in done.output


def test_each_file_can_be_one_row(reading: Reading) -> None:
    run("a.jpg", "doubt.jpg", "--row", "--out", "all.csv")
    assert [row[0] for row in rows("all.csv")] == ["file", "a.jpg", "doubt.jpg"]


def test_formats_and_template_reach_the_reading(reading: Reading) -> None:
    run("a.jpg", "--format", "total=digits:3", "--template", "b.pdf", "--out", "a.csv")
    assert reading.formats == {"total": "digits:3"}
    assert reading.template == Path("b.pdf")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--out", "a.ods"], "expected a name that ends in .csv, .xlsx, .json"),
        (["--out", "a.csv", "--crops"], "needs an --out that ends in .xlsx"),
        (["--out", "a.csv", "--format", "digits"], "expected NAME=FORMAT"),
        (["--out", "a.csv", "--format", "a=digits:x"], "write for example digits:5"),
    ],
)
def test_wrong_options_are_refused_before_anything_is_read(
    reading: Reading, arguments: list[str], message: str
) -> None:
    done = run("a.jpg", *arguments)
    assert done.exit_code == 2
    assert message in " ".join(done.output.replace("│", " ").split())
    assert not reading.asked


def test_an_interrupted_reading_goes_on(reading: Reading) -> None:
    reading.breaks_at = "b.pdf"
    run("a.jpg", "b.pdf", "--out", "all.csv")
    assert not Path("all.csv").exists()
    reading.breaks_at = ""
    done = run("a.jpg", "b.pdf", "--out", "all.csv", "--resume")
    assert done.output == "all.csv: 6 numbers, 0 to check\n"
    assert reading.asked == ["a.jpg", "b.pdf"], "each file is read once"
    assert [path.name for path in Path().glob("all.csv*")] == ["all.csv"]


def test_a_column_of_words_is_a_format(reading: Reading) -> None:
    run("a.jpg", "--format", "1=words", "--out", "a.csv")
    assert reading.formats == {"1": "words"}


def test_a_format_for_a_name_that_is_nowhere_is_said(reading: Reading) -> None:
    done = run("a.jpg", "--format", "totl=digits:3", "--format", "2=digits:2", "--out", "a.csv")
    assert done.exit_code == 0
    assert done.output.splitlines() == [
        "digit-recognizer: --format totl=digits:3: no column or field has that name or number",
        "a.csv: 3 numbers, 0 to check",
    ]
