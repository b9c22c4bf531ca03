"""From a picture of a page to its cells: made flat, turned upright, its grids, the ink in each."""

from collections.abc import Callable
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from digit_recognizer.ink import normalize
from digit_recognizer.sheets.cells import CellInk, ink_of_cells, without_rules
from digit_recognizer.sheets.flat import Flat, flattened, turned
from digit_recognizer.sheets.grids import Grid, find_grids
from digit_recognizer.sheets.rules import darkness, find_rules

__all__ = ["GridInk", "PageInk", "Probabilities", "find_cells", "with_ink"]

Probabilities = Callable[[NDArray[np.uint8]], NDArray[np.floating]]
"""From images (n, 28, 28) to the probabilities of ten digits, (n, 10)."""

# Of the longer side: wider dark areas are background where rules are looked for, and where ink is.
_RULE_BACKGROUND, _INK_BACKGROUND = 1 / 130, 1 / 60
# Of the usual height of a cell: components so large are shown to the network to find what is up.
_SMALLEST, _LARGEST, _MOST_SHOWN = 0.3, 1.2, 100
# How much the share of sure digits counts beside the mean logarithm of their probabilities, and
# how much better another turn must be than the picture as it is.
_SURE, _SURE_WEIGHT, _AS_IT_IS = 0.95, 1.5, 0.1
# Of a box: one with more ink is no cell but a part of a code.
_MOST_INK = 0.35


@dataclass(frozen=True, eq=False)
class GridInk:
    """A grid and what is written in each of its cells, in the order of ``grid.cells()``."""

    grid: Grid
    inks: tuple[CellInk | None, ...]


@dataclass(frozen=True, eq=False)
class PageInk:
    """A page that lies flat and upright, and its grids from top to bottom.

    Attributes
    ----------
    flat : Flat
    dark : (height, width) float32
        How dark each of its pixels is, without the rules.
    grids : tuple of GridInk
    """

    flat: Flat
    dark: NDArray[np.float32]
    grids: tuple[GridInk, ...]


def find_cells(grey: NDArray[np.uint8], digits: Probabilities) -> PageInk:
    """Return the cells of a page.

    Parameters
    ----------
    grey : (height, width) uint8
        A photograph or a scan, turned in any way.
    digits : callable
        The network, which tells what is up.
    """
    flat = flattened(grey)
    shape = flat.grey.shape
    grids = find_grids(*find_rules(darkness(flat.grey, _RULE_BACKGROUND)), shape)
    dark = darkness(flat.grey, _INK_BACKGROUND)
    dark = without_rules(dark, [line for grid in grids for line in grid.lines])
    quarters = _quarters(dark, grids, digits)
    flat = turned(flat, quarters)
    dark = np.ascontiguousarray(np.rot90(dark, -quarters))
    grids = [grid.turned(quarters, *shape) for grid in grids]
    grids = sorted(grids, key=lambda grid: tuple(grid.nodes[0, 0, ::-1].tolist()))
    return PageInk(flat, dark, tuple(filter(_is_written_in, with_ink(dark, grids))))


def with_ink(dark: NDArray[np.float32], grids: list[Grid]) -> list[GridInk]:
    """Return grids with the ink of their cells.

    Parameters
    ----------
    dark : (height, width) float32
        How dark each pixel of the page is, without the rules.
    grids : list of Grid
    """
    corners = [grid.corners(cell) for grid in grids for cell in grid.cells()]
    inks = iter(ink_of_cells(dark, corners, [line for grid in grids for line in grid.lines]))
    return [GridInk(grid, tuple(next(inks) for _ in grid.cells())) for grid in grids]


def _is_written_in(found: GridInk) -> bool:
    """Tell whether a grid is one to write in, and no part of a code."""
    ink = found.inks[0]
    return found.grid.shape != (1, 1) or ink is None or ink.share < _MOST_INK


def _quarters(dark: NDArray[np.float32], grids: list[Grid], digits: Probabilities) -> int:
    """Return by how many quarters, clockwise, a page must be turned to stand upright.

    What is written in the cells is shown to the network in all four turns.
    """
    corners = [grid.corners(cell) for grid in grids for cell in grid.cells()]
    if not corners:
        return 0
    inside = np.zeros(dark.shape, np.uint8)
    for cell in corners:
        cv2.fillPoly(inside, [np.rint(cell).astype(np.int32)], 1)
    size = float(np.median([np.ptp(cell, axis=0).min() for cell in corners]))
    inked = ((dark > 0.12) & (inside > 0)).astype(np.uint8)
    _, labels, table, _ = cv2.connectedComponentsWithStats(inked, connectivity=8)
    longest, shortest = table[1:, 2:4].max(axis=1), table[1:, 2:4].min(axis=1)
    fit = (longest > _SMALLEST * size) & (longest < _LARGEST * size) & (shortest > 0.1 * size)
    shown = np.random.default_rng(0).permutation(np.flatnonzero(fit) + 1)[:_MOST_SHOWN]
    if not len(shown):
        return 0
    pictures = [_component(dark, labels, number, table[number].tolist()) for number in shown]
    scores = []
    for quarters in range(4):
        images = [normalize(np.ascontiguousarray(np.rot90(each, -quarters))) for each in pictures]
        best = digits(np.stack(images)).max(axis=1)
        score = float(np.log(best).mean()) + _SURE_WEIGHT * float((best > _SURE).mean())
        scores.append(score + (_AS_IT_IS if quarters == 0 else 0))
    return int(np.argmax(scores))


def _component(
    dark: NDArray[np.float32], labels: NDArray[np.int32], number: int, stats: list[int]
) -> NDArray[np.uint8]:
    left, top, width, height = stats[:4]
    part = slice(top, top + height), slice(left, left + width)
    own = np.where(labels[part] == number, dark[part], 0)
    return np.asarray(np.rint(255 * own / max(float(own.max()), 1e-6)), np.uint8)
