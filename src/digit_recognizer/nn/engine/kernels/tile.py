"""Tiles: the two inner loops in which nearly all the time of the engine is spent.

A multiply-add is one instruction; what costs is getting numbers to it. So a kernel works on a
*tile* of results, all of which stay in the machine's registers while the loops run. For a tile of
six feature maps by four columns, one turn of the innermost loop loads four vectors of inputs
(each sixteen images) and six weights, and makes 24 multiply-adds of them::

                    column 0   column 1   column 2   column 3      <- 4 vectors
    weight of map 0   sum        sum        sum        sum
    weight of map 1   sum        sum        sum        sum
    ...                                                            <- 6 numbers, in every lane
    weight of map 5   sum        sum        sum        sum

Sizes are data and seldom a multiple of a tile, so a tile of every smaller size exists too; which
one is a jump at run time. The instructions are written by the Python loops below, unrolled.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from llvmlite import ir
from numba import types
from numba.core import cgutils
from numba.extending import intrinsic

from digit_recognizer.nn.engine.lanes import Emitter, data_of

__all__ = ["BIAS", "CLEAR", "KEEP", "correlate", "multiply", "outer_products", "tile_limits"]

CLEAR, BIAS, KEEP = range(3)
"""What the sums of a tile start from: zero, a bias for each map, or what the target holds (if the
argument ``start`` is not 0)."""

LIMITS = {16: (6, 4, 16, 4, 5), 8: (6, 2, 12, 2, 5), 4: (6, 2, 12, 2, 5)}
"""By lanes: maps and columns of a convolution's tile, sums of a dense tile, maps and taps of a
weight gradient's tile. AVX-512 has 32 registers; the others are made for 16."""

Index = Any


@contextmanager
def _repeat(builder: ir.IRBuilder, count: Index) -> Iterator[Index]:
    with cgutils.for_range(builder, count, intp=ir.IntType(64)) as loop:
        yield loop.index


class _Tile:
    """Sums of ``rows`` by ``columns`` vectors, kept in registers."""

    def __init__(self, emitter: Emitter, rows: int, columns: int) -> None:
        self.emitter = emitter
        self.slots = [
            [cgutils.alloca_once(emitter.builder, emitter.vector) for _ in range(columns)]
            for _ in range(rows)
        ]

    def get(self, row: int, column: int) -> Any:
        return self.emitter.builder.load(self.slots[row][column])

    def put(self, row: int, column: int, vector: Any) -> None:
        self.emitter.builder.store(vector, self.slots[row][column])

    def accumulate(self, row: int, column: int, a: Any, b: Any) -> None:
        """Add a product."""
        self.put(row, column, self.emitter.multiply_add(a, b, self.get(row, column)))


def _for_each_size(
    builder: ir.IRBuilder,
    rows: Index,
    columns: Index,
    limits: tuple[int, int],
    emit: Callable[[int, int], None],
) -> None:
    """Emit a tile of every size up to the limits, and a jump to the one that is asked for."""
    end = builder.append_basic_block("tile_done")
    factor = ir.Constant(ir.IntType(64), 32)
    jump = builder.switch(builder.add(builder.mul(rows, factor), columns), end)
    for height in range(1, limits[0] + 1):
        for width in range(1, limits[1] + 1):
            block = builder.append_basic_block(f"tile_{height}_by_{width}")
            jump.add_case(ir.Constant(ir.IntType(64), height * 32 + width), block)
            builder.position_at_end(block)
            emit(height, width)
            builder.branch(end)
    builder.position_at_end(end)


def _sum(builder: ir.IRBuilder, start: Index, *products: tuple[Index, Index]) -> Index:
    for a, b in products:
        start = builder.add(start, builder.mul(a, b))
    return start


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
            tile = _Tile(emitter, *most)

            def every(maps: int, columns: int) -> Iterator[tuple[int, int, Index]]:
                for row in range(maps):
                    place = _sum(builder, values[11], (emitter.integer(row), values[12]))
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
                    _repeat(builder, counts_values[0]) as channel,
                    _repeat(builder, counts_values[1]) as kernel_row,
                    _repeat(builder, counts_values[2]) as tap,
                ):
                    turn = (channel, kernel_row, tap)
                    here = _sum(builder, values[4], *zip(turn, source_step, strict=True))
                    weight = _sum(builder, values[7], *zip(turn, weight_step, strict=True))
                    inputs = [
                        emitter.load(
                            source_data, _sum(builder, here, (emitter.integer(column), width))
                        )
                        for column in range(columns)
                    ]
                    for row in range(maps):
                        place = _sum(builder, weight, (emitter.integer(row), between))
                        factor = emitter.splat(weight_data, place)
                        for column in range(columns):
                            tile.accumulate(row, column, factor, inputs[column])
                for row, column, place in every(maps, columns):
                    emitter.store(target_data, place, tile.get(row, column))

            _for_each_size(builder, *size_values, most, emit_size)
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


