"""The window on a real X server: what the mouse draws there is read as the strokes are."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import ArrayLike

from digit_recognizer.data.pendigits import read_pendigits
from digit_recognizer.recognizer import Recognizer
from tests.app.hand import FOUR, ONE, SEVEN

ROOT = Path(__file__).resolve().parents[2]
PAGES = ((0.1, 0.1, 0.8), (0.05, 0.6, 0.35), (0.55, 0.1, 0.4), (0.3, 0.3, 0.25), (0.0, 0.0, 1.0))
SIZES = ((1040, 720), (480, 400), (640, 900))

pytestmark = pytest.mark.x_server


def replay(
    display: str, strokes: Sequence[Sequence[ArrayLike]], hand: str = "qtest"
) -> list[dict[str, Any]]:
    """Draw each digit somewhere in the window, and return what the window's labels say."""
    tasks = [
        {
            "strokes": [np.asarray(stroke).tolist() for stroke in digit],
            "place": PAGES[number % len(PAGES)],
            "size": SIZES[number // 4 % len(SIZES)],
        }
        for number, digit in enumerate(strokes)
    ]
    environment = {**os.environ, "DISPLAY": display, "QT_QPA_PLATFORM": "xcb"}
    answer = subprocess.run(
        [sys.executable, "-m", "tests.app.replay", hand],
        cwd=ROOT,
        env=environment,
        input=json.dumps(tasks),
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert answer.returncode == 0, answer.stderr
    return [json.loads(line) for line in answer.stdout.splitlines()]


def test_our_own_digits_are_read_and_a_number_without_being_told(x_server: str) -> None:
    number = [[(x / 2, y) for x, y in line] for line in FOUR]
    number += [[(0.5 + x / 2, y) for x, y in line] for line in SEVEN]
    answers = replay(x_server, [ONE, SEVEN, FOUR, number])
    assert [answer["digit"] for answer in answers] == ["1", "7", "4", "47"]


def test_pen_digits_are_read_as_their_strokes_are(x_server: str, shared_data: Path) -> None:
    digits = read_pendigits(shared_data / "pendigits" / "pendigits-orig.tra.gz")[3:400:33]
    answers = replay(x_server, [digit.strokes for digit in digits])
    assert len(answers) == len(digits) > 10
    recognizer = Recognizer()
    for digit, answer in zip(digits, answers, strict=True):
        expected = recognizer.recognize_strokes(digit.strokes)
        assert answer["digit"] == str(expected.answer)
        # Pixels are whole numbers, so the strokes that were drawn differ a little: these exactly.
        drawn = recognizer.recognize_strokes(answer["strokes"])
        assert answer["digit"] == str(drawn.answer)
        shown = [float(text.removesuffix(" %")) / 100 for text in answer["probabilities"]]
        assert shown == pytest.approx(drawn.probabilities.tolist(), abs=0.0011)


@pytest.mark.skipif(not shutil.which("xdotool"), reason="needs xdotool: apt-get install xdotool")
def test_the_pointer_of_the_x_server_draws(x_server: str) -> None:
    answers = replay(x_server, [ONE, SEVEN, FOUR], hand="xdotool")
    assert [answer["digit"] for answer in answers] == ["1", "7", "4"]
    assert [len(answer["strokes"]) for answer in answers] == [1, 1, 2]


@pytest.mark.skipif(not shutil.which("xdotool"), reason="needs xdotool: apt-get install xdotool")
def test_what_is_destroyed_by_pointer_and_keys_is_had_again(x_server: str, tmp_path: Path) -> None:
    answer = subprocess.run(
        [sys.executable, "-m", "tests.app.undoing", str(tmp_path)],
        cwd=ROOT,
        env={**os.environ, "DISPLAY": x_server, "QT_QPA_PLATFORM": "xcb"},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert answer.returncode == 0, answer.stderr
    both = ["one", "two"]
    expected: dict[str, object] = {
        "drawn": 1,
        "after Escape": [1, ""],
        "after another Escape": 0,
        "after Ctrl+Z": 1,
        "wrong": [True, True],
        "corrected": ["", "3"],
    }
    for by in ("button", "key"):
        expected[f"deleted, {by}"] = [["two"], "“one” was deleted."]
        expected[f"undone, {by}"] = [both, ""]
        expected[f"renamed, {by}"] = [["one", "three"], "“two” is called “three” from now on."]
        expected[f"named again, {by}"] = both
    assert json.loads(answer.stdout) == expected
