"""Unfinished trainings on disk: no window takes, or writes over, what another one holds."""

import gc
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from digit_recognizer.app.train.unfinished import Finding, UnfinishedTrainings
from digit_recognizer.networks.library import DELETED_STAYS
from digit_recognizer.training.failures import TrainingRunError
from digit_recognizer.training.messages import Remark
from digit_recognizer.training.run_folder import LAST, RunFolder
from digit_recognizer.training.unfinished import UnfinishedTraining
from tests.training.test_unfinished import save, unfinished


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


def keep(window: UnfinishedTrainings, step: int) -> Path:
    """Store a training as a window does; return its folder."""
    if window.held is None:
        window.hold(window.claim())
    held = window.held
    assert held is not None
    save(held, unfinished(step=step))
    return held.path


def step_of(training: UnfinishedTraining | None) -> int | None:
    return None if training is None else training.last.step


def test_where_there_is_none_none_is_found(windows: list[UnfinishedTrainings]) -> None:
    assert windows[0].find() is None
    windows[0].forget()


def test_what_one_window_left_the_next_finds(
    windows: list[UnfinishedTrainings], folder: Path
) -> None:
    first, second, _ = windows
    keep(first, 10)
    keep(first, 20)
    first.release()
    assert step_of(second.find()) == 20
    keep(second, 30)
    second.release()
    assert step_of(first.find()) == 30
    first.forget()
    assert list(folder.iterdir()) == []


def test_windows_that_are_open_at_once_have_each_their_own(
    windows: list[UnfinishedTrainings],
) -> None:
    first, second, third = windows
    keep(first, 10)
    assert second.find() is None
    keep(second, 20)
    assert third.find() is None
    first.release()
    second.release()
    found = {step_of(window.find()) for window in (first, second, third)}
    assert found == {10, 20, None}


def test_the_latest_is_found_first(windows: list[UnfinishedTrainings], folder: Path) -> None:
    first, second, third = windows
    keep(first, 10)
    keep(second, 20)
    os.utime(folder / "training" / LAST, (2e9, 2e9))
    first.release()
    second.release()
    assert step_of(third.find()) == 10


KILLED_WHILE_HOLDING = """
import os, signal, sys
from pathlib import Path
from digit_recognizer.app.train.unfinished import UnfinishedTrainings
trainings = UnfinishedTrainings(Path(sys.argv[1]))
assert trainings.find() is not None
(Path(sys.argv[1]) / "training" / ".last.safetensors.abc.partial").write_bytes(b"half of it")
os.kill(os.getpid(), signal.SIGKILL)
"""


def test_a_killed_program_holds_nothing(windows: list[UnfinishedTrainings], folder: Path) -> None:
    path = keep(windows[0], 10)
    windows[0].release()
    command = [sys.executable, "-c", KILLED_WHILE_HOLDING, str(folder)]
    assert subprocess.run(command, check=False, timeout=60).returncode == -9
    assert windows[0].find() is not None
    assert sorted(file.name for file in path.iterdir()) == ["best.safetensors", LAST]


def test_a_damaged_one_is_set_aside_and_the_next_is_found(
    windows: list[UnfinishedTrainings],
) -> None:
    first, second, third = windows
    keep(first, 10)
    damaged = keep(second, 20) / LAST
    first.release()
    second.release()
    damaged.write_bytes(damaged.read_bytes()[:-30])
    os.utime(damaged, (2e9, 2e9))
    note, found = Finding(third).messages()
    assert isinstance(note, Remark)
    assert f"set aside as {LAST}.unreadable" in note.text
    assert isinstance(found, UnfinishedTraining)
    assert found.last.step == 10
    assert damaged.with_name(f"{LAST}.unreadable").exists()
    assert not damaged.exists()
    third.release()
    assert len(list(Finding(first).messages())) == 1


def test_one_of_an_earlier_version_is_set_aside_said_once_and_hides_none(
    windows: list[UnfinishedTrainings], folder: Path
) -> None:
    keep(windows[0], 10)
    windows[0].release()
    old = folder / "unfinished-1.training"
    old.write_bytes(b"one file")
    note, found = Finding(windows[0]).messages()
    assert isinstance(note, Remark)
    assert "of an earlier version. It was set aside as" in note.text
    assert isinstance(found, UnfinishedTraining)
    assert (folder / "unfinished-1.training.unreadable").read_bytes() == b"one file"
    windows[0].release()
    assert len(list(Finding(windows[1]).messages())) == 1


def test_one_that_cannot_be_set_aside_is_told_of_once(
    windows: list[UnfinishedTrainings], folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    keep(windows[0], 10).joinpath(LAST).write_bytes(b"no training")
    (folder / "unfinished-1.training").write_bytes(b"one file")
    windows[0].release()
    monkeypatch.setattr(Path, "replace", refuse)
    assert len(list(Finding(windows[0]).messages())) == 2
    assert len(list(Finding(windows[0]).messages())) == 0


def test_where_none_can_be_stored_that_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    trainings = UnfinishedTrainings(tmp_path / "file" / "trainings")
    with pytest.raises(TrainingRunError, match="cannot be stored"):
        trainings.claim()
    assert trainings.find() is None


def test_what_is_begun_beside_one_that_waits_takes_nothing_from_it(
    windows: list[UnfinishedTrainings],
) -> None:
    first, second, _ = windows
    keep(first, 10)
    new = first.claim()
    save(new, unfinished(step=20))
    assert second.find() is None
    first.hold(new)
    assert step_of(second.find()) == 10
    first.forget()
    assert not new.path.exists()
    assert isinstance(second.held, RunFolder)


def test_what_was_discarded_is_removed_a_day_later_unless_a_window_can_bring_it_back(
    windows: list[UnfinishedTrainings], folder: Path
) -> None:
    first, second, third = windows
    keep(first, 1)
    bring_back = first.discard()
    (discarded,) = folder.iterdir()
    assert discarded.name == "training.deleted"
    os.utime(discarded, (time.time() - 2 * DELETED_STAYS,) * 2)
    assert second.find() is None
    assert discarded.exists()
    bring_back()
    assert third.find() is not None
    third.discard()
    gc.collect()
    os.utime(discarded, (0, 0))
    assert second.find() is None
    assert list(folder.iterdir()) == []
