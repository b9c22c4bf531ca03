"""A folder on a cluster of processes, one of which is killed in the middle."""

import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from digit_recognizer import Recognizer
from digit_recognizer.dask.folder import read_part
from digit_recognizer.dask.reading import Reading
from digit_recognizer.samples import sample_pictures

ROOT = Path(__file__).resolve().parents[2]
COUNT = 40


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Forty pictures, and one that is none."""
    folder = tmp_path_factory.mktemp("archive") / "pictures"
    (folder / "below").mkdir(parents=True)
    for number in range(COUNT):
        shutil.copy(sample_pictures()[number % 10], folder / f"{number:02}.png")
    (folder / "below" / "none.png").write_bytes(b"no picture")
    return folder


@pytest.fixture(scope="module")
def came(folder: Path) -> dict[str, Any]:
    """What came of it."""
    command = [sys.executable, "-m", "tests.dask.killed", str(folder), str(folder.parent / "out")]
    ended = subprocess.run(command, capture_output=True, text=True, check=False, cwd=ROOT)
    assert not ended.returncode, ended.stderr
    return dict(json.loads(ended.stdout.splitlines()[-1]))


def test_all_is_read_though_a_worker_is_killed(came: dict[str, Any]) -> None:
    assert came["first"] == [9, 0, COUNT + 1, 1, 0]


def test_the_answers_are_those_of_one_process(came: dict[str, Any], folder: Path) -> None:
    rows = pq.read_table(folder.parent / "command").to_pylist()
    assert len(rows) == COUNT + 2
    rows = pq.read_table(folder.parent / "out").to_pylist()
    read = {row["file"]: row for row in rows}
    expected = Recognizer().recognize_many(sample_pictures())
    for number in range(COUNT):
        row, one = read[str(folder / f"{number:02}.png")], expected[number % 10]
        assert row["answer"] == one.answer
        assert row["probabilities"] == pytest.approx(one.probabilities.tolist(), abs=1e-5)
    assert "none.png" in read[str(folder / "below" / "none.png")]["problem"]


def test_finished_parts_are_not_read_again(came: dict[str, Any]) -> None:
    assert came["again"] == [9, 9, 0]
    assert came["same"]
    assert came["mended"] == [9, 8, 5]
    assert came["changed"] == 1


def test_a_part_whose_news_was_lost_with_its_worker_is_not_read_again(tmp_path: Path) -> None:
    part = tmp_path / "part.parquet"
    pictures = [(str(sample_pictures()[7]), None), ("lost.png", "it is lost")]
    assert read_part(Reading(), pictures, part) == (2, 1)
    written = part.stat()
    assert read_part(Reading(), pictures, part) == (2, 1)
    assert (part.stat().st_ino, part.stat().st_mtime_ns) == (written.st_ino, written.st_mtime_ns)


def test_answers_of_other_settings_are_not_mixed(came: dict[str, Any]) -> None:
    assert "made in the same way" in came["refused"]


def test_parts_whose_pictures_are_no_longer_the_same_are_named(came: dict[str, Any]) -> None:
    assert came["stale"] == 9


def test_the_command_says_by_its_status_that_a_picture_could_not_be_read(
    came: dict[str, Any],
) -> None:
    assert came["status"] == 1
