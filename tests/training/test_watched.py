"""A training to watch: its messages, and that it pauses, goes on and stops when told."""

import threading
from collections.abc import Iterator
from dataclasses import replace
from itertools import count
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from digit_recognizer.data.dataset import Dataset
from digit_recognizer.data.locations import DataNotFoundError
from digit_recognizer.data.record import DataRecord
from digit_recognizer.errors import DigitRecognizerError
from digit_recognizer.networks.checkpoint import Checkpoint, load_checkpoint, packed
from digit_recognizer.nn.optimizers import Adam, GradientDescent
from digit_recognizer.nn.schedules import Constant, Piecewise
from digit_recognizer.training import preparation, watched
from digit_recognizer.training import run as live_run
from digit_recognizer.training.messages import Diverged, Ended, Message, MissingData, Paused, Remark
from digit_recognizer.training.preparation import Stage
from digit_recognizer.training.recipe import Recipe
from digit_recognizer.training.run import TrainingRun
from digit_recognizer.training.run_folder import BEST, RunFolder
from digit_recognizer.training.stored import recipe_of
from digit_recognizer.training.trainer import Trainer
from digit_recognizer.training.training_data import TrainingData, divide
from digit_recognizer.training.watched import WatchedTraining
from digit_recognizer.training.watching import Progress, ValidationSnapshot
from tests.training.digits import patterns
from tests.training.prepared import NothingToCompile, RealProcess

RECIPE = Recipe(
    "quick",
    epochs=2,
    batch_size=5,
    validation_size=30,
    optimizer=Adam(),
    schedule=Constant(0.002),
    initializer="fan-in-root",
)

DIGITS = patterns(130, seed=2)
CLOCKED = ("watched", "run", "trainer", "watching")
"""Modules of a training that look at the clock."""


@pytest.fixture(autouse=True)
def small_data(monkeypatch: pytest.MonkeyPatch) -> None:
    def load(name: str, split: str, folder: Path | None, *, download: bool) -> Dataset:
        assert (split, download) == ("train", False)
        if name == "mnist":
            return DIGITS
        raise DataNotFoundError(f"{folder}: expected {name}, found nothing.")

    monkeypatch.setattr(watched, "load_dataset", load)
    monkeypatch.setattr("digit_recognizer.training.trainer.IMAGES_A_BLOCK", 25)
    monkeypatch.setattr(preparation, "Process", NothingToCompile)


def of_kind(messages: list[Message], kind: type[Any]) -> list[Any]:
    return [message for message in messages if isinstance(message, kind)]


def ended(messages: list[Message]) -> Ended:
    end = messages[-1]
    assert isinstance(end, Ended)
    assert len(of_kind(messages, Ended)) == 1
    return end


def test_a_whole_training_tells_of_itself_from_first_to_last() -> None:
    messages = list(WatchedTraining(RECIPE).messages())
    assert isinstance(messages[0], Stage)
    progress = of_kind(messages, Progress)
    assert [report.step for report in progress] == sorted({report.step for report in progress})
    assert (progress[-1].step, progress[-1].passes) == (progress[-1].steps, 2)
    assert progress[-1].loss < progress[0].loss
    snapshots = of_kind(messages, ValidationSnapshot)
    assert snapshots[0].passes == 0
    assert {1, 2} <= {snapshot.passes for snapshot in snapshots}
    assert snapshots[0].validation.error > 0.5 > snapshots[-1].validation.error
    assert ended(messages).complete


def test_the_layers_tell_of_the_same_training() -> None:
    by_layers = list(WatchedTraining(RECIPE, compiled=False).messages())
    by_engine = list(WatchedTraining(RECIPE).messages())
    for kind in (ValidationSnapshot, Progress):
        assert of_kind(by_engine, kind)
    last, reference = (of_kind(messages, Progress)[-1] for messages in (by_engine, by_layers))
    assert last.loss == pytest.approx(reference.loss, rel=1e-3)


def best_network(
    store: RunFolder, monkeypatch: pytest.MonkeyPatch, seconds_a_look: float
) -> tuple[int, bytes]:
    """Train where every look at the clock finds it so much later.

    Returns how many validation snapshots there were, and what is stored as best.
    """
    clock = count(0.0, seconds_a_look)
    for module in CLOCKED:
        monkeypatch.setattr(f"digit_recognizer.training.{module}.perf_counter", lambda: next(clock))
    messages = list(WatchedTraining(RECIPE, store=store).messages())
    store.release()
    stored = packed(timeless(load_checkpoint(store.path / BEST)))
    return len(of_kind(messages, ValidationSnapshot)), stored


