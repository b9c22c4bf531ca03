"""``digit-recognizer read``: one line a picture, one line an error, and nothing else."""

import csv
import json
import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path
from time import sleep

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
    assert "Cannot read standard input: expected a picture, but it is empty" in nothing.stderr


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


def folder_of(tmp_path: Path, number: int) -> Path:
    folder = tmp_path / "pictures"
    for index in range(number):
        path = folder / f"{index % 3}" / f"{index:04}.png"
        path.parent.mkdir(exist_ok=True, parents=True)
        Image.fromarray(np.pad(np.full((12, 2 + index % 9), 255, np.uint8), 8)).save(path)
    return folder


def test_folders_are_read_with_the_folders_in_them_in_one_order(tmp_path: Path) -> None:
    folder = folder_of(tmp_path, 7)
    (folder / ".hidden").mkdir()
    (folder / ".hidden" / "x.png").write_text("no picture")
    (folder / "last.txt").touch()
    done = read(folder)
    assert done.returncode == 0
    names = [line.split(": ")[0] for line in done.stdout.splitlines()]
    assert names == [str(folder / name) for name in (
        "0/0000.png", "0/0003.png", "0/0006.png", "1/0001.png", "1/0004.png", "2/0002.png",
        "2/0005.png",
    )]  # fmt: skip


def test_answers_go_to_a_file_of_the_kind_that_its_name_says(tmp_path: Path) -> None:
    text = tmp_path / "text.png"
    text.write_text("seven")
    for kind in ("csv", "jsonl", "txt"):
        out = tmp_path / f"answers.{kind}"
        done = read(SEVEN, text, "--out", out)
        assert done.returncode == 1
        assert done.stdout.startswith(f"{out}: 2 pictures in ")
        assert done.stderr.splitlines()[-1] == "digit-recognizer: 1 of 2 could not be read"
        first, second = out.read_text().splitlines()[-2:]
        assert str(SEVEN) in first
        assert str(text) in second


def test_however_many_processes_read_the_answers_are_the_same(tmp_path: Path) -> None:
    folder = folder_of(tmp_path, 600)
    one, two = (read(folder, "--json", "--jobs", jobs) for jobs in ("1", "2"))
    assert (one.returncode, two.returncode) == (0, 0), two.stderr
    assert one.stdout.count("\n") == 600
    for line, other in zip(one.stdout.splitlines(), two.stdout.splitlines(), strict=True):
        first, second = json.loads(line), json.loads(other)
        assert np.allclose(first.pop("probabilities"), second.pop("probabilities"), atol=1e-5)
        assert first.pop("confidence") == pytest.approx(second.pop("confidence"), abs=1e-5)
        assert first == second


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="needs a signal that kills")
def test_what_was_read_before_a_kill_is_not_read_again(tmp_path: Path) -> None:
    folder = folder_of(tmp_path, 900)
    out, whole = tmp_path / "answers.csv", tmp_path / "whole.csv"
    unfinished = tmp_path / "answers.csv.unfinished"
    command = [sys.executable, "-c", CODE, "read", str(folder), "--out", str(out)]
    with subprocess.Popen(command) as process:
        while not (unfinished.exists() and unfinished.read_bytes().count(b"\n") > 100):
            assert process.poll() is None
            sleep(0.01)
        process.kill()
    answered = unfinished.read_bytes().splitlines()[1:100]
    assert not out.exists()
    again = read(folder, "--out", out)
    assert again.returncode == 1
    assert "go on with it by --resume, or remove it" in again.stderr
    for name in map(json.loads, answered):
        Path(name["file"]).write_text("whoever reads this again fails")
    done = read(folder, "--out", out, "--resume")
    assert (done.returncode, done.stderr) == (0, "")
    assert not unfinished.exists()
    assert read(folder_of(tmp_path, 900), "--out", whole).returncode == 0
    assert [row[:3] for row in rows(out)] == [row[:3] for row in rows(whole)]


def rows(path: Path) -> list[list[str]]:
    with path.open(newline="") as file:
        return list(csv.reader(file))


@pytest.mark.skipif(os.name == "nt", reason="sends a signal as a terminal does")
def test_ctrl_c_ends_all_processes_and_says_how_to_go_on(tmp_path: Path) -> None:
    folder = folder_of(tmp_path, 900)
    out = tmp_path / "answers.jsonl"
    unfinished = tmp_path / "answers.jsonl.unfinished"
    with subprocess.Popen(
        [sys.executable, "-m", "digit_recognizer", "read", folder, "--out", out, "--jobs", "2"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    ) as process:
        while not (unfinished.exists() and unfinished.read_bytes().count(b"\n") > 100):
            assert process.poll() is None
            sleep(0.01)
        os.killpg(process.pid, signal.SIGINT)
        said, complained = process.communicate(timeout=30)
    assert process.returncode == 130
    assert said == ""
    assert complained.splitlines() == [
        f"digit-recognizer: stopped; the answers so far are in {unfinished}: go on by --resume"
    ]
    with pytest.raises(ProcessLookupError):
        os.killpg(process.pid, 0)


@pytest.mark.parametrize(
    "arguments",
    [
        ("--out", "answers.xls"),
        ("--resume",),
        ("--out", "answers.jsonl", "--json"),
        ("-", "--out", "answers.csv", "--resume"),
        ("--jobs", "0"),
    ],
    ids=str,
)
def test_options_that_make_no_sense_are_refused(arguments: tuple[str, ...]) -> None:
    done = read(SEVEN, *arguments)
    assert (done.returncode, done.stdout) == (2, "")
    assert arguments[-1] in done.stderr or "--" in done.stderr
