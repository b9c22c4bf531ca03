"""What is made ready is made ready once, by one at a time, and a stop ends the wait for it."""

import threading
from collections.abc import Iterator
from dataclasses import replace

import pytest

from digit_recognizer.nn.levenberg_marquardt import StochasticDiagonalLevenbergMarquardt
from digit_recognizer.training import readiness as readiness_module
from digit_recognizer.training.chores import ChoreError, Fetched
from digit_recognizer.training.readiness import Preparations, Readiness, Stage
from digit_recognizer.training.recipes import RECIPES
from digit_recognizer.training.warm_up import learns_patterns
from tests.training.prepared import NothingToCompile

SPRINT = RECIPES["sprint"]


class SlowChore(NothingToCompile):
    """A chore that lasts until it is let go or ended, and counts how many were begun."""

    begun = 0
    may_end: threading.Event
    has_begun: threading.Event

    def __init__(self, *_: object) -> None:
        type(self).begun += 1
        self.has_begun.set()

    def wait(self, seconds: float) -> bool:
        return self.may_end.wait(seconds)

    def reports(self) -> Iterator[Fetched]:
        assert self.may_end.wait(30)
        return iter(())

    def end(self) -> None:
        self.may_end.set()


@pytest.fixture
def chore(monkeypatch: pytest.MonkeyPatch) -> type[SlowChore]:
    class Chore(SlowChore):
        may_end = threading.Event()
        has_begun = threading.Event()

    monkeypatch.setattr(readiness_module, "compilation_for", Chore)
    monkeypatch.setattr(readiness_module, "preparation", Chore)
    monkeypatch.setattr(readiness_module, "warm_up", lambda *_: 0.0)
    return Chore


def engine(preparations: Preparations) -> list[Stage]:
    return list(preparations.engine(SPRINT))


def test_what_is_ready_is_not_asked_for_again(chore: type[SlowChore]) -> None:
    chore.may_end.set()
    readiness = Readiness()
    for _ in range(3):
        assert engine(Preparations(readiness)) == []
    assert chore.begun == 1
    engine(Preparations(Readiness()))
    assert chore.begun == 2


def test_each_need_is_asked_for_by_itself(chore: type[SlowChore]) -> None:
    chore.may_end.set()
    readiness = Readiness()
    for recipe in (SPRINT, replace(SPRINT, augmentation=None), RECIPES["paper-1998"]):
        list(Preparations(readiness).engine(recipe))
    list(Preparations(readiness).handwriting(RECIPES["everyday"], None))
    assert chore.begun == 4


def test_what_takes_a_while_is_told_of(
    chore: type[SlowChore], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(readiness_module, "PATIENCE_SECONDS", 0.0)
    stages = Preparations().engine(SPRINT)
    assert "Compiling" in next(stages).text
    chore.may_end.set()
    assert list(stages) == []


def test_how_far_it_is_is_told_of(monkeypatch: pytest.MonkeyPatch) -> None:
    class Counting(NothingToCompile):
        def reports(self) -> Iterator[Fetched]:
            yield Fetched("handwriting", 2300, 0)

    monkeypatch.setattr(readiness_module, "preparation", Counting)
    (stage,) = Preparations().handwriting(RECIPES["everyday"], None)
    assert stage.text.endswith(": 2,300 images so far")


def test_of_two_who_need_the_same_one_waits_for_the_other(chore: type[SlowChore]) -> None:
    readiness = Readiness()
    threads = [threading.Thread(target=engine, args=(Preparations(readiness),)) for _ in range(2)]
    for thread in threads:
        thread.start()
    assert chore.has_begun.wait(10)
    chore.may_end.set()
    for thread in threads:
        thread.join(10)
        assert not thread.is_alive()
    assert chore.begun == 1


def test_who_waits_for_another_can_be_stopped(chore: type[SlowChore]) -> None:
    readiness = Readiness()
    first, second = Preparations(readiness), Preparations(readiness)
    at_work = threading.Thread(target=engine, args=(first,))
    at_work.start()
    assert chore.has_begun.wait(10)
    waiting = threading.Thread(target=engine, args=(second,))
    waiting.start()
    second.stop()
    waiting.join(10)
    assert not waiting.is_alive()
    assert at_work.is_alive()
    first.stop()
    at_work.join(10)
    assert not at_work.is_alive()


def test_what_was_stopped_is_not_ready(chore: type[SlowChore]) -> None:
    readiness = Readiness()
    stopped = Preparations(readiness)
    stopped.stop()
    engine(stopped)
    assert chore.begun == 0
    chore.may_end.set()
    engine(Preparations(readiness))
    assert chore.begun == 1


def test_what_failed_is_told_of_and_tried_again(monkeypatch: pytest.MonkeyPatch) -> None:
    class Failing(NothingToCompile):
        def reports(self) -> Iterator[Fetched]:
            raise ChoreError("no room")

    readiness = Readiness()
    monkeypatch.setattr(readiness_module, "compilation_for", Failing)
    for _ in range(2):
        with pytest.raises(ChoreError, match="no room"):
            engine(Preparations(readiness))


def test_only_a_recipe_of_the_paper_learns_pattern_by_pattern() -> None:
    names = {name for name, recipe in RECIPES.items() if learns_patterns(recipe)}
    assert names == {"paper-1998", "paper-1998-distorted"}
    by_hand = replace(SPRINT, optimizer=StochasticDiagonalLevenbergMarquardt(), batch_size=1)
    assert learns_patterns(by_hand)
    assert not learns_patterns(replace(by_hand, averaging=0.9))
