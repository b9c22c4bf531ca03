"""The tile of convolutions and dense layers: inputs times weights, added up."""

from collections.abc import Callable, Iterator
from typing import Any

from numba import types
from numba.core import cgutils

from digit_recognizer.nn.engine.emitter import Emitter, data_of, intrinsic
from digit_recognizer.nn.engine.kernels.tile import (
    LIMITS,
    Index,
    Tile,
    for_each_size,
    repeat,
    weighted,
)

__all__ = ["correlate", "correlate_back", "multiply_clear", "multiply_keep", "multiply_next"]

CLEAR, BIAS, KEEP = range(3)
"""What the sums of a tile start from: zero, a bias for each map, or what the target holds (if the
argument ``start`` is not 0)."""


def _weighted_sums(
    limits: Callable[[int], tuple[int, int]], map_step: int | None, begin: int
) -> Any:
    """Make the intrinsic that adds up inputs times weights, over up to three nested loops.

    ``target[f, c] = start[f, c] + Σ source[i + (c)] · weights[i, f]`` where f runs over the maps
    of the tile, c over its columns, and i over ``counts`` = (channels, rows, taps); the steps say
    how far source and weights move with each of the three. ``map_step`` is the distance between
    the weights of two maps where it is known beforehand, in lanes if it is 0.
    """

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
        weight_map_step: Any,
        target: Any,
        target_start: Any,
        target_map_step: Any,
        start: Any,
    ) -> Any:
        def emit(context: Any, builder: Any, signature: Any, values: Any) -> Any:
            emitter = Emitter(builder, lanes.width)
            width = emitter.integer(lanes.width)
            source_data, weight_data, target_data = (
                data_of(context, builder, signature.args[place], values[place])
                for place in (3, 6, 10)
            )
            size_values, counts_values, source_step, weight_step = (
                cgutils.unpack_tuple(builder, values[place]) for place in (1, 2, 5, 8)
            )
            between = values[9]
            if map_step is not None:
                between = emitter.integer(map_step or lanes.width)
            most = limits(lanes.width)
            tile = Tile(emitter, *most)

            def every(maps: int, columns: int) -> Iterator[tuple[int, int, Index]]:
                for row in range(maps):
                    place = weighted(builder, values[11], (emitter.integer(row), values[12]))
                    for column in range(columns):
                        offset = emitter.integer(column * lanes.width)
                        yield row, column, builder.add(place, offset)

            def emit_size(maps: int, columns: int) -> None:
                for row, column, _ in every(maps, columns):
                    first = emitter.zero()
                    if begin == BIAS:
                        bias = builder.add(values[13], emitter.integer(row))
                        first = emitter.splat(weight_data, bias)
                    tile.put(row, column, first)
                if begin == KEEP:
                    kept = builder.icmp_signed("!=", values[13], emitter.integer(0))
                    with builder.if_then(kept):
                        for row, column, place in every(maps, columns):
                            tile.put(row, column, emitter.load(target_data, place))
                with (
                    repeat(builder, counts_values[0]) as channel,
                    repeat(builder, counts_values[1]) as kernel_row,
                    repeat(builder, counts_values[2]) as tap,
                ):
                    turn = (channel, kernel_row, tap)
                    here = weighted(builder, values[4], *zip(turn, source_step, strict=True))
                    weight = weighted(builder, values[7], *zip(turn, weight_step, strict=True))
                    inputs = [
                        emitter.load(
                            source_data, weighted(builder, here, (emitter.integer(column), width))
                        )
                        for column in range(columns)
                    ]
                    for row in range(maps):
                        place = weighted(builder, weight, (emitter.integer(row), between))
                        factor = emitter.splat(weight_data, place)
                        for column in range(columns):
                            tile.accumulate(row, column, factor, inputs[column])
                for row, column, place in every(maps, columns):
                    emitter.store(target_data, place, tile.get(row, column))

            for_each_size(builder, size_values, most, emit_size)
            return context.get_dummy_value()

        three = types.UniTuple(types.intp, 3)
        return types.void(
            lanes,
            types.UniTuple(types.intp, 2),
            three,
            source,
            types.intp,
            three,
            weights,
            types.intp,
            three,
            types.intp,
            target,
            types.intp,
            types.intp,
            types.intp,
        ), emit

    return intrinsic(define)


correlate = _weighted_sums(lambda width: LIMITS[width][:2], 1, BIAS)
"""The weighted sums of a convolution whose weights for neighbouring maps are neighbours."""

correlate_back = _weighted_sums(lambda width: (LIMITS[width][0], 2), None, CLEAR)
"""The same with weights for neighbouring maps any distance apart, two columns at most."""

multiply_next = _weighted_sums(lambda width: (width, 1), 1, BIAS)
"""The weighted sums of a dense layer: one column, and weights beside each other."""

multiply_clear = _weighted_sums(lambda width: (LIMITS[width][2], 1), 0, CLEAR)
"""The same without biases and with weights one vector apart."""

multiply_keep = _weighted_sums(lambda width: (LIMITS[width][2], 1), 0, KEEP)
"""The same, added to what was there before unless ``start`` is 0."""
