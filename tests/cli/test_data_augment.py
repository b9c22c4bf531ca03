"""``digit-recognizer data show --augment``."""

from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from typer.testing import CliRunner, Result

from digit_recognizer.cli.data import data_commands
from digit_recognizer.data.tables import write_table


@pytest.fixture
def table(tmp_path: Path) -> Path:
    images = np.zeros((12, 28, 28), np.uint8)
    images[:, 6:22, 12:16] = 255
    write_table(tmp_path / "mine.csv", images, np.arange(12, dtype=np.uint8) % 10)
    return tmp_path / "mine.csv"


def show(table: Path, name: str, *options: object) -> Result:
    out = table.with_name(name)
    arguments = ["show", table, "--out", out, *options]
    return CliRunner().invoke(data_commands, [str(argument) for argument in arguments])


@pytest.mark.parametrize("preset", ["paper-1998", "everyday"])
def test_each_row_is_a_digit_and_nine_distorted(table: Path, preset: str) -> None:
    result = show(table, "sheet.png", "--augment", preset)
    assert "10 of 12 digits of mine.csv" in result.stdout
    with Image.open(table.with_name("sheet.png")) as sheet:
        ink = np.asarray(sheet.convert("L"))
    assert ink.shape[1] == pytest.approx(10 * 64, abs=16)
    assert ink.shape[0] > 10 * 64


def test_the_seed_decides_the_distortions(table: Path) -> None:
    for name, seed in (("a.png", 1), ("b.png", 1), ("c.png", 2)):
        show(table, name, "--augment", "everyday", "--count", 3, "--seed", seed)
    a, b, c = (table.with_name(name).read_bytes() for name in ("a.png", "b.png", "c.png"))
    assert a == b != c


def test_an_unknown_preset_is_wrong_usage_and_names_the_known(table: Path) -> None:
    result = show(table, "sheet.png", "--augment", "wild")
    assert result.exit_code == 2
    assert "--augment" in result.stderr
    assert "paper-1998" in result.stderr
    assert not table.with_name("sheet.png").exists()
