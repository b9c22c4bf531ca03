"""Writing the table of operations: rows, and room for what they work on."""

from abc import ABC, abstractmethod
from dataclasses import dataclass, field
from math import prod
from typing import Any, Generic, TypeVar

import numpy as np
from numpy.typing import NDArray

from digit_recognizer.nn.architecture import Architecture
from digit_recognizer.nn.engine import operations as columns
from digit_recognizer.nn.engine.criteria import choose_criterion
from digit_recognizer.nn.engine.kernels.compile import Kernel
from digit_recognizer.nn.engine.kernels.squash import squashing
from digit_recognizer.nn.engine.plan import EngineError
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

__all__ = ["Activations", "Table"]


@dataclass(frozen=True)
class Activations:
    """Where activations lie in the buffer, and their gradient (-1 if nobody needs it).

    What a ``pitch`` is, ``operations.py`` says.
    """

    shape: Shape
    start: int
    errors: int
    pitch: int


A = TypeVar("A", bound=Activations)


@dataclass
class Table(ABC, Generic[A]):
    """Rows written so far, the kernels they are for, and what is reserved in the buffer."""

    architecture: Architecture
    width: int
    rows: list[list[int]] = field(default_factory=list)
    forward: list[tuple[Kernel, int]] = field(default_factory=list)
    backward: list[tuple[Kernel, int]] = field(default_factory=list)
    numbers: list[NDArray[np.float32]] = field(default_factory=list)
    end: int = 0

    def __post_init__(self) -> None:
        """Check that the outputs are no maps."""
        shape = self.architecture.shapes[-1]
        if shape[1:] != (1, 1):
            raise EngineError(
                f"network {self.architecture.name}: expected one output a class, "
                f"got outputs of shape {shape}"
            )

    def reserve(self, size: int) -> int:
        """Take room in the buffer for so many numbers."""
        start = self.end
        self.end += -(-size // 16) * 16
        return start

    def write_numbers(self, numbers: NDArray[np.float32]) -> int:
        """Write coefficients; return where they are."""
        start = sum(map(len, self.numbers))
        self.numbers.append(numbers)
        return start

    def squashing(self, layer: Tanh) -> int:
        """Write a squashing function's coefficients; return where."""
        return self.write_numbers(squashing(layer.amplitude, layer.slope))

    def write_row(self, source: A, target: A, **fields: int) -> None:
        """Write a row of the table."""
        row = [-1] * columns.FIELDS
        row[columns.SOURCE], row[columns.TARGET] = source.start, target.start
        row[columns.CHANNELS], row[columns.HEIGHT], row[columns.BREADTH] = source.shape
        row[columns.SOURCE_ERRORS], row[columns.SOURCE_PITCH] = source.errors, source.pitch
        row[columns.TARGET_ERRORS], row[columns.TARGET_PITCH] = target.errors, target.pitch
        for name, value in fields.items():
            row[getattr(columns, name)] = value
        self.rows.append(row)

    @abstractmethod
    def average(self, source: A, layer: AverageSubsampling) -> A:
        """Add averages of squares."""

    @abstractmethod
    def convolution(self, source: A, layer: Convolution) -> A:
        """Add a convolution."""

    @abstractmethod
    def dense(self, source: A, layer: Dense | Convolution) -> A:
        """Add a dense layer, or a convolution whose maps are single points, which is the same."""

    @abstractmethod
    def squash(self, source: A, layer: Tanh) -> A:
        """Add squashing."""

    @abstractmethod
    def subsampling(self, source: A, layer: TrainableSubsampling) -> A:
        """Add subsampling with a coefficient and a bias a map."""

    @abstractmethod
    def radial_basis(self, source: A, layer: EuclideanRadialBasis) -> A:
        """Add distances from fixed centres."""

    def layer(self, source: A, layer: Layer) -> A:
        """Add one layer, of exactly one of these classes: another may compute something else."""
        if type(layer) is AverageSubsampling:
            return self.average(source, layer)
        if type(layer) is Convolution:
            if layer.output_shape(source.shape)[1:] == (1, 1):
                return self.dense(source, layer)
            return self.convolution(source, layer)
        if type(layer) is Dense:
            return self.dense(source, layer)
        if type(layer) is Tanh:
            return self.squash(source, layer)
        if type(layer) is TrainableSubsampling:
            return self.subsampling(source, layer)
        if type(layer) is EuclideanRadialBasis:
            if layer.trainable:
                raise EngineError(
                    f"network {self.architecture.name}: the engine's centres are fixed, but those "
                    f"of layer {layer.name} are trainable; use the NumPy layers"
                )
            return self.radial_basis(source, layer)
        raise EngineError(
            f"network {self.architecture.name}: the engine has no {type(layer).__name__} "
            f"(layer {layer.name}); use the NumPy layers"
        )

    def common_fields(self, outputs: A) -> dict[str, Any]:
        """Return what every ``Plan`` holds, but for the positions of parameters.

        Raises
        ------
        EngineError
            If the engine has no such loss.
        """
        try:
            criterion = choose_criterion(self.architecture.loss)
        except EngineError as error:
            raise EngineError(f"network {self.architecture.name}: {error}") from None
        return {
            "table": np.array(self.rows, np.int64).ravel(),
            "forward": tuple(self.forward),
            "backward": tuple(self.backward),
            "numbers": np.concatenate([*self.numbers, np.zeros(11, np.float32)]),
            "buffer_size": self.end,
            "outputs": outputs.start,
            "errors": outputs.errors,
            "classes": prod(self.architecture.shapes[-1]),
            "criterion": criterion,
        }
