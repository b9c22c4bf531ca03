"""Writing the table of operations: rows, and room for what they work on."""

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from digit_recognizer.nn.engine import operations as columns
from digit_recognizer.nn.engine.kernels.compile import Kernel
from digit_recognizer.nn.engine.plan import Positions
from digit_recognizer.nn.layers import Convolution, Shape
from digit_recognizer.nn.network import Architecture

__all__ = ["Place", "Table"]


@dataclass(frozen=True)
class Place:
    """Activations in the buffer, and their gradient."""

    shape: Shape
    start: int
    errors: int
    pitch: int
    squashed: bool = False


@dataclass
class Table:
    """Rows written so far, and what is reserved in the buffer and among the parameters."""

    architecture: Architecture
    width: int
    rows: list[list[int]] = field(default_factory=list)
    forward: list[tuple[Kernel, int]] = field(default_factory=list)
    backward: list[tuple[Kernel, int]] = field(default_factory=list)
    numbers: list[NDArray[np.float32]] = field(default_factory=list)
    positions: list[tuple[int, Positions]] = field(default_factory=list)
    unused: list[tuple[int, Positions]] = field(default_factory=list)
    end: int = 0
    sizes: list[int] = field(default_factory=lambda: [0, 0])

    def reserve(self, vectors: int) -> int:
        """Take room in the buffer for so many vectors."""
        start = self.end
        self.end += -(-vectors * self.width // 16) * 16
        return start

    def new_page(self, shape: Shape, learns: bool, gap: int = 0) -> Place:
        """Take room for activations, and for their gradient if there is something to learn."""
        maps, height, breadth = shape
        rounded = -(-maps * height * breadth // self.width) * self.width
        start = self.reserve(rounded)
        pitch = breadth + gap
        errors = -1
        if learns:
            errors = self.reserve(gap + max(rounded, maps * height * pitch)) + gap * self.width
        return Place(shape, start, errors, pitch)

    def parameters(self, part: int, size: int) -> int:
        """Take room for parameters, part 0 (sums) or part 1 (weights of dense layers)."""
        start = self.sizes[part]
        self.sizes[part] += -(-size // 16) * 16
        return start

    def emit(
        self,
        kernels: tuple[Kernel | None, Kernel | None, Kernel | None],
        source: Place,
        target: Place,
        **fields: int,
    ) -> None:
        """Write a row of the table, and note which kernels it is for.

        They are the one that runs forward, the one that finds the gradients of parameters, and the
        one that finds the gradient of the inputs, which runs if somebody needs it.
        """
        forward, learn, back = kernels
        index = len(self.rows)
        if forward:
            self.forward.append((forward, index))
        if back and source.errors >= 0:
            self.backward.insert(0, (back, index))
        if learn:
            self.backward.insert(0, (learn, index))
        row = [-1] * columns.FIELDS
        row[columns.SOURCE], row[columns.TARGET] = source.start, target.start
        row[columns.CHANNELS], row[columns.HEIGHT], row[columns.BREADTH] = source.shape
        row[columns.SOURCE_ERRORS], row[columns.SOURCE_PITCH] = source.errors, source.pitch
        row[columns.TARGET_ERRORS], row[columns.TARGET_PITCH] = target.errors, target.pitch
        for name, value in fields.items():
            row[getattr(columns, name)] = value
        self.rows.append(row)

    def place(self, layer: Convolution, part: int, start: int, order: Positions) -> None:
        """Note where kernels lie, and which of them are not there."""
        table = layer.connection_table
        if table is None:
            self.positions.append((part, start + order.ravel()))
            return
        connected = np.zeros(order.shape[:2], bool)
        for feature_map, row in enumerate(table):
            connected[feature_map, list(row)] = True
            self.positions.append((part, start + order[feature_map, list(row)].ravel()))
        self.unused.append((part, start + order[~connected].ravel()))

    def gather(self, pieces: list[tuple[int, Positions]]) -> Positions:
        """Return positions of both parts, in one vector."""
        shifted = [positions + part * self.sizes[0] for part, positions in pieces]
        return np.concatenate([np.zeros(0, np.int64), *shifted])
