"""Unfinished trainings on disk: no window takes, or writes over, what another one holds."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from digit_recognizer.app.train.unfinished import Finding, UnfinishedTrainings
from digit_recognizer.app.train.worker import Note
from digit_recognizer.training.unfinished import UnfinishedError, UnfinishedTraining
from tests.training.test_unfinished import unfinished


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "trainings"


@pytest.fixture
def windows(folder: Path) -> Iterator[list[UnfinishedTrainings]]:
    """Three windows that keep their trainings in one folder."""
    trainings = [UnfinishedTrainings(folder) for _ in range(3)]
    yield trainings
    for one in trainings:
        one.release()


def step_of(training: UnfinishedTraining | None) -> int | None:
    return None if training is None else training.standing.step


def test_where_there_is_none_none_is_found(windows: list[UnfinishedTrainings]) -> None:
    assert windows[0].find() is None
    windows[0].forget()


def test_what_one_window_left_the_next_finds(
    windows: list[UnfinishedTrainings], folder: Path
) -> None:
    first, second, _ = windows
    first.keep(unfinished(step=10))
    first.keep(unfinished(step=20))
    first.release()
    assert step_of(second.find()) == 20
    second.keep(unfinished(step=30))
    second.release()
    assert step_of(first.find()) == 30
    first.forget()
    assert list(folder.iterdir()) == []


def test_windows_that_are_open_at_once_have_each_their_own(
    windows: list[UnfinishedTrainings],
) -> None:
    first, second, third = windows
    first.keep(unfinished(step=10))
    assert second.find() is None
    second.keep(unfinished(step=20))
    assert third.find() is None
    first.release()
    second.release()
    found = {step_of(window.find()) for window in (first, second, third)}
    assert found == {10, 20, None}


def test_the_latest_is_found_first(windows: list[UnfinishedTrainings], folder: Path) -> None:
    first, second, third = windows
    first.keep(unfinished(step=10))
    second.keep(unfinished(step=20))
    os.utime(folder / "unfinished-1.training", (2e9, 2e9))
    first.release()
    second.release()
    assert step_of(third.find()) == 10


KILLED_WHILE_HOLDING = """
import os, signal, sys
from pathlib import Path
from digit_recognizer.app.train.unfinished import UnfinishedTrainings
trainings = UnfinishedTrainings(Path(sys.argv[1]))
assert trainings.find() is not None
(Path(sys.argv[1]) / ".unfinished-1.training.abc.partial").write_bytes(b"half of it")
os.kill(os.getpid(), signal.SIGKILL)
"""


def test_a_killed_program_holds_nothing(windows: list[UnfinishedTrainings], folder: Path) -> None:
    windows[0].keep(unfinished())
    windows[0].release()
    command = [sys.executable, "-c", KILLED_WHILE_HOLDING, str(folder)]
    assert subprocess.run(command, check=False, timeout=60).returncode == -9
    assert (folder / "unfinished-1.lock").exists()
    assert windows[0].find() is not None
    names = sorted(path.name for path in folder.iterdir())
    assert names == ["unfinished-1.lock", "unfinished-1.training"]


def test_a_damaged_one_is_set_aside_and_the_next_is_found(
    windows: list[UnfinishedTrainings], folder: Path
) -> None:
    first, second, third = windows
    first.keep(unfinished(step=10))
    second.keep(unfinished(step=20))
    first.release()
    second.release()
    damaged = folder / "unfinished-2.training"
    damaged.write_bytes(damaged.read_bytes()[:-30])
    os.utime(damaged, (2e9, 2e9))
    note, found = Finding(third).messages()
    assert isinstance(note, Note)
    assert "unfinished-2.training.unreadable" in note.text
    assert isinstance(found, UnfinishedTraining)
    assert found.standing.step == 10
    assert (folder / "unfinished-2.training.unreadable").exists()
    assert not damaged.exists()


def test_one_that_cannot_be_set_aside_is_told_of_once(
    windows: list[UnfinishedTrainings], folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    folder.mkdir()
    (folder / "unfinished-1.training").write_bytes(b"no training")
    monkeypatch.setattr(Path, "replace", refuse)
    assert len(list(Finding(windows[0]).messages())) == 1


def test_what_cannot_be_written_is_told_of(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    trainings = UnfinishedTrainings(tmp_path / "file" / "trainings")
    with pytest.raises(UnfinishedError, match="cannot be kept on disk"):
        trainings.keep(unfinished())
    assert trainings.find() is None
