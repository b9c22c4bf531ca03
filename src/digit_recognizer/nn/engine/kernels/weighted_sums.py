"""The tile of convolutions and dense layers: inputs times weights, added up.

``target[f, c] = start[f, c] + Σ source[i + c] · weights[i, f]`` where f runs over the maps of the
tile, c over its columns, and i over channels, rows and taps: three loops, one in the other, through
which source and weights move in steps of any length. So one text serves a convolution forward (up
to six maps by four columns, taps of a kernel), a convolution backward (steps through the errors are
negative), and a dense layer forward, backward, and for its weights (one column, up to 16 maps,
which are units, inputs, and inputs again).
"""

from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

from numba import types

from digit_recognizer.nn.engine.emitter import Emitter, intrinsic, unpacked
from digit_recognizer.nn.engine.kernels.tile import (
    LIMITS,
    Index,
    Tile,
    for_each_size,
    repeat,
    weighted,
)

__all__ = [
    "correlate",
    "correlate_back",
    "multiply_clear",
    "multiply_keep",
    "multiply_next",
    "row_sums",
    "spread_sums",
    "spread_sums_clear",
]

CLEAR, BIAS, KEEP, LINE = range(4)
"""What the sums of a tile start from: zero, a bias for each map, what the target holds (if the
argument ``start`` is not 0), or for each column a vector of the source."""


class _Kind(NamedTuple):
    """What is known of a kind of weighted sum beforehand.

    ``limits`` are maps and columns of the largest tile, ``map_step`` the distance between the
    weights of two maps (in lanes if it is 0), and ``begin`` is CLEAR, BIAS or KEEP.
    """

    limits: Callable[[int], tuple[int, int]]
    map_step: int | None
    begin: int


class _Arguments(NamedTuple):
    """What an intrinsic is given; its types are below, in the same order."""

    lanes: Any
    size: Any  # maps and columns of this tile
    counts: Any  # channels, rows and taps
    source: Any
    source_start: Index
    source_steps: Any  # for each channel, row, tap
    weights: Any
    weight_start: Index
    weight_steps: Any
    map_step: Index
    target: Any
    target_start: Index
    target_step: Index  # for each map
    start: Index  # where the first bias or vector is, or whether to keep what was there


class _Sums:
    """Writes the instructions for tiles of every size."""

    def __init__(self, emitter: Emitter, kind: _Kind, given: _Arguments) -> None:
        self.emitter, self.kind, self.given = emitter, kind, given
        self.map_step = given.map_step
        if kind.map_step is not None:
            self.map_step = kind.map_step or emitter.width
        self.limits = kind.limits(emitter.width)
        self.tile = Tile(emitter, *self.limits)

    def targets(self, maps: int, columns: int) -> Iterator[tuple[int, int, Index]]:
        """Yield row and column of each sum, and where it goes."""
        given = self.given
        for row in range(maps):
            for column in range(columns):
                products = (row, given.target_step), (column, self.emitter.width)
                yield row, column, weighted(self.emitter.builder, given.target_start, *products)

    def emit(self, maps: int, columns: int) -> None:
        """Write one tile."""
        self.begin(maps, columns)
        self.add_up(maps, columns)
        for row, column, offset in self.targets(maps, columns):
            self.emitter.store(self.given.target, offset, self.tile.get(row, column))

    def begin(self, maps: int, columns: int) -> None:
        """Set the sums to what they start from."""
        emitter, builder, start = self.emitter, self.emitter.builder, self.given.start
        for row, column, _ in self.targets(maps, columns):
            first = emitter.zero()
            if self.kind.begin == BIAS:
                bias = builder.add(start, emitter.integer(row))
                first = emitter.splat(self.given.weights, bias)
            if self.kind.begin == LINE:
                offset = weighted(builder, start, (column, emitter.width))
                first = emitter.load(self.given.source, offset)
            self.tile.put(row, column, first)
        if self.kind.begin == KEEP:
            with builder.if_then(builder.icmp_signed("!=", start, emitter.integer(0))):
                for row, column, offset in self.targets(maps, columns):
                    self.tile.put(row, column, emitter.load(self.given.target, offset))

    def add_up(self, maps: int, columns: int) -> None:
        """Write the loops."""
        emitter, builder, given = self.emitter, self.emitter.builder, self.given
        channels, rows, taps = given.counts
        with (
            repeat(builder, channels) as channel,
            repeat(builder, rows) as row,
            repeat(builder, taps) as tap,
        ):
            turn = (channel, row, tap)
            here = weighted(
                builder, given.source_start, *zip(turn, given.source_steps, strict=True)
            )
            weight = weighted(
                builder, given.weight_start, *zip(turn, given.weight_steps, strict=True)
            )
            inputs = [
                emitter.load(given.source, weighted(builder, here, (column, emitter.width)))
                for column in range(columns)
            ]
            for index in range(maps):
                offset = weighted(builder, weight, (index, self.map_step))
                factor = emitter.splat(given.weights, offset)
                for column in range(columns):
                    self.tile.accumulate(index, column, factor, inputs[column])


def _weighted_sums(kind: _Kind) -> Any:
    """Make the intrinsic for a kind of weighted sum."""

    def define(
        typing: Any,
        lanes: Any,
        size: Any,
        counts: Any,
        source: Any,
        source_start: Any,
        source_steps: Any,
        weights: Any,
        weight_start: Any,
        weight_steps: Any,
        map_step: Any,
        target: Any,
        target_start: Any,
        target_step: Any,
        start: Any,
    ) -> Any:
        def emit(context: Any, builder: Any, signature: Any, values: Any) -> Any:
            given = _Arguments(*unpacked(context, builder, signature, values))
            sums = _Sums(Emitter(builder, lanes.width), kind, given)
            for_each_size(builder, given.size, sums.limits, sums.emit)
            return context.get_dummy_value()

        whole, two, three = (types.intp, *(types.UniTuple(types.intp, n) for n in (2, 3)))
        return types.void(
            *(lanes, two, three),
            *(source, whole, three),
            *(weights, whole, three, whole),
            *(target, whole, whole, whole),
        ), emit

    return intrinsic(define)


correlate = _weighted_sums(_Kind(lambda width: LIMITS[width][:2], 1, BIAS))
"""The weighted sums of a convolution whose weights for neighbouring maps are neighbours."""

correlate_back = _weighted_sums(_Kind(lambda width: (LIMITS[width][0], 2), None, CLEAR))
"""The same with weights for neighbouring maps any distance apart, two columns at most."""

multiply_next = _weighted_sums(_Kind(lambda width: (width, 1), 1, BIAS))
"""The weighted sums of a dense layer: one column, and weights beside each other."""

multiply_clear = _weighted_sums(_Kind(lambda width: (LIMITS[width][2], 1), 0, CLEAR))
"""The same without biases and with weights one vector apart."""

multiply_keep = _weighted_sums(_Kind(lambda width: (LIMITS[width][2], 1), 0, KEEP))
"""The same, added to what was there before unless ``start`` is 0."""

spread_sums = _weighted_sums(_Kind(lambda width: (7, 2), None, LINE))
"""The same where the lanes are feature maps: up to seven positions of a map by two vectors of maps.
The vectors come from the weights, and the numbers spread over the lanes from the activations."""

spread_sums_clear = _weighted_sums(_Kind(lambda width: (7, 2), None, CLEAR))
"""The same without biases."""

row_sums = _weighted_sums(_Kind(lambda width: (1, 8), None, LINE))
"""The same for a map of one position: up to eight vectors of units."""
