"""The smallest installation reads pictures, and names the line that installs what is missing."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from digit_recognizer.extras import EXTRAS
from digit_recognizer.samples import sample_pictures, sample_sheet
from digit_recognizer.sheets.forms.form import EXAMPLE

SMALLEST = f"""
import sys
from importlib.abc import MetaPathFinder

LACKING = {sorted(sum(EXTRAS.values(), ()))}


class Missing(MetaPathFinder):
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in LACKING:
            raise ModuleNotFoundError(f"No module named {{name!r}}", name=name)


from importlib import util

real = util.find_spec
util.find_spec = lambda name, package=None: None if name in LACKING else real(name, package)
sys.meta_path.insert(0, Missing())
"""
"""Makes the packages of all extras as good as not installed."""


def in_the_smallest(program: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", SMALLEST + program, *arguments]
    return subprocess.run(command, capture_output=True, text=True, timeout=100)


COMMAND = "from digit_recognizer.__main__ import main; main()"


def test_the_command_reads_the_sample_pictures() -> None:
    result = in_the_smallest(COMMAND, "read", *map(str, sample_pictures()))
    assert not result.returncode, result.stderr
    assert re.findall(r": (\d)  ", result.stdout) == list("0123456789")


def test_the_command_reads_a_sheet(tmp_path: Path) -> None:
    result = in_the_smallest(
        COMMAND, "sheet", str(sample_sheet()), "--out", str(tmp_path / "marks.xlsx")
    )
    assert result.returncode == 3, result.stderr
    assert "to check" in result.stdout


def test_printing_a_form_names_the_line_that_installs_it(tmp_path: Path) -> None:
    (tmp_path / "form.toml").write_text(EXAMPLE, encoding="utf-8")
    result = in_the_smallest(COMMAND, "form", "new", str(tmp_path / "form.toml"))
    assert result.returncode == 1
    assert "pip install 'digit-recognizer[forms]'" in result.stderr


def test_the_library_reads_the_sample_pictures_and_arrays() -> None:
    result = in_the_smallest(
        "import numpy as np\n"
        "from digit_recognizer import Recognizer\n"
        "from digit_recognizer.samples import sample_pictures\n"
        "recognizer = Recognizer()\n"
        "read = recognizer.recognize_many(sample_pictures())\n"
        "print([each.answer for each in read])\n"
        "images = np.stack([each.network_input for each in read] * 1_001)\n"
        "print(recognizer.predict(images)[-10:].tolist())\n"
        "print(sorted(set(LACKING) & set(sys.modules)))\n"
    )
    assert not result.returncode, result.stderr
    assert result.stdout.splitlines() == [str(list(range(10)))] * 2 + ["[]"]


@pytest.mark.parametrize(
    ("command", "extra"),
    [
        (("train",), "train"),
        (("evaluate", "--on", "mnist"), "train"),
        (("reproduce", "lenet5"), "train"),
        (("data", "fetch", "usps"), "train"),
        (("read", "7.png", "--out", "answers.parquet"), "parquet"),
        (("export", "lenet5", "model.onnx"), "export"),
        (("import", "model.onnx"), "export"),
        ((), "app"),
    ],
)
def test_a_command_that_needs_more_names_the_line_to_type(
    command: tuple[str, ...], extra: str, tmp_path: Path
) -> None:
    result = in_the_smallest(COMMAND, *command)
    assert result.returncode == 1
    assert result.stderr.count("\n") == 1
    assert f"type: pip install 'digit-recognizer[{extra}]'" in result.stderr


@pytest.mark.parametrize("name", ["train", "RECIPES"])
def test_a_public_name_that_needs_more_names_the_line_to_type(name: str) -> None:
    result = in_the_smallest(f"from digit_recognizer import {name}")
    assert "MissingExtraError: Training needs packages" in result.stderr
    assert "type: pip install 'digit-recognizer[train]'" in result.stderr


def test_the_doctor_calls_absent_what_an_extra_would_bring() -> None:
    result = in_the_smallest(COMMAND, "doctor")
    assert "Traceback" not in result.stderr
    assert re.search(r"^absent +Qt +not installed", result.stdout, re.MULTILINE)
