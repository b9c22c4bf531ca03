"""What training reads of a checkpoint: recipe, history, and the state that a resume needs."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from typing import Any

import numpy as np

from digit_recognizer.data.record import DataRecord
from digit_recognizer.errors import quoted
from digit_recognizer.ink import INK_VERSION
from digit_recognizer.networks.checkpoint import Checkpoint, Network
from digit_recognizer.networks.network_tensors import CheckpointError
from digit_recognizer.networks.typed import is_of_type, mapping_of, typed, typed_list
from digit_recognizer.nn.optimizers import OptimizerState
from digit_recognizer.training.history import HistoryLine
from digit_recognizer.training.recipe import Recipe, RecipeError
from digit_recognizer.training.training_state import PartialEpoch
from digit_recognizer.training.watching import Point

__all__ = ["ResumeState", "averaged", "history_of", "recipe_of", "resume_state"]

WIDTHS = (16, 8, 4)
"""The vector widths that the engine has; its own list would bring the compiler along."""


EARLIER_NAMES = {"learned": "training_curve", "judged": "validation_curve", "right": "correct"}


@dataclass(frozen=True, eq=False)
class ResumeState:
    """A training between two steps: all that it takes to go on to the same weights.

    Attributes
    ----------
    network : Network
        Architecture and weights.
    recipe : Recipe
        How it is trained.
    data : dict of str to DataRecord
        Each data set that plays a part, by name.
    scores : dict of str to float
        What was measured of the network: ``"validation accuracy"`` and the like.
    history : tuple of HistoryLine
        A line an epoch.
    step : int
        Optimizer steps made.
    optimizer : dict of str to ndarray
        What the optimizer remembers.
    ink_version : int
        Version of the pipeline from ink to input.
    lanes : int or None
        The vector width that its last steps were made at, which decides the last bits of the
        weights; None if that is not known, or the NumPy layers made them.
    seen : PartialEpoch
        What was seen of a pass that is not complete.
    training_curve, validation_curve : tuple of Point
        The curves so far, of the training and of the validation images.
    """

    network: Network
    recipe: Recipe
    data: Mapping[str, DataRecord] = field(default_factory=dict)
    scores: Mapping[str, float] = field(default_factory=dict)
    history: tuple[HistoryLine, ...] = ()
    step: int = 0
    optimizer: OptimizerState = field(default_factory=dict)
    ink_version: int = INK_VERSION
    lanes: int | None = None
    seen: PartialEpoch = field(default_factory=PartialEpoch)
    training_curve: tuple[Point, ...] = ()
    validation_curve: tuple[Point, ...] = ()

    def checkpoint(self) -> Checkpoint:
        """Return it as a file stores it."""
        training = {
            "step": self.step,
            "lanes": self.lanes,
            "seen": asdict(self.seen),
            "training_curve": [asdict(point) for point in self.training_curve],
            "validation_curve": [asdict(point) for point in self.validation_curve],
        }
        return Checkpoint(
            network=self.network,
            recipe=self.recipe.to_values(),
            data=self.data,
            scores=self.scores,
            history=tuple(asdict(line) for line in self.history),
            ink_version=self.ink_version,
            training=training,
            optimizer=self.optimizer,
        )


def averaged(state: ResumeState) -> Checkpoint:
    """Return the network of a training, its weights averaged if its recipe says so.

    What it takes to go on is left out: the network is for reading.
    """
    weights = state.optimizer.get("average", state.network.parameters)
    network = Network(state.network.architecture, weights.astype(np.float32))
    return replace(
        state,
        network=network,
        optimizer={},
        seen=PartialEpoch(),
        training_curve=(),
        validation_curve=(),
    ).checkpoint()


def recipe_of(checkpoint: Checkpoint) -> Recipe:
    """Return how a network was trained.

    Raises
    ------
    RecipeError
        If it is no recipe that this version knows.
    """
    return Recipe.from_values(checkpoint.recipe)


def history_of(checkpoint: Checkpoint) -> tuple[HistoryLine, ...]:
    """Return what was measured after each epoch.

    Raises
    ------
    CheckpointError
        If it is no history that this version knows.
    """
    try:
        return typed_list(HistoryLine, checkpoint.history)
    except (TypeError, ValueError) as error:
        raise _foreign(error) from error


def resume_state(checkpoint: Checkpoint) -> ResumeState:
    """Return the training that a checkpoint holds.

    Raises
    ------
    CheckpointError
        If it holds something else than this version stores.
    """
    stored = _by_todays_names(checkpoint.training)
    try:
        return ResumeState(
            network=checkpoint.network,
            recipe=recipe_of(checkpoint),
            data=checkpoint.data,
            scores=checkpoint.scores,
            history=history_of(checkpoint),
            step=_step(stored["step"]),
            optimizer=checkpoint.optimizer,
            ink_version=checkpoint.ink_version,
            lanes=_lanes(stored.get("lanes")),
            seen=typed(PartialEpoch, _by_todays_names(stored.get("seen", {}))),
            training_curve=_curve(stored.get("training_curve", [])),
            validation_curve=_curve(stored.get("validation_curve", [])),
        )
    except (KeyError, TypeError, ValueError, RecipeError) as error:
        raise _foreign(error) from error


def _by_todays_names(values: Any) -> dict[str, Any]:
    """Return what an earlier version may have stored under other names."""
    return {EARLIER_NAMES.get(name, name): value for name, value in mapping_of(values).items()}


def _curve(values: Any) -> tuple[Point, ...]:
    points = typed_list(Point, values)
    if not all(point.passes >= 0 and 0 <= point.error <= 1 for point in points):
        raise ValueError("curves: expected passes from 0 on and errors from 0 to 1")
    return points


def _step(value: Any) -> int:
    if not is_of_type(value, int) or value < 0:
        raise ValueError(f"step: expected a whole number from 0, found {quoted(value)}")
    return int(value)


def _lanes(value: Any) -> int | None:
    if value is None:
        return None
    if not is_of_type(value, int) or value not in WIDTHS:
        raise ValueError(f"lanes: expected one of {WIDTHS}, found {quoted(value)}")
    return int(value)


def _foreign(error: Exception) -> CheckpointError:
    return CheckpointError(
        f"expected what this version of the program stores of a training, found something else "
        f"({quoted(error)})",
        "use the version that wrote it, or train the network anew",
    )
