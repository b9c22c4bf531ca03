"""What cannot be read is named and counted, and the rest is read."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from digit_recognizer.samples import sample_pictures
from tests.permissions import obeying_permissions

SEVEN, THREE = sample_pictures()[7], sample_pictures()[3]


def run(*arguments: str | Path) -> "subprocess.CompletedProcess[str]":
    command = [sys.executable, "-m", "digit_recognizer", *map(str, arguments)]
    return subprocess.run(
        [*obeying_permissions(), *command], capture_output=True, text=True, check=False
    )


@pytest.fixture
def digits(tmp_path: Path) -> Path:
    """A seven and a three that can be read, and of each kind one thing that cannot."""
    folder = tmp_path / "digits"
    for name in ("locked", "no entry"):
        (folder / name).mkdir(parents=True)
        shutil.copy(SEVEN, folder / name / "7.png")
    shutil.copy(SEVEN, folder / "7.png")
    shutil.copy(THREE, folder / "3.png")
    shutil.copy(SEVEN, folder / "7-secret.png")
    (folder / "5-text.png").write_text("five")
    (folder / "7-secret.png").chmod(0)
    (folder / "locked").chmod(0)
    (folder / "no entry").chmod(0o444)
    return folder


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("7-secret.png", "permission denied"),
        ("locked", "permission denied"),
        ("locked/7.png", "permission denied"),
        ("5-text.png", "not a picture"),
        ("3.png/7.png", "not a directory"),
        (f"{'7' * 300}.png", "file name too long"),
    ],
)
def test_one_that_cannot_be_read_does_not_keep_the_others_from_it(
    digits: Path, name: str, reason: str
) -> None:
    done = run("read", digits / name, digits / "7.png")
    first, last = done.stderr.splitlines()
    assert str(digits / name)[: len(str(digits)) + 20] in first
    assert reason in first.lower()
    assert last == "digit-recognizer: 1 of 2 could not be read"
    assert done.stdout.startswith(f"{digits / '7.png'}: 7  ")
    assert done.returncode == 1


def test_a_folder_is_read_as_far_as_it_can_be(digits: Path) -> None:
    done = run("read", digits)
    assert [line.split(": ")[1][0] for line in done.stdout.splitlines()] == ["3", "7"]
    assert done.stderr.splitlines()[-1] == "digit-recognizer: 4 of 6 could not be read"
    assert f"Cannot look into the folder {digits / 'locked'}: Permission denied." in done.stderr
    assert done.returncode == 1


def test_names_that_are_no_text_are_read_and_named(tmp_path: Path) -> None:
    strange = Path(os.fsdecode(os.fsencode(tmp_path) + b"/7-\xff\x1b[31m.png"))
    strange.write_text("seven")
    done = run("read", strange, SEVEN)
    assert done.returncode == 1
    assert "7-\\udcff" in done.stderr
    assert "\x1b" not in done.stderr
    assert done.stdout.count("\n") == 1


def test_evaluate_measures_the_rest_and_says_what_is_left_out(digits: Path) -> None:
    done = run("evaluate", "--on", digits)
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("digits: 2 digits\n")
    assert "correct         2 of 2" in done.stdout
    first, *named = done.stderr.splitlines()
    assert first == "digit-recognizer: 3 of 5 pictures and 1 folder could not be read:"
    said = ["locked: permission denied", "5-text.png: it is not", "7-secret.png: permission denied"]
    said += ["no entry/7.png: permission denied"]
    assert len(named) == len(said)
    assert all(text in line.lower() for text, line in zip(said, named, strict=True))


def test_evaluate_names_the_first_few_only(digits: Path) -> None:
    for number in range(20):
        (digits / f"8-{number:02}.png").write_text("eight")
    told = run("evaluate", "--on", digits).stderr.splitlines()
    assert told[0] == "digit-recognizer: 23 of 25 pictures and 1 folder could not be read:"
    assert len([line for line in told if line.startswith("  ")]) == 6
    assert told[6] == "  and 19 more"


def test_evaluate_without_a_picture_that_can_be_read_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "7.png").write_text("seven")
    done = run("evaluate", "--on", tmp_path)
    assert done.returncode == 1
    assert done.stderr.count("\n") == 1
    assert "none of 1 pictures could be read" in done.stderr


@pytest.mark.parametrize("name", ["locked", "locked/digits"])
def test_evaluate_on_what_is_locked_is_one_line(digits: Path, name: str) -> None:
    done = run("evaluate", "--on", digits / name)
    assert done.returncode == 1
    assert done.stderr == (
        f"digit-recognizer: {digits / name}: permission denied; check the path and your permission "
        "to look into it.\n"
    )


def test_an_empty_folder_to_measure_on_is_told_what_could_be_in_it(tmp_path: Path) -> None:
    done = run("evaluate", "--on", tmp_path)
    assert done.returncode == 1
    assert "A folder of pictures can be measured on too" in done.stderr
    assert done.stderr.count("\n") == 1


def test_nothing_to_measure_on_is_not_the_current_folder() -> None:
    done = run("evaluate", "--on", "")
    assert done.returncode == 1
    assert "nothing to measure on called ''" in done.stderr


def test_writers_of_digits_of_which_none_are_known(tmp_path: Path) -> None:
    shutil.copy(SEVEN, tmp_path / "7.png")
    done = run("evaluate", "--on", tmp_path, "--writers", "bob")
    assert done.returncode == 1
    assert "no writers are known, got 'bob'" in done.stderr


@pytest.mark.parametrize("arguments", [["reproduce", "linear"], ["reproduce", "--figure", "3"]])
def test_where_no_run_can_be_stored_none_is_begun(tmp_path: Path, arguments: list[str]) -> None:
    (tmp_path / "file").touch()
    (tmp_path / "locked").mkdir(mode=0o555)
    for name in ("file", "locked"):
        done = run(*arguments, "--out", tmp_path / name)
        assert (done.returncode, done.stdout) == (1, "")
        assert f"{tmp_path / name}: expected a folder to store runs and figures in" in done.stderr


def test_a_file_to_fetch_into_is_refused_before_anything_is_fetched(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    done = run("data", "fetch", "mnist", "--data", tmp_path / "file")
    assert done.returncode == 1
    assert "expected the folder of data that the caller names, got a file" in done.stderr
