"""The network as a person counts its layers: the input, then each layer with its squashing."""

from dataclasses import dataclass
from typing import Literal

from digit_recognizer.nn.architecture import Architecture
from digit_recognizer.nn.layers import (
    AverageSubsampling,
    Convolution,
    Dense,
    EuclideanRadialBasis,
    Layer,
    Shape,
    Tanh,
    TrainableSubsampling,
)

__all__ = ["Kind", "Stage", "Unit", "stages_of"]

Kind = Literal[
    "input", "convolution", "subsampling", "full connection", "distance", "squashing", "other"
]


@dataclass(frozen=True)
class Stage:
    """One step of the signal: a layer, and the squashing function that follows it.

    Attributes
    ----------
    name : str
        Its name in the paper: ``"C1"``; ``"input"`` for the first.
    layer : Layer or None
        What sums up; None for the input, and for squashing that follows no such layer.
    squashing : Tanh or None
        What squashes the sums, if anything does.
    input_shape, shape : tuple of int
        Channels, height, width of what comes in and of what goes out.
    first, last : int
        Where its sums and its values are in the list that ``Network.forward`` returns.
    """

    name: str
    layer: Layer | None
    squashing: Tanh | None
    input_shape: Shape
    shape: Shape
    first: int
    last: int

    @property
    def kind(self) -> Kind:
        """What its units do."""
        match self.layer:
            case None:
                return "input" if self.squashing is None else "squashing"
            case Convolution():
                return "convolution"
            case AverageSubsampling() | TrainableSubsampling():
                return "subsampling"
            case Dense():
                return "full connection"
            case EuclideanRadialBasis():
                return "distance"
            case _:
                return "other"

    @property
    def is_vector(self) -> bool:
        """Whether each of its maps is a single unit."""
        return self.shape[1:] == (1, 1)


@dataclass(frozen=True, order=True)
class Unit:
    """One number in the network.

    Attributes
    ----------
    stage : int
        Which stage, 0 is the input.
    channel, row, column : int
        Which map of the stage, and where in it.
    """

    stage: int
    channel: int
    row: int = 0
    column: int = 0


def stages_of(architecture: Architecture) -> tuple[Stage, ...]:
    """Return the stages of an architecture, from the input to the output."""
    shape = architecture.input_shape
    stages = [Stage("input", None, None, shape, shape, 0, 0)]
    layers = architecture.layers
    index = 0
    while index < len(layers):
        first = layers[index]
        below = architecture.shapes[index]
        if isinstance(first, Tanh):
            stages.append(Stage(first.name, None, first, below, below, index, index + 1))
            index += 1
            continue
        after = layers[index + 1] if index + 1 < len(layers) else None
        squashing = after if isinstance(after, Tanh) else None
        last = index + 2 if squashing else index + 1
        shape = architecture.shapes[last]
        stages.append(Stage(first.name, first, squashing, below, shape, index + 1, last))
        index = last
    return tuple(stages)
