"""What training reads of a checkpoint: all of it, or an error that says what was found."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from digit_recognizer.data.record import DataRecord
from digit_recognizer.lenet.architectures import architecture
from digit_recognizer.networks.checkpoint import Network, load_checkpoint, save_checkpoint
from digit_recognizer.networks.network_tensors import CheckpointError
from digit_recognizer.training.history import HistoryLine
from digit_recognizer.training.recipe import RecipeError
from digit_recognizer.training.recipes import recipe
from digit_recognizer.training.stored import (
    ResumeState,
    averaged,
    history_of,
    recipe_of,
    resume_state,
)
from digit_recognizer.training.training_state import PartialEpoch
from digit_recognizer.training.watching import Point

LINE = HistoryLine(1, 0.05, 0.3, 0.9, 0.31, 0.89, 12.5)


@pytest.fixture
def state() -> ResumeState:
    network = Network(architecture("linear"))
    return ResumeState(
        network,
        recipe("mnist"),
        data={"training": DataRecord("ab12"), "swiss": DataRecord("cd", "swiss", ("A",))},
        scores={"validation accuracy": 0.97},
        history=(LINE,),
        step=17,
        optimizer={"average": np.full(network.architecture.size, 0.5, np.float32)},
        lanes=8,
        seen=PartialEpoch(12.5, 7, 10, 0.25),
        training_curve=(Point(0.5, 1.25, 0.5),),
        validation_curve=(Point(1.0, 0.5, 0.1),),
    )


def test_a_state_comes_back_from_a_file_as_it_was(state: ResumeState, tmp_path: Path) -> None:
    save_checkpoint(tmp_path / "it", state.checkpoint())
    back = resume_state(load_checkpoint(tmp_path / "it"))
    assert back.network.parameters.tobytes() == state.network.parameters.tobytes()
    assert back.optimizer["average"].tobytes() == state.optimizer["average"].tobytes()
    for name in ("recipe", "data", "scores", "history", "step", "lanes", "seen", "training_curve"):
        assert getattr(back, name) == getattr(state, name)
    assert (back.validation_curve, back.ink_version) == (state.validation_curve, state.ink_version)


def test_what_an_earlier_version_stored_is_read(state: ResumeState) -> None:
    stored = state.checkpoint()
    earlier = dict(stored.training)
    earlier["learned"] = earlier.pop("training_curve")
    earlier["judged"] = earlier.pop("validation_curve")
    seen = dict(earlier["seen"])
    seen["right"] = seen.pop("correct")
    earlier["seen"] = seen
    back = resume_state(replace(stored, training=earlier))
    assert back.training_curve == state.training_curve
    assert back.validation_curve == state.validation_curve
    assert back.seen == PartialEpoch(12.5, 7, 10, 0.25)


def test_an_averaged_network_is_only_for_reading(state: ResumeState) -> None:
    network = averaged(state)
    assert (network.network.parameters == 0.5).all()
    assert network.optimizer == {}
    assert recipe_of(network) == state.recipe
    assert history_of(network) == state.history
    without = resume_state(network)
    assert (without.step, without.seen, without.training_curve, without.validation_curve) == (
        17,
        PartialEpoch(),
        (),
        (),
    )


def test_an_unknown_recipe_is_refused_and_the_network_is_not(
    state: ResumeState, tmp_path: Path
) -> None:
    stranger = replace(state.checkpoint(), recipe={"name": "of tomorrow"})
    save_checkpoint(tmp_path / "it", stranger)
    loaded = load_checkpoint(tmp_path / "it")
    assert loaded.recipe_name == "of tomorrow"
    with pytest.raises(RecipeError, match="not a recipe that this version knows"):
        recipe_of(loaded)
    with pytest.raises(CheckpointError, match="not a recipe that this version knows"):
        resume_state(loaded)


WHOLE = {name: getattr(LINE, name) for name in HistoryLine.__dataclass_fields__}


@pytest.mark.parametrize(
    "line",
    [{}, WHOLE | {"epoch": 1.5}, WHOLE | {"seconds": None}, WHOLE | {"seconds": float("nan")}],
)
def test_a_history_of_something_else_is_refused(state: ResumeState, line: dict[str, Any]) -> None:
    with pytest.raises(CheckpointError, match="expected what this version"):
        history_of(replace(state.checkpoint(), history=(line,)))


@pytest.mark.parametrize(
    "change",
    [
        {"step": "many"},
        {"step": -1},
        {"step": True},
        {"step": 2**63},
        {"lanes": "wide"},
        {"lanes": 7},
        {"lanes": 8.0},
        {"seen": []},
        {"training_curve": {}},
        {"training_curve": [{"passes": 1}]},
        {"training_curve": [{"passes": -1.0, "loss": 1.0, "error": 0.5}]},
        {"validation_curve": [{"passes": 1.0, "loss": 1.0, "error": 5.0}]},
        {"validation_curve": [{"passes": 1.0, "loss": 1.0, "error": float("nan")}]},
    ],
    ids=str,
)
def test_a_state_of_something_else_is_refused(state: ResumeState, change: dict[str, Any]) -> None:
    checkpoint = state.checkpoint()
    with pytest.raises(CheckpointError, match="expected what this version"):
        resume_state(replace(checkpoint, training={**checkpoint.training, **change}))


def test_a_network_without_a_state_cannot_go_on(state: ResumeState) -> None:
    with pytest.raises(CheckpointError, match="step"):
        resume_state(replace(state.checkpoint(), training={}))
