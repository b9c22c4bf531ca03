"""The tile of a convolution's weight gradient: what came in times what should have come out."""

from typing import Any

from numba import types
from numba.core import cgutils

from digit_recognizer.nn.engine.emitter import Emitter, data_of, intrinsic
from digit_recognizer.nn.engine.kernels.tile import LIMITS, Tile, for_each_size, repeat, weighted

__all__ = ["outer_products"]


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
            most = LIMITS[lanes.width][3], LIMITS[lanes.width][4]
            tile = Tile(emitter, *most)
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
                with repeat(builder, counts_values[0]) as line:
                    source_line = weighted(builder, values[4], (line, values[5]))
                    error_line = weighted(builder, values[7], (line, values[8]))
                    with repeat(builder, counts_values[1]) as column:
                        here = weighted(builder, source_line, (column, width))
                        there = weighted(builder, error_line, (column, width))
                        inputs = [
                            emitter.load(
                                source_data, weighted(builder, here, (emitter.integer(tap), width))
                            )
                            for tap in range(taps)
                        ]
                        for row in range(maps):
                            place = weighted(builder, there, (emitter.integer(row), values[9]))
                            error = emitter.load(error_data, place)
                            for tap in range(taps):
                                tile.accumulate(row, tap, error, inputs[tap])
                with builder.if_else(last) as (finished, unfinished):
                    with finished:
                        for row, tap, _ in every:
                            place = weighted(
                                builder, values[14], (emitter.integer(tap), values[15])
                            )
                            address = builder.gep(
                                gradient_data, [builder.add(place, emitter.integer(row))]
                            )
                            sum_ = emitter.total(tile.get(row, tap))
                            builder.store(builder.fadd(builder.load(address), sum_), address)
                    with unfinished:
                        for row, tap, place in every:
                            emitter.store(buffer_data, place, tile.get(row, tap))

            for_each_size(builder, size_values, most, emit_size)
            return context.get_dummy_value()

        two = types.UniTuple(types.intp, 2)
        whole = types.intp
        return types.void(
            lanes,
            two,
            two,
            source,
            whole,
            whole,
            errors,
            whole,
            whole,
            whole,
            buffer,
            whole,
            two,
            gradients,
            whole,
            whole,
        ), emit

    return intrinsic(define)


outer_products = _outer_products()
"""The weight gradient of a convolution: maps by taps."""
