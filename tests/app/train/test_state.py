"""The state: one training at a time, its phases, and what was seen of it."""

import threading
from collections.abc import Iterator
from time import monotonic

import pytest
from pytestqt.exceptions import capture_exceptions
from pytestqt.qtbot import QtBot

from digit_recognizer.app.train.phase import Phase
from digit_recognizer.app.train.state import TrainState
from digit_recognizer.training import preparation
from digit_recognizer.training.recipe import RecipeError
from digit_recognizer.training.recipes import RECIPES
from digit_recognizer.training.stored import recipe_of
from tests.app.train.conftest import DIGITS, LONG, Reach
from tests.training.prepared import NothingToCompile, RealProcess

SECONDS_TO_COMPILE = 30
"""At least, where nothing is compiled yet."""


def test_a_training_goes_from_idle_to_its_end(state: TrainState, reach: Reach) -> None:
    phases: list[Phase] = []
    state.phase_changed.connect(lambda: phases.append(state.phase))
    state.start()
    reach(state, Phase.ENDED)
    assert phases == [Phase.PREPARING, Phase.RUNNING, Phase.ENDED]
    assert state.complete
    assert state.best is not None
    assert recipe_of(state.best) == state.recipe
    assert state.seen.best_error == 1 - state.best.scores["validation accuracy"]
    assert state.seen.progress[-1].step == state.seen.progress[-1].steps == 40


def test_a_training_waits_and_goes_on(state: TrainState, reach: Reach, qtbot: QtBot) -> None:
    state.change("epochs", LONG)
    state.start()
    reach(state, Phase.RUNNING)
    state.pause()
    reach(state, Phase.PAUSED)
    seen = len(state.seen.progress)
    qtbot.wait(100)
    assert len(state.seen.progress) == seen
    assert state.busy
    state.resume()
    qtbot.waitUntil(lambda: len(state.seen.progress) > seen)
    state.stop()
    reach(state, Phase.ENDED)


@pytest.mark.parametrize("paused", [False, True])
def test_a_training_that_is_stopped_leaves_what_it_learned(
    state: TrainState, reach: Reach, qtbot: QtBot, paused: bool
) -> None:
    state.change("epochs", LONG)
    state.start()
    qtbot.waitUntil(lambda: len(state.seen.progress) > 2, timeout=30_000)
    if paused:
        state.pause()
        reach(state, Phase.PAUSED)
    state.stop()
    reach(state, Phase.ENDED)
    assert not state.complete
    assert state.best is not None


def test_another_training_begins_anew(state: TrainState, reach: Reach) -> None:
    state.start()
    reach(state, Phase.ENDED)
    first = state.seen
    state.start()
    assert state.best is None
    assert state.seen.snapshots == []
    reach(state, Phase.ENDED)
    assert [now.step for now in state.seen.progress] == [now.step for now in first.progress]


def test_while_one_is_under_way_no_other_begins(state: TrainState, reach: Reach) -> None:
    state.change("epochs", LONG)
    state.start()
    seen = state.seen
    state.start()
    reach(state, Phase.RUNNING)
    state.start()
    assert state.seen is seen
    state.stop()
    reach(state, Phase.ENDED)


def test_shutting_down_stops_and_waits(state: TrainState, reach: Reach) -> None:
    state.change("epochs", LONG)
    state.start()
    reach(state, Phase.RUNNING)
    state.shut_down()
    threads, seen = threading.active_count(), state.seen
    state.start()
    assert threading.active_count() == threads
    assert state.seen is seen


def test_while_one_looks_around_the_engine_is_made_ready_once(
    state: TrainState, reach: Reach, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun: list[object] = []

    class Counted(NothingToCompile):
        def __init__(self, *needs: object) -> None:
            begun.append(needs)

    monkeypatch.setattr(preparation, "Process", Counted)
    state.warm_up()
    state.warm_up()
    qtbot.waitUntil(lambda: len(begun) == 1)
    for _ in range(2):
        state.start()
        reach(state, Phase.ENDED)
    assert len(begun) == 1


def test_shutting_down_does_not_wait_for_the_compiler(
    state: TrainState, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(preparation, "Process", RealProcess)
    begun = monotonic()
    state.warm_up()
    state.shut_down()
    assert monotonic() - begun < SECONDS_TO_COMPILE / 2


def test_a_recipe_that_cannot_be_followed_is_explained(
    state: TrainState, reach: Reach, qtbot: QtBot
) -> None:
    state.change("validation_size", 130)
    with qtbot.waitSignal(state.failed) as failed:
        state.start()
    assert "Set aside (validation)" in failed.args[0]
    reach(state, Phase.IDLE)


@pytest.mark.parametrize("error", [ZeroDivisionError("a slip"), RuntimeError("a slip")])
def test_a_failure_nobody_foresaw_is_told_and_ends_the_training(
    state: TrainState, reach: Reach, monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    def fail(*_: object) -> None:
        raise error

    with monkeypatch.context() as broken, capture_exceptions() as caught:
        broken.setattr("digit_recognizer.training.watched.divide", fail)
        state.start()
        reach(state, Phase.IDLE)
    assert [each[1] for each in caught] == [error]
    state.start()
    reach(state, Phase.ENDED)


def test_data_that_are_missing_can_be_fetched_and_then_it_begins(
    state: TrainState, reach: Reach, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Fetching(NothingToCompile):
        def reports(self) -> Iterator[tuple[str, int, int]]:
            yield "images", 10_000_000, 20_000_000
            monkeypatch.setattr(
                "digit_recognizer.training.watched.load_dataset", lambda *_, **__: DIGITS
            )

    monkeypatch.setattr(preparation, "Process", Fetching)
    state.change("data", "emnist-digits")
    state.start()
    reach(state, Phase.MISSING)
    assert state.missing is not None
    with qtbot.waitSignal(state.staged):
        state.fetch()
        assert state.phase is Phase.FETCHING
    assert state.stage.text == "Fetching emnist-digits: images, 10.0 of 20.0 MB"
    monkeypatch.setattr(preparation, "Process", NothingToCompile)
    reach(state, Phase.ENDED)
    assert state.complete


def test_a_setting_that_is_changed_is_told_of_once(state: TrainState) -> None:
    told: list[int] = []
    state.recipe_changed.connect(lambda: told.append(state.recipe.epochs))
    state.change("epochs", 3)
    state.change("epochs", 3)
    assert told == [3]
    state.choose("mnist")
    assert state.recipe == RECIPES["mnist"]
    with pytest.raises(RecipeError, match="expected"):
        state.change("schedule.learning_rate", -1.0)
    assert state.recipe == RECIPES["mnist"]
