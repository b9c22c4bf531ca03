import dataclasses
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from typer.testing import CliRunner, Result

from digit_recognizer.cli.data import data_commands
from digit_recognizer.data import catalogue
from digit_recognizer.data.catalogue import find_public_dataset
from digit_recognizer.data.idx import write_idx
from digit_recognizer.data.tables import write_table
from digit_recognizer.errors import DigitRecognizerError


@pytest.fixture(autouse=True)
def no_data_folder(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DIGIT_RECOGNIZER_DATA", raising=False)


def run(*arguments: object) -> Result:
    return CliRunner().invoke(data_commands, [str(argument) for argument in arguments])


def a_table(folder: Path) -> Path:
    images = np.random.default_rng(3).integers(0, 256, (12, 28, 28), dtype=np.uint8)
    write_table(folder / "mine.csv", images, np.arange(12, dtype=np.uint8) % 10)
    return folder / "mine.csv"


class TestList:
    def test_names_each_set_with_its_size_and_licence(self) -> None:
        lines = run("list").stdout.splitlines()
        assert lines[0].split() == ["NAME", "TRAIN", "TEST", "LICENCE", "WHERE"]
        mnist = next(line for line in lines if line.startswith("mnist "))
        assert "60,000" in mnist
        assert "10,000" in mnist
        assert "CC BY-SA 3.0" in mnist
        assert mnist.endswith("not here; digit-recognizer data fetch mnist")

    def test_says_where_a_set_is(self, shared_data: Path) -> None:
        assert str(shared_data / "mnist") in run("list", "--data", shared_data).stdout

    def test_says_what_is_missing(self, tmp_path: Path) -> None:
        write_idx(tmp_path / "train-labels-idx1-ubyte", np.zeros(3, np.uint8))
        assert f"{tmp_path} (only 1 of 4 files)" in run("list", "--data", tmp_path).stdout

    def test_marks_a_set_for_measuring_only(self, monkeypatch: pytest.MonkeyPatch) -> None:
        measured = dataclasses.replace(find_public_dataset("mnist"), name="cheques", training=None)
        monkeypatch.setattr(catalogue, "CATALOGUE", (measured,))
        assert "measure only" in run("list").stdout


class TestFetch:
    def test_is_content_with_what_is_there_and_says_how_to_cite(self, shared_data: Path) -> None:
        result = run("fetch", "mnist", "--data", shared_data)
        assert result.exit_code == 0
        assert f"mnist is complete in {shared_data}\n" in result.stdout
        assert "Licence: CC BY-SA 3.0. Cite as: Y. LeCun" in result.stdout

    def test_refuses_an_unknown_name(self) -> None:
        result = run("fetch", "minst")
        assert isinstance(result.exception, DigitRecognizerError)
        assert "expected one of mnist" in str(result.exception)


class TestShow:
    def test_draws_digits_of_a_file(self, tmp_path: Path) -> None:
        out = tmp_path / "sheet.png"
        result = run("show", a_table(tmp_path), "--count", 5, "--out", out)
        assert result.stdout == f"{out}: 5 of 12 digits of mine.csv\n"
        with Image.open(out) as sheet:
            assert sheet.width > 56

    def test_draws_all_when_there_are_fewer_than_asked_for(self, tmp_path: Path) -> None:
        result = run("show", a_table(tmp_path), "--out", tmp_path / "sheet.png")
        assert "12 of 12 digits" in result.stdout

    def test_draws_the_digits_that_the_seed_says(self, tmp_path: Path) -> None:
        table = a_table(tmp_path)
        sheets = []
        for place, seed in enumerate((1, 1, 2)):
            out = tmp_path / f"{place}.png"
            run("show", table, "--count", 3, "--seed", seed, "--out", out)
            sheets.append(out.read_bytes())
        assert sheets[0] == sheets[1] != sheets[2]

    def test_draws_a_half_of_a_public_set(self, shared_data: Path, tmp_path: Path) -> None:
        out = tmp_path / "sheet.png"
        options = ("--data", shared_data, "--split", "test", "--out", out)
        assert "100 of 10,000 digits of mnist (test)" in run("show", "mnist", *options).stdout

    @pytest.mark.parametrize(
        "options", [("--count", 0), ("--split", "half"), ("--seed", -1), ("--out", "sheet.jpg")]
    )
    def test_wrong_usage_exits_with_2(self, tmp_path: Path, options: tuple[object, ...]) -> None:
        result = run("show", a_table(tmp_path), *options)
        assert result.exit_code == 2
        assert str(options[0]) in result.stderr

    def test_writes_nothing_when_the_data_are_bad(self, tmp_path: Path) -> None:
        (tmp_path / "mine.csv").write_text("1,2,3\n")
        result = run("show", tmp_path / "mine.csv", "--out", tmp_path / "sheet.png")
        assert isinstance(result.exception, DigitRecognizerError)
        assert not (tmp_path / "sheet.png").exists()
