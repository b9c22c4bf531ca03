import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from digit_recognizer.cli.main import commands
from digit_recognizer.cli.train import customised
from digit_recognizer.errors import DigitRecognizerError
from digit_recognizer.training.checkpoint import load_checkpoint
from digit_recognizer.training.recipes import recipe
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
    assert {first.recipe.seed, second.recipe.seed} == {0, 1}


def test_flags_change_the_recipe() -> None:
    flags = ["--learning-rate", "0.1", "--decay-every", "1", "--decay-rate", "0.5"]
    train(*SHORT, *flags, "--initializer", "normal", "--out", "here")
    recipe = load_checkpoint(Path("here/last.safetensors")).recipe
    assert recipe.batch_size == 64
    assert recipe.initializer == "normal"
    assert recipe.schedule(1.5) == 0.05


def test_epochs_change_the_recipe_and_the_schedule_that_ends_with_it() -> None:
    changed = customised(recipe("mnist"), {"epochs": 20})
    assert changed.epochs == 20
    assert changed.schedule(20) == recipe("mnist").schedule(recipe("mnist").epochs)
    assert changed.schedule(19) < recipe("mnist").schedule(19)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--recipe", "best"], "no recipe is called 'best'"),
        (["--epochs", "0"], "epochs: expected a whole number of at least 1, got 0"),
        (["--learning-rate", "-1"], "learning_rate: expected a number above 0, got -1.0"),
        (["--momentum", "1"], "momentum: expected a number from 0 to below 1, got 1.0"),
        (["--resume"], "cannot resume: expected a training run in runs/, found none"),
        (["--resume", "--epochs", "9"], "expected no other setting, got --epochs"),
        (["--resume", "--out", "empty"], "expected a training run in empty"),
    ],
)
def test_what_cannot_be_done_is_explained(arguments: list[str], message: str) -> None:
    assert message in failure(*arguments)
    assert not Path("runs").exists()


def test_an_existing_run_is_not_overwritten() -> None:
    train(*SHORT, "--out", "here")
    assert "holds a training run already" in failure(*SHORT, "--out", "here")


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_an_interrupted_run_keeps_a_usable_checkpoint(number: int, tmp_path: Path) -> None:
    folder = tmp_path / "run"
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    with subprocess.Popen(
        [sys.executable, "-c", SLOW_RUN, str(folder)],
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    ) as process:
        assert process.stdout is not None
        for line in process.stdout:
            if line.startswith("epoch "):  # before that it may still be compiling
                break
        process.send_signal(number)
        rest = process.stdout.read()
    assert process.returncode == 130
    assert "Stopped after step" in rest
    checkpoint = load_checkpoint(folder / "last.safetensors")
    assert checkpoint.step > 0
    assert f"train --resume --out {folder}" in rest


def test_the_network_of_1998_learns_pattern_by_pattern() -> None:
    output = train("--recipe", "paper-1998", "--epochs", "1").stdout
    assert "lenet5-1998, 60,000 parameters" in output
    assert "epoch 1/1  rate 0.0005" in output
