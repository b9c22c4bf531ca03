"""A training as it stands on disk, and whether it can go on."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from digit_recognizer.data.record import DataRecord
from digit_recognizer.ink import INK_VERSION
from digit_recognizer.lenet.architectures import architecture
from digit_recognizer.networks.checkpoint import Checkpoint, Network
from digit_recognizer.training.failures import TrainingRunError
from digit_recognizer.training.recipe import Recipe
from digit_recognizer.training.stored import ResumeState, averaged
from digit_recognizer.training.training_state import TrainingState, first_state
from digit_recognizer.training.watching import Point

__all__ = [
    "UnfinishedTraining",
    "best_epoch",
    "check_last",
    "from_the_first_step",
    "is_best_of",
    "state_to_go_on",
]


@dataclass(frozen=True, eq=False)
class UnfinishedTraining:
    """All that it takes for a training to go on as if it had never waited.

    Attributes
    ----------
    last : ResumeState
        Weights, what the optimizer remembers, and the step it stands at.
    best : Checkpoint or None
        The network that read the validation images best, of those at the ends of epochs.
    remark : str
        What there is to say of the files it came from; empty as a rule.
    """

    last: ResumeState
    best: Checkpoint | None = None
    remark: str = ""

    @property
    def recipe(self) -> Recipe:
        """What it follows."""
        return self.last.recipe

    @property
    def training_curve(self) -> tuple[Point, ...]:
        """The curve of the training images so far."""
        return self.last.training_curve

    @property
    def validation_curve(self) -> tuple[Point, ...]:
        """The curve of the validation images so far."""
        return self.last.validation_curve

    @property
    def passes(self) -> float:
        """Passes over the training images so far."""
        return self.training_curve[-1].passes if self.training_curve else 0.0

    @property
    def best_error(self) -> float | None:
        """The share of validation images that ``usable`` misreads, 0 to 1; None if unknown."""
        if self.best is not None:
            return 1 - self.best.scores["validation accuracy"]
        errors = [point.error for point in self.validation_curve if point.passes]
        return errors[-1] if errors else None

    @property
    def is_behind_its_best(self) -> bool:
        """Whether a kill came between the best network and where the training stands."""
        return self.best is not None and len(self.best.history) > len(self.last.history)

    @property
    def usable(self) -> Checkpoint | None:
        """The best network, or the one as it stands in the first epoch; None before a step."""
        if self.best is not None or not self.last.step:
            return self.best
        return averaged(self.last)


def check_last(last: ResumeState) -> None:
    """Find out whether the trainer can go on from there.

    Raises
    ------
    ValueError
        If it cannot; says why.
    """
    if last.ink_version != INK_VERSION:
        raise ValueError(f"version {last.ink_version} of the pipeline from ink to input")
    if last.network.architecture != architecture(last.recipe.architecture):
        raise ValueError("a network of another architecture than the recipe's")
    remembered = first_state(last.recipe).optimizer
    if {name: (vector.shape, vector.dtype) for name, vector in remembered.items()} != {
        name: (vector.shape, vector.dtype) for name, vector in last.optimizer.items()
    }:
        raise ValueError("what another optimizer remembers")
    if not all(np.isfinite(vector).all() for vector in last.optimizer.values()):
        raise ValueError("what an optimizer cannot remember")
    if not 0 <= last.scores.get("validation accuracy", 0) <= 1:
        raise ValueError("a share of correct answers outside 0 to 1")


def best_epoch(last: ResumeState) -> int:
    """Return the number of the epoch that ended in the best network, 0 if none has ended."""
    reached = [line.validation_accuracy for line in last.history]
    # Of epochs that are equally good, the latest: it has learned longest.
    return max(range(1, len(reached) + 1), key=lambda epoch: (reached[epoch - 1], epoch), default=0)


def is_best_of(best: ResumeState, last: ResumeState) -> bool:
    """Tell whether a network is the best of the training that stands there.

    The best of an epoch is written before the training stands at that epoch's end: after a kill in
    between it is an epoch ahead. It is made again then, to the same bytes at the same vector width.
    """
    if (best.recipe, best.data) != (last.recipe, last.data):
        return False
    if not 0 <= best.scores.get("validation accuracy", -1) <= 1:
        return False
    if best.history == last.history[: best_epoch(last)]:
        return bool(best.history)
    return best.history[:-1] == last.history and best.lanes == last.lanes


def from_the_first_step(last: ResumeState) -> ResumeState:
    """Return a training as it was before its first step."""
    recipe, state = last.recipe, first_state(last.recipe)
    network = Network(architecture(recipe.architecture), state.parameters)
    return ResumeState(network, recipe, last.data, optimizer=state.optimizer, lanes=last.lanes)


def state_to_go_on(
    last: ResumeState | None, data: Mapping[str, DataRecord]
) -> TrainingState | None:
    """Return what the trainer goes on from; None where there is no earlier run.

    Parameters
    ----------
    last : ResumeState or None
        Where the earlier run stood.
    data : mapping of str to DataRecord
        What there is to learn from now.

    Raises
    ------
    TrainingRunError
        If the data are not those that it started with.
    """
    if last is None:
        return None
    others = sorted(name for name in {*last.data, *data} if last.data.get(name) != data.get(name))
    if others:
        raise TrainingRunError(
            "The training cannot go on: expected the data that the run started with, found others "
            f"({', '.join(others)}).",
            "Bring them back, or start anew.",
        )
    optimizer = {name: vector.copy() for name, vector in last.optimizer.items()}
    return TrainingState(last.network.parameters.copy(), optimizer, last.step, last.seen)
