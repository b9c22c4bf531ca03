"""Training steps in compiled code: one run on one data set."""

from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from digit_recognizer.nn.augmentation import Augmentation
from digit_recognizer.nn.engine.blocks import make_blocks, no_blocks
from digit_recognizer.nn.engine.inputs import (
    Blocks,
    Steps,
    check_augmentation,
    check_labels,
    check_order,
    make_data,
    make_looks,
)
from digit_recognizer.nn.engine.kernels.update import ADAM, DESCENT, MUON
from digit_recognizer.nn.engine.memory import fixed, zeros
from digit_recognizer.nn.engine.plan import EngineError
from digit_recognizer.nn.engine.program import Program
from digit_recognizer.nn.layers import Array
from digit_recognizer.nn.losses import Labels, Targets
from digit_recognizer.nn.optimizers import (
    Adam,
    AdamW,
    GradientDescent,
    Muon,
    Optimizer,
    OptimizerState,
    blocks_of,
)

__all__ = ["Training"]

IMAGES_A_CALL = 4096
"""After about so many images compiled code comes back, so that Ctrl-C is noticed."""


class Training:
    """Steps of an optimizer over a data set.

    Parameters
    ----------
    program : Program
        The network that learns.
    images : ndarray of uint8, (n, height, width)
        White ink on black.
    labels : ndarray of int, (n,)
        The class of each.
    optimizer : GradientDescent, Adam, AdamW or Muon
        From gradients to steps.
    batch_size : int
        Images a step.
    augmentation : Augmentation, optional
        How images are distorted before each look; not at all by default.
    seed : int
        Of the distortions.
    averaging : float, optional
        From 0 to below 1: how much of the moving average of the weights remains after a step. The
        average is ``state["average"]``; there is none by default.
    targets : ndarray of float32, (n, classes), optional
        What each class's probability should be, instead of 1 for the label alone.

    Raises
    ------
    EngineError
        If images, labels, targets, optimizer, augmentation or averaging are none the engine can
        use.
    """

    def __init__(
        self,
        program: Program,
        images: NDArray[np.uint8],
        labels: Labels,
        *,
        optimizer: Optimizer,
        batch_size: int,
        augmentation: Augmentation | None = None,
        seed: int = 0,
        averaging: float | None = None,
        targets: Targets | None = None,
    ) -> None:
        if averaging is not None and not 0 <= averaging < 1:
            raise EngineError(f"averaging: expected a number from 0 to below 1, got {averaging}")
        if batch_size < 1 or seed < 0:
            raise EngineError(
                f"expected a batch size from 1 and a seed from 0, got {batch_size} and {seed}"
            )
        architecture = program.architecture
        check_augmentation(architecture, augmentation)
        labels = check_labels(architecture, images, labels)
        order = np.zeros(0, np.int64)
        self._data = make_data(images, labels, targets, order, program.plan.classes)
        self._looks = make_looks(architecture, augmentation, seed)
        self._program = program
        self._batch_size = batch_size
        self._averaging = averaging
        self._optimizer = optimizer
        self._kind, self._moments, settings = _step_of(optimizer)
        self._settings = np.array([*settings, -1.0 if averaging is None else averaging])

    def initial_state(self, parameters: Array) -> OptimizerState:
        """Return the state before the first step: the optimizer's, and the weights' average."""
        state = self._optimizer.initial_state(len(parameters))
        if self._averaging is not None:
            state["average"] = parameters.astype(np.float32)
        return state

    def run(
        self,
        parameters: Array,
        state: OptimizerState,
        order: NDArray[np.int64],
        learning_rates: NDArray[np.float64],
        first_step: int = 0,
    ) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
        """Make one step for each learning rate, changing ``parameters`` and ``state`` in place.

        If something is raised meanwhile, Ctrl-C for example, they stay as they were.

        Parameters
        ----------
        parameters : ndarray, (architecture.size,)
            The weights.
        state : dict of str to ndarray
            From ``initial_state``, or as the last call left it.
        order : ndarray of int, (up to steps * batch_size,)
            Which images are seen, one batch after another; the last batch may be smaller.
        learning_rates : ndarray, (steps,)
            The learning rate of each step.
        first_step : int
            Number of the first of these steps in the whole run: which distortions are drawn
            depends on it.

        Returns
        -------
        losses : ndarray, (steps,)
            Mean loss of each batch before its step.
        correct : ndarray of int, (steps,)
            Images of each batch read correctly before its step.

        Raises
        ------
        EngineError
            If ``order`` is not as long as the steps ask for, or names images there are not.
        """
        steps, batch = len(learning_rates), self._batch_size
        check_order(order, steps, batch, len(self._data.images))
        program = self._program
        names = [*self._moments, *(["average"] if self._averaging is not None else [])]
        packed = {name: program.packing.pack(state[name]) for name in names}
        weights, sums = program.packing.pack(parameters), program.sums.take()
        first, second = (packed.get(name, zeros(0)) for name in (*self._moments, "", "")[:2])
        memory = program.memory(weights, first, second, packed.get("average", zeros(0)), sums)
        done = int(state["steps"][0]) if "steps" in state else first_step
        results = np.empty((2, steps))
        together = max(1, IMAGES_A_CALL // batch)
        for start in range(0, steps, together):
            stop = min(start + together, steps)
            results[:, start:stop] = program.learn(
                self._data._replace(order=fixed(order[start * batch : stop * batch])),
                self._looks._replace(first_look=(first_step + start) * batch),
                Steps(
                    self._kind,
                    self._settings,
                    learning_rates[start:stop].astype(float),
                    done + start,
                    self._blocks,
                ),
                memory,
                batch,
            )
        program.sums.give_back(sums)
        program.packing.unpack(weights, parameters)
        for name, vector in packed.items():
            program.packing.unpack(vector, state[name])
        if "steps" in state:
            state["steps"] += steps
        return results[0], results[1].astype(np.int64)

    @cached_property
    def _blocks(self) -> Blocks:
        if self._kind != MUON:
            return no_blocks()
        program = self._program
        blocks = blocks_of(program.architecture.slots)
        return make_blocks(blocks, program.plan.positions, program.lanes)


def _step_of(optimizer: Optimizer) -> tuple[int, tuple[str, ...], list[float]]:
    """Return kind of step, names of the state's vectors and settings, for compiled code."""
    match optimizer:
        case GradientDescent():
            moments = ("velocity",) if optimizer.momentum else ()
            return DESCENT, moments, [optimizer.momentum, 0, 0, optimizer.weight_decay]
        case Adam():
            decay = optimizer.weight_decay if isinstance(optimizer, AdamW) else 0.0
            settings = [optimizer.mean_decay, optimizer.square_decay, optimizer.epsilon, decay]
            return ADAM, ("mean", "square"), settings
        case Muon():
            return MUON, ("momentum",), [optimizer.momentum, 0, 0, 0]
    raise EngineError(
        f"optimizer: expected GradientDescent, Adam, AdamW or Muon, got {type(optimizer).__name__}"
    )
