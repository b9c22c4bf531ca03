"""Chores: done in a process of its own, reported, and ended when that is asked for."""

import subprocess
import threading
from pathlib import Path

import pytest

from digit_recognizer.training.chores import (
    Chore,
    ChoreError,
    Fetching,
    compilation,
    compilation_for,
    fetching,
)
from digit_recognizer.training.recipes import RECIPES


def test_the_engine_is_compiled() -> None:
    with compilation("lenet5", distorts=False) as chore:
        assert list(chore.reports()) == []


def test_whoever_ends_it_does_not_wait_until_it_has_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    def wait(_: object, __: float | None = None) -> int:
        raise AssertionError("the window stands still")

    with compilation("lenet5", distorts=False) as chore:
        with monkeypatch.context() as during:
            during.setattr(subprocess.Popen, "wait", wait)
            chore.end()
        assert list(chore.reports()) == []
    assert chore.wait(0)


def test_a_failure_is_told_as_it_was_explained() -> None:
    with (
        compilation("lenet7", distorts=False) as chore,
        pytest.raises(ChoreError, match="no network is called 'lenet7'"),
    ):
        list(chore.reports())


def test_a_data_set_that_is_unknown_is_not_fetched(tmp_path: Path) -> None:
    with (
        fetching("moonist", tmp_path) as chore,
        pytest.raises(ChoreError, match="moonist"),
    ):
        list(chore.reports())


@pytest.mark.shared_data
def test_a_data_set_that_is_there_already_is_left_as_it_is(shared_data: Path) -> None:
    with fetching("mnist", shared_data) as chore:
        assert list(chore.reports()) == []


@pytest.mark.shared_data
def test_fetching_is_complete_when_everything_is_there(shared_data: Path) -> None:
    work = Fetching("mnist", shared_data)
    assert not work.complete
    assert list(work.messages()) == []
    assert work.complete


def test_fetching_that_is_stopped_is_not_complete(tmp_path: Path) -> None:
    work = Fetching("mnist", tmp_path)
    threading.Timer(0.05, work.stop).start()
    list(work.messages())
    assert not work.complete
    assert not list(tmp_path.rglob("*.*"))


def test_a_process_that_breaks_is_told_of() -> None:
    with Chore("sing") as chore, pytest.raises(ChoreError, match="ended with the status 1"):
        list(chore.reports())


def test_one_that_is_ended_leaves_off_without_a_word(tmp_path: Path) -> None:
    with compilation("lenet5", distorts=False) as chore:
        assert not chore.wait(0)
        threading.Timer(0.05, chore.end).start()
        assert list(chore.reports()) == []
        assert chore.wait(0)


@pytest.mark.parametrize("name", ["sprint", "paper-1998"])
def test_all_that_a_recipe_runs_is_compiled(name: str) -> None:
    with compilation_for(RECIPES[name]) as chore:
        assert list(chore.reports()) == []
