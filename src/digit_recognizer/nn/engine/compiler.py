"""From an architecture to the table of operations for images side by side."""

from dataclasses import dataclass, field, replace
from math import prod

import numpy as np

from digit_recognizer.nn.architecture import Architecture
from digit_recognizer.nn.engine import operations as columns
from digit_recognizer.nn.engine.kernels.compile import Kernel
from digit_recognizer.nn.engine.kernels.convolution import (
    convolve,
    convolve_back,
    convolve_weights,
)
from digit_recognizer.nn.engine.kernels.dense import dense, dense_back, dense_weights
from digit_recognizer.nn.engine.kernels.radial_basis import radial_basis, radial_basis_back
from digit_recognizer.nn.engine.kernels.squash import (
    average,
    average_back,
    squash,
    squash_back,
)
from digit_recognizer.nn.engine.kernels.subsampling import (
    subsample,
    subsample_back,
    subsample_weights,
)
from digit_recognizer.nn.engine.plan import BatchPlan, EngineError, Positions
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
from digit_recognizer.nn.losses import RightPenalty

__all__ = ["compile_architecture"]

BAND = 8192
"""Numbers in the errors of a band: with inputs beside them they stay in the first cache."""


@dataclass(frozen=True)
class _Activations(Activations):
    """Activations, and whether they are squashed."""

    squashed: bool = False


