"""A training that waits survives the window: it is offered at the next visit, and goes on."""

import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial

import numpy as np
import pytest
from platformdirs import user_state_path
from PyQt6.QtWidgets import QPushButton, QWidget
from pytestqt.qtbot import QtBot

from digit_recognizer.app.core.session import Session
from digit_recognizer.app.train.page import TrainPage
from digit_recognizer.app.train.phase import Phase
from digit_recognizer.app.train.unfinished import UnfinishedTrainings
from digit_recognizer.networks.checkpoint import Checkpoint
from digit_recognizer.networks.library import NetworkLibrary
from digit_recognizer.training import run, watched
from digit_recognizer.training.messages import Ended
from digit_recognizer.training.run_folder import LAST
from digit_recognizer.training.trainer import Event, Trainer
from digit_recognizer.training.watched import WatchedTraining
from tests.app.hand import click, part
from tests.app.train.conftest import DIGITS, LONG, RECIPE, Reach
from tests.training.digits import patterns

Visit = Callable[[], TrainPage]


@pytest.fixture
def visit(session: Session, qtbot: QtBot) -> Iterator[Visit]:
    """A function that enters the place, as if in a window that was just opened."""
    places = []

    def enter() -> TrainPage:
        place = TrainPage(session)
        places.append(place)
        place.state.recipe = RECIPE
        place.state.recipe_changed.emit()
        place.resize(1040, 660)
        place.show()
        qtbot.waitExposed(place)
        place.enter()
        return place

    yield enter
    for place in places:
        place.shut_down()
        place.deleteLater()


