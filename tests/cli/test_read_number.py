"""``digit-recognizer read --number``: numbers in pictures."""

import json
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from typer.testing import CliRunner

from digit_recognizer.cli.main import commands
from digit_recognizer.recognizer import Recognizer
from digit_recognizer.samples import sample_pictures


@pytest.fixture(scope="module")
def picture(tmp_path_factory: pytest.TempPathFactory) -> Path:
    digits = [read.network_input for read in Recognizer().recognize_many(sample_pictures())]
    path = tmp_path_factory.mktemp("numbers") / "number.png"
    Image.fromarray(255 - np.hstack([digits[4], digits[2]])).save(path)
    return path


def read(*arguments: str) -> tuple[int, str, str]:
    result = CliRunner().invoke(commands, ["read", *arguments])
    return result.exit_code, result.stdout, result.stderr


def test_a_number_is_one_line(picture: Path) -> None:
    status, out, _ = read("--number", str(picture))
    assert (status, out.count("\n")) == (0, 1)
    assert "42" in out


def test_json_has_all_of_it(picture: Path) -> None:
    _, out, _ = read("--format", "integer", "--json", str(picture))
    record = json.loads(out)
    assert (record["file"], record["text"], record["value"]) == (str(picture), "42", "42")
    assert [each["text"] for each in record["characters"]] == ["4", "2"]
    assert record["second"] == "42"
    assert record["alternatives"][0] == {"text": "42", "posterior": record["confidence"]}


def test_a_bad_picture_does_not_keep_the_others_from_being_read(
    picture: Path, tmp_path: Path
) -> None:
    bad = tmp_path / "bad.png"
    bad.write_bytes(b"no picture")
    status, out, error = read("--number", str(bad), str(picture))
    assert status == 1
    assert "42" in out
    assert "bad.png" in error


@pytest.mark.parametrize("options", [("--format", "words"), ("--number", "--out", "x.csv")])
def test_options_that_cannot_be_are_refused(picture: Path, options: tuple[str, ...]) -> None:
    status, out, error = read(*options, str(picture))
    assert (status, out) == (2, "")
    assert options[-2] in error