@dataclass
class _Compiler(Table[_Activations]):
    """Adds layers; parameters are in two parts, sums (0) and the weights of dense layers (1)."""

    positions: list[tuple[int, Positions]] = field(default_factory=list)
    unused: list[tuple[int, Positions]] = field(default_factory=list)
    sizes: list[int] = field(default_factory=lambda: [0, 0])

    def __post_init__(self) -> None:
        """Check that the outputs are no maps, unless the loss says the same of each of them."""
        if not isinstance(self.architecture.loss, RightPenalty):
            super().__post_init__()

    def reserve_vectors(self, vectors: int) -> int:
        """Take room in the buffer for so many vectors."""
        return self.reserve(vectors * self.width)

    def new_activations(self, shape: Shape, learns: bool, gap: int = 0) -> _Activations:
        """Take room for activations, and for their gradient if there is something to learn."""
        maps, height, breadth = shape
        rounded = -(-maps * height * breadth // self.width) * self.width
        start = self.reserve_vectors(rounded)
        pitch = breadth + gap
        errors = -1
        if learns:
            vectors = gap + max(rounded, maps * height * pitch)
            errors = self.reserve_vectors(vectors) + gap * self.width
        return _Activations(shape, start, errors, pitch)

    def parameters(self, part: int, size: int) -> int:
        """Take room for parameters of a part."""
        start = self.sizes[part]
        self.sizes[part] += -(-size // 16) * 16
        return start

    def emit(
        self,
        kernels: tuple[Kernel | None, Kernel | None, Kernel | None],
        source: _Activations,
        target: _Activations,
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
        self.write_row(source, target, **fields)

    def note_kernels(self, layer: Convolution, part: int, start: int, order: Positions) -> None:
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

    def average(self, source: _Activations, layer: AverageSubsampling) -> _Activations:
        """Add averages of squares."""
        return self.averages(source, layer.size)

    def averages(self, source: _Activations, size: int, squashing: int = -1) -> _Activations:
        """Add averages, squashed if there are coefficients; of squares of one, they are a copy."""
        maps, height, breadth = source.shape
        shape = (maps, height // size, breadth // size)
        target = self.new_activations(shape, source.errors >= 0)
        forward: Kernel | None = average
        back: Kernel | None = average_back
        fields = {"SIZE": size, "SQUASHING": squashing, "ERROR_ROWS": height}
        if self.forward and self.forward[-1] == (convolve, len(self.rows) - 1):
            row = self.rows[-1]
            forward, row[columns.AVERAGED] = None, size
            if row[columns.SOURCE_ERRORS] < 0:  # nobody else needs the errors in between
                band = self.share_band(row, maps, height, size)
                fields["ERROR_ROWS"] = band
                back = None if band < height else average_back
        self.emit((forward, None, back), source, target, **fields)
        return target

    def share_band(self, row: list[int], maps: int, rows: int, size: int) -> int:
        """Let a convolution keep only a band of its errors; return the rows in it."""
        line = maps * row[columns.TARGET_PITCH] * self.width
        band = min(rows, size * max(1, BAND // line // size))
        row[columns.BAND] = row[columns.ERROR_ROWS] = band
        return band

    def subsampling(self, source: _Activations, layer: TrainableSubsampling) -> _Activations:
        """Add subsampling with a coefficient and a bias a map."""
        target = self.new_activations(layer.output_shape(source.shape), True)
        maps = source.shape[0]
        weights, biases = self.parameters(0, maps), self.parameters(0, maps)
        self.positions.extend((0, start + np.arange(maps)) for start in (weights, biases))
        scratch = self.reserve_vectors(prod(target.shape))
        fields = {"SIZE": layer.size, "WEIGHTS": weights, "BIASES": biases, "SCRATCH": scratch}
        self.emit((subsample, subsample_weights, subsample_back), source, target, **fields)
        return target

    def radial_basis(self, source: _Activations, layer: EuclideanRadialBasis) -> _Activations:
        """Add distances from fixed centres."""
        if source.pitch != source.shape[2]:
            source = self.averages(source, 1)
        target = self.new_activations(layer.output_shape(source.shape), source.errors >= 0)
        start = self.write_numbers(np.array(layer.centres, np.float32).ravel())
        fields = {"MAPS": len(layer.centres), "SCRATCH": start}
        self.emit((radial_basis, None, radial_basis_back), source, target, **fields)
        return target

    def squash(self, source: _Activations, layer: Tanh) -> _Activations:
        """Add squashing in place, on a copy if values squashed before are still needed."""
        if source.squashed:
            source = self.averages(source, 1)
        target = replace(source, squashed=True)
        start = self.squashing(layer)
        self.emit((squash, None, squash_back), source, target, SQUASHING=start)
        return target

    def convolution(self, source: _Activations, layer: Convolution) -> _Activations:
        """Add a convolution."""
        shape = layer.output_shape(source.shape)
        channels, maps, size = source.shape[0], layer.feature_maps, layer.kernel_size
        target = self.new_activations(shape, True, gap=1)
        weights = self.parameters(0, channels * size**2 * maps)
        biases = self.parameters(0, maps)
        order = np.arange(channels * size**2 * maps).reshape(channels, size, size, maps)
        self.note_kernels(layer, 0, weights, order.transpose(3, 0, 1, 2))
        self.positions.append((0, biases + np.arange(maps)))
        self.emit(
            (convolve, convolve_weights, convolve_back),
            source,
            target,
            MAPS=maps,
            SIZE=size,
            WEIGHTS=weights,
            BIASES=biases,
            AVERAGED=0,
            BAND=min(shape[1], max(1, BAND // (4 * target.pitch * self.width))),
            ERROR_ROWS=shape[1],
            SCRATCH=self.reserve_vectors(channels * size**2 * maps),
        )
        return target

    def dense(self, source: _Activations, layer: Dense | Convolution) -> _Activations:
        """Add a dense layer, or a convolution whose maps are single points, which is the same."""
        if source.pitch != source.shape[2]:
            source = self.averages(source, 1)
        inputs, units = prod(source.shape), layer.output_shape(source.shape)[0]
        target = self.new_activations((units, 1, 1), True)
        blocks = -(-units // self.width)
        weights = self.parameters(1, blocks * inputs * self.width)
        biases = self.parameters(0, blocks * self.width)
        order = np.arange(blocks * inputs * self.width).reshape(blocks, inputs, self.width)
        order = order.transpose(0, 2, 1).reshape(-1, inputs)[:units]
        if isinstance(layer, Convolution):
            size = layer.kernel_size
            self.note_kernels(layer, 1, weights, order.reshape(units, -1, size, size))
        else:
            self.positions.append((1, weights + order.ravel()))
        self.positions.append((0, biases + np.arange(units)))
        scratch = self.reserve_vectors(blocks * self.width)
        fields = {"MAPS": units, "WEIGHTS": weights, "BIASES": biases, "SCRATCH": scratch}
        self.emit((dense, dense_weights, dense_back), source, target, **fields)
        return target


def compile_architecture(architecture: Architecture, width: int) -> BatchPlan:
    """Return the plan of an architecture for lanes of that width.

    Raises
    ------
    EngineError
        If there is a layer or a loss that the engine does not have, or the outputs are maps.
    """
    compiler = _Compiler(architecture, width)
    activations = compiler.new_activations(architecture.input_shape, False)
    layers = list(architecture.layers)
    while layers:
        layer = layers.pop(0)
        after = layers[0] if layers else None
        if type(layer) is Tanh and type(after) is AverageSubsampling and not activations.squashed:
            activations = compiler.averages(activations, after.size, compiler.squashing(layer))
            layers.pop(0)
        else:
            activations = compiler.layer(activations, layer)
    if activations.pitch != activations.shape[2]:
        activations = compiler.averages(activations, 1)
    if activations.errors < 0:
        raise EngineError(
            f"network {architecture.name}: expected something to learn before the end"
        )
    for kernel, index in compiler.forward:
        if kernel is dense:
            compiler.rows[index][columns.WEIGHTS] += compiler.sizes[0]
    return BatchPlan(
        **compiler.common_fields(activations),
        positions=compiler.gather(compiler.positions),
        unused=compiler.gather(compiler.unused),
        size=sum(compiler.sizes),
        cleared=compiler.sizes[0],
    )