def _outer_products() -> Any:
    """Make the intrinsic that adds up products of what came in and what should have come out.

    ``sums[f, t] = Σ source[r, c + t] · errors[f, r, c]`` over the rows r and columns c of a band of
    a map; t runs over neighbouring taps. A map may be done in several bands, the vectors of sums
    lying in a buffer in between; the last band adds them up over the lanes into the gradients.
    """

    def define(
        typing: Any,
        lanes: Any,
        size: Any,
        counts: Any,
        source: Any,
        source_start: Any,
        source_row: Any,
        errors: Any,
        error_start: Any,
        error_row: Any,
        error_map: Any,
        buffer: Any,
        buffer_start: Any,
        position: Any,
        gradients: Any,
        gradient_start: Any,
        gradient_step: Any,
    ) -> Any:
        def emit(context: Any, builder: Any, signature: Any, values: Any) -> Any:
            emitter = Emitter(builder, lanes.width)
            width = emitter.integer(lanes.width)
            source_data, error_data, buffer_data, gradient_data = (
                data_of(context, builder, signature.args[place], values[place])
                for place in (3, 6, 10, 13)
            )
            size_values, counts_values, ends = (
                cgutils.unpack_tuple(builder, values[place]) for place in (1, 2, 12)
            )
            most = LIMITS[lanes.width][3:]
            tile = _Tile(emitter, *most)
            first, last = (builder.icmp_signed("!=", flag, emitter.integer(0)) for flag in ends)

            def emit_size(maps: int, taps: int) -> None:
                every = [
                    (
                        row,
                        tap,
                        builder.add(values[11], emitter.integer((row * taps + tap) * lanes.width)),
                    )
                    for row in range(maps)
                    for tap in range(taps)
                ]
                for row, tap, _ in every:
                    tile.put(row, tap, emitter.zero())
                with builder.if_then(builder.not_(first)):
                    for row, tap, place in every:
                        tile.put(row, tap, emitter.load(buffer_data, place))
                with _repeat(builder, counts_values[0]) as line:
                    source_line = _sum(builder, values[4], (line, values[5]))
                    error_line = _sum(builder, values[7], (line, values[8]))
                    with _repeat(builder, counts_values[1]) as column:
                        here = _sum(builder, source_line, (column, width))
                        there = _sum(builder, error_line, (column, width))
                        inputs = [
                            emitter.load(
                                source_data, _sum(builder, here, (emitter.integer(tap), width))
                            )
                            for tap in range(taps)
                        ]
                        for row in range(maps):
                            place = _sum(builder, there, (emitter.integer(row), values[9]))
                            error = emitter.load(error_data, place)
                            for tap in range(taps):
                                tile.accumulate(row, tap, error, inputs[tap])
                with builder.if_else(last) as (finished, unfinished):
                    with finished:
                        for row, tap, _ in every:
                            place = _sum(builder, values[14], (emitter.integer(tap), values[15]))
                            address = builder.gep(
                                gradient_data, [builder.add(place, emitter.integer(row))]
                            )
                            sum_ = emitter.total(tile.get(row, tap))
                            builder.store(builder.fadd(builder.load(address), sum_), address)
                    with unfinished:
                        for row, tap, place in every:
                            emitter.store(buffer_data, place, tile.get(row, tap))

            _for_each_size(builder, *size_values, most, emit_size)
            return context.get_dummy_value()

        two = types.UniTuple(types.intp, 2)
        one = types.intp
        return types.void(
            lanes,
            two,
            two,
            source,
            one,
            one,
            errors,
            one,
            one,
            one,
            buffer,
            one,
            two,
            gradients,
            one,
            one,
        ), emit

    return intrinsic(define)


outer_products = _outer_products()
"""The weight gradient of a convolution: maps by taps."""


@intrinsic(prefer_literal=True)
def tile_limit(typing: Any, lanes: Any, which: Any) -> Any:
    """Return one of the ``LIMITS`` of these lanes, a constant in compiled code."""

    def emit(context: Any, builder: Any, signature: Any, values: Any) -> Any:
        return ir.Constant(ir.IntType(64), LIMITS[lanes.width][which.literal_value])

    return types.intp(lanes, which), emit


@intrinsic
def width_of(typing: Any, lanes: Any) -> Any:
    """Return the number of lanes, a constant in compiled code."""

    def emit(context: Any, builder: Any, signature: Any, values: Any) -> Any:
        return ir.Constant(ir.IntType(64), lanes.width)

    return types.intp(lanes), emit
