"""The folder of a training that waits: whole, or refused where it cannot go on."""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from digit_recognizer.data.record import DataRecord
from digit_recognizer.lenet.architectures import architecture
from digit_recognizer.networks.checkpoint import Network
from digit_recognizer.nn.optimizers import Adam, GradientDescent
from digit_recognizer.training.failures import TrainingRunError
from digit_recognizer.training.history import HistoryLine
from digit_recognizer.training.recipe import Recipe
from digit_recognizer.training.recipes import RECIPES
from digit_recognizer.training.run_folder import LAST, RunFolder
from digit_recognizer.training.stored import ResumeState, averaged
from digit_recognizer.training.training_state import PartialEpoch, first_state
from digit_recognizer.training.unfinished import UnfinishedTraining
from digit_recognizer.training.watching import Point

RECIPE = Recipe("quick", epochs=4, optimizer=Adam(), averaging=0.9)


def unfinished(recipe: Recipe = RECIPE, step: int = 60, **changes: Any) -> UnfinishedTraining:
    state = first_state(recipe)
    network = Network(architecture(recipe.architecture), state.parameters)
    history = (HistoryLine(1, 0.01, 0.5, 0.8, 0.4, 0.9, 1.5),)
    last = ResumeState(
        network, recipe, {"training": DataRecord("abc")}, {}, history, step, dict(state.optimizer)
    )
    best = averaged(replace(last, scores={"validation accuracy": 0.9}, step=40))
    curves: dict[str, Any] = {
        "training_curve": (Point(0.5, 1.25, 0.5), Point(1.5, 0.75, 0.25)),
        "validation_curve": (Point(1.0, 0.5, 0.1),),
    }
    seen = PartialEpoch(12.5, 7, 10, 0.25)
    return UnfinishedTraining(replace(last, seen=seen, **curves, **changes), best)


def save(folder: RunFolder, training: UnfinishedTraining) -> None:
    if training.best is not None:
        folder.save_best(training.best)
    folder.save_last(training.last)


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[RunFolder]:
    held = RunFolder.create(tmp_path / "it")
    yield held
    held.release()


def test_it_comes_back_as_it_was(folder: RunFolder) -> None:
    whole = unfinished()
    save(folder, whole)
    back = folder.load()
    np.testing.assert_array_equal(back.last.network.parameters, whole.last.network.parameters)
    assert back.last.optimizer.keys() == whole.last.optimizer.keys() != set()
    for name, vector in whole.last.optimizer.items():
        np.testing.assert_array_equal(back.last.optimizer[name], vector)
    assert (back.recipe, back.last.step) == (RECIPE, 60)
    assert back.last.history == whole.last.history
    assert back.last.seen == PartialEpoch(12.5, 7, 10, 0.25)
    assert (back.training_curve, back.validation_curve) == (
        whole.training_curve,
        whole.validation_curve,
    )
    assert (back.passes, back.remark) == (1.5, "")
    assert back.best_error == pytest.approx(0.1)


@pytest.mark.parametrize("name", RECIPES)
def test_every_recipe_can_be_gone_on_with(folder: RunFolder, name: str) -> None:
    save(folder, unfinished(RECIPES[name]))
    assert folder.load().recipe == RECIPES[name]


def test_one_that_was_never_judged_has_no_best(folder: RunFolder) -> None:
    last = replace(unfinished().last, history=(), training_curve=(), validation_curve=())
    save(folder, UnfinishedTraining(last))
    back = folder.load()
    assert (back.best, back.best_error, back.passes, back.validation_curve) == (None, None, 0, ())
    assert back.usable is not None
    assert back.usable.optimizer == {}


@pytest.mark.parametrize("score", [5.0, -0.1])
def test_a_best_network_with_a_score_that_is_none_is_made_again(
    folder: RunFolder, score: float
) -> None:
    training = unfinished()
    assert training.best is not None
    folder.save_best(replace(training.best, scores={"validation accuracy": score}))
    folder.save_last(training.last)
    back = folder.load()
    assert back.best is None
    assert "expected the best network of this training, found another file" in back.remark


def test_a_training_that_stands_at_a_score_that_is_none_is_refused(folder: RunFolder) -> None:
    training = unfinished()
    folder.save_last(replace(training.last, scores={"validation accuracy": 5.0}))
    with pytest.raises(TrainingRunError, match="correct answers outside 0 to 1"):
        folder.load()


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(share=st.floats(0, 1, exclude_max=True), bit=st.integers(0, 7), cut=st.booleans())
def test_a_damaged_file_is_refused_or_harmless(
    tmp_path: Path, share: float, bit: int, cut: bool
) -> None:
    """Where a bit of a number changes, it is another number, which no check can tell."""
    folder = RunFolder.claim(tmp_path, "it")
    save(folder, unfinished())
    content = bytearray((folder.path / LAST).read_bytes())
    place = int(share * len(content))
    content[place] ^= 1 << bit
    (folder.path / LAST).write_bytes(content[:place] if cut else content)
    with suppress(TrainingRunError):
        folder.load()
        assert not cut
    folder.remove()


@pytest.mark.parametrize(
    ("training", "found"),
    [
        (unfinished(ink_version=0), "version 0 of the pipeline from ink to input"),
        (unfinished(recipe=replace(RECIPE, averaging=None), optimizer={}), "another optimizer"),
        (unfinished(optimizer=first_state(replace(RECIPE, optimizer=GradientDescent())).optimizer),
         "another optimizer"),
        (unfinished(network=Network(architecture("lenet5-1998"))), "another architecture"),
    ],
)  # fmt: skip
def test_one_that_the_trainer_cannot_go_on_with_is_refused(
    folder: RunFolder, training: UnfinishedTraining, found: str
) -> None:
    save(folder, training)
    with pytest.raises(TrainingRunError, match=found):
        folder.load()
    assert (folder.path / f"{LAST}.unreadable").exists()
    assert not (folder.path / LAST).exists()
