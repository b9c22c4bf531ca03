"""The layers of a network that learn a hand: F6, its squashing function, and the output."""

import numpy as np
from numpy.typing import NDArray

from digit_recognizer.errors import DigitRecognizerError
from digit_recognizer.nn.architecture import Architecture
from digit_recognizer.nn.layers import Dense, Tanh
from digit_recognizer.nn.losses import SoftmaxCrossEntropy
from digit_recognizer.nn.network import CHUNK, Network

__all__ = ["HandError", "LastLayers"]

_LAST = 3


class HandError(DigitRecognizerError):
    """A hand that cannot be learned, or a profile that cannot be used."""


class LastLayers:
    """The last layers of a network, and what the layers below them make of images.

    Parameters
    ----------
    network : Network
        It ends in a hidden layer of full connection, squashed, and an output of ten, and its loss
        is softmax with cross entropy.

    Raises
    ------
    HandError
        If it ends in another way.
    """

    def __init__(self, network: Network) -> None:
        architecture = network.architecture
        kinds = [type(layer) for layer in architecture.layers[-_LAST:]]
        fits = kinds == [Dense, Tanh, Dense] and architecture.shapes[-1] == (10, 1, 1)
        if not fits or not isinstance(architecture.loss, SoftmaxCrossEntropy):
            raise HandError(
                f"the network {architecture.name} learns no hand: expected a hidden layer of full "
                "connection and ten outputs with softmax at its end",
                "read with the shipped network",
            )
        below = architecture.layers[:-_LAST]
        shapes = architecture.shapes
        self.architecture = Architecture(
            f"last layers of {architecture.name}", architecture.layers[-_LAST:], shapes[len(below)]
        )
        self.network = network
        self.parameters = network.parameters[len(network.parameters) - self.architecture.size :]
        self._head = Network(self.architecture, self.parameters)

    def inputs(self, images: NDArray[np.uint8]) -> NDArray[np.float32]:
        """Return what reaches the last layers, (n, values), for images (n, 28, 28) uint8."""
        below = len(self.network.architecture.layers) - _LAST
        rows = np.empty((len(images), int(np.prod(self.architecture.input_shape))), np.float32)
        for start in range(0, len(images), CHUNK):
            chunk = images[start : start + CHUNK]
            activations = self.network.forward(self.network.architecture.encoding(chunk))
            rows[start : start + CHUNK] = activations[below].reshape(-1, len(chunk)).T
        return rows

    def read(
        self, inputs: NDArray[np.float32], parameters: NDArray[np.float32] | None = None
    ) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        """Return the values of the squashed hidden layer, (n, units), and the outputs, (n, 10).

        Parameters
        ----------
        inputs : (n, values) float32
            As ``inputs`` returns them.
        parameters : (architecture.size,) float32, optional
            Of the last layers; by default those of the network.
        """
        head = self._head if parameters is None else Network(self.architecture, parameters)
        *_, values, outputs = head.forward(self.as_activations(inputs))
        return values.reshape(-1, len(inputs)).T, outputs.reshape(-1, len(inputs)).T

    def as_activations(self, inputs: NDArray[np.float32]) -> NDArray[np.float32]:
        """Return rows of values as layers take them, batch last."""
        return inputs.T.reshape(*self.architecture.input_shape, len(inputs))

    def with_parameters(self, parameters: NDArray[np.float32]) -> Network:
        """Return the whole network with other last layers."""
        whole = self.network.parameters.copy()
        whole[len(whole) - len(parameters) :] = parameters
        return Network(self.network.architecture, whole)
