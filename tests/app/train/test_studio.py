"""The studio: one training at a time, its phases, and what was seen of it."""

import threading
from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from digit_recognizer.app.train import studio as studio_module
from digit_recognizer.app.train.phase import Phase
from digit_recognizer.app.train.studio import Studio
from digit_recognizer.training import readiness
from digit_recognizer.training.chores import Fetched, compilation_for
from digit_recognizer.training.recipes import RECIPES
from tests.app.train.conftest import DIGITS, LONG, Reach
from tests.training.prepared import NothingToCompile


def trainings_at_work() -> int:
    return [thread.name for thread in threading.enumerate()].count("training")


def test_a_training_goes_from_idle_to_its_end(studio: Studio, reach: Reach) -> None:
    phases: list[Phase] = []
    studio.phase_changed.connect(lambda: phases.append(studio.phase))
    studio.start()
    reach(studio, Phase.ENDED)
    assert phases == [Phase.PREPARING, Phase.RUNNING, Phase.ENDED]
    assert studio.complete
    assert studio.best is not None
    assert studio.best.recipe == studio.recipe
    assert studio.seen.best_error == 1 - studio.best.scores["validation accuracy"]
    assert studio.seen.progress[-1].step == studio.seen.progress[-1].steps == 40


def test_a_training_waits_and_goes_on(studio: Studio, reach: Reach, qtbot: QtBot) -> None:
    studio.change("epochs", LONG)
    studio.start()
    reach(studio, Phase.RUNNING)
    studio.pause()
    reach(studio, Phase.PAUSED)
    seen = len(studio.seen.progress)
    qtbot.wait(100)
    assert len(studio.seen.progress) == seen
    assert studio.busy
    studio.resume()
    qtbot.waitUntil(lambda: len(studio.seen.progress) > seen)
    studio.stop()
    reach(studio, Phase.ENDED)


@pytest.mark.parametrize("paused", [False, True])
def test_a_training_that_is_stopped_leaves_what_it_learned(
    studio: Studio, reach: Reach, qtbot: QtBot, paused: bool
) -> None:
    studio.change("epochs", LONG)
    studio.start()
    qtbot.waitUntil(lambda: len(studio.seen.progress) > 2, timeout=30_000)
    if paused:
        studio.pause()
        reach(studio, Phase.PAUSED)
    studio.stop()
    reach(studio, Phase.ENDED)
    assert not studio.complete
    assert studio.best is not None


def test_another_training_begins_anew(studio: Studio, reach: Reach) -> None:
    studio.start()
    reach(studio, Phase.ENDED)
    first = studio.seen
    studio.start()
    assert studio.best is None
    assert studio.seen.glimpses == []
    reach(studio, Phase.ENDED)
    assert [now.step for now in studio.seen.progress] == [now.step for now in first.progress]


def test_while_one_is_under_way_no_other_begins(studio: Studio, reach: Reach) -> None:
    studio.change("epochs", LONG)
    studio.start()
    studio.start()
    reach(studio, Phase.RUNNING)
    studio.start()
    assert trainings_at_work() == 1
    studio.stop()
    reach(studio, Phase.ENDED)


def test_shutting_down_stops_and_waits(studio: Studio, reach: Reach) -> None:
    studio.change("epochs", LONG)
    studio.start()
    reach(studio, Phase.RUNNING)
    studio.shut_down()
    assert trainings_at_work() == 0
    studio.start()
    assert trainings_at_work() == 0


def test_while_one_looks_around_the_engine_is_made_ready_once(
    studio: Studio, reach: Reach, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun: list[object] = []

    class Counted(NothingToCompile):
        def __init__(self, *needs: object) -> None:
            begun.append(needs)

    monkeypatch.setattr(readiness, "compilation_for", Counted)
    studio.warm_up()
    studio.warm_up()
    qtbot.waitUntil(lambda: len(begun) == 1)
    for _ in range(2):
        studio.start()
        reach(studio, Phase.ENDED)
    assert len(begun) == 1


def test_shutting_down_does_not_wait_for_the_compiler(
    studio: Studio, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(readiness, "compilation_for", compilation_for)
    studio.warm_up()
    studio.shut_down()
    assert "engine warmer" not in [thread.name for thread in threading.enumerate()]


def test_a_recipe_that_cannot_be_followed_is_explained(
    studio: Studio, reach: Reach, qtbot: QtBot
) -> None:
    studio.change("validation_size", 130)
    with qtbot.waitSignal(studio.failed) as failed:
        studio.start()
    assert "validation size" in failed.args[0]
    reach(studio, Phase.IDLE)


def test_an_unexpected_failure_is_told_and_ends_the_training(
    studio: Studio, reach: Reach, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("digit_recognizer.training.live.divide", lambda *_: 1 / 0)
    with qtbot.waitSignal(studio.failed) as failed:
        studio.start()
    assert "failed unexpectedly" in failed.args[0]
    reach(studio, Phase.IDLE)


def test_data_that_are_missing_can_be_fetched_and_then_it_begins(
    studio: Studio, reach: Reach, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Fetching:
        complete = False

        def __init__(self, dataset: str) -> None:
            assert dataset == "emnist-digits"

        def messages(self) -> Iterator[Fetched]:
            yield Fetched("images", 10, 20)
            monkeypatch.setattr(
                "digit_recognizer.training.live.load_dataset", lambda *_, **__: DIGITS
            )
            self.complete = True

        def stop(self) -> None:
            pass

    monkeypatch.setattr(studio_module, "Fetching", Fetching)
    studio.change("data", "emnist-digits")
    studio.start()
    reach(studio, Phase.MISSING)
    assert studio.missing is not None
    with qtbot.waitSignal(studio.fetched) as fetched:
        studio.fetch()
        assert studio.phase is Phase.FETCHING
    assert fetched.args == [Fetched("images", 10, 20)]
    reach(studio, Phase.ENDED)
    assert studio.complete


def test_a_setting_that_is_changed_is_told_of_once(studio: Studio) -> None:
    told: list[int] = []
    studio.recipe_changed.connect(lambda: told.append(studio.recipe.epochs))
    studio.change("epochs", 3)
    studio.change("epochs", 3)
    assert told == [3]
    studio.choose("mnist")
    assert studio.recipe == RECIPES["mnist"]
    with pytest.raises(ValueError, match="expected"):
        studio.change("schedule.learning_rate", -1.0)
    assert studio.recipe == RECIPES["mnist"]
