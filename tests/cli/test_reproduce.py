from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from typer.testing import CliRunner

from digit_recognizer.cli.main import commands
from digit_recognizer.data.dataset import Dataset
from digit_recognizer.errors import DigitRecognizerError
from digit_recognizer.reproduction import experiments
from digit_recognizer.reproduction.figures import FIGURES
from digit_recognizer.reproduction.figures.training_set_size import errors_of_sizes
from digit_recognizer.reproduction.runs import kept_outcome, stored_network
from tests.training.digits import patterns


@pytest.fixture(autouse=True)
def short(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Few digits, and few passes."""

    def load(name: str, split: str, folder: Path | None = None) -> Dataset:
        return patterns(600 if split == "train" else 100, int(split == "test"))

    figures = "digit_recognizer.reproduction.figures"
    for module in ("digit_recognizer.reproduction.runs", f"{figures}.misread"):
        monkeypatch.setattr(f"{module}.load_dataset", load)
    for module in ("training_set_size", "distortions", "unusual"):
        monkeypatch.setattr(f"{figures}.{module}.load_dataset", load)
    monkeypatch.setattr(f"{figures}.training_set_size.SIZES", (100, 300))
    monkeypatch.setattr(f"{figures}.training_set_size.PASSES", 1)
    for name, made in experiments.EXPERIMENTS.items():
        quick = replace(made, recipe=replace(made.recipe, epochs=2))
        monkeypatch.setitem(experiments.EXPERIMENTS, name, quick)
    monkeypatch.chdir(tmp_path)


def reproduce(*arguments: str) -> str:
    result = CliRunner().invoke(commands, ["reproduce", *arguments], catch_exceptions=False)
    return result.stdout


def test_a_run_prints_the_papers_figure_beside_ours() -> None:
    output = reproduce("lenet5", "--seeds", "2")
    assert "LeNet-5, recipe paper-1998, seed 1" in output
    kept = [kept_outcome("lenet5", seed, Path("runs/reproduction")) for seed in (0, 1)]
    errors = [outcome.test_error for outcome in kept if outcome]
    spread = f"{np.mean(errors):.2f} ± {np.std(errors, ddof=1):.2f}"
    assert " ".join(output.splitlines()[-1].split()).startswith(f"LeNet-5 0.95 {spread} 0.35 ")


def test_what_was_run_is_not_run_again_unless_its_seed_is_named() -> None:
    assert "pass 1/2" in reproduce("linear")
    assert "pass 1/2" not in reproduce("linear")
    assert "pass 1/2" in reproduce("linear", "--seed", "0")


def test_the_same_seed_gives_the_same_network() -> None:
    folder = Path("runs/reproduction")
    reproduce("lenet5", "--distortions")
    first = stored_network("lenet5-distorted", folder).parameters.tobytes()
    reproduce("lenet5", "--distortions", "--seed", "0")
    assert stored_network("lenet5-distorted", folder).parameters.tobytes() == first


def test_every_figure_is_a_picture() -> None:
    reproduce("lenet5")
    for number in FIGURES:
        path = Path(reproduce("--figure", str(number)).split()[-1])
        with Image.open(path) as picture:
            assert picture.width > 200
            assert len(np.unique(np.asarray(picture))) > 1


def test_more_images_to_learn_from_make_fewer_errors() -> None:
    small, large = errors_of_sizes(patterns(600), patterns(100, 1), (10, 500), passes=1)
    assert large[1] < small[1]


def test_without_a_run_there_is_a_hint_and_figures_say_what_they_need() -> None:
    assert "Begin with: digit-recognizer reproduce linear" in reproduce()
    for number in ("5", "8", "9", "13"):
        with pytest.raises(DigitRecognizerError, match="first run: digit-recognizer reproduce"):
            reproduce("--figure", number)


def test_unknown_names_are_refused() -> None:
    with pytest.raises(DigitRecognizerError, match="no experiment is called 'lenet9'"):
        reproduce("lenet9")
    with pytest.raises(DigitRecognizerError, match="no figure 4: expected one of 3, 5, 6"):
        reproduce("--figure", "4")
