"""The architecture: a list of layers, and where their parameters lie in one flat vector."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from digit_recognizer.nn.encoding import Encoding
from digit_recognizer.nn.layers import Array, Layer, Shape, ShapeError
from digit_recognizer.nn.layers.layer import ParameterSpec
from digit_recognizer.nn.losses import Loss, SoftmaxCrossEntropy

__all__ = ["Architecture", "Slot"]


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
