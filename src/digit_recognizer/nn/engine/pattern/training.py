"""Training pattern by pattern, in compiled code: one run on one data set."""

from time import perf_counter
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from digit_recognizer.nn.architecture import Architecture
from digit_recognizer.nn.augmentation import Augmentation
from digit_recognizer.nn.engine.compiling import make_ready
from digit_recognizer.nn.engine.inputs import (
    check_augmentation,
    check_labels,
    check_order,
    make_data,
    make_looks,
)
from digit_recognizer.nn.engine.kernels.losses import RIGHT_PENALTY
from digit_recognizer.nn.engine.lanes import Lanes, choose_lanes
from digit_recognizer.nn.engine.memory import choose_threads, fixed, zeros
from digit_recognizer.nn.engine.pattern.compiler import compile_for_patterns
from digit_recognizer.nn.engine.pattern.steps import learn
from digit_recognizer.nn.engine.plan import EngineError, addresses
from digit_recognizer.nn.layers import Array
from digit_recognizer.nn.levenberg_marquardt import StochasticDiagonalLevenbergMarquardt
from digit_recognizer.nn.losses import Labels
from digit_recognizer.nn.optimizers import GradientDescent, Optimizer, OptimizerState

__all__ = ["PatternTraining", "pattern_lanes"]

WIDEST = 8
"""Lanes: with more of them the six maps of C1 would leave too many empty."""


def pattern_lanes(width: int) -> int:
    """Return the lanes for one image at a time where the engine runs at a width."""
    return min(WIDEST, width)


class PatternNetwork(NamedTuple):
    """A plan, its kernels by their addresses.

    Attributes
    ----------
    forward, backward : ndarray of int64, (n, 2)
        Addresses, each with its row of the table.
    table, numbers, outputs, errors, classes
        See ``plan.Plan``.
    label_alone : bool
        Whether the loss is the label's penalty alone (equation 8).
    sign, rubbish : float
        See ``plan.Criterion``.
    """

    forward: NDArray[np.int64]
    backward: NDArray[np.int64]
    table: NDArray[np.int64]
    numbers: NDArray[np.float32]
    outputs: int
    errors: int
    classes: int
    label_alone: bool
    sign: float
    rubbish: float


class PatternMemory(NamedTuple):
    """The weights, the rate of each, and activations with their gradients: vectors of float32."""

    parameters: NDArray[np.float32]
    rates: NDArray[np.float32]
    activations: NDArray[np.float32]


