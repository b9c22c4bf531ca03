"""What is made ready is made ready once, by one at a time, and a stop ends the wait for it."""

import subprocess
import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from digit_recognizer.lenet.architectures import lenet5
from digit_recognizer.nn.architecture import Architecture
from digit_recognizer.nn.encoding import Encoding
from digit_recognizer.nn.layers import Dense
from digit_recognizer.nn.levenberg_marquardt import StochasticDiagonalLevenbergMarquardt
from digit_recognizer.training import preparation as preparation_module
from digit_recognizer.training.preparation import (
    Preparation,
    PreparationError,
    Process,
    Readiness,
    Stage,
    Step,
    engine_for,
    engine_of,
    handwriting_of,
    public_dataset,
)
from digit_recognizer.training.recipes import RECIPES
from digit_recognizer.training.warm_up import learns_patterns
from tests.training.prepared import NothingToCompile

SPRINT = RECIPES["sprint"]


class SlowProcess(NothingToCompile):
    """A process that lasts until it is let go or ended, and counts how many were begun."""

    begun = 0
    may_end: threading.Event
    has_begun: threading.Event

    def __init__(self, *_: object) -> None:
        type(self).begun += 1
        self.has_begun.set()

    def wait(self, seconds: float) -> bool:
        return self.may_end.wait(seconds)

    def reports(self) -> Iterator[tuple[str, int, int]]:
        assert self.may_end.wait(30)
        return iter(())

    def end(self) -> None:
        self.may_end.set()


@pytest.fixture
def process(monkeypatch: pytest.MonkeyPatch) -> type[SlowProcess]:
    class Slow(SlowProcess):
        may_end = threading.Event()
        has_begun = threading.Event()

    monkeypatch.setattr(preparation_module, "Process", Slow)
    monkeypatch.setattr("digit_recognizer.training.warm_up.warm_up", lambda *_: 0.0)
    return Slow


def engine(preparations: Preparation) -> list[Stage]:
    return list(preparations.engine(SPRINT))


def test_what_is_ready_is_not_asked_for_again(process: type[SlowProcess]) -> None:
    process.may_end.set()
    readiness = Readiness()
    for _ in range(3):
        assert engine(Preparation(readiness)) == []
    assert process.begun == 1
    engine(Preparation(Readiness()))
    assert process.begun == 2


def test_each_need_is_asked_for_by_itself(process: type[SlowProcess]) -> None:
    process.may_end.set()
    readiness = Readiness()
    for recipe in (SPRINT, replace(SPRINT, augmentation=None), RECIPES["paper-1998"]):
        list(Preparation(readiness).engine(recipe))
    list(Preparation(readiness).run(handwriting_of(RECIPES["everyday"], None)))
    assert process.begun == 4


