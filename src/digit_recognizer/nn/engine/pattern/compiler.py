"""From an architecture to the table of operations for one image at a time."""

from dataclasses import dataclass, field
from math import prod

import numpy as np
from numpy.typing import NDArray

from digit_recognizer.nn.engine.kernels.compile import Kernel
from digit_recognizer.nn.engine.kernels.squash import squashing
from digit_recognizer.nn.engine.pattern import operations as columns
from digit_recognizer.nn.engine.pattern.convolution import (
    convolve,
    convolve_back,
    learn_convolution,
)
from digit_recognizer.nn.engine.pattern.dense import dense, dense_back, learn_dense
from digit_recognizer.nn.engine.pattern.outputs import radial_basis, radial_basis_back
from digit_recognizer.nn.engine.pattern.subsampling import (
    learn_subsampling,
    squash,
    squash_back,
    subsample,
    subsample_back,
)
from digit_recognizer.nn.engine.plan import Calls, EngineError, Positions
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
from digit_recognizer.nn.network import Architecture

__all__ = ["PatternPlan", "compile_for_patterns"]


@dataclass(frozen=True)
class PatternPlan:
    """What compiled code needs to know about a network.

    Attributes
    ----------
    table : ndarray of int64, (operations * FIELDS,)
        See ``operations.py``.
    forward, backward : tuple of (Kernel, int)
        What to run, each with its row of the table.
    numbers : ndarray of float32
        Coefficients of squashing functions.
    positions : ndarray of int64, (architecture.size,)
        Where each parameter of the network lies in the engine's own vector.
    constants : ndarray of float32
        That vector, with what is fixed in its place and zeros elsewhere.
    buffer_size : int
        Length of the buffer of activations and their gradients, all zero at first.
    outputs, errors : int
        Where the last activations and their gradients lie.
    """

    table: NDArray[np.int64]
    forward: Calls
    backward: Calls
    numbers: NDArray[np.float32]
    positions: Positions
    constants: NDArray[np.float32]
    buffer_size: int
    outputs: int
    errors: int


@dataclass(frozen=True)
class _Place:
    """Activations in the buffer, and their gradient."""

    shape: Shape
    pitch: int
    start: int
    errors: int
    stride: int

    @property
    def inputs(self) -> Positions:
        """Index of each value, ``(maps, height, breadth)``, from the start of the activations."""
        maps, height, breadth = self.shape
        order = np.arange(height * breadth * self.pitch).reshape(height, breadth, self.pitch)
        return order.transpose(2, 0, 1)[:maps]

    @property
    def size(self) -> int:
        """Number of activations, with those that fill up vectors."""
        return self.shape[1] * self.shape[2] * self.pitch


