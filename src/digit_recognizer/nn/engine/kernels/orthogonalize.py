"""The move of one block of weights by Muon: its direction made orthogonal.

This is ``orthogonal`` of ``nn/optimizers.py``, worked out on a smaller matrix. With S = x·xᵀ, every
polynomial is a matrix P = first + third · S + fifth · S² that multiplies x from the left. It turns
x into P·x and so S into P·S·P; all these matrices are polynomials in the first S, so they can be
multiplied in any order. In the end one product, of all the P, is applied to x.

A block lies here as its columns, one after another, its rows being the lanes of vectors. It is
worked on by one thread from begin to end, so the number of threads changes nothing.
"""

from typing import Any

import numpy as np
from numba import types

from digit_recognizer.nn.engine.kernels.compile import FLOATS, ROW, Kernel, compiled
from digit_recognizer.nn.engine.kernels.weighted_sums import spread_sums_clear
from digit_recognizer.nn.engine.vectors import load, splat, store, width_of
from digit_recognizer.nn.optimizers import POLYNOMIALS, TINY

__all__ = ["BLOCK_FIELDS", "orthogonalize"]

BLOCK_FIELDS = 4
"""Numbers of a block: rows, columns, and where its positions and its working memory start."""

STEPS = np.array(POLYNOMIALS, np.float32)
TILE = 7
"""Rows of a tile, which are two vectors long; see ``spread_sums_clear``."""


@compiled
def multiply(
    lanes: Any,
    sizes: Any,
    room: Any,
    left: int,
    left_row: int,
    left_step: int,
    right: int,
    target: int,
) -> None:
    """Write the product of two matrices; those at ``right`` and ``target`` have rows of vectors.

    ``sizes`` are the rows of the product, how many products are added up for each of its entries,
    and the length of its rows. In the matrix at ``left``, rows are ``left_row`` apart and
    neighbours ``left_step``.
    """
    width = width_of(lanes)
    rows, terms, pitch = sizes
    for row in range(0, rows, TILE):
        for column in range(0, pitch, 2 * width):
            spread_sums_clear(
                lanes,
                (min(TILE, rows - row), min(2, (pitch - column) // width)),
                (1, 1, terms),
                room,
                right + column,
                (0, 0, pitch),
                room,
                left + row * left_row,
                (0, 0, left_step),
                left_row,
                room,
                target + row * pitch + column,
                pitch,
                0,
            )


@compiled
def polynomial(
    lanes: Any, rows: int, pitch: int, room: Any, square: int, fourth: int, target: int, step: int
) -> None:
    """Write first + third · S + fifth · S², from S and its square."""
    third, fifth = splat(lanes, STEPS[step, 1]), splat(lanes, STEPS[step, 2])
    for index in range(0, rows * pitch, width_of(lanes)):
        both = load(lanes, room, square + index) * third + load(lanes, room, fourth + index) * fifth
        store(room, target + index, both)
    for row in range(rows):
        room[target + row * pitch + row] += STEPS[step, 0]


@compiled
def scale(lanes: Any, count: int, room: Any, start: int, factor: Any) -> None:
    """Multiply numbers by one factor, in place."""
    factors = splat(lanes, factor)
    for index in range(start, start + count, width_of(lanes)):
        store(room, index, load(lanes, room, index) * factors)


def _orthogonalize(
    lanes: Any,
    block: Any,
    positions: Any,
    rate: float,
    keep: float,
    directions: Any,
    parameters: Any,
    averages: Any,
    room: Any,
) -> None:
    """Move the weights of a block.

    Parameters
    ----------
    block : ndarray of int64
        Its ``BLOCK_FIELDS``.
    positions : ndarray of int64
        Of all blocks, where each weight lies in the vectors, column after column.
    rate : float
        Learning rate.
    keep : float
        Decay of the averages of the weights; below 0 for none.
    directions : ndarray of float32
        What is made orthogonal, like ``parameters``.
    room : ndarray of float32
        Working memory of all blocks, zero where no weight was written.
    """
    width = width_of(lanes)
    rows, columns, first = block[0], block[1], block[2]
    pitch = -(-rows // width) * width
    matrix = block[3]
    moved = matrix + columns * pitch
    square = moved + columns * pitch
    fourth = square + pitch * pitch
    factor = fourth + pitch * pitch
    product = factor + pitch * pitch
    spare = product + pitch * pitch
    for column in range(columns):
        for row in range(rows):
            room[matrix + column * pitch + row] = directions[positions[first + column * rows + row]]
    multiply(lanes, (rows, columns, pitch), room, matrix, 1, pitch, matrix, square)
    total = np.float32(TINY)
    for row in range(rows):
        total += room[square + row * pitch + row]
    scale(lanes, rows * pitch, room, square, np.float32(1) / total)
    room[product : product + rows * pitch] = 0
    for row in range(rows):
        room[product + row * pitch + row] = 1
    sizes = (rows, rows, pitch)
    for step in range(len(STEPS)):
        if step > 0:
            multiply(lanes, sizes, room, factor, pitch, 1, square, fourth)
            multiply(lanes, sizes, room, fourth, pitch, 1, factor, square)
        multiply(lanes, sizes, room, square, pitch, 1, square, fourth)
        polynomial(lanes, rows, pitch, room, square, fourth, factor, step)
        multiply(lanes, sizes, room, factor, pitch, 1, product, spare)
        product, spare = spare, product
    multiply(lanes, (columns, rows, pitch), room, matrix, pitch, 1, product, moved)
    length = np.float32(rate) / np.sqrt(total)
    fresh = np.float32(1 - keep)
    for column in range(columns):
        for row in range(rows):
            position = positions[first + column * rows + row]
            weight = parameters[position] - length * room[moved + column * pitch + row]
            parameters[position] = weight
            if keep >= 0:
                averages[position] += (weight - averages[position]) * fresh


orthogonalize = Kernel(
    _orthogonalize,
    (ROW, ROW, types.float64, types.float64, FLOATS, FLOATS, FLOATS, FLOATS),
)
"""Moves a block of weights, see above; compiled where Muon is used."""
