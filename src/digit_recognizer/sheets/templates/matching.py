"""A filled form found again by its tables and boxes: which of the page's are which of the form's.

Where the rules of both are found, they are a surer guide than print: paper that is bowed or folded
moves each table by itself, and a table whose rows or columns differ is another one.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from digit_recognizer.sheets.cells import CellInk
from digit_recognizer.sheets.grids import Grid
from digit_recognizer.sheets.page_cells import GridInk, PageInk, with_ink
from digit_recognizer.sheets.templates.placing import SAME, common_share

__all__ = ["PRINT", "FormOnPage", "match_form"]

_Points = NDArray[np.float64]

# Pairs of grids, the largest first, that are tried.
_MOST_TRIED = 40
# Of the form's cells: so many are found again, and of its printed cells so many have ink.
_FOUND, _PRINTED = 0.6, 0.8
# Of a grid of the form, where it should be, and one of the page: with so much in common it is it.
_OVERLAP = 0.4
PRINT = 0.12
"""Of the background's brightness: what is darker on a blank form is print."""

# In pixels: its edges.
_EDGES = 9


@dataclass(frozen=True, eq=False)
class FormOnPage:
    """A form on a filled page.

    Attributes
    ----------
    page : PageInk
        With the cells of the frames.
    printed : (height, width) uint8 or None
        What is not 0 is print, in the cells that have some; None where that is not known.
    """

    page: PageInk
    printed: NDArray[np.uint8] | None

    def is_on_print(self, ink: CellInk | None) -> bool:
        """Tell whether something is written on print, of which it may have lost a part."""
        if ink is None or self.printed is None:
            return False
        height, width = ink.dark.shape
        part = self.printed[ink.top : ink.top + height, ink.left : ink.left + width]
        return bool(part.any())


def match_form(page: PageInk, blank: PageInk, frames: PageInk) -> FormOnPage | None:
    """Return the cells of frames on a filled page; None where the form is not found again.

    Parameters
    ----------
    page : PageInk
        A filled page, its grids as they were found.
    blank : PageInk
        The form, its grids as they were found.
    frames : PageInk
        The form with the cells of its frames.
    """
    to_page = _best_map(_grids_of(blank), _grids_of(page))
    if to_page is None:
        return None
    grids = _grids_of(page)
    cells = [grid.corners(cell) for grid in grids for cell in grid.cells()]
    wanted = [_on_page(each.grid, to_page, grids, cells) for each in frames.grids]
    if any(grid is None for grid in wanted):
        return None
    placed = [grid for grid in wanted if grid is not None]
    printed = np.zeros(page.dark.shape, np.uint8)
    for grid, form in zip(placed, frames.grids, strict=True):
        _add_print(printed, grid, form)
    if not _has_print(page, placed, frames):
        return None
    found = tuple(with_ink(page.dark, placed, printed))
    return FormOnPage(PageInk(page.flat, page.dark, found), printed)


def _grids_of(page: PageInk) -> list[Grid]:
    return [each.grid for each in page.grids]


def _best_map(form: Sequence[Grid], found: Sequence[Grid]) -> _Points | None:
    """Return the map from the form to the page by which most of its cells are found again."""
    pairs = [(one, other) for one in form for other in found if one.shape == other.shape]
    pairs = sorted(pairs, key=lambda pair: -pair[0].nodes.size)[:_MOST_TRIED]
    best: tuple[int, list[tuple[Grid, Grid]]] = 0, []
    for pair in pairs:
        again = [pair]
        for _ in range(2):
            to_page = _map(again)
            again = [] if to_page is None else _found_again(form, found, to_page)
        cells = sum(int(np.prod(one.shape)) for one, _ in again)
        if cells > best[0]:
            best = cells, again
    if best[0] < _FOUND * sum(int(np.prod(grid.shape)) for grid in form):
        return None
    return _map(best[1]) if best[1] else None


