import os
import signal
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from PIL import Image

from digit_recognizer.nn.optimizers import GradientDescent
from digit_recognizer.nn.schedules import StepDecay
from digit_recognizer.training.checkpoint import load_checkpoint, save_checkpoint
from digit_recognizer.training.recipes import Recipe
from digit_recognizer.training.run import TrainingRun, TrainingRunError
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


@pytest.fixture(autouse=True)
def small_data(monkeypatch: pytest.MonkeyPatch) -> None:
    def load(name: str, split: str, folder: Path | None = None) -> object:
        return patterns(450, seed=2) if split == "train" else patterns(100, seed=3)

    monkeypatch.setattr(LOAD, load)
    monkeypatch.setattr("digit_recognizer.training.trainer.IMAGES_A_BLOCK", 80)


def kept(folder: Path) -> bytes:
    """Return the last checkpoint, byte for byte, but for how long the epochs took."""
    checkpoint = load_checkpoint(folder / "last.safetensors")
    timeless = tuple(replace(line, seconds=0.0) for line in checkpoint.history)
    copy = folder / "timeless.safetensors"
    save_checkpoint(copy, replace(checkpoint, history=timeless))
    content = copy.read_bytes()
    copy.unlink()
    return content


@pytest.fixture
def finished(tmp_path: Path) -> Path:
    folder = tmp_path / "finished"
    list(TrainingRun.start(RECIPE, folder).events())
    return folder


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
    assert checkpoint.data["training"] == patterns(450, seed=2).sha256
    assert checkpoint.recipe == RECIPE


@pytest.mark.parametrize("events_before_the_stop", [1, 3, 5, 6, 9])
def test_a_stopped_run_goes_on_to_the_same_weights(
    finished: Path, tmp_path: Path, events_before_the_stop: int
) -> None:
    folder = tmp_path / "stopped"
    stopped = TrainingRun.start(RECIPE, folder)
    for number, _ in enumerate(stopped.events(), start=1):
        if number == events_before_the_stop:
            stopped.stop()
    assert stopped.stopped
    resumed = TrainingRun.resume(folder)
    list(resumed.events())
    assert not resumed.stopped
    assert kept(folder) == kept(finished)
    columns = ["epoch", "training_loss", "validation_accuracy"]
    ours, whole = (pd.read_csv(path / "history.csv")[columns] for path in (folder, finished))
    pd.testing.assert_frame_equal(ours, whole)


def test_a_killed_run_goes_on_to_the_same_weights(finished: Path, tmp_path: Path) -> None:
    folder = tmp_path / "killed"
    killer = f"""
import os, signal
from pathlib import Path
from digit_recognizer.training import training_data, trainer
from digit_recognizer.training.recipes import Recipe
from digit_recognizer.training.run import TrainingRun
from digit_recognizer.training.trainer import StepDone
from tests.training.digits import patterns
trainer.IMAGES_A_BLOCK = 80
training_data.load_dataset = lambda name, split, folder=None: (
    patterns(450, seed=2) if split == "train" else patterns(100, seed=3)
)
run = TrainingRun.start(Recipe.from_json({RECIPE.to_json()!r}), Path({str(folder)!r}))
for event in run.events():
    if isinstance(event, StepDone) and event.step > 120:
        os.kill(os.getpid(), signal.SIGKILL)
"""
    root = Path(__file__).parents[2]
    environment = os.environ | {"PYTHONPATH": str(root)}
    died = subprocess.run([sys.executable, "-c", killer], env=environment, cwd=root, check=False)
    assert died.returncode == -signal.SIGKILL
    list(TrainingRun.resume(folder).events())
    assert kept(folder) == kept(finished)


def test_every_number_of_threads_comes_to_the_same_bytes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    recipe = replace(
        RECIPE, batch_size=100
    )  # seven chunks of images, so that there is work to share
    for threads in ("1", "2", "5"):
        monkeypatch.setenv("DIGIT_RECOGNIZER_THREADS", threads)
        list(TrainingRun.start(recipe, tmp_path / threads).events())
    assert kept(tmp_path / "1") == kept(tmp_path / "2") == kept(tmp_path / "5")


def test_the_test_set_is_measured_on_the_best_network(finished: Path) -> None:
    score = TrainingRun.resume(finished).test()
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
    with pytest.raises(TrainingRunError, match="expected the data that the run started with"):
        TrainingRun.resume(finished)


def test_a_broken_curve_does_not_cost_the_checkpoint(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("digit_recognizer.training.run.draw_history", fail)
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