def test_the_best_network_is_the_same_on_a_fast_and_a_slow_machine(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    few, fast = best_network(RunFolder.create(tmp_path / "fast"), monkeypatch, 0.0)
    many, slow = best_network(RunFolder.create(tmp_path / "slow"), monkeypatch, 600.0)
    assert many > few, "a slow machine looks at validation images in mid-epoch, too"
    assert slow == fast


def test_the_best_network_is_handed_over_with_its_story() -> None:
    messages = list(WatchedTraining(RECIPE).messages())
    best = ended(messages).best
    assert best is not None
    reached = [
        snapshot.validation.accuracy
        for snapshot in of_kind(messages, ValidationSnapshot)[1:]
        if snapshot.passes.is_integer()
    ]
    assert best.scores["validation accuracy"] == max(reached)
    assert recipe_of(best) == RECIPE
    assert best.data == {"training": DataRecord(DIGITS.sha256)}
    assert 1 <= len(best.history) <= 2
    assert best.optimizer == {}


def test_a_pause_holds_it_until_it_is_resumed_and_changes_nothing() -> None:
    undisturbed = ended(list(WatchedTraining(RECIPE).messages())).best
    training = WatchedTraining(RECIPE)
    messages: list[Message] = []
    for message in training.messages():
        messages.append(message)
        if isinstance(message, Progress) and len(of_kind(messages, Progress)) == 2:
            training.pause()
        if isinstance(message, Paused):
            threading.Timer(0.05, training.resume).start()
    assert len(of_kind(messages, Paused)) == 1
    best = ended(messages).best
    assert best is not None
    assert undisturbed is not None
    np.testing.assert_array_equal(best.network.parameters, undisturbed.network.parameters)


def test_a_paused_training_can_be_resumed_by_another_one(tmp_path: Path) -> None:
    whole = ended(list(WatchedTraining(RECIPE).messages())).best
    folder = RunFolder.create(tmp_path / "it")
    first = WatchedTraining(RECIPE, store=folder)
    for message in first.messages():
        if isinstance(message, Progress) and message.step > 20:
            first.pause()
        if isinstance(message, Paused):
            first.stop()
    stored = folder.load()
    second = WatchedTraining(RECIPE, resumed=stored, store=folder)
    messages = list(second.messages())
    steps = [report.step for report in of_kind(messages, Progress)]
    assert steps[0] > stored.last.step > 20
    best = ended(messages).best
    assert best is not None
    assert whole is not None
    assert packed(timeless(best)) == packed(timeless(whole))


def timeless(checkpoint: Checkpoint) -> Checkpoint:
    lines = tuple({**line, "seconds": 0.0} for line in checkpoint.history)
    return replace(checkpoint, history=lines)


def test_the_best_network_is_that_of_a_run_by_command(tmp_path: Path) -> None:
    """However often it is looked at meanwhile: it is chosen at the ends of passes."""
    training, validation, records = divide(RECIPE, DIGITS)
    with TrainingRun(
        RECIPE,
        RunFolder.create(tmp_path / "run"),
        TrainingData(training, validation, DIGITS, records),
    ) as run:
        list(run.events())
    stored = RunFolder.create(tmp_path / "watched")
    messages = list(WatchedTraining(RECIPE, store=stored).messages())
    ours, theirs = (load_checkpoint(tmp_path / name / BEST) for name in ("watched", "run"))
    assert packed(timeless(ours)) == packed(timeless(theirs))
    best = ended(messages).best
    assert best is not None
    assert packed(best) == packed(ours)


def test_while_it_is_at_work_it_is_stored_every_few_seconds(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(live_run, "SECONDS_BETWEEN_SAVES", 0.0)
    folder = RunFolder.create(tmp_path / "it")
    for message in WatchedTraining(RECIPE, store=folder).messages():
        if isinstance(message, Progress) and message.step == 30:
            break
    again = list(WatchedTraining(RECIPE, resumed=folder.load(), store=folder).messages())
    best, whole = ended(again).best, ended(list(WatchedTraining(RECIPE).messages())).best
    assert of_kind(again, Progress)[0].step == 35
    assert best is not None
    assert whole is not None
    assert packed(timeless(best)) == packed(timeless(whole))


def test_it_goes_on_at_the_vector_width_that_it_began_with(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("DIGIT_RECOGNIZER_LANES", "4")
    whole = ended(list(WatchedTraining(RECIPE).messages())).best
    folder = RunFolder.create(tmp_path / "it")
    first = WatchedTraining(RECIPE, store=folder)
    for message in first.messages():
        if isinstance(message, Progress):
            first.suspend()
    monkeypatch.setenv("DIGIT_RECOGNIZER_LANES", "8")
    best = ended(list(WatchedTraining(RECIPE, resumed=folder.load()).messages())).best
    assert best is not None
    assert whole is not None
    assert packed(timeless(best)) == packed(timeless(whole))


def test_what_cannot_be_stored_is_told_of_and_goes_on(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("digit_recognizer.training.run_folder.save_checkpoint", fail)
    messages = list(WatchedTraining(RECIPE, store=RunFolder.create(tmp_path / "it")).messages())
    assert "No space left" in of_kind(messages, Remark)[0].text
    assert ended(messages).complete


@pytest.mark.parametrize("pausing", [False, True])
def test_a_stop_ends_it_with_what_was_learned_until_then(pausing: bool) -> None:
    training = WatchedTraining(RECIPE)
    messages: list[Message] = []
    for message in training.messages():
        messages.append(message)
        if isinstance(message, Progress):
            (training.pause if pausing else training.stop)()
        if isinstance(message, Paused):
            threading.Timer(0.05, training.stop).start()
    end = ended(messages)
    assert not end.complete
    assert end.best is not None
    assert end.best.training["step"] == of_kind(messages, Progress)[-1].step < 40


def test_a_stop_before_the_first_step_leaves_no_network() -> None:
    training = WatchedTraining(RECIPE)
    training.stop()
    messages = list(training.messages())
    assert ended(messages).best is None
    assert not of_kind(messages, Progress)


def test_a_stop_ends_the_compiler(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(preparation, "PATIENCE_SECONDS", 0.0)
    monkeypatch.setattr(preparation, "Process", RealProcess)
    training = WatchedTraining(RECIPE)
    stages = []
    for message in training.messages():
        if isinstance(message, Stage):
            stages.append(message.text)
            if "Compiling" in message.text:
                training.stop()
    assert "Compiling" in stages[-1]


def test_handwriting_is_prepared_in_a_process_that_a_stop_ends(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    class Endless(NothingToCompile):
        ended = threading.Event()

        def wait(self, seconds: float) -> bool:
            return False

        def reports(self) -> Iterator[tuple[str, int, int]]:
            assert self.ended.wait(30)
            return iter(())

        def end(self) -> None:
            self.ended.set()

    monkeypatch.setattr(preparation, "Process", Endless)
    training = WatchedTraining(replace(RECIPE, data="everyday"))
    stages = []
    for message in training.messages():
        if isinstance(message, Stage):
            stages.append(message.text)
            if "handwriting" in message.text:
                training.stop()
    assert "Preparing the handwriting" in stages[-1]
    assert ended([message]).best is None


def test_a_stop_ends_the_loading_of_the_images(monkeypatch: pytest.MonkeyPatch) -> None:
    def endless(*before: object) -> None:
        progress = before[-1]
        assert callable(progress)
        for digits in count():
            if digits == 3:
                training.stop()
            progress(digits)

    monkeypatch.setattr(watched, "divide", endless)
    training = WatchedTraining(RECIPE)
    end = ended(list(training.messages()))
    assert (end.best, end.complete) == (None, False)


def test_a_training_that_goes_astray_ends_with_what_was_good() -> None:
    wild = replace(RECIPE, optimizer=GradientDescent(), schedule=Piecewise((1,), (0.02, 1e12)))
    messages = list(WatchedTraining(wild).messages())
    (diverged,) = of_kind(messages, Diverged)
    assert 1 < diverged.passes <= 2
    end = ended(messages)
    assert not end.complete
    assert end.best is not None
    assert np.isfinite(end.best.network.parameters).all()
    assert all(np.isfinite(report.loss) for report in of_kind(messages, Progress))


def test_data_that_are_not_here_are_told_of() -> None:
    messages = list(WatchedTraining(replace(RECIPE, data="emnist-digits")).messages())
    assert messages[-1] == MissingData(
        "emnist-digits", "None: expected emnist-digits, found nothing."
    )


def test_ones_own_data_that_are_not_here_are_an_error(tmp_path: Path) -> None:
    with pytest.raises(DigitRecognizerError, match="found nothing"):
        list(WatchedTraining(replace(RECIPE, data=str(tmp_path / "none"))).messages())


def test_too_few_images_are_an_error() -> None:
    with pytest.raises(DigitRecognizerError, match="validation"):
        list(WatchedTraining(replace(RECIPE, validation_size=130)).messages())


def test_no_snapshot_is_of_weights_that_change(monkeypatch: pytest.MonkeyPatch) -> None:
    """The trainer never runs while something looks: both happen in the one generator."""
    running: list[bool] = []

    def run(self: Trainer) -> Iterator[object]:
        for event in original(self):
            running.append(False)
            yield event
            running.append(True)

    original = Trainer.run
    monkeypatch.setattr(Trainer, "run", run)
    for message in WatchedTraining(RECIPE).messages():
        if isinstance(message, ValidationSnapshot) and running:
            assert running[-1] is False


@pytest.mark.parametrize(("here", "missing"), [((), "pendigits"), (("pendigits",), "unipen")])
def test_handwriting_that_is_not_here_is_told_of_before_anything_is_prepared(
    here: tuple[str, ...], missing: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DIGIT_RECOGNIZER_DATA", str(tmp_path))
    for name in here:
        (tmp_path / name).mkdir()
        (tmp_path / name / f"{name}-orig.tra").touch()
    messages = list(WatchedTraining(replace(RECIPE, data="everyday")).messages())
    assert isinstance(messages[-1], MissingData)
    assert messages[-1].dataset == missing
    assert str(tmp_path) in messages[-1].error
