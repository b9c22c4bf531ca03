"""From an architecture to the table of operations that compiled code runs."""

from dataclasses import replace
from math import prod

import numpy as np

from digit_recognizer.nn.engine import operations as columns
from digit_recognizer.nn.engine.criteria import choose_criterion
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
    squashing,
)
from digit_recognizer.nn.engine.kernels.subsampling import (
    subsample,
    subsample_back,
    subsample_weights,
)
from digit_recognizer.nn.engine.plan import EngineError, Plan
from digit_recognizer.nn.engine.table import Place, Table
from digit_recognizer.nn.layers import (
    AverageSubsampling,
    Convolution,
    Dense,
    EuclideanRadialBasis,
    Layer,
    Tanh,
    TrainableSubsampling,
)
from digit_recognizer.nn.network import Architecture

__all__ = ["compile_architecture"]

BAND = 8192
"""Numbers in the errors of a band: with inputs beside them they stay in the first cache."""


class _Compiler(Table):
    """Adds layers."""

    def squashing(self, layer: Tanh) -> int:
        """Write a squashing function's coefficients; return where."""
        start = sum(map(len, self.numbers))
        self.numbers.append(squashing(layer.amplitude, layer.slope))
        return start

    def average(self, source: Place, size: int, squashing: int = -1) -> Place:
        """Add an average; of squares of one, it is a copy."""
        maps, height, breadth = source.shape
        shape = (maps, height // size, breadth // size)
        target = self.new_page(shape, source.errors >= 0)
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

    def subsampling(self, source: Place, layer: TrainableSubsampling) -> Place:
        """Add subsampling with a coefficient and a bias a map."""
        target = self.new_page(layer.output_shape(source.shape), True)
        maps = source.shape[0]
        weights, biases = self.parameters(0, maps), self.parameters(0, maps)
        self.positions.extend((0, start + np.arange(maps)) for start in (weights, biases))
        scratch = self.reserve(prod(target.shape))
        fields = {"SIZE": layer.size, "WEIGHTS": weights, "BIASES": biases, "SCRATCH": scratch}
        self.emit((subsample, subsample_weights, subsample_back), source, target, **fields)
        return target

    def radial_basis(self, source: Place, layer: EuclideanRadialBasis) -> Place:
        """Add distances from fixed centres."""
        if layer.trainable:
            raise EngineError(
                f"network {self.architecture.name}: the engine's centres are fixed, but those of "
                f"layer {layer.name} are trainable; use the NumPy layers"
            )
        if source.pitch != source.shape[2]:
            source = self.average(source, 1)
        target = self.new_page(layer.output_shape(source.shape), source.errors >= 0)
        start = sum(map(len, self.numbers))
        self.numbers.append(np.array(layer.centres, np.float32).ravel())
        fields = {"MAPS": len(layer.centres), "SCRATCH": start}
        self.emit((radial_basis, None, radial_basis_back), source, target, **fields)
        return target

    def squash(self, source: Place, layer: Tanh) -> Place:
        """Add squashing in place, on a copy if values squashed before are still needed."""
        if source.squashed:
            source = self.average(source, 1)
        target = replace(source, squashed=True)
        place = self.squashing(layer)
        self.emit((squash, None, squash_back), source, target, SQUASHING=place)
        return target

    def convolution(self, source: Place, layer: Convolution) -> Place:
        """Add a convolution."""
        shape = layer.output_shape(source.shape)
        if shape[1:] == (1, 1):
            return self.dense(source, layer)
        channels, maps, size = source.shape[0], layer.feature_maps, layer.kernel_size
        target = self.new_page(shape, True, gap=1)
        weights = self.parameters(0, channels * size**2 * maps)
        biases = self.parameters(0, maps)
        order = np.arange(channels * size**2 * maps).reshape(channels, size, size, maps)
        self.place(layer, 0, weights, order.transpose(3, 0, 1, 2))
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
            SCRATCH=self.reserve(channels * size**2 * maps),
        )
        return target

    def dense(self, source: Place, layer: Dense | Convolution) -> Place:
        """Add a dense layer, or a convolution whose maps are single points, which is the same."""
        if source.pitch != source.shape[2]:
            source = self.average(source, 1)
        inputs, units = prod(source.shape), layer.output_shape(source.shape)[0]
        target = self.new_page((units, 1, 1), True)
        blocks = -(-units // self.width)
        weights = self.parameters(1, blocks * inputs * self.width)
        biases = self.parameters(0, blocks * self.width)
        order = np.arange(blocks * inputs * self.width).reshape(blocks, inputs, self.width)
        order = order.transpose(0, 2, 1).reshape(-1, inputs)[:units]
        if isinstance(layer, Convolution):
            size = layer.kernel_size
            self.place(layer, 1, weights, order.reshape(units, -1, size, size))
        else:
            self.positions.append((1, weights + order.ravel()))
        self.positions.append((0, biases + np.arange(units)))
        scratch = self.reserve(blocks * self.width)
        fields = {"MAPS": units, "WEIGHTS": weights, "BIASES": biases, "SCRATCH": scratch}
        self.emit((dense, dense_weights, dense_back), source, target, **fields)
        return target

    def layer(self, place: Place, layer: Layer) -> Place:
        """Add one layer, of exactly one of these classes: another may compute something else."""
        if type(layer) is AverageSubsampling:
            return self.average(place, layer.size)
        if type(layer) is Convolution:
            return self.convolution(place, layer)
        if type(layer) is Dense:
            return self.dense(place, layer)
        if type(layer) is Tanh:
            return self.squash(place, layer)
        if type(layer) is TrainableSubsampling:
            return self.subsampling(place, layer)
        if type(layer) is EuclideanRadialBasis:
            return self.radial_basis(place, layer)
        raise EngineError(
            f"network {self.architecture.name}: the engine has no {type(layer).__name__} "
            f"(layer {layer.name}); use the NumPy layers"
        )


def compile_architecture(architecture: Architecture, width: int) -> Plan:
    """Return the plan of an architecture for lanes of that width.

    Raises
    ------
    EngineError
        If there is a layer or a loss that the engine does not have, or the outputs are maps.
    """
    try:
        criterion = choose_criterion(architecture.loss)
    except EngineError as error:
        raise EngineError(f"network {architecture.name}: {error}") from None
    if architecture.shapes[-1][1:] != (1, 1):
        raise EngineError(
            f"network {architecture.name}: expected one output a class, "
            f"got outputs of shape {architecture.shapes[-1]}"
        )
    compiler = _Compiler(architecture, width)
    place = compiler.new_page(architecture.input_shape, False)
    layers = list(architecture.layers)
    while layers:
        layer = layers.pop(0)
        after = layers[0] if layers else None
        if type(layer) is Tanh and type(after) is AverageSubsampling and not place.squashed:
            place = compiler.average(place, after.size, compiler.squashing(layer))
            layers.pop(0)
        else:
            place = compiler.layer(place, layer)
    if place.errors < 0 or place.pitch != 1:
        raise EngineError(
            f"network {architecture.name}: expected something to learn before the end"
        )
    for kernel, index in compiler.forward:
        if kernel is dense:
            compiler.rows[index][columns.WEIGHTS] += compiler.sizes[0]
    return Plan(
        table=np.array(compiler.rows, np.int64).ravel(),
        forward=tuple(compiler.forward),
        backward=tuple(compiler.backward),
        numbers=np.concatenate([*compiler.numbers, np.zeros(11, np.float32)]),
        positions=compiler.gather(compiler.positions),
        unused=compiler.gather(compiler.unused),
        size=sum(compiler.sizes),
        cleared=compiler.sizes[0],
        buffer_size=compiler.end,
        outputs=place.start,
        errors=place.errors,
        classes=architecture.shapes[-1][0],
        criterion=criterion,
    )
