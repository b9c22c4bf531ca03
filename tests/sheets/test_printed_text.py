import os
import shutil
import sys
from pathlib import Path

import cv2
import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from digit_recognizer.sheets.printed_text import PrintReader
from tests.sheets.drawn import Picture


def printed(text: str, size: int = 22) -> Picture:
    picture = Image.new("L", (len(text) * size, 2 * size), 255)
    ImageDraw.Draw(picture).text((6, 8), text, fill=30, font=ImageFont.load_default(size))
    return np.array(picture)


def stand_in(folder: Path, monkeypatch: pytest.MonkeyPatch, lines: str, *, status: int = 0) -> None:
    """Put a program in the place of Tesseract."""
    program = folder / "tesseract"
    program.write_text(
        f"#!{sys.executable}\nimport sys\nsys.stdin.buffer.read()\n"
        f"print({lines!r})\nsys.exit({status})\n"
    )
    program.chmod(0o755)
    monkeypatch.setenv("PATH", str(folder))


def word(text: str, top: int, sure: str = "95") -> str:
    return f"5\t1\t1\t1\t1\t1\t24\t{top}\t60\t30\t{sure}\t{text}"


def read_print(cells: list[Picture]) -> list[str]:
    """Read cells by a program that is started ahead, and by one that is not."""
    with PrintReader(ahead=True) as reader:
        texts = reader(cells)
        assert reader(cells) == texts
    return texts


needs_posix = pytest.mark.skipif(os.name != "posix", reason="the stand-in is a script")


@needs_posix
def test_each_word_is_of_the_cell_beside_which_it_stands(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cells = [np.full((44, 90), 255, np.uint8)] * 3
    lines = "\n".join(["level\tpage", word("Net", 30), word("weight", 30), word("Total", 210)])
    stand_in(tmp_path, monkeypatch, lines)
    assert read_print(cells) == ["Net weight", "", "Total"]


@needs_posix
@pytest.mark.parametrize(
    "line",
    [word("Ann", 30, "41.5"), word("123", 30), word("A\x07n", 30), "5\tno\tnumbers", "", "\x00"],
)
def test_what_is_not_sure_or_no_word_is_left_out(
    line: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stand_in(tmp_path, monkeypatch, line)
    assert read_print([np.full((44, 90), 255, np.uint8)]) == [""]


@needs_posix
def test_a_program_that_fails_leaves_cells_without_text(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stand_in(tmp_path, monkeypatch, word("Ann", 30), status=1)
    assert read_print([np.full((44, 90), 255, np.uint8)]) == [""]


@needs_posix
def test_a_program_that_was_started_ends_where_nothing_was_to_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stand_in(tmp_path, monkeypatch, word("Ann", 30))
    with PrintReader(ahead=True) as reader:
        (process,) = reader._waiting
        assert reader([]) == []
    assert process.returncode is not None


def test_without_the_program_there_is_no_text(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert read_print([printed("Ann")] * 2) == ["", ""]


@pytest.mark.skipif(shutil.which("tesseract") is None, reason="Tesseract is not installed")
def test_tesseract_reads_what_is_printed_and_leaves_a_scribble() -> None:
    scribble = np.full((44, 160), 255, np.uint8)
    cv2.ellipse(scribble, (60, 22), (50, 9), 20, 0, 300, 30, 3)
    cv2.line(scribble, (10, 40), (150, 4), 30, 3)
    texts = ["Weight", "Ann", "Marks", "Total"]
    assert read_print([*map(printed, texts), scribble]) == [*texts, ""]
