"""Elastic displacement: every point of a picture moves a little, its neighbours nearly as much.

A random vector at each node of a coarse grid is made smooth by cubic B-splines. That is nearly what
a Gaussian makes of a random vector at each pixel (Simard, Steinkraus, Platt 2003), for a hundredth
of the work. Interpolation is a product of small matrices: the weights of the nodes at each point,
along rows and then down columns.
"""

from typing import Any

import numpy as np

from digit_recognizer.nn.engine.kernels.compile import compiled_freely
from digit_recognizer.nn.engine.random_numbers import random_bits, signed_high, signed_low

__all__ = ["displace"]

NODES = 16
"""Room for so many nodes of the grid in each direction."""
FIRST_NODE = np.uint64(16)
"""Index of the random bits of the first node; those below it are for the affine map."""
NODE_SPREAD = np.float32(np.sqrt(1 / 3) * 151 / 315)
"""Standard deviation of a B-spline surface through nodes drawn uniformly from -1 to 1."""
SPACING = np.float32(np.sqrt(3))
"""Nodes this many σ apart make B-splines as wide as a Gaussian of that σ."""

ZERO, ONE, TWO = np.float32(0), np.float32(1), np.float32(2)
SIXTH, FOUR_SIXTHS = np.float32(1 / 6), np.float32(4 / 6)


@compiled_freely
def spline(distance: Any) -> Any:
    """Return the cubic B-spline at a distance in grid spacings."""
    wide, narrow = max(TWO - abs(distance), ZERO), max(ONE - abs(distance), ZERO)
    return wide * wide * wide * SIXTH - narrow * narrow * narrow * FOUR_SIXTHS


@compiled_freely
def fill(weights: Any, spacing: Any) -> None:
    """Write the weight of each node at each point of a side, ``(nodes, side)``."""
    scale = ONE / spacing
    for node in range(weights.shape[0]):
        offset = np.float32(node - 1)
        for position in range(weights.shape[1]):
            weights[node, position] = spline(np.float32(np.int32(position)) * scale - offset)


@compiled_freely
def draw_nodes(key: Any, amount: Any, nodes: Any) -> None:
    """Draw a vector for each node of the grid, to the right and down, ``(2, rows, columns)``."""
    for row in range(nodes.shape[1]):
        for column in range(nodes.shape[2]):
            bits = random_bits(key, FIRST_NODE + np.uint64(row * NODES + column))
            nodes[0, row, column] = signed_high(bits) * amount
            nodes[1, row, column] = signed_low(bits) * amount


@compiled_freely
def along_rows(nodes: Any, weights: Any, field: Any) -> None:
    """Interpolate between the nodes of each row: ``(rows, nodes)`` to ``(rows, side)``."""
    for row in range(nodes.shape[0]):
        field[row] = ZERO
        for node in range(0, nodes.shape[1], 4):
            a, b = nodes[row, node], nodes[row, node + 1]
            c, d = nodes[row, node + 2], nodes[row, node + 3]
            for column in range(field.shape[1]):
                field[row, column] += (
                    a * weights[node, column]
                    + b * weights[node + 1, column]
                    + c * weights[node + 2, column]
                    + d * weights[node + 3, column]
                )


@compiled_freely
def down_columns(field: Any, weights: Any, spacing: Any, moves: Any) -> None:
    """Interpolate between the rows of nodes: ``(rows, side)`` to ``(side, side)``."""
    for row in range(moves.shape[0]):
        node = np.uint64(np.float32(row) / spacing)
        second, third, fourth = node + np.uint64(1), node + np.uint64(2), node + np.uint64(3)
        a, b = weights[node, row], weights[second, row]
        c, d = weights[third, row], weights[fourth, row]
        for column in range(moves.shape[1]):
            moves[row, column] = (
                a * field[node, column]
                + b * field[second, column]
                + c * field[third, column]
                + d * field[fourth, column]
            )


@compiled_freely
def displace(key: Any, strength: Any, smoothness: Any, right: Any, down: Any) -> None:
    """Draw an elastic displacement.

    Parameters
    ----------
    key : uint64
        The stream of random numbers.
    strength, smoothness : float32
        Standard deviation of the displacement, and σ of its smoothing from 2 on, both in pixels.
    right, down : ndarray of float32, (side, side)
        Where the displacement of each pixel is written; the side is at most 32.
    """
    side = right.shape[0]
    spacing = smoothness * SPACING
    rows = int(np.float32(side - 1) / spacing) + 4
    columns = (rows + 3) // 4 * 4
    weights = np.empty((columns, side), np.float32)
    nodes = np.empty((2, rows, columns), np.float32)
    field = np.empty((rows, side), np.float32)
    fill(weights, spacing)
    draw_nodes(key, strength / NODE_SPREAD, nodes)
    along_rows(nodes[0], weights, field)
    down_columns(field, weights, spacing, right)
    along_rows(nodes[1], weights, field)
    down_columns(field, weights, spacing, down)
