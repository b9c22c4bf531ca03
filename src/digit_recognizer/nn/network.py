"""The network: a list of layers over one flat vector of parameters."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from numpy.typing import DTypeLike, NDArray

from digit_recognizer.nn.encoding import Encoding
from digit_recognizer.nn.initializers import Initializer
from digit_recognizer.nn.layers import Array, Layer, Shape, ShapeError
from digit_recognizer.nn.layers.layer import ParameterSpec
from digit_recognizer.nn.losses import Labels, Loss, SoftmaxCrossEntropy, Targets

__all__ = ["Architecture", "Network", "Slot"]

CHUNK = 256
"""Images that go through the layers at once: enough for speed, little memory."""


@dataclass(frozen=True)
class Slot:
    """Where a parameter of a layer lies in the network's vector."""

    layer: str
    parameter: str
    spec: ParameterSpec
    start: int

    @property
    def name(self) -> str:
        """Layer and parameter, as checkpoints name it: ``"C1.kernels"``."""
        return f"{self.layer}.{self.parameter}"

    @property
    def stop(self) -> int:
        """Index after its last entry."""
        return self.start + self.spec.size

    def view(self, vector: Array) -> Array:
        """Return the parameter's entries of a vector, in its shape, without a copy."""
        return vector[self.start : self.stop].reshape(self.spec.shape)


@dataclass(frozen=True)
class Architecture:
    """What a network is made of, without its weights; shapes are checked when it is made.

    Attributes
    ----------
    name : str
        Its name in commands and checkpoints.
    layers : tuple of Layer
        From input to output.
    input_shape : tuple of int
        Channels, height, width of the first layer's input.
    encoding : Encoding
        From images of 28×28 pixels to that input.
    loss : Loss
        What training minimises, and how outputs become probabilities.

    Raises
    ------
    ShapeError
        If a layer does not fit the one before it, or two have the same name.
    """

    name: str
    layers: tuple[Layer, ...]
    input_shape: Shape = (1, 32, 32)
    encoding: Encoding = field(default_factory=Encoding)
    loss: Loss = field(default_factory=SoftmaxCrossEntropy)

    def __post_init__(self) -> None:
        """Check names and shapes."""
        names = [layer.name for layer in self.layers]
        if not names or len(set(names)) != len(names):
            raise ShapeError(
                f"network {self.name}: expected layers with names of their own, got {names}"
            )
        if len(self.shapes) != len(names) + 1:
            raise ShapeError(f"network {self.name}: could not follow the shapes of its layers")

    @cached_property
    def shapes(self) -> tuple[Shape, ...]:
        """The input's shape, then the output shape of each layer."""
        shapes = [self.input_shape]
        for layer in self.layers:
            shapes.append(layer.output_shape(shapes[-1]))
        return tuple(shapes)

    @cached_property
    def slots(self) -> tuple[Slot, ...]:
        """Where each parameter lies in the vector, in the order of the layers."""
        slots: list[Slot] = []
        start = 0
        for layer, shape in zip(self.layers, self.shapes[:-1], strict=True):
            for parameter, spec in layer.parameter_specs(shape).items():
                slots.append(Slot(layer.name, parameter, spec, start))
                start = slots[-1].stop
        return tuple(slots)

    @property
    def size(self) -> int:
        """Number of trainable parameters."""
        return self.slots[-1].stop if self.slots else 0

    def __str__(self) -> str:
        """Return the table of its layers."""
        return self.table()

    def table(self, reference: Mapping[str, tuple[int, int]] | None = None) -> str:
        """Return a line a layer: its output's shape, its parameters and its connections.

        Parameters
        ----------
        reference : mapping of str to (int, int), optional
            Parameters and connections that another source gives for the layers, for columns beside
            ours.
        """
        given = reference or {}
        beside = f"{'paper: parameters':>20}{'connections':>14}" if given else ""
        lines = [f"{'layer':<14}{'output':>14}{'parameters':>13}{'connections':>14}{beside}"]
        lines.append(f"{'input':<14}{_at(self.shapes[0]):>14}")
        connections = 0
        for layer, inputs, outputs in zip(self.layers, self.shapes, self.shapes[1:], strict=False):
            connections += layer.connections(inputs)
            ours = _columns(self.parameters_of(layer), layer.connections(inputs), 13)
            theirs = _columns(*given[layer.name], 20) if layer.name in given else ""
            lines.append(f"{layer.name:<14}{_at(outputs):>14}{ours}{theirs}")
        sums = [sum(counts[index] for counts in given.values()) for index in (0, 1)]
        theirs = _columns(sums[0], sums[1], 20) if given else ""
        lines.append(f"{'total':<14}{'':>14}{_columns(self.size, connections, 13)}{theirs}")
        return "\n".join(lines)

    def parameters_of(self, layer: Layer) -> int:
        """Return the number of trainable parameters of one layer."""
        return sum(slot.spec.size for slot in self.slots if slot.layer == layer.name)


def _at(shape: Shape) -> str:
    """Return a shape as the 1998 paper writes it: 6@28×28."""
    maps, height, width = shape
    return f"{maps}@{height}×{width}" if height * width > 1 else f"{maps}"


def _columns(parameters: int, connections: int, width: int) -> str:
    """Return both counts in columns, a dot for none."""
    counts = [f"{count:,}" if count else "·" for count in (parameters, connections)]
    return f"{counts[0]:>{width}}{counts[1]:>14}"


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