def test_what_takes_a_while_is_told_of(
    process: type[SlowProcess], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(preparation_module, "PATIENCE_SECONDS", 0.0)
    stages = Preparation().engine(SPRINT)
    assert "Compiling" in next(stages).text
    process.may_end.set()
    assert list(stages) == []


def test_how_far_it_is_is_told_of(monkeypatch: pytest.MonkeyPatch) -> None:
    class Counting(NothingToCompile):
        def reports(self) -> Iterator[tuple[str, int, int]]:
            yield "handwriting", 2300, 0

    monkeypatch.setattr(preparation_module, "Process", Counting)
    (stage,) = Preparation().run(handwriting_of(RECIPES["everyday"], None))
    assert stage.text.endswith(": 2,300 images so far")


def test_of_two_who_need_the_same_one_waits_for_the_other(process: type[SlowProcess]) -> None:
    readiness = Readiness()
    threads = [threading.Thread(target=engine, args=(Preparation(readiness),)) for _ in range(2)]
    for thread in threads:
        thread.start()
    assert process.has_begun.wait(10)
    process.may_end.set()
    for thread in threads:
        thread.join(10)
        assert not thread.is_alive()
    assert process.begun == 1


def test_who_waits_for_another_can_be_stopped(process: type[SlowProcess]) -> None:
    readiness = Readiness()
    first, second = Preparation(readiness), Preparation(readiness)
    at_work = threading.Thread(target=engine, args=(first,))
    at_work.start()
    assert process.has_begun.wait(10)
    waiting = threading.Thread(target=engine, args=(second,))
    waiting.start()
    second.stop()
    waiting.join(10)
    assert not waiting.is_alive()
    assert at_work.is_alive()
    first.stop()
    at_work.join(10)
    assert not at_work.is_alive()


def test_what_was_stopped_is_not_ready(process: type[SlowProcess]) -> None:
    readiness = Readiness()
    stopped = Preparation(readiness)
    stopped.stop()
    engine(stopped)
    assert process.begun == 0
    process.may_end.set()
    engine(Preparation(readiness))
    assert process.begun == 1


def test_what_failed_is_told_of_and_tried_again(monkeypatch: pytest.MonkeyPatch) -> None:
    class Failing(NothingToCompile):
        def reports(self) -> Iterator[tuple[str, int, int]]:
            raise PreparationError("no room")

    readiness = Readiness()
    monkeypatch.setattr(preparation_module, "Process", Failing)
    for _ in range(2):
        with pytest.raises(PreparationError, match="no room"):
            engine(Preparation(readiness))


def test_only_a_recipe_of_the_paper_learns_pattern_by_pattern() -> None:
    names = {name for name, recipe in RECIPES.items() if learns_patterns(recipe)}
    assert names == {"paper-1998", "paper-1998-distorted"}
    by_hand = replace(SPRINT, optimizer=StochasticDiagonalLevenbergMarquardt(), batch_size=1)
    assert learns_patterns(by_hand)
    assert not learns_patterns(replace(by_hand, averaging=0.9))


def test_what_comes_over_the_net_is_told_in_megabytes() -> None:
    step = public_dataset("mnist", title="MNIST")
    assert step.stage("a.gz", 1_250_000, 11_600_000) == Stage(
        "Fetching MNIST: a.gz, 1.2 of 11.6 MB", 1_250_000, 11_600_000
    )
    assert step.stage("a.gz", 1_250_000).text == "Fetching MNIST: a.gz, 1.2 MB"


def test_what_was_fetched_is_fetched_again_when_it_is_asked_for(
    process: type[SlowProcess],
) -> None:
    process.may_end.set()
    readiness = Readiness()
    for _ in range(2):
        list(Preparation(readiness).run(public_dataset("mnist")))
    assert process.begun == 2


def started(step: Step) -> Process:
    return Process(*step.arguments)


def test_the_engine_is_compiled() -> None:
    with started(engine_for(lenet5())) as process:
        assert list(process.reports()) == []


def test_the_engine_is_compiled_for_an_architecture_without_a_name_of_ours() -> None:
    small = Architecture("mine", (Dense("output", 10),), (1, 28, 28), Encoding(margin=0))
    with started(engine_for(small)) as process:
        assert list(process.reports()) == []


def test_whoever_ends_it_does_not_wait_until_it_has_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    def wait(_: object, __: float | None = None) -> int:
        raise AssertionError("the window stands still")

    with started(engine_for(lenet5())) as process:
        with monkeypatch.context() as during:
            during.setattr(subprocess.Popen, "wait", wait)
            process.end()
        assert list(process.reports()) == []
    assert process.wait(0)


def test_a_failure_is_told_as_it_was_explained() -> None:
    with (
        Process("compile", "{}") as process,
        pytest.raises(PreparationError, match="expected the description of a network's layers"),
    ):
        list(process.reports())


def test_a_data_set_that_is_unknown_is_not_fetched(tmp_path: Path) -> None:
    with (
        started(public_dataset("moonist", tmp_path)) as process,
        pytest.raises(PreparationError, match="moonist"),
    ):
        list(process.reports())


@pytest.mark.shared_data
def test_a_data_set_that_is_there_already_is_left_as_it_is(shared_data: Path) -> None:
    with started(public_dataset("mnist", shared_data)) as process:
        assert list(process.reports()) == []


def test_a_process_that_breaks_is_told_of() -> None:
    with (
        Process("sing") as process,
        pytest.raises(PreparationError, match="with the status 1"),
    ):
        list(process.reports())


def test_one_that_is_ended_leaves_off_without_a_word(tmp_path: Path) -> None:
    with started(engine_for(lenet5())) as process:
        assert not process.wait(0)
        threading.Timer(0.05, process.end).start()
        assert list(process.reports()) == []
        assert process.wait(0)


@pytest.mark.parametrize("name", ["sprint", "paper-1998"])
def test_all_that_a_recipe_runs_is_compiled(name: str) -> None:
    with started(engine_of(RECIPES[name])) as process:
        assert list(process.reports()) == []