class PatternTraining:
    """Steps of an optimizer over a data set, each on one image.

    Parameters
    ----------
    architecture : Architecture
        The network that learns.
    images : ndarray of uint8, (n, height, width)
        White ink on black.
    labels : ndarray of int, (n,)
        The class of each.
    optimizer : GradientDescent or StochasticDiagonalLevenbergMarquardt
        From gradients to steps; gradient descent without momentum and weight decay.
    augmentation : Augmentation, optional
        How images are distorted before each look; not at all by default.
    seed : int
        Of the distortions.
    lanes : int, optional
        16, 8 or 4; by default what suits this machine.

    Raises
    ------
    EngineError
        If the engine has no such network, optimizer or loss, or images and labels do not fit.
    """

    def __init__(
        self,
        architecture: Architecture,
        images: NDArray[np.uint8],
        labels: Labels,
        *,
        optimizer: Optimizer,
        augmentation: Augmentation | None = None,
        seed: int = 0,
        lanes: int | None = None,
    ) -> None:
        known = (GradientDescent(), StochasticDiagonalLevenbergMarquardt)
        if optimizer != known[0] and not isinstance(optimizer, known[1]):
            raise EngineError(
                "optimizer: expected plain gradient descent or stochastic diagonal "
                f"Levenberg-Marquardt for learning pattern by pattern, got {optimizer}"
            )
        labels = check_labels(architecture, images, labels)
        check_augmentation(architecture, augmentation)
        self._lanes = Lanes(pattern_lanes(choose_lanes().width) if lanes is None else lanes)
        self._plan = compile_for_patterns(architecture, self._lanes.width)
        order = np.zeros(0, np.int64)
        self._data = make_data(images, labels, None, order, self._plan.classes)
        self._looks = make_looks(architecture, augmentation, seed)
        self._optimizer = optimizer
        self._activations = zeros(self._plan.buffer_size)

    def initial_state(self, parameters: Array) -> OptimizerState:
        """Return the optimizer's state before the first step."""
        return self._optimizer.initial_state(len(parameters))

    def run(
        self,
        parameters: Array,
        state: OptimizerState,
        order: NDArray[np.int64],
        learning_rates: NDArray[np.float64],
        first_step: int = 0,
    ) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
        """Make one step for each image of ``order``, changing ``parameters`` in place.

        Parameters
        ----------
        parameters : ndarray, (architecture.size,)
            The weights.
        state : dict of str to ndarray
            The optimizer's; its ``rates`` are each parameter's own, 1 if it has none.
        order : ndarray of int, (steps,)
            Which images are seen.
        learning_rates : ndarray, (steps,)
            Multiplies the rates of all parameters.
        first_step : int
            Number of the first of these steps in the whole run: which distortions are drawn
            depends on it.

        Returns
        -------
        losses : ndarray, (steps,)
            Loss of each image before its step.
        correct : ndarray of int, (steps,)
            1 if it was read correctly, else 0.

        Raises
        ------
        EngineError
            If ``order`` is not as long as the steps, or names images there are not.
        """
        check_order(order, len(learning_rates), 1, len(self._data.images))
        network = self._compiled()
        return self._learn(network, parameters, state, order, learning_rates, first_step)

    def _learn(
        self,
        network: PatternNetwork,
        parameters: Array,
        state: OptimizerState,
        order: NDArray[np.int64],
        learning_rates: NDArray[np.float64],
        first_step: int,
    ) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
        plan = self._plan
        weights = zeros(len(plan.constants))
        weights[:] = plan.constants
        weights[plan.positions] = parameters
        rates = zeros(len(plan.constants))
        rates[plan.positions] = state.get("rates", 1.0)
        results = np.zeros((2, len(order)))
        learn(
            self._lanes,
            network,
            self._data._replace(order=fixed(order)),
            self._looks._replace(first_look=first_step),
            PatternMemory(weights, rates, self._activations),
            learning_rates.astype(np.float64),
            results,
        )
        parameters[...] = weights[plan.positions]
        return results[0], results[1].astype(np.int64)

    def warm_up(self) -> float:
        """Compile everything, or load it from the disk, and return the seconds it took.

        As many processes compile as there are threads.
        """
        begin = perf_counter()
        kernels = [kernel for kernel, _ in (*self._plan.backward, *self._plan.forward)]

        def compile_caller() -> None:
            weights, nothing = (
                np.zeros(len(self._plan.positions), np.float32),
                np.zeros(0, np.int64),
            )
            self._learn(self._compiled(calls_kernels=False), weights, {}, nothing, np.zeros(0), 0)

        make_ready(kernels, self._lanes, choose_threads(), compile_caller)
        return perf_counter() - begin

    def _compiled(self, *, calls_kernels: bool = True) -> PatternNetwork:
        """Return the plan as compiled code takes it, compiling the kernels if need be."""
        plan, criterion = self._plan, self._plan.criterion
        return PatternNetwork(
            addresses(plan.forward if calls_kernels else (), self._lanes),
            addresses(plan.backward if calls_kernels else (), self._lanes),
            plan.table,
            plan.numbers,
            plan.outputs,
            plan.errors,
            plan.classes,
            criterion.loss is RIGHT_PENALTY,
            float(criterion.settings[0]),
            float(criterion.settings[1]),
        )
