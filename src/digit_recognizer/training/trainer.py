"""The trainer: a generator of events, for whoever wants to watch."""

from collections.abc import Iterator
from dataclasses import dataclass
from time import perf_counter
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from digit_recognizer.data.dataset import Dataset
from digit_recognizer.evaluation.metrics import Score, evaluate
from digit_recognizer.lenet.architectures import architecture
from digit_recognizer.networks.checkpoint import Network
from digit_recognizer.nn.architecture import Architecture
from digit_recognizer.nn.layers import Array
from digit_recognizer.nn.levenberg_marquardt import StochasticDiagonalLevenbergMarquardt
from digit_recognizer.nn.numpy_training import NumpyTraining
from digit_recognizer.nn.optimizers import OptimizerState
from digit_recognizer.training.recipe import Recipe, RecipeError
from digit_recognizer.training.training_state import PartialEpoch, TrainingState, first_state
from digit_recognizer.training.warm_up import learns_patterns, warm_up

__all__ = ["EpochDone", "Event", "StepDone", "Trainer"]

IMAGES_A_BLOCK = 4096
"""Images between two events: few enough that a stop is felt at once, enough to enter compiled code
seldom."""


@dataclass(frozen=True)
class StepDone:
    """Some steps were made.

    Attributes
    ----------
    step, steps : int
        Steps made since the first weights, of how many in all.
    loss : float
        Mean loss of the images seen since the last event, before they changed the weights.
    accuracy : float
        Share of them read correctly, 0 to 1; what is no digit is correct only by chance.
    images : int
        How many they were.
    """

    step: int
    steps: int
    loss: float
    accuracy: float
    images: int


@dataclass(frozen=True)
class EpochDone:
    """A pass over the training images is complete, and was measured.

    Attributes
    ----------
    epoch, epochs : int
        Passes made, of how many in all.
    learning_rate : float
        Of the last step.
    training, validation : Score
        Of the weights as they are now; or, if the recipe does not measure training, of its images
        as they were seen, each before it changed the weights.
    seconds : float
        Duration of the pass, without the measurement.
    """

    epoch: int
    epochs: int
    learning_rate: float
    training: Score
    validation: Score
    seconds: float


Event = StepDone | EpochDone


class Steps(Protocol):
    """What makes the steps: the engine, or the NumPy layers."""

    def run(
        self,
        parameters: Array,
        state: OptimizerState,
        order: NDArray[np.int64],
        learning_rates: NDArray[np.float64],
        first_step: int = 0,
    ) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
        """See ``NumpyTraining.run``."""
        ...


