"""Training pattern by pattern, in compiled code: one run on one data set."""

from time import perf_counter
from typing import Any

import numpy as np
from numpy.typing import NDArray

from digit_recognizer.nn.augmentation import Augmentation
from digit_recognizer.nn.engine.lanes import Lanes, choose_lanes
from digit_recognizer.nn.engine.memory import fixed, zeros
from digit_recognizer.nn.engine.pattern.compiler import compile_for_patterns
from digit_recognizer.nn.engine.pattern.outputs import RIGHT_PENALTY, SHARES
from digit_recognizer.nn.engine.pattern.steps import learn
from digit_recognizer.nn.engine.plan import Calls, EngineError
from digit_recognizer.nn.layers import Array
from digit_recognizer.nn.levenberg_marquardt import StochasticDiagonalLevenbergMarquardt
from digit_recognizer.nn.losses import (
    Labels,
    Loss,
    MaximumAPosteriori,
    RightPenalty,
    SoftmaxCrossEntropy,
)
from digit_recognizer.nn.network import Architecture
from digit_recognizer.nn.optimizers import GradientDescent, Optimizer, OptimizerState

__all__ = ["PatternTraining", "pattern_lanes"]

WIDEST = 8
"""Lanes: with more of them the six maps of C1 would leave too many empty."""


def pattern_lanes(width: int) -> int:
    """Return the lanes for one image at a time where the engine runs at a width."""
    return min(WIDEST, width)


class PatternTraining:
    """Steps of an optimizer over a data set, each on one image.

    Parameters
    ----------
    architecture : Architecture
        The network that learns.
    images : ndarray of uint8, (n, height, width)
        White ink on black.
    labels : ndarray of int, (n,)
        The right class of each.
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
        encoding = architecture.encoding
        _check_images(architecture, images, labels, augmentation)
        self._lanes = Lanes(pattern_lanes(choose_lanes().width) if lanes is None else lanes)
        self._plan = compile_for_patterns(architecture, self._lanes.width)
        self._images, self._labels = fixed(images), fixed(labels.astype(np.int64))
        self._optimizer = optimizer
        self._loss = _describe(architecture.loss)
        self._classes = architecture.shapes[-1][0]
        levels = (encoding.background, (encoding.ink - encoding.background) / 255, encoding.margin)
        settings = np.zeros(0) if augmentation is None else augmentation.vector()
        self._encoding = np.array(levels, np.float32)
        self._distortion, self._seed = settings.astype(np.float32), np.uint64(seed)
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
        right : ndarray of int, (steps,)
            1 if it was read right, else 0.

        Raises
        ------
        EngineError
            If ``order`` is not as long as the steps, or names images there are not.
        """
        if len(order) != len(learning_rates) or order.dtype != np.int64:
            raise EngineError(
                f"order: expected {len(learning_rates)} numbers of int64, one a step, "
                f"got {len(order)} of {order.dtype}"
            )
        if len(order) and not 0 <= order.min() <= order.max() < len(self._images):
            raise EngineError(f"order: expected numbers of images below {len(self._images)}")
        plan = self._plan
        weights = zeros(len(plan.constants))
        weights[:] = plan.constants
        weights[plan.positions] = parameters
        rates = zeros(len(plan.constants))
        rates[plan.positions] = state.get("rates", 1.0)
        results = np.zeros((2, len(order)))
        learn(
            self._lanes,
            (self._addresses(plan.forward), self._addresses(plan.backward)),
            (plan.table, plan.numbers),
            (plan.outputs, plan.errors, self._classes, self._loss),
            (self._images, self._labels, fixed(order)),
            (self._encoding, self._distortion, self._seed, first_step),
            (weights, rates, self._activations),
            learning_rates.astype(np.float64),
            results,
        )
        parameters[...] = weights[plan.positions]
        return results[0], results[1].astype(np.int64)

    def warm_up(self) -> float:
        """Compile everything, or load it from the disk, and return the seconds it took."""
        begin = perf_counter()
        nothing = np.zeros(0, np.int64)
        self.run(np.zeros(len(self._plan.positions), np.float32), {}, nothing, np.zeros(0))
        return perf_counter() - begin

    def _addresses(self, calls: Calls) -> NDArray[np.int64]:
        pairs = [(kernel.address(self._lanes), row) for kernel, row in calls]
        return np.array(pairs, np.int64).reshape(-1, 2)


def _describe(loss: Loss) -> tuple[int, float, float]:
    """Return a loss as compiled code takes it (``outputs.measure``)."""
    match loss:
        case SoftmaxCrossEntropy():
            return SHARES, 1.0, -np.inf
        case MaximumAPosteriori():
            return SHARES, -1.0, -loss.rubbish_penalty
        case RightPenalty():
            return RIGHT_PENALTY, -1.0, -np.inf
    raise EngineError(f"loss: the engine has no {type(loss).__name__}; use the NumPy layers")


def _check_images(
    architecture: Architecture, images: Any, labels: Labels, augmentation: Augmentation | None
) -> None:
    margin, (_, height, breadth) = architecture.encoding.margin, architecture.input_shape
    shape = (height - 2 * margin, breadth - 2 * margin)
    if images.dtype != np.uint8 or images.shape[1:] != shape or labels.shape != images.shape[:1]:
        raise EngineError(
            f"images: expected uint8 of shape (n, {shape[0]}, {shape[1]}) and n labels, "
            f"got {images.dtype} of shape {images.shape} and labels of shape {labels.shape}"
        )
    if augmentation is not None and (shape != (28, 28) or margin > 2):
        raise EngineError(
            "augmentation: expected images of 28×28 pixels and a margin of at most 2, "
            f"got a margin of {margin}"
        )
    classes = architecture.shapes[-1][0]
    if len(labels) and not 0 <= labels.min() <= labels.max() < classes:
        raise EngineError(f"labels: expected classes from 0 to {classes - 1}")
