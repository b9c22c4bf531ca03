import fcntl
import os
import re
import shlex
import signal
import subprocess
import sys
import termios
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import settings as settings_of_hypothesis
from typer.testing import CliRunner, Result

from digit_recognizer.cli.main import commands
from digit_recognizer.errors import DigitRecognizerError
from digit_recognizer.networks.checkpoint import load_checkpoint, save_checkpoint
from digit_recognizer.training.recipe import Recipe, RecipeError
from digit_recognizer.training.recipes import recipe
from digit_recognizer.training.settings import changed, settings
from digit_recognizer.training.stored import recipe_of
from tests.training.changes import Change, changes
from tests.training.digits import patterns

ROOT = Path(__file__).parents[2]
SHORT = ["--epochs", "2", "--batch-size", "64", "--momentum", "0.9"]

SLOW_RUN = """
import sys
from digit_recognizer.training import training_data
from tests.training.digits import patterns
training_data.load_dataset = lambda name, split, folder=None: patterns(5600)
sys.argv = ["digit-recognizer", "train", "--epochs", "500", "--out", sys.argv[1]]
from digit_recognizer.cli.main import main
main()
"""


@pytest.fixture(autouse=True)
def small_data(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(
        "digit_recognizer.training.training_data.load_dataset",
        lambda name, split, folder=None: patterns(5600 if split == "train" else 100),
    )
    monkeypatch.chdir(tmp_path)


def train(*arguments: str) -> Result:
    return CliRunner().invoke(commands, ["train", *arguments])


def failure(*arguments: str) -> str:
    error = train(*arguments).exception
    assert isinstance(error, DigitRecognizerError)
    return str(error)


def test_a_run_tells_every_epoch_and_the_test_set_once() -> None:
    output = train(*SHORT, "--recipe", "classic").stdout
    assert output.count("epoch ") == 2
    assert "epoch 2/2  rate 0.05  training: loss" in output
    assert output.count("Test set, best network:") == 1
    assert Path("runs/classic/best.safetensors").exists()


def test_every_run_gets_a_folder_of_its_own() -> None:
    train(*SHORT)
    train(*SHORT, "--seed", "1")
    first, second = (load_checkpoint(path) for path in sorted(Path("runs").glob("*/last*")))
    assert {first.recipe["seed"], second.recipe["seed"]} == {0, 1}


def test_flags_change_the_recipe() -> None:
    flags = ["--learning-rate", "0.1", "--decay-every", "1", "--decay-rate", "0.5"]
    train(*SHORT, *flags, "--initializer", "normal", "--out", "here")
    recipe = recipe_of(load_checkpoint(Path("here/last.safetensors")))
    assert recipe.batch_size == 64
    assert recipe.initializer == "normal"
    assert recipe.schedule(1.5) == 0.05


def followed_by(*arguments: str) -> Recipe:
    """Return the recipe that a command follows, or raise what it fails with."""
    followed: list[Recipe] = []

    class EnoughError(Exception):
        pass

    def start(recipe: Recipe, *_: object) -> None:
        followed.append(recipe)
        raise EnoughError

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("digit_recognizer.training.run.TrainingRun.start", start)
        error = train(*arguments).exception
    if not isinstance(error, EnoughError):
        assert error is not None
        raise error
    return followed[0]


@settings_of_hypothesis(max_examples=30, deadline=None)
@given(changes())
def test_a_setting_of_the_command_makes_the_recipe_of_the_window(change: Change) -> None:
    name, setting, text = change[0].name, change[1], change[2]
    (shown,) = [each for each in settings(change[0]) if each.name == setting]
    try:
        expected = changed(change[0], setting, shown.value_of(text))
    except RecipeError as error:
        with pytest.raises(RecipeError, match=re.escape(str(error))):
            followed_by("--recipe", name, "--set", f"{setting}={text}")
    else:
        assert followed_by("--recipe", name, "--set", f"{setting}={text}") == expected


@pytest.mark.parametrize(("name", "epochs"), [("mnist", 2), ("sprint", 10), ("everyday", 1)])
def test_epochs_stretch_the_schedule_as_they_do_in_the_window(name: str, epochs: int) -> None:
    expected = changed(recipe(name), "epochs", epochs)
    assert followed_by("--recipe", name, "--epochs", str(epochs)) == expected


def test_every_option_has_a_setting() -> None:
    options = [*SHORT, "--learning-rate", "0.1", "--decay-every", "3", "--decay-rate", "0.5"]
    followed = followed_by(*options, "--initializer", "normal", "--seed", "3")
    values = {setting.name: setting.value for setting in settings(followed)}
    assert (values["epochs"], values["batch_size"], values["optimizer.momentum"]) == (2, 64, 0.9)
    assert (values["schedule.decay_every"], values["schedule.decay_rate"]) == (3, 0.5)
    assert (values["schedule.learning_rate"], values["seed"]) == (0.1, 3)
    assert values["initializer"] == "normal"


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--recipe", "best"], "no recipe is called 'best'"),
        (["--epochs", "0"], "Passes (epochs): expected a whole number from 1 to 100,000, got 0"),
        (["--epochs", "99999999999"], "Passes (epochs): expected a whole number from 1 to 100,000"),
        (["--batch-size", "60000"], "Images a step (batch size): expected at most 55,000"),
        (["--learning-rate", "-1"], "Learning rate: expected a number above 0, got -1.0"),
        (["--momentum", "1"], "Momentum: expected a number from 0 to below 1, got 1.0"),
        (["--set", "momentum"], "--set: expected NAME=VALUE"),
        (["--set", "momentum=1"], "no setting is called 'momentum': expected one of architecture"),
        (["--resume"], "cannot resume: expected a training run in runs/, found none"),
        (["--resume", "--epochs", "9"], "expected no other setting, got epochs"),
        (["--resume", "--out", "empty"], "expected a training run in empty"),
    ],
)
def test_what_cannot_be_done_is_explained(arguments: list[str], message: str) -> None:
    assert message in failure(*arguments)
    assert not Path("runs").exists()


