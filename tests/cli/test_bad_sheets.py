"""Files that are no sheets, handed to the real command: a line for each, and the rest is read."""

import csv
from pathlib import Path

import cv2
import numpy as np
import pytest
from PIL import Image
from typer.testing import CliRunner

from digit_recognizer.cli.main import commands
from tests.sheets.drawn import blank, grid, write


def picture(name: str, pixels: np.ndarray) -> None:
    Image.fromarray(pixels).save(name)


@pytest.fixture
def files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    monkeypatch.chdir(tmp_path)
    canvas = pytest.importorskip("reportlab.pdfgen.canvas")
    encryption = pytest.importorskip("reportlab.lib.pdfencrypt")
    locked = canvas.Canvas("locked.pdf", encrypt=encryption.StandardEncryption("secret"))
    locked.drawString(100, 100, "12")
    locked.save()
    whole = Path("locked.pdf").read_bytes()
    Path("broken.pdf").write_bytes(whole[: len(whole) // 3])
    animal = np.random.default_rng(0).integers(0, 255, (12, 16), np.uint8)
    picture("cat.png", np.asarray(cv2.resize(animal, (800, 600), interpolation=cv2.INTER_CUBIC)))
    picture("dot.png", np.full((1, 1), 200, np.uint8))
    letter = blank()
    cv2.putText(letter, "Dear all", (60, 200), cv2.FONT_HERSHEY_SIMPLEX, 2, 40, 3)
    picture("letter.png", letter)
    page = Image.new("1", (8, 8), 1)
    page.save("long.pdf", save_all=True, append_images=[page] * 399)
    table = blank()
    grid(table, [100, 160, 220], [80, 300, 520])
    write(table, "57", 110, 110)
    picture("table.png", table)
    return ["locked.pdf", "broken.pdf", "cat.png", "dot.png", "letter.png", "long.pdf", "table.png"]


def test_each_has_its_line_and_the_rest_is_read(files: list[str]) -> None:
    done = CliRunner().invoke(commands, ["sheet", *files, "--out", "all.csv", "--jobs", "1"])
    lines = done.output.splitlines()
    assert done.exit_code == 1
    assert lines[0] == "all.csv: 1 number, 0 to check"
    said = {name: [line for line in lines if name in line] for name in files}
    assert said["table.png"] == []
    for name, words in (
        ("locked.pdf", "it is encrypted"),
        ("broken.pdf", "expected a PDF, but it is damaged"),
        ("long.pdf", "expected a file of 1 to 200 pages, got 400"),
        ("cat.png", "no table and no box is found in it"),
        ("dot.png", "no table and no box is found in it"),
        ("letter.png", "no table and no box is found in it"),
    ):
        (line,) = said[name]
        assert words in line
    with Path("all.csv").open(encoding="utf-8", newline="") as file:
        assert any("57" in row for row in csv.reader(file))
    assert sorted(path.name for path in Path().glob("all*")) == ["all.csv"]


def test_a_file_without_a_table_is_left_to_check(files: list[str]) -> None:
    done = CliRunner().invoke(commands, ["sheet", "letter.png", "--out", "all.csv"])
    assert done.exit_code == 3
