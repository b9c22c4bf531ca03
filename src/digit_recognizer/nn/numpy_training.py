"""Training steps on the readable NumPy layers."""

import numpy as np
from numpy.typing import NDArray

from digit_recognizer.nn.architecture import Architecture
from digit_recognizer.nn.layers import Array
from digit_recognizer.nn.losses import Labels, Targets
from digit_recognizer.nn.network import Network
from digit_recognizer.nn.optimizers import Optimizer, OptimizerState

__all__ = ["NumpyTraining"]


class NumpyTraining:
    """Steps of an optimizer over a data set: the plain text of what the engine compiles.

    Parameters
    ----------
    architecture : Architecture
        The network that learns.
    images : ndarray of uint8, (n, 28, 28)
        White ink on black.
    labels : ndarray of int, (n,)
        The class of each.
    optimizer : Optimizer
        From gradients to steps.
    batch_size : int
        Images a step.
    averaging : float, optional
        Share of the average of the weights, ``state["average"]``, that is left after a step.
    targets : ndarray of float32, (n, classes), optional
        What each class's probability should be, instead of 1 for the label alone.
    """

    def __init__(
        self,
        architecture: Architecture,
        images: NDArray[np.uint8],
        labels: Labels,
        *,
        optimizer: Optimizer,
        batch_size: int,
        averaging: float | None = None,
        targets: Targets | None = None,
    ) -> None:
        self._architecture = architecture
        self._images = images
        self._labels = labels
        self._optimizer = optimizer
        self._batch_size = batch_size
        self._averaging = averaging
        self._targets = targets

    def run(
        self,
        parameters: Array,
        state: OptimizerState,
        order: NDArray[np.int64],
        learning_rates: NDArray[np.float64],
        first_step: int = 0,
    ) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
        """Make one step for each learning rate, changing ``parameters`` and ``state`` in place.

        Parameters
        ----------
        parameters : ndarray, (architecture.size,)
            The weights.
        state : dict of str to ndarray
            What the optimizer remembers, from its ``initial_state``, and the average.
        order : ndarray of int, (up to steps * batch_size,)
            Which images are seen, one batch after another; the last batch may be smaller.
        learning_rates : ndarray, (steps,)
            The learning rate of each step.
        first_step : int
            Number of the first of these steps in the whole run; nothing here depends on it.

        Returns
        -------
        losses : ndarray, (steps,)
            Mean loss of each batch before its step.
        correct : ndarray of int, (steps,)
            Images of each batch read correctly before its step.
        """
        network = Network(self._architecture, parameters)
        gradients = np.empty_like(parameters)
        losses = np.empty(len(learning_rates))
        correct = np.empty(len(learning_rates), np.int64)
        for step, learning_rate in enumerate(learning_rates):
            batch = order[step * self._batch_size : (step + 1) * self._batch_size]
            inputs = self._architecture.encoding(self._images[batch])
            targets = None if self._targets is None else self._targets[batch]
            losses[step], correct[step] = network.loss_and_gradients(
                inputs, self._labels[batch], gradients, targets
            )
            self._optimizer.update(
                parameters, gradients, state, float(learning_rate), self._architecture.slots
            )
            if self._averaging is not None:
                average = state["average"]
                average += (parameters - average) * (1 - self._averaging)
        return losses, correct
