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

from digit_recognizer.nn.engine.emitter import Emitter, intrinsic

__all__ = ["LIMITS", "Index", "Tile", "for_each_size", "repeat", "tile_limit", "weighted"]

LIMITS = {16: (6, 4, 16, 4, 5), 8: (6, 2, 12, 2, 5), 4: (6, 2, 12, 2, 5)}
"""By lanes: maps and columns of a convolution's tile, sums of a dense tile, maps and taps of a
weight gradient's tile. AVX-512 has 32 registers; the others are made for 16."""

Index = Any


@contextmanager
def repeat(builder: ir.IRBuilder, count: Index) -> Iterator[Index]:
    """Emit a loop around what is emitted inside; yields its index.

    The compiler is told not to unroll it: turns are few, and what is inside is as wide as registers
    allow. Unrolled, kernels of one image took longer, and all of them longer to compile.
    """
    with cgutils.for_range(builder, count, intp=ir.IntType(64)) as loop:
        yield loop.index
    module = builder.module
    # LLVM tells loops apart by a node that names itself first.
    identity = ir.MDValue(module, [], name=str(len(module.metadata)))
    identity.operands = (identity, module.add_metadata(["llvm.loop.unroll.disable"]))
    _, end_of_turn = loop.index.incomings[1]
    end_of_turn.terminator.set_metadata("llvm.loop", identity)


class Tile:
    """Sums of ``rows`` by ``columns`` vectors, kept in registers."""

    def __init__(self, emitter: Emitter, rows: int, columns: int) -> None:
        self.emitter = emitter
        self.slots = [
            [cgutils.alloca_once(emitter.builder, emitter.vector) for _ in range(columns)]
            for _ in range(rows)
        ]

    def get(self, row: int, column: int) -> Any:
        """Return a sum."""
        return self.emitter.builder.load(self.slots[row][column])

    def put(self, row: int, column: int, vector: Any) -> None:
        """Set a sum."""
        self.emitter.builder.store(vector, self.slots[row][column])

    def accumulate(self, row: int, column: int, a: Any, b: Any) -> None:
        """Add a product."""
        self.put(row, column, self.emitter.multiply_add(a, b, self.get(row, column)))


def for_each_size(
    builder: ir.IRBuilder,
    size: list[Index],
    limits: tuple[int, int],
    emit: Callable[[int, int], None],
) -> None:
    """Emit a tile of every size up to the limits, and a jump to the one that is asked for."""
    end = builder.append_basic_block("tile_done")
    factor = ir.Constant(ir.IntType(64), 32)
    jump = builder.switch(builder.add(builder.mul(size[0], factor), size[1]), end)
    for height in range(1, limits[0] + 1):
        for width in range(1, limits[1] + 1):
            block = builder.append_basic_block(f"tile_{height}_by_{width}")
            jump.add_case(ir.Constant(ir.IntType(64), height * 32 + width), block)
            builder.position_at_end(block)
            emit(height, width)
            builder.branch(end)
    builder.position_at_end(end)


def weighted(builder: ir.IRBuilder, start: Index, *products: tuple[Index, Index]) -> Index:
    """Return ``start`` plus every product; the factors may be plain numbers."""
    for a, b in products:
        factors = [
            ir.Constant(ir.IntType(64), number) if isinstance(number, int) else number
            for number in (a, b)
        ]
        start = builder.add(start, builder.mul(*factors))
    return start


@intrinsic(prefer_literal=True)
def tile_limit(typing: Any, lanes: Any, which: Any) -> Any:
    """Return one of the ``LIMITS`` of these lanes, a constant in compiled code."""

    def emit(context: Any, builder: Any, signature: Any, values: Any) -> Any:
        return ir.Constant(ir.IntType(64), LIMITS[lanes.width][which.literal_value])

    return types.intp(lanes, which), emit
