"""From an architecture to the table of operations for one image at a time."""

from dataclasses import dataclass, field
from math import prod

import numpy as np
from numpy.typing import NDArray

from digit_recognizer.nn.architecture import Architecture
from digit_recognizer.nn.engine.kernels.compile import Kernel
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
from digit_recognizer.nn.engine.plan import EngineError, PatternPlan, Positions
from digit_recognizer.nn.engine.table import Activations, Table
from digit_recognizer.nn.layers import (
    AverageSubsampling,
    Convolution,
    Dense,
    EuclideanRadialBasis,
    Shape,
    Tanh,
    TrainableSubsampling,
)

__all__ = ["compile_for_patterns"]


@dataclass(frozen=True)
class _Activations(Activations):
    """Activations, and how far apart the rows of their gradient lie."""

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
class _Compiler(Table[_Activations]):
    """Adds layers."""

    positions: list[Positions] = field(default_factory=list)
    constants: list[NDArray[np.float32]] = field(default_factory=list)

    def round(self, number: int) -> int:
        """Return the next multiple of the lanes."""
        return -(-number // self.width) * self.width

    def parameters(self, values: NDArray[np.floating]) -> int:
        """Take room for parameters, set to ``values`` for ever unless something learns them."""
        start = sum(map(len, self.constants))
        filled = np.zeros(-(-values.size // 16) * 16, np.float32)
        filled[: values.size] = values.ravel()
        self.constants.append(filled)
        return start

    def new_activations(self, shape: Shape, gap: int = 0) -> _Activations:
        """Take room for activations and their gradient, its rows ``gap`` points apart."""
        maps, height, breadth = shape
        pitch, stride = self.round(maps), breadth + gap
        errors = self.reserve((height * stride + gap) * pitch) + gap * pitch
        start = self.reserve(height * breadth * pitch)
        return _Activations(shape, start, errors, pitch, stride)

    def emit(
        self,
        kernels: tuple[Kernel, Kernel | None, Kernel | None],
        source: _Activations,
        target: _Activations,
        **fields: int,
    ) -> _Activations:
        """Write a row of the table for the kernels that run forward, back, and learn.

        The gradient of the inputs is found before the parameters move.
        """
        forward, back, learn = kernels
        index = len(self.rows)
        self.forward.append((forward, index))
        before = [back] if back and source.errors >= 0 else []
        self.backward[:0] = [(k, index) for k in (*before, *([learn] if learn else []))]
        strides = {"SOURCE_STRIDE": source.stride, "TARGET_STRIDE": target.stride}
        self.write_row(source, target, **strides, MAPS=target.shape[0], **fields)
        return target

    def check_maps_below(self, source: _Activations, name: str) -> None:
        """Raise EngineError where a layer comes right after the network's input."""
        if source.pitch % self.width:
            raise EngineError(
                f"layer {name}: expected a layer with feature maps below it, got the network's "
                "input; use the NumPy layers"
            )

    def convolution(self, source: _Activations, layer: Convolution) -> _Activations:
        """Add a convolution."""
        shape, size = layer.output_shape(source.shape), layer.kernel_size
        target = self.new_activations(shape, gap=size - 1)
        channels, maps = source.shape[0], target.pitch
        order = np.arange(size * size * channels * maps).reshape(size, size, channels, maps)
        weights = self.parameters(np.zeros(order.size))
        self.note_kernels(layer, weights + order.transpose(3, 2, 0, 1))
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

    def note_kernels(self, layer: Convolution, order: Positions) -> None:
        """Note where kernels lie; ``order`` is (maps, channels, size, size)."""
        table = layer.connection_table
        if table is None:
            self.positions.append(order[: layer.feature_maps].ravel())
            return
        for feature_map, channels in enumerate(table):
            self.positions.append(order[feature_map, list(channels)].ravel())

    def dense(self, source: _Activations, layer: Dense | Convolution) -> _Activations:
        """Add a dense layer, or a convolution whose maps are single points, which is the same."""
        units = layer.output_shape(source.shape)[0]
        target = self.new_activations((units, 1, 1))
        weights = self.parameters(np.zeros(source.size * target.pitch))
        order = weights + source.inputs * target.pitch
        order = order + np.arange(units)[:, None, None, None]
        if isinstance(layer, Convolution):
            self.note_kernels(layer, order)
        else:
            self.positions.append(order.ravel())
        biases = self.parameters(np.zeros(target.pitch))
        self.positions.append(biases + np.arange(units))
        kernels = (dense, dense_back, learn_dense)
        return self.emit(kernels, source, target, WEIGHTS=weights, BIASES=biases)

    def average(self, source: _Activations, layer: AverageSubsampling) -> _Activations:
        """Add averages: sums with a coefficient that nothing learns."""
        return self.subsampling(source, layer)

    def subsampling(
        self, source: _Activations, layer: TrainableSubsampling | AverageSubsampling
    ) -> _Activations:
        """Add subsampling with a coefficient and a bias a map."""
        maps, pitch, size = source.shape[0], source.pitch, layer.size
        if pitch % self.width:
            raise EngineError(f"layer {layer.name}: expected a layer with maps below it")
        target = self.new_activations(layer.output_shape(source.shape))
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

    def squash(self, source: _Activations, layer: Tanh) -> _Activations:
        """Add squashing."""
        self.check_maps_below(source, layer.name)
        start = self.squashing(layer)
        target = self.new_activations(source.shape)
        return self.emit((squash, squash_back, None), source, target, SQUASHING=start)

    def radial_basis(self, source: _Activations, layer: EuclideanRadialBasis) -> _Activations:
        """Add distances from fixed centres."""
        self.check_maps_below(source, layer.name)
        target = self.new_activations(layer.output_shape(source.shape))
        centres = np.zeros((len(layer.centres), source.size), np.float32)
        centres[:, source.inputs.ravel()] = layer.centres
        weights = self.parameters(centres)
        return self.emit((radial_basis, radial_basis_back, None), source, target, WEIGHTS=weights)


def compile_for_patterns(architecture: Architecture, width: int) -> PatternPlan:
    """Return the plan of an architecture for lanes of that width.

    Raises
    ------
    EngineError
        If there is a layer or a loss that the engine does not have, or the outputs are maps.
    """
    if architecture.size == 0:
        raise EngineError(
            f"network {architecture.name}: expected something to learn, got no parameters"
        )
    compiler = _Compiler(architecture, width)
    shape = architecture.input_shape
    activations = _Activations(shape, compiler.reserve(prod(shape)), -1, 1, shape[2])
    for layer in architecture.layers:
        activations = compiler.layer(activations, layer)
    return PatternPlan(
        **compiler.common_fields(activations),
        positions=np.concatenate(compiler.positions),
        constants=np.concatenate(compiler.constants),
    )
