import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from digit_recognizer.data.tables import write_table

COMMAND = [sys.executable, "-m", "digit_recognizer"]


def run(*arguments: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run([*COMMAND, *arguments], capture_output=True, text=True, check=False)


def test_version() -> None:
    from digit_recognizer import __version__

    assert run("--version").stdout == f"digit-recognizer {__version__}\n"


def test_a_failure_is_one_line_and_exit_status_1() -> None:
    ended = run("show", "lenet9")
    assert ended.returncode == 1
    assert ended.stdout == ""
    assert ended.stderr.startswith("digit-recognizer: no network is called 'lenet9'; give one of")
    assert ended.stderr.count("\n") == 1


def test_a_failure_of_the_network_itself_is_one_line_too(tmp_path: Path) -> None:
    digits = tmp_path / "digits.csv"
    write_table(digits, np.zeros((20, 28, 28), np.uint8), np.arange(20, dtype=np.uint8) % 10)
    ended = subprocess.run(
        [*COMMAND, "evaluate", "--on", str(digits)],
        env=os.environ | {"DIGIT_RECOGNIZER_LANES": "5"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert ended.returncode == 1
    assert ended.stderr.startswith("digit-recognizer: DIGIT_RECOGNIZER_LANES: expected")
    assert ended.stderr.count("\n") == 1


def test_debug_shows_where_a_failure_came_from() -> None:
    ended = run("--debug", "show", "lenet9")
    assert ended.returncode == 1
    assert "Traceback" in ended.stderr
    assert "checkpoint.py" in ended.stderr


@pytest.mark.parametrize("arguments", [["show"], ["paint"], ["train", "--epochs", "many"]])
def test_wrong_usage_is_exit_status_2(arguments: list[str]) -> None:
    ended = run(*arguments)
    assert ended.returncode == 2
    assert "Usage: digit-recognizer" in ended.stderr
    assert "Traceback" not in ended.stderr


def test_show_prints_the_table_of_layers() -> None:
    lines = run("show", "lenet5").stdout.splitlines()
    rows = {line.split("  ")[0]: line.split() for line in lines}
    assert rows["C1"] == ["C1", "6@28×28", "156", "122,304"]
    assert rows["S2"] == ["S2", "6@14×14", "·", "5,880"]
    assert rows["total"][1] == "61,706"


def test_a_reader_who_leaves_early_causes_no_complaint(tmp_path: Path) -> None:
    shell = f"{sys.executable} -m digit_recognizer show lenet5 | head -n 1"
    ended = subprocess.run(
        ["bash", "-c", shell], capture_output=True, text=True, check=False, cwd=tmp_path
    )
    assert ended.stdout.split()[0] == "layer"
    assert ended.stderr == ""
