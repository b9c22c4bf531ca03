"""From a picture of a page to its cells: made flat, turned upright, its grids, the ink in each."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from digit_recognizer.ink import normalize
from digit_recognizer.sheets.aligned_rows import rows_to_part, with_aligned_rows
from digit_recognizer.sheets.alignment import aligned
from digit_recognizer.sheets.cells import CellInk, ink_of_cells
from digit_recognizer.sheets.erasing import without_rules
from digit_recognizer.sheets.flat import Flat, flattened, turned
from digit_recognizer.sheets.grids import Grid, Line
from digit_recognizer.sheets.page_grids import grids_of_page
from digit_recognizer.sheets.rules import components, darkness
from digit_recognizer.sheets.unruled import characters, is_over, unruled_tables

__all__ = ["GridInk", "PageInk", "Probabilities", "cells_of_form", "find_cells", "with_ink"]

_Map = NDArray[np.float32]

Probabilities = Callable[[NDArray[np.uint8]], NDArray[np.floating]]
"""From images (n, 28, 28) to the probabilities of ten digits, (n, 10)."""

# Of the longer side: wider dark areas are background where rules are looked for, and where ink is.
_RULE_BACKGROUND, _INK_BACKGROUND = 1 / 130, 1 / 60
# Of the usual height of a cell: components so large are shown to the network to find what is up.
_SMALLEST, _LARGEST, _MOST_SHOWN = 0.3, 1.2, 100
# Of the longer side: in higher cells several rows may be, each so high.
_TALL, _ROW = 1 / 20, 1 / 30
# How much the share of sure digits counts beside the mean logarithm of their probabilities, and
# how much better another turn must be than the picture as it is, and than one with wide cells; in
# another turn so many are sure, as print and ticks are not.
_SURE, _SURE_WEIGHT, _AS_IT_IS, _WIDE, _LEAST_SURE = 0.95, 1.5, 0.35, 0.2, 0.2
# Of the background's brightness: what is darker on a blank form is print. In pixels: so far off it
# may be on the filled one, of which it is the form if so much of the print is there.
_PRINT, _AWAY, _SAME = 0.12, 7, 0.8
# A table with level rules alone has so few rows, one of them tall, if they are those of a header.
_FEW = 4
# Of the side of a corner of a square code, three sevenths are the square in it, which is solid.
_CODE, _SOLID = (0.33, 0.66), 0.8


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


def find_cells(grey: NDArray[np.uint8], digits: Probabilities | None) -> PageInk:
    """Return the cells of a page.

    Parameters
    ----------
    grey : (height, width) uint8
        A photograph or a scan, turned in any way.
    digits : callable or None
        The network, which tells what is up; without it, the page is upright as it is, and only
        tables with rules are looked for; with it, those without rules, too.
    """
    flat = flattened(grey)
    shape = flat.grey.shape
    ruled = darkness(flat.grey, _RULE_BACKGROUND)
    grids, squares = grids_of_page(ruled)
    dark = _unruled(flat, grids, squares)
    quarters = 0 if digits is None else _quarters(flat, dark, grids, digits)
    flat = turned(flat, quarters)
    dark = np.ascontiguousarray(np.rot90(dark, -quarters))
    grids = [grid.turned(quarters, *shape) for grid in grids]
    if digits is not None:
        grids = _with_unruled(flat, dark, grids)
    grids = [grid for grid in grids if not _is_unparted(grid)]
    grids = sorted(grids, key=lambda grid: tuple(grid.nodes[0, 0, ::-1].tolist()))
    found = [each for each in with_ink(dark, grids) if not _is_code(each)]
    return PageInk(flat, dark, tuple(found))


def _with_unruled(flat: Flat, dark: NDArray[np.float32], grids: list[Grid]) -> list[Grid]:
    """Return grids with the rows that no rule parts, and tables without rules."""
    wanted = [rows_to_part(grid, max(dark.shape)) for grid in grids]
    parted = grids
    if any(wanted):
        found = characters(flat.grey, dark)
        parted = [
            with_aligned_rows(grid, rows, found) for grid, rows in zip(grids, wanted, strict=True)
        ]
    # Where a few level rules are all, words tell more.
    bare = [
        grid.shape[0] < _FEW and _is_ruled_one_way(grid) and None in rows.values()
        for grid, rows in zip(grids, wanted, strict=True)
    ]
    sure = [
        grid
        for grid, is_bare in zip(parted, bare, strict=True)
        if not (is_bare or _is_unparted(grid))
    ]
    tables = unruled_tables(flat.grey, dark, sure)
    left = [
        grid
        for grid, is_bare in zip(parted, bare, strict=True)
        if is_bare and not is_over(grid, tables)
    ]
    return [*sure, *left, *tables]


def cells_of_form(grey: NDArray[np.uint8], blank: PageInk) -> PageInk | None:
    """Return the cells of a filled form, as the blank one has them; None if it is another form.

    Parameters
    ----------
    grey : (height, width) uint8
        A photograph or a scan, turned in any way.
    blank : PageInk
        The form without what is written: what it has, print or rule, is no ink.
    """
    flat = aligned(grey, blank.flat)
    if flat is None:
        return None
    grids = [each.grid for each in blank.grids]
    near = np.ones((_AWAY, _AWAY), np.uint8)
    all_ink = (darkness(flat.grey, _INK_BACKGROUND) > _PRINT / 2).astype(np.uint8)
    all_print = darkness(blank.flat.grey, _INK_BACKGROUND) > _PRINT
    if cv2.dilate(all_ink, near)[all_print].mean() < _SAME:
        return None
    dark = _unruled(flat, grids)
    printed = cv2.dilate((blank.dark > _PRINT).astype(np.uint8), near)
    return PageInk(flat, dark, tuple(with_ink(dark, grids, printed)))


def _unruled(flat: Flat, grids: list[Grid], squares: Sequence[Line] = ()) -> NDArray[np.float32]:
    dark = darkness(flat.grey, _INK_BACKGROUND)
    return without_rules(dark, [*squares, *(line for grid in grids for line in grid.lines)])


def with_ink(
    dark: NDArray[np.float32], grids: list[Grid], printed: NDArray[np.uint8] | None = None
) -> list[GridInk]:
    """Return grids with the ink of their cells.

    Parameters
    ----------
    dark : (height, width) float32
        How dark each pixel of the page is, without the rules.
    grids : list of Grid
    printed : (height, width) uint8, optional
        What is not 0 is print, as on the blank form.
    """
    corners = [grid.corners(cell) for grid in grids for cell in grid.cells()]
    lines = [line for grid in grids for line in grid.lines]
    inks = iter(ink_of_cells(dark, corners, lines, printed))
    return [GridInk(grid, tuple(next(inks) for _ in grid.cells())) for grid in grids]


def _is_code(box: GridInk) -> bool:
    """Tell whether a box is a corner of a square code: a frame around a solid square."""
    ink = box.inks[0]
    if ink is None or box.grid.shape != (1, 1):
        return False
    across, down = np.ptp(box.grid.nodes, axis=(0, 1))
    inked = (ink.dark > ink.dark.max() / 2).astype(np.uint8)
    width, height = cv2.boundingRect(inked)[2:]
    shares = width / across, height / down
    is_square = all(_CODE[0] <= share <= _CODE[1] for share in shares)
    return is_square and inked.sum() >= _SOLID * width * height and 0.8 < across / down < 1.25


def _quarters(flat: Flat, dark: _Map, grids: list[Grid], digits: Probabilities) -> int:
    """Return by how many quarters, clockwise, a page must be turned to stand upright.

    What is written in the cells, or where there are none on the page, is shown to the network in
    all four turns.
    """
    known = [grid for grid in grids if not _is_unparted(grid)]
    corners = [grid.corners(cell) for grid in known for cell in grid.cells()]
    if corners:
        inside = np.zeros(dark.shape, np.uint8)
        for cell in corners:
            cv2.fillPoly(inside, [np.rint(cell).astype(np.int32)], 1)
        sizes = np.array([np.ptp(cell, axis=0) for cell in corners])
        size = float(np.median(sizes.min(axis=1)))
        wide = float(np.median(sizes[:, 0] / np.maximum(sizes[:, 1], 1)))
        inked = ((dark > 0.12) & (inside > 0)).astype(np.uint8)
        labels, table = components(inked)
        longest, shortest = table[:, 2:4].max(axis=1), table[:, 2:4].min(axis=1)
        side = max(dark.shape)
        row = size if size < _TALL * side else _ROW * side
        fit = (longest > _SMALLEST * row) & (longest < _LARGEST * size) & (shortest > 0.1 * row)
        fit[0] = False
        numbers = np.flatnonzero(fit)
    else:
        wide = 1.0
        labels, table, numbers = characters(flat.grey, dark)
        # Print is smaller, and its letters look like digits upside down.
        longest = table[numbers, 2:4].max(axis=1)
        numbers = numbers[longest >= np.median(longest)] if len(numbers) else numbers
    shown = np.random.default_rng(0).permutation(numbers)[:_MOST_SHOWN]
    if not len(shown):
        return 0
    pictures = [_component(dark, labels, number, table[number].tolist()) for number in shown]
    with ThreadPoolExecutor(1) as beside:  # the network reads while the next turn is drawn
        turns = [beside.submit(digits, _turned(pictures, quarters)) for quarters in range(4)]
    scores = []
    for quarters, turn in enumerate(turns):
        best = turn.result().max(axis=1)
        sure = float((best > _SURE).mean())
        score = float(np.log(best).mean()) + _SURE_WEIGHT * sure
        score -= np.inf if quarters and sure < _LEAST_SURE else 0
        is_wide = (wide if quarters % 2 == 0 else 1 / wide) >= 1
        scores.append(score + (_AS_IT_IS if quarters == 0 else 0) + (_WIDE if is_wide else 0))
    return int(np.argmax(scores))


def _turned(pictures: Sequence[NDArray[np.uint8]], quarters: int) -> NDArray[np.uint8]:
    """Return the network inputs of pictures turned by quarters, clockwise."""
    turns = (np.ascontiguousarray(np.rot90(each, -quarters)) for each in pictures)
    return np.stack([normalize(each) for each in turns])


def _is_unparted(grid: Grid) -> bool:
    """Tell whether rules part columns alone, and nothing has told the rows."""
    return 1 in grid.shape and _is_ruled_one_way(grid)


def _is_ruled_one_way(grid: Grid) -> bool:
    return len({line.is_level for line in grid.lines}) == 1


def _component(
    dark: NDArray[np.float32], labels: NDArray[np.int32], number: int, stats: list[int]
) -> NDArray[np.uint8]:
    left, top, width, height = stats[:4]
    part = slice(top, top + height), slice(left, left + width)
    own = np.where(labels[part] == number, dark[part], 0)
    return np.asarray(np.rint(255 * own / max(float(own.max()), 1e-6)), np.uint8)
