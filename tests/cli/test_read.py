"""``digit-recognizer read``: one line a picture, one line an error, and nothing else."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from digit_recognizer.samples import sample_pictures

SEVEN = sample_pictures()[7]
CODE = "from digit_recognizer.cli.main import main; main()"


def read(*arguments: str | Path, content: bytes = b"") -> subprocess.CompletedProcess[str]:
    """Run the command as a person does; an answer in plain text."""
    done = subprocess.run(
        [sys.executable, "-c", CODE, "read", *map(str, arguments)],
        input=content,
        capture_output=True,
        check=False,
    )
    return subprocess.CompletedProcess(
        done.args, done.returncode, done.stdout.decode(), done.stderr.decode()
    )


def test_one_line_a_picture(tmp_path: Path) -> None:
    blank = tmp_path / "blank.png"
    Image.new("L", (30, 30), 255).save(blank)
    done = read(SEVEN, blank)
    assert done.returncode == 0
    assert done.stderr == ""
    first, second = done.stdout.splitlines()
    assert first.startswith(f"{SEVEN}: 7  ")
    assert first.endswith(" % sure")
    assert 50 < float(first.split()[-3]) <= 100
    assert second == f"{blank}: blank"


def test_json_lines(tmp_path: Path) -> None:
    blank = tmp_path / "blank.png"
    Image.new("L", (30, 30), 255).save(blank)
    done = read("--json", SEVEN, blank)
    seven, nothing = map(json.loads, done.stdout.splitlines())
    assert list(seven) == [
        "file", "answer", "likeliest", "confidence", "verdict", "probabilities",
    ]  # fmt: skip
    assert seven["file"] == str(SEVEN)
    assert (seven["answer"], seven["likeliest"]) == (7, 7)
    assert seven["confidence"] == max(seven["probabilities"])
    assert nothing == {
        "file": str(blank),
        "answer": None,
        "likeliest": None,
        "confidence": 0,
        "verdict": "blank",
        "probabilities": [0.1] * 10,
    }


def test_a_bad_file_is_one_line_and_the_others_are_read(tmp_path: Path) -> None:
    text = tmp_path / "text.png"
    text.write_text("seven")
    done = read(text, SEVEN, tmp_path / "none.png")
    assert done.returncode == 1
    assert done.stdout.startswith(f"{SEVEN}: 7")
    errors = done.stderr.splitlines()
    assert len(errors) == 3
    assert errors[0].startswith(f"digit-recognizer: Cannot read {text}: it is not a picture")
    assert "there is no such file" in errors[1]
    assert errors[2] == "digit-recognizer: 2 of 3 could not be read"


def test_a_folder_stands_for_the_pictures_in_it(tmp_path: Path) -> None:
    shutil.copy(SEVEN, tmp_path / "b.png")
    shutil.copy(sample_pictures()[3], tmp_path / "a.PNG")
    (tmp_path / "notes.txt").write_text("no picture")
    done = read(tmp_path)
    assert [line.split(": ")[1][0] for line in done.stdout.splitlines()] == ["3", "7"]
    assert done.returncode == 0


def test_a_folder_without_pictures_is_an_error(tmp_path: Path) -> None:
    done = read(tmp_path)
    assert done.returncode == 1
    assert f"The folder {tmp_path} holds no picture" in done.stderr


def test_standard_input() -> None:
    done = read("-", content=SEVEN.read_bytes())
    assert done.stdout.startswith("-: 7  ")
    nothing = read("-")
    assert nothing.returncode == 1
    assert "it is empty" in nothing.stderr


def test_polarity_is_passed_on(tmp_path: Path) -> None:
    framed = tmp_path / "framed.png"
    picture = np.array(Image.open(SEVEN).convert("L").resize((100, 100)))
    framed_picture = np.pad(picture, 12)
    Image.fromarray(framed_picture).save(framed)
    assert read("--polarity", "dark-on-light", framed).stdout != read(framed).stdout
    assert read("--polarity", "sideways", framed).returncode == 2


def test_strange_names_stay_on_their_line(tmp_path: Path) -> None:
    name = tmp_path / "a\nb\x1b[31m.png"
    shutil.copy(SEVEN, name)
    undecodable = os.fsdecode(os.fsencode(tmp_path) + b"/\xff.png")
    shutil.copy(SEVEN, undecodable)
    done = read(name, undecodable)
    assert done.returncode == 0, done.stderr
    assert len(done.stdout.splitlines()) == 2
    assert "\x1b" not in done.stdout


def test_an_unknown_network_is_one_line() -> None:
    done = read("--network", "none-such", SEVEN)
    assert done.returncode == 1
    assert done.stdout == ""
    assert len(done.stderr.splitlines()) == 1
    assert "none-such" in done.stderr


def test_a_reader_who_has_enough_sees_no_traceback() -> None:
    shell = shutil.which("sh")
    if shell is None:
        pytest.skip("needs a shell")
    command = f'"{sys.executable}" -c "{CODE}" read "$@" | head -n 1'
    done = subprocess.run(
        [shell, "-c", command, "sh", *map(str, sample_pictures() * 30)],
        capture_output=True,
        text=True,
        check=True,
    )
    assert len(done.stdout.splitlines()) == 1
    assert done.stderr == ""
