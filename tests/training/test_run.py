import os
import re
import shutil
import signal
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from PIL import Image

from digit_recognizer.data.record import DataRecord
from digit_recognizer.networks.checkpoint import load_checkpoint, packed
from digit_recognizer.nn.optimizers import GradientDescent
from digit_recognizer.nn.schedules import Piecewise, StepDecay
from digit_recognizer.training.failures import DivergedError, TrainingRunError
from digit_recognizer.training.recipe import Recipe
from digit_recognizer.training.run import TrainingRun
from digit_recognizer.training.run_folder import BEST, LAST, RunFolder
from digit_recognizer.training.stored import recipe_of
from digit_recognizer.training.trainer import EpochDone
from tests.training.digits import patterns

LOAD = "digit_recognizer.training.training_data.load_dataset"

RECIPE = Recipe(
    "quick",
    epochs=3,
    batch_size=4,
    validation_size=50,
    optimizer=GradientDescent(momentum=0.5),
    schedule=StepDecay(0.05, 2, 0.5),
)


def use_small_data(monkeypatch: pytest.MonkeyPatch) -> None:
    def load(name: str, split: str, folder: Path | None = None) -> object:
        return patterns(450, seed=2) if split == "train" else patterns(100, seed=3)

    monkeypatch.setattr(LOAD, load)
    monkeypatch.setattr("digit_recognizer.training.trainer.IMAGES_A_BLOCK", 80)


@pytest.fixture(autouse=True)
def small_data(monkeypatch: pytest.MonkeyPatch) -> None:
    use_small_data(monkeypatch)


def kept(folder: Path) -> tuple[bytes, ...]:
    """Return both checkpoints, byte for byte, but for how long the epochs took."""
    return tuple(timeless(folder / name) for name in (LAST, BEST))


def timeless(path: Path) -> bytes:
    checkpoint = load_checkpoint(path)
    history = tuple({**line, "seconds": 0.0} for line in checkpoint.history)
    return packed(replace(checkpoint, history=history))


def train(recipe: Recipe, folder: Path) -> None:
    with TrainingRun.start(recipe, folder) as run:
        list(run.events())


def go_on(folder: Path, *, at_stored_width: bool = False) -> None:
    with TrainingRun.resume(folder, at_stored_width=at_stored_width) as run:
        list(run.events())


@pytest.fixture(scope="module")
def trained_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("trained") / "once"
    with pytest.MonkeyPatch.context() as patch:
        use_small_data(patch)
        train(RECIPE, folder)
    return folder


@pytest.fixture
def finished(trained_once: Path, tmp_path: Path) -> Path:
    return shutil.copytree(trained_once, tmp_path / "finished")


def test_a_finished_run_leaves_checkpoints_history_and_curves(finished: Path) -> None:
    assert sorted(path.name for path in finished.iterdir()) == [
        "best.safetensors",
        "curves.png",
        "history.csv",
        "last.safetensors",
    ]
    history = pd.read_csv(finished / "history.csv")
    assert history["epoch"].tolist() == [1, 2, 3]
    assert history["learning_rate"].tolist() == [0.05, 0.05, 0.025]
    with Image.open(finished / "curves.png") as curves:
        assert curves.width > 1000


def test_best_is_the_epoch_with_the_best_validation_accuracy(finished: Path) -> None:
    best = load_checkpoint(finished / "best.safetensors")
    history = pd.read_csv(finished / "history.csv")
    assert best.scores["validation accuracy"] == history["validation_accuracy"].max()


def test_checkpoints_know_their_data(finished: Path) -> None:
    checkpoint = load_checkpoint(finished / "last.safetensors")
    assert checkpoint.data["training"] == DataRecord(patterns(450, seed=2).sha256)
    assert recipe_of(checkpoint) == RECIPE


def stop_after(events: int, recipe: Recipe, folder: Path) -> None:
    with TrainingRun.start(recipe, folder) as run:
        for number, _ in enumerate(run.events(), start=1):
            if number == events:
                run.stop()
        assert run.stopped


def test_what_a_pass_has_seen_before_a_stop_counts_after_it(tmp_path: Path) -> None:
    """A recipe that does not measure its training images has only that to tell of them."""
    recipe = replace(RECIPE, measures_training=False)
    train(recipe, tmp_path / "whole")
    stop_after(2, recipe, tmp_path / "stopped")
    go_on(tmp_path / "stopped")
    assert kept(tmp_path / "stopped") == kept(tmp_path / "whole")