@pytest.fixture
def left(
    visit: Visit, reach: Reach, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> Callable[..., TrainPage]:
    """A function that leaves a training, paused or running, by closing the place."""

    def leave(*, epochs: int = 2, after: int = 1, paused: bool = True) -> TrainPage:
        told = threading.Event()

        def run(self: Trainer) -> Iterator[Event]:
            """Make no more than so many blocks of steps before it is told to wait."""
            for number, event in enumerate(original_run(self), start=1):
                yield event
                if number == after:
                    assert told.wait(30)

        def pause(self: WatchedTraining) -> None:
            original_pause(self)
            told.set()

        original_run, original_pause = Trainer.run, WatchedTraining.pause
        with monkeypatch.context() as patched:
            patched.setattr(Trainer, "run", run)
            patched.setattr(WatchedTraining, "pause", pause)
            place = visit()
            place.state.change("epochs", epochs)
            click(place, "train-primary")
            qtbot.waitUntil(lambda: len(place.state.seen.progress) == after, timeout=30_000)
            if paused:
                click(place, "train-primary")
                reach(place.state, Phase.PAUSED)
            place.shut_down()
        return place

    return leave


def on_disk() -> list[str]:
    folder = user_state_path("digit-recognizer") / "trainings"
    return sorted(path.name for path in folder.iterdir()) if folder.exists() else []


def in_the_library() -> tuple[str, ...]:
    return NetworkLibrary().stored()


def primary(place: TrainPage) -> str:
    return part(place, QPushButton, "train-primary").text()


def uninterrupted(epochs: int) -> Checkpoint:
    end = list(WatchedTraining(replace(RECIPE, epochs=epochs)).messages())[-1]
    assert isinstance(end, Ended)
    assert end.best is not None
    return end.best


@pytest.mark.parametrize("paused", [True, False])
def test_a_training_goes_on_in_the_next_session_to_the_same_weights(
    left: Callable[..., TrainPage], visit: Visit, reach: Reach, paused: bool
) -> None:
    first = left(epochs=3, after=5, paused=paused).state
    assert on_disk() == ["training"]
    place = visit()
    state = place.state
    reach(state, Phase.UNFINISHED)
    assert primary(place) == "Resume"
    assert state.unfinished is not None
    assert "classic: pass" in place.curves.words.text.text()
    assert "of 3, best so far" in place.curves.words.text.text()
    assert place.bar.figures[2].value().endswith("% error")
    click(place, "train-primary")
    assert state.recipe.epochs == 3
    reach(state, Phase.ENDED)
    assert state.complete
    passes = [point.passes for point in state.seen.learned_from(0)]
    assert passes == sorted(set(passes))
    before = [now.passes for now in first.seen.progress]
    assert passes[: len(before)] == before
    assert state.seen.progress[0].step > first.seen.progress[-1].step
    assert state.best is not None
    assert len(state.best.history) == 3
    np.testing.assert_array_equal(
        state.best.network.parameters, uninterrupted(3).network.parameters
    )
    assert on_disk() == []
    assert primary(place) == "Start"


def test_a_paused_training_is_on_disk_before_the_window_closes(visit: Visit, reach: Reach) -> None:
    """A crash of the program loses nothing of a training that waits."""
    place = visit()
    place.state.change("epochs", LONG)
    click(place, "train-primary")
    reach(place.state, Phase.RUNNING)
    click(place, "train-primary")
    reach(place.state, Phase.PAUSED)
    assert "training" in on_disk()
    click(place, "train-stop")
    reach(place.state, Phase.ENDED)
    assert on_disk() == []


def test_a_training_at_work_is_on_disk_as_it_stood_a_while_ago(
    visit: Visit, reach: Reach, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A crash of the program does not lose it all."""
    monkeypatch.setattr(run, "SECONDS_BETWEEN_SAVES", 0.0)
    place = visit()
    place.state.change("epochs", LONG)
    click(place, "train-primary")
    reach(place.state, Phase.RUNNING)
    qtbot.waitUntil(lambda: "training" in on_disk(), timeout=30_000)
    click(place, "train-stop")
    reach(place.state, Phase.ENDED)
    assert on_disk() == []


def test_two_windows_do_not_take_each_others_training(
    left: Callable[..., TrainPage], visit: Visit, reach: Reach, qtbot: QtBot
) -> None:
    left()
    first, second = visit(), visit()
    qtbot.waitUntil(lambda: first.state.phase != second.state.phase)
    one, other = sorted((first, second), key=lambda place: place.state.phase is Phase.IDLE)
    other.state.change("epochs", LONG)
    click(other, "train-primary")
    reach(other.state, Phase.RUNNING)
    click(other, "train-primary")
    reach(other.state, Phase.PAUSED)
    click(one, "train-primary")
    reach(one.state, Phase.ENDED)
    assert one.state.complete
    assert "training-2" in on_disk()


def test_a_new_training_leaves_the_one_that_waits(
    left: Callable[..., TrainPage], visit: Visit, reach: Reach
) -> None:
    left()
    place = visit()
    reach(place.state, Phase.UNFINISHED)
    place.state.change("validation_size", 130)
    click(place, "start-anew")
    reach(place.state, Phase.UNFINISHED)
    assert "Set aside (validation)" in place.session.messages.text
    assert place.state.best is not None
    assert on_disk() == ["training"]
    place.state.change("validation_size", 30)
    click(place, "start-anew")
    reach(place.state, Phase.ENDED)
    assert place.state.seen.progress[0].step == 2
    assert on_disk() == ["training"]
    place.shut_down()
    again = visit()
    reach(again.state, Phase.UNFINISHED)


def test_what_is_discarded_can_be_brought_back(
    left: Callable[..., TrainPage], visit: Visit, reach: Reach
) -> None:
    left(epochs=3, after=5)
    place = visit()
    reach(place.state, Phase.UNFINISHED)
    click(place, "discard")
    assert place.state.phase is Phase.IDLE
    assert (primary(place), place.state.best) == ("Start", None)
    assert on_disk() == ["training.deleted"]
    place.undo.take_back()
    reach(place.state, Phase.UNFINISHED)
    assert on_disk() == ["training"]
    click(place, "train-primary")
    reach(place.state, Phase.ENDED)
    assert place.state.best is not None
    np.testing.assert_array_equal(
        place.state.best.network.parameters, uninterrupted(3).network.parameters
    )


def test_a_kill_between_storing_the_network_and_removing_the_training_stores_no_second_copy(
    visit: Visit, reach: Reach, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as killed:
        killed.setattr(UnfinishedTrainings, "forget", UnfinishedTrainings.release)
        place = visit()
        click(place, "train-primary")
        reach(place.state, Phase.ENDED)
        place.shut_down()
    assert (in_the_library(), on_disk()) == (("classic",), ["training"])
    NetworkLibrary().rename("classic", "mine")
    again = visit()
    reach(again.state, Phase.UNFINISHED)
    click(again, "train-primary")
    reach(again.state, Phase.ENDED)
    assert (in_the_library(), on_disk()) == (("mine",), [])
    assert again.state.stored_as == "mine"


def test_a_network_that_was_renamed_is_not_stored_again(visit: Visit, reach: Reach) -> None:
    place = visit()
    click(place, "train-primary")
    reach(place.state, Phase.ENDED)
    place.session.networks.rename("classic", "mine")
    click(place, "save-network")
    click(place, "use-network")
    assert in_the_library() == ("mine",)
    assert place.session.networks.current is not None
    assert place.session.networks.current.name == "mine"


def test_its_best_network_can_be_used_as_it_is(
    left: Callable[..., TrainPage], visit: Visit, reach: Reach, qtbot: QtBot
) -> None:
    left(after=5)
    place = visit()
    reach(place.state, Phase.UNFINISHED)
    with qtbot.waitSignal(place.session.networks.current_changed):
        click(place, "use-network")
    assert place.state.phase is Phase.UNFINISHED
    assert "training" in on_disk()


def test_a_damaged_one_is_told_of_and_set_aside(
    left: Callable[..., TrainPage], visit: Visit, qtbot: QtBot
) -> None:
    left()
    file = user_state_path("digit-recognizer") / "trainings" / "training" / LAST
    file.write_bytes(file.read_bytes()[:1000])
    place = visit()
    qtbot.waitUntil(
        lambda: "set aside as last.safetensors.unreadable" in place.session.messages.text
    )
    assert (place.state.phase, primary(place)) == (Phase.IDLE, "Start")
    assert file.with_name(f"{LAST}.unreadable").exists()


def test_with_other_images_it_does_not_go_on_and_is_not_lost(
    left: Callable[..., TrainPage],
    visit: Visit,
    reach: Reach,
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    left()
    others = patterns(130, seed=3)
    monkeypatch.setattr(watched, "load_dataset", lambda *_, **__: others)
    place = visit()
    reach(place.state, Phase.UNFINISHED)
    click(place, "train-primary")
    qtbot.waitUntil(lambda: "the data that the run started with" in place.session.messages.text)
    reach(place.state, Phase.UNFINISHED)
    monkeypatch.setattr(watched, "load_dataset", lambda *_, **__: DIGITS)
    click(place, "train-primary")
    reach(place.state, Phase.ENDED)
    assert place.state.complete


def test_one_that_cannot_be_kept_is_told_of_and_goes_on(
    visit: Visit, reach: Reach, qtbot: QtBot
) -> None:
    in_the_way = user_state_path("digit-recognizer")
    in_the_way.parent.mkdir(parents=True, exist_ok=True)
    in_the_way.write_text("no folder")
    place = visit()
    place.state.change("epochs", LONG)
    click(place, "train-primary")
    reach(place.state, Phase.RUNNING)
    click(place, "train-primary")
    reach(place.state, Phase.PAUSED)
    qtbot.waitUntil(lambda: "cannot be stored" in place.session.messages.text)
    click(place, "train-primary")
    reach(place.state, Phase.RUNNING)


@pytest.mark.parametrize("width", [480, 800, 1600])
def test_the_offer_fits(
    left: Callable[..., TrainPage], visit: Visit, reach: Reach, width: int, qtbot: QtBot
) -> None:
    left()
    place = visit()
    reach(place.state, Phase.UNFINISHED)
    place.resize(width, 560)
    words, card = place.curves.words, place.curves
    qtbot.waitUntil(lambda: words.isVisible() and card.rect().contains(words.geometry()))
    for name in ("start-anew", "discard"):
        button = part(place, QPushButton, name)
        qtbot.waitUntil(partial(fits, button, words))


def fits(button: QPushButton, words: QWidget) -> bool:
    wide_enough = button.width() >= button.minimumSizeHint().width()
    return wide_enough and words.rect().contains(button.geometry())


def test_what_was_stopped_before_the_window_closed_is_over(visit: Visit, reach: Reach) -> None:
    place = visit()
    place.state.change("epochs", LONG)
    click(place, "train-primary")
    reach(place.state, Phase.RUNNING)
    click(place, "train-stop")
    place.shut_down()
    assert on_disk() == []


@pytest.mark.parametrize("whole", [True, False])
def test_a_training_that_ended_is_in_the_network_library(
    visit: Visit, reach: Reach, qtbot: QtBot, whole: bool
) -> None:
    """Nobody has to keep it before the window closes or another training starts."""
    place = visit()
    place.state.change("epochs", 2 if whole else LONG)
    click(place, "train-primary")
    if not whole:
        qtbot.waitUntil(lambda: len(place.state.seen.progress) > 2, timeout=30_000)
        click(place, "train-stop")
    reach(place.state, Phase.ENDED)
    assert in_the_library() == ("classic",)
    assert place.state.best is not None
    np.testing.assert_array_equal(
        NetworkLibrary().load("classic").network.parameters, place.state.best.network.parameters
    )
    place.state.change("epochs", 1)
    click(place, "train-primary")
    reach(place.state, Phase.ENDED)
    assert in_the_library() == ("classic", "classic 2")
    with qtbot.waitSignal(place.session.networks.current_changed):
        click(place, "use-network")
    assert place.session.networks.current is not None
    assert place.session.networks.current.name == "classic 2"
    assert "classic 2" in place.session.networks.names
    assert in_the_library() == ("classic", "classic 2")


def test_a_network_that_is_used_before_its_training_ends_is_in_the_library_too(
    left: Callable[..., TrainPage], visit: Visit, reach: Reach, qtbot: QtBot
) -> None:
    left(after=5)
    place = visit()
    reach(place.state, Phase.UNFINISHED)
    for _ in range(2):
        with qtbot.waitSignal(place.session.networks.current_changed):
            click(place, "use-network")
    assert in_the_library() == ("classic",)


def test_a_network_that_cannot_be_stored_still_waits_as_a_training(
    visit: Visit, reach: Reach, qtbot: QtBot
) -> None:
    NetworkLibrary().folder.parent.mkdir(parents=True, exist_ok=True)
    NetworkLibrary().folder.write_text("no folder")
    place = visit()
    click(place, "train-primary")
    reach(place.state, Phase.ENDED)
    assert "cannot be stored" in place.session.messages.text
    assert on_disk() == ["training"]
    place.shut_down()
    NetworkLibrary().folder.unlink()
    again = visit()
    reach(again.state, Phase.UNFINISHED)
    click(again, "train-primary")
    reach(again.state, Phase.ENDED)
    assert (in_the_library(), on_disk()) == (("classic",), [])