def test_an_existing_run_is_not_overwritten() -> None:
    train(*SHORT, "--out", "here")
    assert "holds a training run already" in failure(*SHORT, "--out", "here")


@contextmanager
def slow_run(folder: Path, **streams: Any) -> Iterator[subprocess.Popen[str]]:
    """A training that does not end by itself, after its first epoch."""
    environment = os.environ | {"PYTHONPATH": str(ROOT), "COLUMNS": "300"}
    with subprocess.Popen(
        [sys.executable, "-c", SLOW_RUN, str(folder)],
        env=environment,
        text=True,
        **({"stdout": subprocess.PIPE, "stderr": subprocess.DEVNULL} | streams),
    ) as process:
        try:
            yield process
        finally:
            process.kill()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_an_interrupted_run_keeps_a_usable_checkpoint(number: int, tmp_path: Path) -> None:
    folder = tmp_path / "a run's folder; it has a name to quote"
    with slow_run(folder) as process:
        assert process.stdout is not None
        for line in process.stdout:
            if line.startswith("epoch "):  # before that it may still be compiling
                break
        process.send_signal(number)
        rest = process.stdout.read()
        process.wait()
    assert process.returncode == 128 + number
    assert "Stopped after step" in rest
    checkpoint = load_checkpoint(folder / "last.safetensors")
    step = checkpoint.training["step"]
    assert step > 0
    assert step % 158 or len(checkpoint.history) == step // 158
    hint = shlex.split(rest.strip().splitlines()[-1].partition("Go on with: ")[2])
    assert hint == ["digit-recognizer", "train", "--resume", "--out", str(folder)]


def test_a_run_is_saved_when_its_terminal_is_closed(tmp_path: Path) -> None:
    folder = tmp_path / "run"
    ours, its = os.openpty()
    with slow_run(
        folder,
        **dict.fromkeys(("stdin", "stdout", "stderr"), its),
        start_new_session=True,
        preexec_fn=lambda: fcntl.ioctl(0, termios.TIOCSCTTY, 0),
    ) as process:
        os.close(its)
        said = b""
        while b"epoch 1/" not in said:
            said += os.read(ours, 1000)
        before = load_checkpoint(folder / "last.safetensors").training["step"]
        time.sleep(0.3)
        os.close(ours)
        assert process.wait(30) == 128 + signal.SIGHUP
    assert load_checkpoint(folder / "last.safetensors").training["step"] > before


def test_a_run_that_nohup_protects_goes_on(tmp_path: Path) -> None:
    protected = {"preexec_fn": lambda: signal.signal(signal.SIGHUP, signal.SIG_IGN)}
    with slow_run(tmp_path / "run", **protected) as process:
        assert process.stdout is not None
        for line in process.stdout:
            if line.startswith("epoch 1/"):
                process.send_signal(signal.SIGHUP)
            if line.startswith("epoch 3/"):
                break
        assert process.poll() is None


def test_a_run_that_goes_astray_ends_with_what_to_try() -> None:
    failed = failure(*SHORT, "--learning-rate", "1e12", "--out", "here")
    assert "its loss is no longer a number" in failed
    assert "smaller learning rate" in failed
    assert not Path("here/best.safetensors").exists()


def test_two_runs_that_start_together_do_not_share_a_folder(tmp_path: Path) -> None:
    with slow_run(tmp_path / "run") as first:
        assert first.stdout is not None
        assert "keeping" in first.stdout.readline()
        with slow_run(tmp_path / "run", stderr=subprocess.PIPE) as second:
            _, refusal = second.communicate(timeout=60)
        assert second.returncode == 1
        assert "expected a folder that no training is at work in" in refusal
        assert first.poll() is None


def test_a_run_that_cannot_go_on_is_set_aside_and_hides_no_older_one() -> None:
    train(*SHORT)
    train(*SHORT, "--seed", "1")
    damaged = Path("runs/classic-2/last.safetensors")
    damaged.write_bytes(damaged.read_bytes()[:1000])
    assert "set aside as last.safetensors.unreadable" in failure("--resume")
    assert "keeping runs/classic" in train("--resume").stdout


def test_a_run_at_another_vector_width_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    train(*SHORT, "--out", "here")
    path = Path("here/last.safetensors")
    stored = load_checkpoint(path)
    other = 4 if stored.training["lanes"] != 4 else 8
    save_checkpoint(path, replace(stored, training={**stored.training, "lanes": other}))
    assert f"began at a vector width of {other}" in train("--resume", "--out", "here").stderr
    assert "--stored-width" not in train("--resume", "--stored-width", "--out", "here").stderr
    assert "expected --resume beside it" in failure("--stored-width")


def test_the_network_of_1998_learns_pattern_by_pattern() -> None:
    output = train("--recipe", "paper-1998", "--epochs", "1").stdout
    assert "lenet5-1998, 60,000 parameters" in output
    assert "epoch 1/1  rate 0.0001" in output