@pytest.mark.parametrize("events_before_the_stop", [1, 3, 5, 6, 9])
def test_a_stopped_run_goes_on_to_the_same_weights(
    finished: Path, tmp_path: Path, events_before_the_stop: int
) -> None:
    folder = tmp_path / "stopped"
    stop_after(events_before_the_stop, RECIPE, folder)
    with TrainingRun.resume(folder) as resumed:
        list(resumed.events())
        assert not resumed.stopped
    assert kept(folder) == kept(finished)
    columns = ["epoch", "training_loss", "validation_accuracy"]
    ours, whole = (pd.read_csv(path / "history.csv")[columns] for path in (folder, finished))
    pd.testing.assert_frame_equal(ours, whole)


KILLED = """
import os, signal, sys
from pathlib import Path
from digit_recognizer.training import training_data, trainer
from digit_recognizer.training.recipe import Recipe
from digit_recognizer.training.run import TrainingRun
from digit_recognizer.training.stored import recipe_of
from digit_recognizer.training.trainer import StepDone
from tests.training.digits import patterns
trainer.IMAGES_A_BLOCK = 80
training_data.load_dataset = lambda name, split, folder=None: (
    patterns(450, seed=2) if split == "train" else patterns(100, seed=3)
)
recipe, folder = Recipe.from_json(sys.argv[1]), Path(sys.argv[2])

def kill():
    os.kill(os.getpid(), signal.SIGKILL)
"""
AFTER_A_STEP = """
run = TrainingRun.start(recipe, folder)
for event in run.events():
    if isinstance(event, StepDone) and event.step > int(sys.argv[3]):
        kill()
"""
BEFORE_A_WRITE = """
left, replace_file = int(sys.argv[3]), Path.replace

def replace(source, target):
    global left
    left -= 1
    if not left:
        kill()  # what was written before is there, and this without its name
    replace_file(source, target)

Path.replace = replace
run = TrainingRun.start(recipe, folder)
list(run.events())
run.test()
"""


def killed(program: str, recipe: Recipe, folder: Path, moment: int) -> bool:
    """Train in a program that kills itself; return whether it came to that."""
    command = [sys.executable, "-c", KILLED + program, recipe.to_json(), str(folder), str(moment)]
    root = Path(__file__).parents[2]
    environment = os.environ | {"PYTHONPATH": str(root)}
    died = subprocess.run(command, env=environment, cwd=root, check=False, timeout=120)
    assert died.returncode in (0, -signal.SIGKILL)
    return died.returncode != 0


def test_a_killed_run_goes_on_to_the_same_weights(finished: Path, tmp_path: Path) -> None:
    assert killed(AFTER_A_STEP, RECIPE, tmp_path / "killed", 120)
    go_on(tmp_path / "killed")
    assert kept(tmp_path / "killed") == kept(finished)


def test_a_kill_before_any_write_costs_nothing(tmp_path: Path) -> None:
    """The best network is never lost, nor is an older one reported, however close the kill is."""
    recipe = replace(RECIPE, epochs=2)
    whole = tmp_path / "whole"
    with TrainingRun.start(recipe, whole) as run:
        list(run.events())
        score = run.test()
    moment = 1
    while killed(BEFORE_A_WRITE, recipe, folder := tmp_path / str(moment), moment):
        moment += 1
        if not (folder / LAST).exists():
            assert moment == 2, "after the first write there is a run to go on with"
            continue
        with TrainingRun.resume(folder) as run:
            list(run.events())
            assert not run.remark
            assert run.test() == score
        assert kept(folder) == kept(whole)
        assert not list(folder.glob(".*.partial"))
    assert moment > 6


