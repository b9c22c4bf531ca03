"""Rows without level rules: a tall row of a grid that holds several lines of words is parted."""

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from digit_recognizer.sheets.grids import Grid
from digit_recognizer.sheets.unruled import Characters
from digit_recognizer.sheets.word_rows import Row, rows_of, with_empty_rows, words_of

__all__ = ["rows_to_part", "with_aligned_rows"]

# Rows that a tall one is parted into, at least; so many of its columns, at least, have words in so
# many of them; and so many of the steps between them are usual, but for so much.
_ROWS, _COLUMNS, _FILLED, _REGULAR, _OFF = 3, 2, 0.6, 0.75, 0.35
# A row that is parted is so high, of its grid, or several are together, and each of the longer side
# of the page; of several, so many must hold rows.
_OF_GRID, _OF_PAGE, _OF_TALL = 0.5, 1 / 20, 0.6
# Or so many rows are, but for the share that may differ, as high as each other, and it is as high
# as several of them but for so much of one: a rule in it was not found.
_FEWEST, _ALIKE, _DIFFER, _MULTIPLE = 5, 0.6, 0.08, 0.12
_WHOLE = np.array([0.0, 1.0])


def rows_to_part(grid: Grid, side: int) -> dict[int, int | None]:
    """Return which rows of a grid are so high that several may stand in them, and how many.

    Parameters
    ----------
    grid : Grid
    side : int
        The longer side of the page, in pixels.

    Returns
    -------
    dict
        None for a number that only the words there tell.
    """
    heights = np.diff(grid.nodes[..., 1].mean(axis=1))
    if grid.shape[1] < _COLUMNS:
        return {}
    tall = heights >= _OF_PAGE * side
    if tall.any() and heights.max() >= _OF_GRID * heights.sum():
        return {int(heights.argmax()): None}
    ratios = heights / np.median(heights)
    if len(heights) >= _FEWEST and (np.abs(ratios - 1) <= _DIFFER).mean() >= _ALIKE:
        counts = np.rint(ratios).astype(int)
        is_multiple = (counts > 1) & (np.abs(ratios - counts) <= _MULTIPLE)
        # A header may be higher than the rows.
        is_multiple[0] = False
        if is_multiple.any():
            return {row: int(counts[row]) for row in np.flatnonzero(is_multiple).tolist()}
    are_groups = heights[tall].sum() >= _OF_GRID * heights.sum()
    return dict.fromkeys(np.flatnonzero(tall).tolist()) if are_groups else {}


def with_aligned_rows(grid: Grid, wanted: Mapping[int, int | None], found: Characters) -> Grid:
    """Return a grid some rows of which are parted where lines of words stand below each other.

    Parameters
    ----------
    grid : Grid
        Of an upright page.
    wanted : mapping of int to int or None
        As ``rows_to_part`` returns it.
    found : Characters
        Of the whole page.

    Returns
    -------
    Grid
        The same one where nothing is parted. Its rules are those that are drawn.
    """
    parts = [_WHOLE] * grid.shape[0]
    tall = [row for row, count in wanted.items() if count is None]
    for row, count in wanted.items():
        parts[row] = _parts(grid, row, count, found, is_closed=len(tall) > 1)
    if sum(len(parts[row]) > 2 for row in tall) < _OF_TALL * len(tall):
        parts = [_WHOLE if row in tall else part for row, part in enumerate(parts)]
    if all(len(part) == 2 for part in parts):
        return grid
    nodes = [grid.nodes[0]]
    for row, part in enumerate(parts):
        above, below = grid.nodes[row], grid.nodes[row + 1]
        nodes += [above + share * (below - above) for share in part[1:].tolist()]
    return Grid(np.array(nodes), _owners(grid, [len(part) - 1 for part in parts]), grid.lines)


def _owners(grid: Grid, counts: list[int]) -> NDArray[np.intp]:
    """Return to whom the places of rows belong, each of which is so many now."""
    starts = np.cumsum([0, *counts])
    single = {(row, column) for row, column, down, _ in grid.cells() if down == 1}
    owners = np.zeros((starts[-1], grid.shape[1], 2), np.intp)
    for row, start, count in zip(range(len(counts)), starts[:-1].tolist(), counts, strict=True):
        for column, (first, left) in enumerate(grid.owners[row].tolist()):
            own = (first, left) in single
            for part in range(count):
                owners[start + part, column] = start + part if own else starts[first], left
    return owners


def _parts(
    grid: Grid, row: int, count: int | None, found: Characters, *, is_closed: bool
) -> NDArray[np.float64]:
    """Return from where to where the rows in a row are, of its height: 0 and 1 where it is one.

    Where rules close it, as they do groups of rows, it is full of rows; else there may be paper
    below them.
    """
    boxes = found.boxes
    middles = (boxes[:, :2] + boxes[:, 2:]) / 2
    edges = grid.nodes[row : row + 2]
    above, below = (
        np.interp(middles[:, 0], edge[:, 0], edge[:, 1], left=-1, right=-1) for edge in edges
    )
    inside = (above < middles[:, 1]) & (middles[:, 1] < below)
    least = _ROWS if count is None else count
    if inside.sum() < least * _COLUMNS:
        return _WHOLE
    boxes = boxes[inside]
    boxes[:, [1, 3]] -= above[inside, None]
    usual = float(np.median(boxes[:, 3] - boxes[:, 1]))
    rows = rows_of(words_of(boxes, usual), usual, lean=0.0)
    rows = with_empty_rows(rows) if count is None else rows
    if not _are_rows(rows, least, edges[0, :, 0]):
        return _WHOLE
    if count is not None:
        return np.linspace(0, 1, count + 1) if len(rows) == count else _WHOLE
    places = np.array([each.place for each in rows])
    step = float(np.median(np.diff(places)))
    height = float(np.median((below - above)[inside]))
    fits = round(height / step)
    if is_closed:
        return np.linspace(0, 1, fits + 1) if abs(height / step - fits) <= _OFF else _WHOLE
    # Paper below the last row of a table is no part of it.
    is_last = row == grid.shape[0] - 1
    end = min(height, places[-1] + step / 2) if is_last else height
    return np.array([0.0, *((places[:-1] + places[1:]) / 2), end]) / height


def _are_rows(rows: list[Row], least: int, edges: NDArray[np.float64]) -> bool:
    """Tell whether words stand below each other in columns, and at even steps."""
    if len(rows) < least:
        return False
    steps = np.diff([row.place for row in rows])
    regular = np.abs(steps / np.median(steps) - 1) <= _OFF
    middles = [(row.words[:, 0] + row.words[:, 2]) / 2 for row in rows]
    # Lines of a scrawl may cross each other.
    ordered = np.maximum.accumulate(edges)
    there = np.array([np.histogram(each, ordered)[0] > 0 for each in middles])
    full = there.mean(axis=0) >= _FILLED
    return bool(regular.mean() >= _REGULAR and full.sum() >= _COLUMNS)
