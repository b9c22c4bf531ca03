"""The frames of a template laid on a flat page: which cells they are."""

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from digit_recognizer.sheets.grids import Grid, Line
from digit_recognizer.sheets.page_cells import PageInk, with_ink
from digit_recognizer.sheets.templates.template import (
    Box,
    FieldFrame,
    TableFrame,
    TemplateError,
)

__all__ = ["SAME", "common_share", "place_frames"]

_Points = NDArray[np.float64]

SAME = 0.6
"""Of a frame and a cell that was found: with so much in common the cell is meant."""

# Of a table that was found: so much of it is in its frame.
_INSIDE = 0.8


def place_frames(
    page: PageInk, fields: Sequence[FieldFrame], tables: Sequence[TableFrame]
) -> PageInk:
    """Return a page with the cells of frames instead of those that were found: tables, then fields.

    A frame that is drawn around a cell or table that was found has its rules.

    Parameters
    ----------
    page : PageInk
        The blank form, or a filled one; its grids as they were found.
    fields, tables : sequence of frames

    Raises
    ------
    TemplateError
        If there is no table in the frame of one, or one with other columns.
    """
    height, width = page.flat.grey.shape
    found = [each.grid for each in page.grids]
    cells = [grid.corners(cell) for grid in found for cell in grid.cells()]
    shapes = [
        *(_table(frame, _pixels(frame.box, width, height), found) for frame in tables),
        *(_field(_pixels(frame.box, width, height), cells) for frame in fields),
    ]
    lines = list({id(line): line for grid in found for line in grid.lines}.values())
    grids = list(_with_lines(shapes, lines))
    # What was taken from a grid has its ink already; with all cells anew, none has another's.
    return PageInk(page.flat, page.dark, tuple(with_ink(page.dark, grids)))


def _pixels(box: Box, width: int, height: int) -> _Points:
    """Return the corners of a box, (4, 2)."""
    left, top, right, bottom = np.array(box) * [width, height, width, height] - 0.5
    return np.array([[left, top], [right, top], [right, bottom], [left, bottom]])


def _field(corners: _Points, cells: Sequence[_Points]) -> Grid:
    shares = [common_share(corners, cell) for cell in cells]
    if shares and max(shares) >= SAME:
        corners = cells[int(np.argmax(shares))]
    return _grid(corners[[0, 1, 3, 2]].reshape(2, 2, 2))


def _table(frame: TableFrame, corners: _Points, found: Sequence[Grid]) -> Grid:
    if frame.rows:
        return _divided(frame, corners)
    inside = [grid for grid in found if _inside(grid, corners) >= _INSIDE]
    if not inside:
        raise TemplateError(
            f"table {frame.name!r}: expected rules in its frame, found no table",
            "draw the frame around the whole table, or give it rows and columns",
        )
    grid = max(inside, key=lambda each: float(np.prod(np.ptp(each.nodes, axis=(0, 1)))))
    if frame.columns and len(frame.columns) != grid.shape[1]:
        raise TemplateError(
            f"table {frame.name!r}: expected {len(frame.columns)} columns, found {grid.shape[1]}"
        )
    return grid


def _divided(frame: TableFrame, corners: _Points) -> Grid:
    """Return rows of the same height, and columns as wide as the frame says."""
    widths = np.cumsum([0, *(column.width for column in frame.columns)])
    (left, top), (right, bottom) = corners[0], corners[2]
    xs = left + (right - left) * widths / widths[-1]
    ys = np.linspace(top, bottom, frame.rows + 1)
    return _grid(np.stack(np.meshgrid(xs, ys), axis=-1))


def _grid(nodes: _Points) -> Grid:
    owners = np.moveaxis(np.indices((nodes.shape[0] - 1, nodes.shape[1] - 1)), 0, -1)
    return Grid(np.asarray(nodes, np.float64), owners.astype(np.intp), ())


def _with_lines(grids: Sequence[Grid], lines: Sequence[Line]) -> Iterator[Grid]:
    """Yield grids, each with the rules that touch it and are no other's yet."""
    left = list(lines)
    for grid in grids:
        low, high = grid.nodes.min(axis=(0, 1)), grid.nodes.max(axis=(0, 1))
        around = (high - low) / np.array(grid.shape[::-1]) / 2
        own = [line for line in left if _touches(line, low - around, high + around)]
        left = [line for line in left if all(line is not each for each in own)]
        yield Grid(grid.nodes, grid.owners, tuple(own))


def _touches(line: Line, low: _Points, high: _Points) -> bool:
    return bool(((low <= line.points) & (line.points <= high)).all(axis=1).any())


def common_share(one: _Points, other: _Points) -> float:
    """Return the area that two sets of points enclose both, as a share of that of either.

    Parameters
    ----------
    one, other : (n, 2) float64
        Their bounding boxes are compared.
    """
    low = np.maximum(one.min(axis=0), other.min(axis=0))
    high = np.minimum(one.max(axis=0), other.max(axis=0))
    common = float(np.prod(np.maximum(high - low, 0)))
    return common / max(1.0, _area(one) + _area(other) - common)


def _inside(grid: Grid, corners: _Points) -> float:
    """Return which share of a grid is in a box."""
    nodes = grid.nodes.reshape(-1, 2)
    low = np.maximum(nodes.min(axis=0), corners.min(axis=0))
    high = np.minimum(nodes.max(axis=0), corners.max(axis=0))
    return float(np.prod(np.maximum(high - low, 0))) / max(1.0, _area(nodes))


def _area(points: _Points) -> float:
    return float(np.prod(np.ptp(points, axis=0)))