def test_a_kill_mid_epoch_costs_a_few_seconds_at_most(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("digit_recognizer.training.run.SECONDS_BETWEEN_SAVES", 0.0)
    with TrainingRun.start(RECIPE, tmp_path / "run") as run:
        for event in run.events():
            stored = load_checkpoint(run.folder / LAST)
            assert stored.training["step"] == run.trainer.state.step or not run.can_wait
            if isinstance(event, EpochDone):
                break


@pytest.mark.parametrize("events", [3, 6, 8])
def test_a_best_network_that_does_not_belong_is_set_aside_and_made_again(
    finished: Path, tmp_path: Path, events: int
) -> None:
    other, folder = tmp_path / "other", tmp_path / "run"
    train(replace(RECIPE, seed=9), other)
    for foreign in ((other / BEST).read_bytes(), b"no network", None):
        stop_after(events, RECIPE, folder)
        if foreign is None:
            (folder / BEST).unlink(missing_ok=True)
        else:
            (folder / BEST).write_bytes(foreign)
        with TrainingRun.resume(folder) as run:
            assert ("expected the best network" in run.remark) == (events > 5 or bool(foreign))
            list(run.events())
        assert kept(folder) == kept(finished)
        aside = folder / f"{BEST}.unreadable"
        assert (aside.read_bytes() if foreign else None) == foreign
        shutil.rmtree(folder)


def test_a_run_killed_by_an_earlier_version_between_its_two_files_is_mended(
    finished: Path, tmp_path: Path
) -> None:
    """There the last checkpoint came first: an older best was reported as the result."""
    best = load_checkpoint(finished / BEST)
    history = load_checkpoint(finished / LAST).history
    assert len(best.history) == len(history), "the last epoch is the best here"
    stop_after(6, RECIPE, tmp_path / "older")
    shutil.copy(tmp_path / "older" / BEST, finished / BEST)
    with TrainingRun.resume(finished) as run:
        assert "It was written again" in run.remark
        run.test()
    assert load_checkpoint(finished / BEST).training["step"] == best.training["step"]


@pytest.mark.parametrize("damage", ["cut", "other format", "other recipe", "nonsense"])
def test_a_run_that_cannot_go_on_is_set_aside_and_refused(finished: Path, damage: str) -> None:
    path = finished / LAST
    content = path.read_bytes()
    changed = {
        "cut": content[:5000],
        "other format": re.sub(rb'"format":"\d+"', b'"format":"9"', content),
        "other recipe": content.replace(b"GradientDescent", b"GradientAscents"),
        "nonsense": b"x" * 100,
    }[damage]
    assert changed != content
    path.write_bytes(changed)
    with pytest.raises(TrainingRunError, match=r"set aside as last.safetensors.unreadable"):
        TrainingRun.resume(finished)
    assert (finished / f"{LAST}.unreadable").read_bytes() == changed
    with pytest.raises(TrainingRunError, match="holds a training run already"):
        TrainingRun.start(RECIPE, finished)


def test_two_that_start_together_have_each_a_folder_of_their_own(tmp_path: Path) -> None:
    with (
        TrainingRun.start(RECIPE, RunFolder.claim(tmp_path / "runs", "quick")) as first,
        TrainingRun.start(RECIPE, RunFolder.claim(tmp_path / "runs", "quick")) as second,
    ):
        assert (first.folder.name, second.folder.name) == ("quick", "quick-2")


@pytest.mark.parametrize("begun", [False, True])
def test_a_folder_where_a_training_is_at_work_is_refused(tmp_path: Path, begun: bool) -> None:
    with TrainingRun.start(RECIPE, tmp_path / "run") as run:
        if begun:
            next(run.events())
        with pytest.raises(TrainingRunError, match="expected a folder that no training is at work"):
            TrainingRun.start(RECIPE, tmp_path / "run")
        if begun:
            with pytest.raises(TrainingRunError, match="no training is at work"):
                TrainingRun.resume(tmp_path / "run")


def test_a_folder_that_cannot_be_written_to_is_found_before_the_data_are_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(LOAD, lambda *_: pytest.fail("the data were read"))
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(TrainingRunError, match="Expected a folder that can be written to"):
        TrainingRun.start(RECIPE, tmp_path / "file" / "run")
    monkeypatch.setattr("tempfile.TemporaryFile", refuse)
    for start in (RunFolder.create, RunFolder.reopen):
        (tmp_path / "run").mkdir(exist_ok=True)
        (tmp_path / "run" / LAST).touch()
        with pytest.raises(TrainingRunError, match="Permission denied"):
            start(tmp_path / "run")


def test_a_start_that_fails_leaves_no_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise TrainingRunError("no data")

    monkeypatch.setattr(LOAD, fail)
    with pytest.raises(TrainingRunError, match="no data"):
        TrainingRun.start(RECIPE, tmp_path / "run")
    assert not (tmp_path / "run").exists()


def test_what_a_kill_left_half_written_is_cleared(tmp_path: Path) -> None:
    stop_after(1, RECIPE, tmp_path / "run")
    (tmp_path / "run" / f".{LAST}.0123456789ab.partial").write_bytes(b"half of it")
    go_on(tmp_path / "run")
    assert not list((tmp_path / "run").glob(".*"))


@pytest.mark.parametrize("rates", [(1e12,), (0.05, 1e12)])
def test_a_run_that_goes_astray_stops_at_once_and_stores_nothing_of_it(
    tmp_path: Path, rates: tuple[float, ...]
) -> None:
    wild = replace(RECIPE, schedule=Piecewise((1,) * (len(rates) - 1), rates))
    with TrainingRun.start(wild, tmp_path / "run") as run:
        with pytest.raises(DivergedError, match="smaller learning rate") as error:
            list(run.events())
        assert len(rates) - 1 < error.value.passes < len(rates)
        assert (run.best is None) == (len(rates) == 1)
    assert (tmp_path / "run" / BEST).exists() == (len(rates) > 1)
    assert load_checkpoint(tmp_path / "run" / LAST).training["step"] < run.trainer.state.step


def test_the_vector_width_is_stored_and_can_be_kept_to(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def at(width: int) -> None:
        monkeypatch.setenv("DIGIT_RECOGNIZER_LANES", str(width))

    at(8)
    train(RECIPE, tmp_path / "whole")
    stop_after(7, RECIPE, tmp_path / "stopped")
    shutil.copytree(tmp_path / "stopped", tmp_path / "other")
    assert load_checkpoint(tmp_path / "stopped" / LAST).training["lanes"] == 8
    at(4)
    go_on(tmp_path / "stopped", at_stored_width=True)
    assert kept(tmp_path / "stopped") == kept(tmp_path / "whole")
    with TrainingRun.resume(tmp_path / "other") as run:
        assert (run.stored_lanes, run.trainer.lanes) == (8, 4)
        list(run.events())
    assert load_checkpoint(tmp_path / "other" / LAST).training["lanes"] == 4


def test_every_number_of_threads_comes_to_the_same_bytes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    recipe = replace(
        RECIPE, batch_size=100
    )  # seven chunks of images, so that there is work to share
    for threads in ("1", "2", "5"):
        monkeypatch.setenv("DIGIT_RECOGNIZER_THREADS", threads)
        train(recipe, tmp_path / threads)
    assert kept(tmp_path / "1") == kept(tmp_path / "2") == kept(tmp_path / "5")


def test_the_test_set_is_measured_on_the_best_network(finished: Path) -> None:
    with TrainingRun.resume(finished) as run:
        score = run.test()
    assert score.count == 100
    best = load_checkpoint(finished / "best.safetensors")
    assert best.scores["test accuracy"] == score.accuracy


def test_a_run_is_never_overwritten(finished: Path) -> None:
    with pytest.raises(TrainingRunError, match="holds a training run already"):
        TrainingRun.start(RECIPE, finished)


def test_resuming_nothing_says_so(tmp_path: Path) -> None:
    with pytest.raises(TrainingRunError, match="cannot resume: expected a training run in"):
        TrainingRun.resume(tmp_path)


def test_resuming_with_other_data_is_refused(
    finished: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(LOAD, lambda *_: patterns(450, seed=9))
    with pytest.raises(TrainingRunError, match="the data that the run started with, found others"):
        TrainingRun.resume(finished)


def test_a_broken_curve_does_not_cost_the_checkpoint(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("digit_recognizer.training.history.draw_history", fail)
    run = TrainingRun.start(RECIPE, tmp_path / "run")
    with pytest.raises(OSError, match="No space left"):
        list(run.events())
    assert len(load_checkpoint(tmp_path / "run" / "last.safetensors").history) == 3


def test_events_come_through_unchanged(tmp_path: Path) -> None:
    events = list(TrainingRun.start(RECIPE, tmp_path / "run").events())
    assert sum(isinstance(event, EpochDone) for event in events) == 3
    assert np.isfinite(
        [event.training.loss for event in events if isinstance(event, EpochDone)]
    ).all()
