"""Outputs of a network, and its gradients where those of the outputs come from elsewhere."""

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from digit_recognizer.nn.architecture import Architecture
from digit_recognizer.nn.engine.plan import EngineError
from digit_recognizer.nn.engine.program import Program
from digit_recognizer.nn.layers import Array
from digit_recognizer.nn.losses import RightPenalty

__all__ = ["OutsideGradients"]


class OutsideGradients:
    """A network that is a part of something larger, which is trained as a whole.

    The larger thing reads the outputs and says how its criterion changes with each of them; here
    is the rest of the backpropagation, into the weights.

    Parameters
    ----------
    architecture : Architecture
        Its own loss plays no part. Its outputs may be maps, as those of a wide picture are.
    threads, lanes : int, optional
        As ``Program`` takes them.
    """

    def __init__(
        self, architecture: Architecture, *, threads: int | None = None, lanes: int | None = None
    ) -> None:
        # A loss that is linear in the outputs has the gradient that it is given as its targets.
        linear = replace(architecture, loss=RightPenalty())
        self._program = Program(linear, threads=threads, lanes=lanes)

    def outputs(self, parameters: Array, images: NDArray[np.uint8]) -> NDArray[np.float32]:
        """Return the last layer's outputs for images (n, height, width) uint8.

        Returns
        -------
        (n, outputs) float32
            Map after map.
        """
        return self._program.outputs(parameters, images)

    def gradients(
        self, parameters: Array, images: NDArray[np.uint8], output_gradients: NDArray[np.floating]
    ) -> NDArray[np.float32]:
        """Return the gradient of every parameter, summed over the images.

        Parameters
        ----------
        parameters : ndarray, (architecture.size,)
        images : (n, height, width) uint8
            At least one.
        output_gradients : (n, outputs)
            Of the criterion with respect to each output.

        Raises
        ------
        EngineError
            If the gradients are not as many as the outputs.
        """
        classes = self._program.plan.classes
        if output_gradients.shape != (len(images), classes):
            raise EngineError(
                f"gradients: expected {len(images)} by {classes}, got {output_gradients.shape}"
            )
        gradients = np.zeros(self._program.architecture.size, np.float32)
        # The engine finds the gradient of the mean, here the sum is asked for.
        given = np.ascontiguousarray(output_gradients * len(images), np.float32)
        labels = np.zeros(len(images), np.int64)
        self._program.loss_and_gradients(parameters, images, labels, gradients, given)
        return gradients
