"""The tile of a convolution's weight gradient: what came in times what should have come out.

``sums[f, t] = Σ source[r, c + t] · errors[f, r, c]`` over the rows r and columns c of a band of a
map; f runs over the maps of the tile and t over neighbouring taps. A map may be done in several
bands, the vectors of sums lying in a buffer in between; after the last, they are added up over the
lanes and added to the gradients.
"""

from collections.abc import Iterator
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

__all__ = ["outer_products"]


class _Arguments(NamedTuple):
    """What the intrinsic is given; its types are below, in the same order."""

    lanes: Any
    size: Any  # maps and taps of this tile
    counts: Any  # rows and columns
    source: Any
    source_start: Index
    source_step: Index  # for each row
    errors: Any
    error_start: Index
    error_step: Index  # for each row
    error_map_step: Index
    buffer: Any
    buffer_start: Index
    ends: Any  # whether the band is the first, and whether it is the last
    gradients: Any
    gradient_start: Index
    gradient_step: Index  # for each tap


class _Products:
    """Writes the instructions for tiles of every size."""

    def __init__(self, emitter: Emitter, given: _Arguments) -> None:
        self.emitter, self.given = emitter, given
        self.limits = LIMITS[emitter.width][3], LIMITS[emitter.width][4]
        self.tile = Tile(emitter, *self.limits)

    def buffered(self, maps: int, taps: int) -> Iterator[tuple[int, int, Index]]:
        """Yield row and tap of each sum, and where it lies between bands."""
        for row in range(maps):
            for tap in range(taps):
                step = (row * taps + tap, self.emitter.width)
                yield row, tap, weighted(self.emitter.builder, self.given.buffer_start, step)

    def emit(self, maps: int, taps: int) -> None:
        """Write one tile."""
        emitter, builder = self.emitter, self.emitter.builder
        first, last = (
            builder.icmp_signed("!=", end, emitter.integer(0)) for end in self.given.ends
        )
        for row, tap, _ in self.buffered(maps, taps):
            self.tile.put(row, tap, emitter.zero())
        with builder.if_then(builder.not_(first)):
            for row, tap, position in self.buffered(maps, taps):
                self.tile.put(row, tap, emitter.load(self.given.buffer, position))
        self.add_up(maps, taps)
        with builder.if_else(last) as (finished, unfinished):
            with finished:
                self.finish(maps, taps)
            with unfinished:
                for row, tap, position in self.buffered(maps, taps):
                    emitter.store(self.given.buffer, position, self.tile.get(row, tap))

    def add_up(self, maps: int, taps: int) -> None:
        """Write the loops over rows and columns."""
        emitter, builder, given = self.emitter, self.emitter.builder, self.given
        rows, columns = given.counts
        with repeat(builder, rows) as row, repeat(builder, columns) as column:
            along = (column, emitter.width)
            here = weighted(builder, given.source_start, (row, given.source_step), along)
            there = weighted(builder, given.error_start, (row, given.error_step), along)
            inputs = [
                emitter.load(given.source, weighted(builder, here, (tap, emitter.width)))
                for tap in range(taps)
            ]
            for index in range(maps):
                position = weighted(builder, there, (index, given.error_map_step))
                error = emitter.load(given.errors, position)
                for tap in range(taps):
                    self.tile.accumulate(index, tap, error, inputs[tap])

    def finish(self, maps: int, taps: int) -> None:
        """Add the sums to the gradients."""
        builder, given = self.emitter.builder, self.given
        for row, tap, _ in self.buffered(maps, taps):
            position = weighted(builder, given.gradient_start, (tap, given.gradient_step), (row, 1))
            address = builder.gep(given.gradients, [position])
            total = self.emitter.total(self.tile.get(row, tap))
            builder.store(builder.fadd(builder.load(address), total), address)


@intrinsic
def outer_products(
    typing: Any,
    lanes: Any,
    size: Any,
    counts: Any,
    source: Any,
    source_start: Any,
    source_step: Any,
    errors: Any,
    error_start: Any,
    error_step: Any,
    error_map_step: Any,
    buffer: Any,
    buffer_start: Any,
    ends: Any,
    gradients: Any,
    gradient_start: Any,
    gradient_step: Any,
) -> Any:
    """Add up one tile of a weight gradient over one band."""

    def emit(context: Any, builder: Any, signature: Any, values: Any) -> Any:
        given = _Arguments(*unpacked(context, builder, signature, values))
        products = _Products(Emitter(builder, lanes.width), given)
        for_each_size(builder, given.size, products.limits, products.emit)
        return context.get_dummy_value()

    whole, two = types.intp, types.UniTuple(types.intp, 2)
    return types.void(
        *(lanes, two, two),
        *(source, whole, whole),
        *(errors, whole, whole, whole),
        *(buffer, whole, two),
        *(gradients, whole, whole),
    ), emit