@dataclass
class _Compiler:
    width: int
    rows: list[list[int]] = field(default_factory=list)
    forward: list[tuple[Kernel, int]] = field(default_factory=list)
    backward: list[tuple[Kernel, int]] = field(default_factory=list)
    numbers: list[NDArray[np.float32]] = field(default_factory=list)
    positions: list[Positions] = field(default_factory=list)
    constants: list[NDArray[np.float32]] = field(default_factory=list)
    end: int = 0

    def round(self, number: int) -> int:
        """Return the next multiple of the lanes."""
        return -(-number // self.width) * self.width

    def reserve(self, size: int) -> int:
        """Take room in the buffer."""
        start = self.end
        self.end += -(-size // 16) * 16
        return start

    def parameters(self, values: NDArray[np.floating]) -> int:
        """Take room for parameters, set to ``values`` for ever unless something learns them."""
        start = sum(map(len, self.constants))
        filled = np.zeros(-(-values.size // 16) * 16, np.float32)
        filled[: values.size] = values.ravel()
        self.constants.append(filled)
        return start

    def new_page(self, shape: Shape, gap: int = 0) -> _Place:
        """Take room for activations and their gradient, its rows ``gap`` places apart."""
        maps, height, breadth = shape
        pitch, stride = self.round(maps), breadth + gap
        errors = self.reserve((height * stride + gap) * pitch) + gap * pitch
        return _Place(shape, pitch, self.reserve(height * breadth * pitch), errors, stride)

    def emit(
        self,
        kernels: tuple[Kernel, Kernel | None, Kernel | None],
        source: _Place,
        target: _Place,
        **fields: int,
    ) -> _Place:
        """Write a row of the table for the kernels that run forward, back, and learn.

        The gradient of the inputs is found before the parameters move.
        """
        forward, back, learn = kernels
        index = len(self.rows)
        self.forward.append((forward, index))
        before = [back] if back and source.errors >= 0 else []
        self.backward[:0] = [(k, index) for k in (*before, *([learn] if learn else []))]
        row = [0] * columns.FIELDS
        row[columns.SOURCE], row[columns.TARGET] = source.start, target.start
        row[columns.CHANNELS], row[columns.HEIGHT], row[columns.BREADTH] = source.shape
        row[columns.SOURCE_PITCH], row[columns.TARGET_PITCH] = source.pitch, target.pitch
        row[columns.SOURCE_ERRORS], row[columns.TARGET_ERRORS] = source.errors, target.errors
        row[columns.SOURCE_STRIDE], row[columns.TARGET_STRIDE] = source.stride, target.stride
        row[columns.MAPS] = target.shape[0]
        for name, value in fields.items():
            row[getattr(columns, name)] = value
        self.rows.append(row)
        return target

    def convolution(self, source: _Place, layer: Convolution) -> _Place:
        """Add a convolution."""
        shape, size = layer.output_shape(source.shape), layer.kernel_size
        if shape[1:] == (1, 1):
            return self.dense(source, layer)
        target = self.new_page(shape, gap=size - 1)
        channels, maps = source.shape[0], target.pitch
        order = np.arange(size * size * channels * maps).reshape(size, size, channels, maps)
        weights = self.parameters(np.zeros(order.size))
        self.place(layer, weights + order.transpose(3, 2, 0, 1))
        biases = self.parameters(np.zeros(maps))
        self.positions.append(biases + np.arange(shape[0]))
        scratch = self.reserve(size * size * max(channels * maps, shape[0] * source.pitch))
        return self.emit(
            (convolve, convolve_back, learn_convolution),
            source,
            target,
            SIZE=size,
            WEIGHTS=weights,
            BIASES=biases,
            SCRATCH=scratch,
        )

    def place(self, layer: Convolution, order: Positions) -> None:
        """Note where kernels lie; ``order`` is (maps, channels, size, size)."""
        table = layer.connection_table
        if table is None:
            self.positions.append(order[: layer.feature_maps].ravel())
            return
        for feature_map, channels in enumerate(table):
            self.positions.append(order[feature_map, list(channels)].ravel())

    def dense(self, source: _Place, layer: Dense | Convolution) -> _Place:
        """Add a dense layer, or a convolution whose maps are single points, which is the same."""
        units = layer.output_shape(source.shape)[0]
        target = self.new_page((units, 1, 1))
        weights = self.parameters(np.zeros(source.size * target.pitch))
        order = weights + source.inputs * target.pitch
        order = order + np.arange(units)[:, None, None, None]
        if isinstance(layer, Convolution):
            self.place(layer, order)
        else:
            self.positions.append(order.ravel())
        biases = self.parameters(np.zeros(target.pitch))
        self.positions.append(biases + np.arange(units))
        kernels = (dense, dense_back, learn_dense)
        return self.emit(kernels, source, target, WEIGHTS=weights, BIASES=biases)

    def subsampling(
        self, source: _Place, layer: TrainableSubsampling | AverageSubsampling
    ) -> _Place:
        """Add subsampling; averages are sums with a coefficient that nothing learns."""
        maps, pitch, size = source.shape[0], source.pitch, layer.size
        if pitch % self.width:
            raise EngineError(f"layer {layer.name}: expected a layer with maps below it")
        target = self.new_page(layer.output_shape(source.shape))
        learns = isinstance(layer, TrainableSubsampling)
        weights = self.parameters(np.full(pitch, 0 if learns else 1 / size**2))
        biases = self.parameters(np.zeros(pitch))
        if learns:
            self.positions.extend(start + np.arange(maps) for start in (weights, biases))
        return self.emit(
            (subsample, subsample_back, learn_subsampling if learns else None),
            source,
            target,
            SIZE=size,
            WEIGHTS=weights,
            BIASES=biases,
            SCRATCH=self.reserve(target.size + 2 * pitch),
        )

    def squash(self, source: _Place, layer: Tanh) -> _Place:
        """Add squashing."""
        if source.pitch % self.width:
            raise EngineError(f"layer {layer.name}: expected a layer with maps below it")
        start = sum(map(len, self.numbers))
        self.numbers.append(squashing(layer.amplitude, layer.slope))
        target = self.new_page(source.shape)
        return self.emit((squash, squash_back, None), source, target, SQUASHING=start)

    def radial_basis(self, source: _Place, layer: EuclideanRadialBasis) -> _Place:
        """Add distances from fixed centres."""
        if source.pitch % self.width or layer.trainable:
            raise EngineError(f"layer {layer.name}: expected fixed centres and maps below them")
        target = self.new_page(layer.output_shape(source.shape))
        centres = np.zeros((len(layer.centres), source.size), np.float32)
        centres[:, source.inputs.ravel()] = layer.centres
        weights = self.parameters(centres)
        return self.emit((radial_basis, radial_basis_back, None), source, target, WEIGHTS=weights)

    def layer(self, source: _Place, layer: Layer) -> _Place:
        """Add one layer, of exactly one of these classes: another may compute something else."""
        kind = type(layer)
        if kind is Convolution:
            return self.convolution(source, layer)  # type: ignore[arg-type]
        if kind is Dense:
            return self.dense(source, layer)  # type: ignore[arg-type]
        if kind is TrainableSubsampling or kind is AverageSubsampling:
            return self.subsampling(source, layer)  # type: ignore[arg-type]
        if kind is Tanh:
            return self.squash(source, layer)  # type: ignore[arg-type]
        if kind is EuclideanRadialBasis:
            return self.radial_basis(source, layer)  # type: ignore[arg-type]
        raise EngineError(
            f"layer {layer.name}: the engine cannot learn a {kind.__name__} pattern by pattern; "
            "use the NumPy layers"
        )


def compile_for_patterns(architecture: Architecture, width: int) -> PatternPlan:
    """Return the plan of an architecture for lanes of that width.

    Raises
    ------
    EngineError
        If there is a layer that the engine does not have, or the outputs are maps.
    """
    if architecture.shapes[-1][1:] != (1, 1) or architecture.size == 0:
        raise EngineError(
            f"network {architecture.name}: expected something to learn and one output a class, "
            f"got outputs of shape {architecture.shapes[-1]}"
        )
    compiler = _Compiler(width)
    shape = architecture.input_shape
    place = _Place(shape, 1, compiler.reserve(prod(shape)), -1, shape[2])
    for layer in architecture.layers:
        place = compiler.layer(place, layer)
    return PatternPlan(
        table=np.array(compiler.rows, np.int64).ravel(),
        forward=tuple(compiler.forward),
        backward=tuple(compiler.backward),
        numbers=np.concatenate([*compiler.numbers, np.zeros(11, np.float32)]),
        positions=np.concatenate(compiler.positions),
        constants=np.concatenate(compiler.constants),
        buffer_size=compiler.end,
        outputs=place.start,
        errors=place.errors,
    )