class Trainer:
    """Follows a recipe.

    Parameters
    ----------
    recipe : Recipe
        What to do.
    training, validation : Dataset
        What to learn from, and what to judge by.
    state : TrainingState, optional
        Where an earlier run stood; by default the first weights, drawn from the recipe's seed.
    compiled : bool
        Whether the engine makes the steps; else the NumPy layers do, slowly and without
        augmentation.
    lanes : int, optional
        The engine's vector width, 16, 8 or 4; by default what suits this machine. It decides the
        last bits of the weights.
    made_of : Architecture, optional
        What is trained; by default what the recipe names.
    """

    def __init__(
        self,
        recipe: Recipe,
        training: Dataset,
        validation: Dataset,
        state: TrainingState | None = None,
        *,
        compiled: bool = True,
        lanes: int | None = None,
        made_of: Architecture | None = None,
    ) -> None:
        self.recipe = recipe
        self.architecture = made_of or architecture(recipe.architecture)
        self.training = training
        self.validation = validation
        self.state = state or first_state(recipe, self.architecture)
        self.steps_per_epoch = -(-len(training) // recipe.batch_size)
        self.steps = self.steps_per_epoch * recipe.epochs
        self._compiled = compiled
        self.lanes = (lanes or machine_lanes()) if compiled else None

    @property
    def network(self) -> Network:
        """The network as it is measured, its weights averaged if the recipe says so: a copy."""
        weights = self.state.optimizer.get("average", self.state.parameters)
        return Network(self.architecture, weights.astype(np.float32))

    def warm_up(self) -> float:
        """Compile for this machine if that was not done yet, and return the seconds it took."""
        return (
            warm_up(self.recipe, self.lanes, made_of=self.architecture) if self._compiled else 0.0
        )

    def run(self) -> Iterator[Event]:
        """Train, and tell of it; the state is whole and consistent at every event.

        Yields
        ------
        StepDone
            After every few steps.
        EpochDone
            After every pass.
        """
        recipe, state = self.recipe, self.state
        steps = self._steps()
        block = max(1, IMAGES_A_BLOCK // recipe.batch_size)
        while state.step < self.steps:
            epoch, first = divmod(state.step, self.steps_per_epoch)
            order = epoch_order(recipe.seed, epoch, len(self.training))
            if first == 0:
                self._prepare_pass(epoch)
            for start in range(first, self.steps_per_epoch, block):
                stop = min(start + block, self.steps_per_epoch)
                begun = perf_counter()
                seen = order[start * recipe.batch_size : stop * recipe.batch_size]
                rates = self._learning_rates(epoch, start, stop)
                losses, correct = steps.run(
                    state.parameters, state.optimizer, seen, rates, state.step
                )
                state.step += stop - start
                loss, good, count = float(losses.mean()), int(correct.sum()), len(seen)
                before = state.seen
                state.seen = PartialEpoch(
                    before.loss + loss * count,
                    before.correct + good,
                    before.count + count,
                    before.seconds + perf_counter() - begun,
                )
                yield StepDone(state.step, self.steps, loss, good / count, count)
            whole, state.seen = state.seen, PartialEpoch()
            yield self._epoch_done(epoch, float(rates[-1]), whole)

    def _steps(self) -> Steps:
        recipe, described = self.recipe, self.architecture
        if self._compiled:
            from digit_recognizer.nn.engine import (
                PatternTraining,
                Program,
                Training,
                pattern_lanes,
            )

            if learns_patterns(recipe) and self.training.targets is None:
                return PatternTraining(
                    described,
                    self.training.images,
                    self.training.labels,
                    optimizer=recipe.optimizer,
                    augmentation=recipe.augmentation,
                    seed=recipe.seed,
                    lanes=pattern_lanes(self.lanes or machine_lanes()),
                )
            if isinstance(recipe.optimizer, StochasticDiagonalLevenbergMarquardt):
                raise RecipeError(
                    "optimizer: StochasticDiagonalLevenbergMarquardt learns from one image at a "
                    f"time and from labels alone: expected 1 image a step (batch size) and digits "
                    f"only, got {recipe.batch_size} images a step of {recipe.data}",
                    "choose another optimizer, or 1 image a step",
                )
            return Training(
                Program(described, lanes=self.lanes),
                self.training.images,
                self.training.labels,
                optimizer=recipe.optimizer,
                batch_size=recipe.batch_size,
                augmentation=recipe.augmentation,
                seed=recipe.seed,
                averaging=recipe.averaging,
                targets=self.training.targets,
            )
        if recipe.augmentation is not None:
            raise RecipeError(
                f"recipe {recipe.name} distorts its images, which the engine alone can do: "
                "expected a recipe without augmentation for training by the NumPy layers"
            )
        return NumpyTraining(
            described,
            self.training.images,
            self.training.labels,
            optimizer=recipe.optimizer,
            batch_size=recipe.batch_size,
            averaging=recipe.averaging,
            targets=self.training.targets,
        )

    def _prepare_pass(self, epoch: int) -> None:
        optimizer = self.recipe.optimizer
        if isinstance(optimizer, StochasticDiagonalLevenbergMarquardt):
            data, generator = self.training, np.random.default_rng((self.recipe.seed, epoch, 1))
            optimizer.prepare_pass(
                self.network, data.images, data.labels, self.state.optimizer, generator
            )

    def _learning_rates(self, epoch: int, start: int, stop: int) -> NDArray[np.float64]:
        passed = epoch + np.arange(start, stop) / self.steps_per_epoch
        return np.array([self.recipe.schedule(moment) for moment in passed])

    def _epoch_done(self, epoch: int, learning_rate: float, seen: PartialEpoch) -> EpochDone:
        training = Score(seen.loss / seen.count, seen.correct, seen.count)
        if self.recipe.measures_training:
            training = self._evaluate(self.training.digits)
        validation = self._evaluate(self.validation)
        return EpochDone(
            epoch + 1, self.recipe.epochs, learning_rate, training, validation, seen.seconds
        )

    def _evaluate(self, dataset: Dataset) -> Score:
        return evaluate(self.network, dataset, compiled=self._compiled, lanes=self.lanes)


def machine_lanes() -> int:
    """Return the vector width that the engine takes on this machine."""
    from digit_recognizer.nn.engine import choose_lanes

    return choose_lanes().width


def epoch_order(seed: int, epoch: int, count: int) -> NDArray[np.int64]:
    """Return the order in which a pass sees the images: the same whenever it is asked for."""
    return np.random.default_rng((seed, epoch)).permutation(count)