def _map(pairs: Sequence[tuple[Grid, Grid]]) -> _Points | None:
    if not pairs:
        return None
    source = np.concatenate([one.nodes.reshape(-1, 2) for one, _ in pairs])
    target = np.concatenate([other.nodes.reshape(-1, 2) for _, other in pairs])
    found, _ = cv2.findHomography(source, target, 0)
    return None if found is None else np.asarray(found, np.float64)


def _found_again(
    form: Sequence[Grid], found: Sequence[Grid], to_page: _Points
) -> list[tuple[Grid, Grid]]:
    pairs = []
    for grid in form:
        there = _moved(grid.nodes, to_page).reshape(-1, 2)
        alike = [each for each in found if each.shape == grid.shape]
        shares = [common_share(there, each.nodes.reshape(-1, 2)) for each in alike]
        if shares and max(shares) >= _OVERLAP:
            pairs.append((grid, alike[int(np.argmax(shares))]))
    return pairs


def _on_page(
    frame: Grid, to_page: _Points, found: Sequence[Grid], cells: Sequence[_Points]
) -> Grid | None:
    """Return a frame's grid as the page has it; None where its rules should be there and are not.

    Parameters
    ----------
    frame : Grid
        On the form.
    to_page : (3, 3) float64
    found : sequence of Grid
        Those of the page.
    cells : sequence of (4, 2) float64
        All cells of these.
    """
    nodes = _moved(frame.nodes, to_page)
    if frame.shape != (1, 1):
        if not frame.lines:
            return Grid(nodes, frame.owners, ())
        pairs = _found_again([frame], found, to_page)
        return Grid(pairs[0][1].nodes, frame.owners, pairs[0][1].lines) if pairs else None
    corners = nodes.reshape(4, 2)[[0, 1, 3, 2]]
    shares = [common_share(corners, cell) for cell in cells]
    if shares and max(shares) >= SAME:
        nodes = cells[int(np.argmax(shares))][[0, 1, 3, 2]].reshape(2, 2, 2)
    return Grid(nodes, frame.owners, ())


def _moved(points: _Points, matrix: _Points) -> _Points:
    moved = cv2.perspectiveTransform(points.reshape(-1, 1, 2), matrix)
    return np.asarray(moved, np.float64).reshape(points.shape)


def _add_print(printed: NDArray[np.uint8], grid: Grid, form: GridInk) -> None:
    """Add to a mask what is printed in the cells of a grid, where it is on the page."""
    height, width = printed.shape
    for place, ink in zip(grid.cells(), form.inks, strict=True):
        if ink is None:
            continue
        own = form.grid.corners(place) - [ink.left, ink.top]
        to_page = cv2.getPerspectiveTransform(
            own.astype(np.float32), grid.corners(place).astype(np.float32)
        )
        down, across = ink.dark.shape
        ends = _moved(np.array([[0, 0], [across, 0], [across, down], [0, down]], float), to_page)
        low = np.clip(np.floor(ends.min(axis=0)) - _EDGES, 0, [width, height]).astype(int)
        high = np.clip(np.ceil(ends.max(axis=0)) + _EDGES, 0, [width, height]).astype(int)
        if (high <= low).any():
            continue
        shift = np.array([[1, 0, -low[0]], [0, 1, -low[1]], [0, 0, 1]], np.float64)
        is_print = (ink.dark > PRINT).astype(np.uint8)
        part = cv2.warpPerspective(is_print, shift @ to_page, (high - low).tolist())
        part = cv2.dilate(part, np.ones((_EDGES, _EDGES), np.uint8))
        printed[low[1] : high[1], low[0] : high[0]] |= np.asarray(part, np.uint8)


def _has_print(page: PageInk, grids: Sequence[Grid], frames: PageInk) -> bool:
    """Tell whether cells that are printed on the form have ink on the page."""
    inked = [
        ink is not None
        for grid, form in zip(with_ink(page.dark, list(grids)), frames.grids, strict=True)
        for ink, printed in zip(grid.inks, form.inks, strict=True)
        if printed is not None
    ]
    return not inked or float(np.mean(inked)) >= _PRINTED
