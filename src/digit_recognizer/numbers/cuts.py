"""Where touching characters may be cut apart: ways from top to bottom that cross few strokes.

A cut bends around ink as a hand would draw it, so two digits that lean over each other part where
their contours come close, which no straight line does. What counts is how often a way goes into
ink, much more than how far through it: two uprights that have run into each other are parted from
the notch above them to the notch below. There are more cuts than needed; the graph joins again what
belongs together (LeCun et al. 1998, section V).
"""

from collections.abc import Sequence
from itertools import groupby, pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

__all__ = ["cuts", "straight_cuts"]

# What it costs to go into ink and out of it again; and, over a distance of the line's height, to go
# through ink, and to the side.
_STROKE, _INK, _ASIDE = 0.4, 0.05, 0.3
# Of the height: rows at which ways are compared; each way that is a valley there is a candidate.
_ROWS = (0.3, 0.5, 0.7)
# Cuts in ink as wide as the line is high.
_CUTS_A_HEIGHT = 4
# Of the line's height: a straight cut lies at least so far from the next.
_APART = 0.12
# Of the ink of a character: so much lies at least between two cuts.
_LEAST_INK = 0.12

_Costs = NDArray[np.float64]
_Ink = NDArray[np.float64]


class _Ways(NamedTuple):
    """The cheapest way to each pixel of some ink: its cost, and its last step to the side."""

    costs: _Costs
    steps: NDArray[np.int8]


def cuts(inks: Sequence[_Ink], heights: Sequence[float]) -> list[NDArray[np.intp]]:
    """Return ways through components, of each the ones that cross the fewest strokes.

    Parameters
    ----------
    inks : sequence of (rows, columns) float64
        Each connected, upright, from 0 to 1.
    heights : sequence of float
        Of the line of each, in pixels.

    Returns
    -------
    list of (cuts, rows) intp
        For each way and row, the first column to the right of it.
    """
    found: dict[int, NDArray[np.intp]] = {}

    def size(number: int) -> int:
        return len(inks[number]).bit_length()

    # Those that are about as high are laid beside each other.
    for _, alike in groupby(sorted(range(len(inks)), key=size), key=size):
        numbers = list(alike)
        both = [way for number in numbers for way in (inks[number], inks[number][::-1])]
        ways = _cheapest(both, [heights[number] for number in numbers for _ in range(2)])
        for number, above, below in zip(numbers, ways[::2], ways[1::2], strict=True):
            below = _Ways(below.costs[::-1], below.steps[::-1])
            found[number] = _chosen(inks[number], heights[number], above, below)
    return [found[number] for number in range(len(inks))]


def _chosen(ink: _Ink, height: float, above: _Ways, below: _Ways) -> NDArray[np.intp]:
    """Return the cheapest ways, from above and from below, that have ink between them."""
    rows, columns = ink.shape
    total = above.costs + below.costs - _INK / height * ink**2
    candidates = sorted(
        (total[row, column], row, column)
        for row in sorted({int(share * rows) for share in _ROWS})
        for column in _valleys(total[row])
    )
    beside = np.concatenate((np.zeros((rows, 1)), np.cumsum(ink, axis=1)), axis=1)
    whole = beside[:, -1]
    least = _LEAST_INK * whole.sum() * min(1, height / columns)
    chosen: list[NDArray[np.intp]] = []
    # What lies to the left of each cut, row by row; the two ends are cuts too.
    left_of = np.array([np.zeros(rows), whole])
    for _, row, column in candidates:
        if len(chosen) >= _CUTS_A_HEIGHT * columns / height:
            break
        way = _followed(row, column, above.steps, below.steps)
        left = beside[np.arange(rows), way]
        if np.abs(left_of - left).sum(axis=1).min() >= least:
            chosen.append(way)
            left_of = np.vstack((left_of, left))
    return np.array(chosen, np.intp).reshape(-1, rows)


def straight_cuts(columns: NDArray[np.intp], height: float) -> NDArray[np.intp]:
    """Return the columns with the least ink, far enough from each other: upright cuts.

    Parameters
    ----------
    columns : (pixels,) intp
        Of each pixel of ink, from 0.
    height : float
        Of the line, in pixels.

    Returns
    -------
    (cuts,) intp
        The first column to the right of each.
    """
    smooth = np.convolve(np.bincount(columns).astype(np.float64), [0.25, 0.5, 0.25], mode="same")
    apart = max(2, round(_APART * height))
    lowest = [
        column
        for column in range(apart, len(smooth) - apart)
        if smooth[column] == smooth[max(0, column - apart // 2) : column + apart // 2 + 1].min()
    ]
    chosen: list[int] = []
    for column in sorted(lowest, key=lambda column: smooth[column]):
        if len(chosen) < _CUTS_A_HEIGHT * len(smooth) / height and all(
            abs(column - cut) >= apart for cut in chosen
        ):
            chosen.append(column)
    return np.array(chosen, np.intp)


def _cheapest(inks: Sequence[_Ink], heights: Sequence[float]) -> list[_Ways]:
    """Return the cheapest ways from above through each of some components."""
    # Before, between and after them are columns that no way goes through.
    walls = np.cumsum([0, *(1 + ink.shape[1] for ink in inks)])
    places = [slice(wall + 1, stop) for wall, stop in pairwise(walls.tolist())]
    field = np.zeros((max(map(len, inks)), walls[-1] + 1))
    along = np.ones(field.shape[1])
    for ink, place, height in zip(inks, places, heights, strict=True):
        field[: len(ink), place] = ink
        along[place] = height
    # Where pen strokes only touch, ink is pale: squares make it cheaper still.
    through, aside = _INK / along, _ASIDE / along[1:-1]
    costs = np.empty_like(field)
    costs[0] = _STROKE / 2 * field[0] + through * field[0] ** 2
    steps = np.zeros(field.shape, np.int8)
    # Of a step to the left, straight down, and to the right: where it comes from.
    before = slice(0, -2), slice(1, -1), slice(2, None)
    for row in range(1, len(field)):
        costs[row - 1, walls] = np.inf
        ink, above, ink_above = field[row, 1:-1], costs[row - 1], field[row - 1]
        left, straight, right = (
            above[those] + _STROKE / 2 * np.abs(ink - ink_above[those]) for those in before
        )
        left, right = left + aside, right + aside
        best = np.minimum(np.minimum(left, right), straight)
        steps[row, 1:-1] = np.where(straight <= best, 0, np.where(left <= best, -1, 1))
        costs[row, 1:-1] = best + through[1:-1] * ink**2
    return [
        _Ways(costs[: len(ink), place], steps[: len(ink), place])
        for ink, place in zip(inks, places, strict=True)
    ]


def _valleys(costs: _Costs) -> list[int]:
    """Return where costs are lower than on one side, and no higher than on the other."""
    padded = np.concatenate(([np.inf], costs, [np.inf]))
    before, after = padded[:-2], padded[2:]
    lower = (costs <= before) & (costs <= after) & ((costs < before) | (costs < after))
    found: list[int] = np.flatnonzero(lower).tolist()
    return found


def _followed(
    row: int, column: int, from_above: NDArray[np.int8], from_below: NDArray[np.int8]
) -> NDArray[np.intp]:
    """Return the columns of the cheapest way through a pixel."""
    up, down = [column], [column]
    for each in range(row, 0, -1):
        up.append(up[-1] + int(from_above[each, up[-1]]))
    for each in range(row, len(from_above) - 1):
        down.append(down[-1] + int(from_below[each, down[-1]]))
    return np.array(up[:0:-1] + down, np.intp)
