"""The network: an architecture and one flat vector of parameters."""

import numpy as np
from numpy.typing import DTypeLike, NDArray

from digit_recognizer.nn.architecture import Architecture
from digit_recognizer.nn.initializers import Initializer
from digit_recognizer.nn.layers import Array, ShapeError
from digit_recognizer.nn.losses import Labels, Targets

__all__ = ["Network"]

CHUNK = 32
"""Images that go through the layers at once: what a layer makes of so few stays near the processor,
and they take half as long as 256 at once."""


class Network:
    """An architecture and its parameters.

    Parameters
    ----------
    architecture : Architecture
        The layers.
    parameters : ndarray, (architecture.size,), optional
        The vector, kept as it is and not copied; zeros by default.
    dtype : dtype, optional
        Of the zeros: float32, or float64 for gradient checks.

    Raises
    ------
    ShapeError
        If ``parameters`` has another length than the architecture asks for.
    """

    def __init__(
        self,
        architecture: Architecture,
        parameters: Array | None = None,
        *,
        dtype: DTypeLike = np.float32,
    ) -> None:
        if parameters is None:
            parameters = np.zeros(architecture.size, dtype)
        if parameters.shape != (architecture.size,):
            raise ShapeError(
                f"network {architecture.name}: expected a vector of {architecture.size} "
                f"parameters, got an array of shape {parameters.shape}"
            )
        self.architecture = architecture
        self.parameters = parameters
        self._views = self.views(parameters)

    def __repr__(self) -> str:
        """Return name and number of parameters."""
        return f"Network({self.architecture.name!r}, {self.architecture.size} parameters)"

    def __reduce__(self) -> tuple[type["Network"], tuple[Architecture, Array]]:
        """Return what makes a copy or an unpickled network, whose layers see its own vector."""
        return type(self), (self.architecture, self.parameters)

    def views(self, vector: Array) -> dict[str, dict[str, Array]]:
        """Return a vector's entries by layer and parameter, without a copy."""
        views: dict[str, dict[str, Array]] = {layer.name: {} for layer in self.architecture.layers}
        for slot in self.architecture.slots:
            views[slot.layer][slot.parameter] = slot.view(vector)
        return views

    def initialize(self, initializer: Initializer, generator: np.random.Generator) -> None:
        """Draw all parameters anew, in place."""
        for slot in self.architecture.slots:
            slot.view(self.parameters)[...] = initializer(slot.spec, generator)

    def forward(self, inputs: Array) -> list[Array]:
        """Return the inputs and the outputs of every layer.

        Parameters
        ----------
        inputs : ndarray, (channels, height, width, batch)
            As the architecture's encoding makes them.

        Raises
        ------
        ShapeError
            If an image has another shape than the architecture's input.
        """
        if inputs.shape[:-1] != self.architecture.input_shape:
            raise ShapeError(
                f"network {self.architecture.name}: expected an input of "
                f"{self.architecture.input_shape} and the batch, got {inputs.shape}"
            )
        activations = [inputs]
        for layer in self.architecture.layers:
            activations.append(layer.forward(self._views[layer.name], activations[-1]))
        return activations

    def backward(self, activations: list[Array], output_gradient: Array, gradients: Array) -> Array:
        """Write the gradient of every parameter and return the gradient of the inputs.

        Parameters
        ----------
        activations : list of ndarray
            What ``forward`` returned.
        output_gradient : ndarray
            Gradient of the loss with respect to the last of them.
        gradients : ndarray, like ``parameters``
            Where the gradients are written, summed over the batch.
        """
        views = self.views(gradients)
        for index in reversed(range(len(self.architecture.layers))):
            layer = self.architecture.layers[index]
            output_gradient = layer.backward(
                self._views[layer.name],
                views[layer.name],
                activations[index],
                activations[index + 1],
                output_gradient,
            )
        return output_gradient

    def curvatures(self, inputs: Array, labels: Labels) -> Array:
        """Return the diagonal of the Gauss-Newton matrix of the mean loss, like ``parameters``.

        By second-order backpropagation (LeCun et al. 1998, Appendix C).
        """
        loss = self.architecture.loss
        activations = self.forward(inputs)
        _, gradient = loss.losses(activations[-1], labels)
        curvature = loss.curvatures(activations[-1], labels)
        gradients, curvatures = np.empty_like(self.parameters), np.empty_like(self.parameters)
        gradient_views, curvature_views = self.views(gradients), self.views(curvatures)
        for index in reversed(range(len(self.architecture.layers))):
            layer = self.architecture.layers[index]
            views = self._views[layer.name]
            ends = activations[index], activations[index + 1]
            curvature = layer.curvature(
                views, curvature_views[layer.name], *ends, gradient, curvature
            )
            gradient = layer.backward(views, gradient_views[layer.name], *ends, gradient)
        curvatures /= len(labels)
        return curvatures

    def loss_and_gradients(
        self, inputs: Array, labels: Labels, gradients: Array, targets: Targets | None = None
    ) -> tuple[float, int]:
        """Write the gradients of the mean loss; return that loss and the number read correctly.

        The loss is that of the ``targets``, ``(batch, classes)``, where there are any.
        """
        activations = self.forward(inputs)
        losses, output_gradient = self.architecture.loss.losses(activations[-1], labels, targets)
        self.backward(activations, output_gradient, gradients)
        gradients /= len(labels)
        answers = self.architecture.loss.probabilities(activations[-1]).argmax(axis=0)
        return float(losses.mean()), int((answers == labels).sum())

    def activations(self, images: NDArray[np.uint8]) -> dict[str, Array]:
        """Return the input and each layer's output by name, ``(channels, height, width, batch)``.

        Parameters
        ----------
        images : ndarray of uint8, (batch, 28, 28)
            White ink on black.
        """
        names = ["input", *(layer.name for layer in self.architecture.layers)]
        outputs = self.forward(self.architecture.encoding(images))
        return dict(zip(names, outputs, strict=True))

    def probabilities(self, images: NDArray[np.uint8]) -> NDArray[np.float32]:
        """Return the probability of each class for each image.

        Parameters
        ----------
        images : ndarray of uint8, (batch, 28, 28)
            White ink on black.

        Returns
        -------
        ndarray of float32, (batch, classes)
        """
        classes = self.architecture.shapes[-1][0]
        result = np.empty((len(images), classes), np.float32)
        for start in range(0, len(images), CHUNK):
            chunk = images[start : start + CHUNK]
            outputs = self.forward(self.architecture.encoding(chunk))[-1]
            result[start : start + CHUNK] = self.architecture.loss.probabilities(outputs).T
        return result
