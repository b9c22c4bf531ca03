"""The file of a training that waits: whole or not there, and refused where it cannot go on."""

import signal
import subprocess
import sys
import zipfile
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from digit_recognizer.lenet5 import architecture
from digit_recognizer.nn.network import Network
from digit_recognizer.nn.optimizers import Adam, GradientDescent
from digit_recognizer.training.checkpoint import Checkpoint
from digit_recognizer.training.history import HistoryLine
from digit_recognizer.training.recipes import RECIPES, Recipe
from digit_recognizer.training.trainer import first_state
from digit_recognizer.training.unfinished import (
    UnfinishedError,
    UnfinishedTraining,
    load_unfinished,
    save_unfinished,
)
from digit_recognizer.training.watching import Point

RECIPE = Recipe("quick", epochs=4, optimizer=Adam(), averaging=0.9)


def unfinished(recipe: Recipe = RECIPE, step: int = 60, **changes: Any) -> UnfinishedTraining:
    state = first_state(recipe)
    network = Network(architecture(recipe.architecture), state.parameters)
    history = (HistoryLine(1, 0.01, 0.5, 0.8, 0.4, 0.9, 1.5),)
    standing = Checkpoint(
        network, recipe, {"training": "abc"}, {}, history, step, dict(state.optimizer)
    )
    best = replace(standing, scores={"validation accuracy": 0.9}, step=40, optimizer={})
    curves = (Point(0.5, 1.25, 0.5), Point(1.5, 0.75, 0.25)), (Point(1.0, 0.5, 0.1),)
    return UnfinishedTraining(replace(standing, **changes), best, *curves)


def test_it_comes_back_as_it_was(tmp_path: Path) -> None:
    whole = unfinished()
    save_unfinished(tmp_path / "it", whole)
    back = load_unfinished(tmp_path / "it")
    np.testing.assert_array_equal(
        back.standing.network.parameters, whole.standing.network.parameters
    )
    assert back.standing.optimizer.keys() == whole.standing.optimizer.keys() != set()
    for name, vector in whole.standing.optimizer.items():
        np.testing.assert_array_equal(back.standing.optimizer[name], vector)
    assert (back.recipe, back.standing.step) == (RECIPE, 60)
    assert back.standing.history == whole.standing.history
    assert (back.learned, back.judged) == (whole.learned, whole.judged)
    assert back.passes == 1.5
    assert back.best_error == pytest.approx(0.1)


@pytest.mark.parametrize("name", RECIPES)
def test_every_recipe_can_be_gone_on_with(tmp_path: Path, name: str) -> None:
    save_unfinished(tmp_path / "it", unfinished(RECIPES[name]))
    assert load_unfinished(tmp_path / "it").recipe == RECIPES[name]


def test_one_that_was_never_judged_has_no_best(tmp_path: Path) -> None:
    save_unfinished(tmp_path / "it", UnfinishedTraining(unfinished().standing))
    back = load_unfinished(tmp_path / "it")
    assert (back.best, back.best_error, back.passes, back.judged) == (None, None, 0, ())


def test_the_same_training_makes_the_same_file(tmp_path: Path) -> None:
    for name in "ab":
        save_unfinished(tmp_path / name, unfinished())
    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes()


KILLED_WHILE_WRITING = """
import sys, zipfile
from pathlib import Path
from digit_recognizer.training.unfinished import load_unfinished, save_unfinished
path = Path(sys.argv[1])
write = zipfile.ZipFile.writestr
def stall(archive, entry, content):
    write(archive, entry, content)
    archive.fp.flush()
    print("writing", flush=True)
    sys.stdin.read()
zipfile.ZipFile.writestr = stall
save_unfinished(path, load_unfinished(path))
"""


def test_a_program_killed_while_it_writes_leaves_what_was_there(tmp_path: Path) -> None:
    save_unfinished(tmp_path / "it", unfinished())
    before = (tmp_path / "it").read_bytes()
    program = subprocess.Popen(
        [sys.executable, "-c", KILLED_WHILE_WRITING, str(tmp_path / "it")],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    with program:
        assert program.stdout is not None
        assert program.stdout.readline().strip() == b"writing"
        program.send_signal(signal.SIGKILL)
    assert (tmp_path / "it").read_bytes() == before
    assert load_unfinished(tmp_path / "it").standing.step == 60


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(share=st.floats(0, 1, exclude_max=True), bit=st.integers(0, 7), cut=st.booleans())
def test_a_damaged_file_is_refused_or_harmless(
    tmp_path: Path, share: float, bit: int, cut: bool
) -> None:
    """Where a bit of no meaning changes, such as the time of an entry, all may well be there."""
    save_unfinished(tmp_path / "it", unfinished())
    content = bytearray((tmp_path / "it").read_bytes())
    place = int(share * len(content))
    content[place] ^= 1 << bit
    (tmp_path / "it").write_bytes(content[:place] if cut else content)
    with suppress(UnfinishedError):
        back = load_unfinished(tmp_path / "it")
        assert not cut
        np.testing.assert_array_equal(
            back.standing.network.parameters, unfinished().standing.network.parameters
        )


@pytest.mark.parametrize(
    ("training", "found"),
    [
        (unfinished(ink_version=0), "version 0 of the road from ink to input"),
        (unfinished(recipe=replace(RECIPE, averaging=None), optimizer={}), "another optimizer"),
        (unfinished(optimizer=first_state(replace(RECIPE, optimizer=GradientDescent())).optimizer),
         "another optimizer"),
        (unfinished(network=Network(architecture("lenet5-1998"))), "another architecture"),
        (unfinished(step=-1), "stands nowhere"),
    ],
)  # fmt: skip
def test_one_that_the_trainer_cannot_go_on_with_is_refused(
    tmp_path: Path, training: UnfinishedTraining, found: str
) -> None:
    save_unfinished(tmp_path / "it", training)
    with pytest.raises(UnfinishedError, match=found):
        load_unfinished(tmp_path / "it")


def test_what_could_unfold_to_more_than_the_file_is_refused(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "it", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("curves.json", bytes(10_000_000))
    with pytest.raises(UnfinishedError, match="packed content"):
        load_unfinished(tmp_path / "it")
