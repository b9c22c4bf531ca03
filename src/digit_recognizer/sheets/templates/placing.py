"""The frames of a template laid on a flat page: which cells they are."""

from collections.abc import Callable, Iterator, Sequence

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
    page: PageInk,
    fields: Sequence[FieldFrame],
    tables: Sequence[TableFrame],
    picture: tuple[int, int] | None = None,
) -> PageInk:
    """Return a page with the cells of frames instead of those that were found: tables, then fields.

    A frame that is drawn around a cell or table that was found has its rules.

    Parameters
    ----------
    page : PageInk
        The blank form, or a filled one; its grids as they were found.
    fields, tables : sequence of frames
    picture : (height, width), optional
        Of the page's picture, if the frames are on that; else they are on the page made flat.

    Raises
    ------
    TemplateError
        If there is no table in the frame of one, or one with other columns.
    """
    found = [each.grid for each in page.grids]
    cells = [grid.corners(cell) for grid in found for cell in grid.cells()]
    to_flat = _to_flat(page, picture)
    shapes = [
        *(_table(frame, to_flat, found) for frame in tables),
        *(_field(frame, to_flat, cells) for frame in fields),
    ]
    lines = list({id(line): line for grid in found for line in grid.lines}.values())
    grids = list(_with_lines(shapes, lines))
    # What was taken from a grid has its ink already; with all cells anew, none has another's.
    return PageInk(page.flat, page.dark, tuple(with_ink(page.dark, grids)))


def _to_flat(page: PageInk, picture: tuple[int, int] | None) -> Callable[[_Points], _Points]:
    """Return what brings points, (..., 2), as shares of a page, to the flat page."""
    height, width = page.flat.grey.shape if picture is None else picture
    matrix = np.eye(3) if picture is None else np.linalg.inv(page.flat.to_picture)

    def moved(shares: _Points) -> _Points:
        points = shares.reshape(-1, 2) * [width, height] - 0.5
        points = np.column_stack((points, np.ones(len(points)))) @ matrix.T
        return np.asarray(points[:, :2] / points[:, 2:]).reshape(shares.shape)

    return moved


def _divided(box: Box, xs: _Points, ys: _Points) -> _Points:
    """Return nodes, (n, m, 2), at shares of a box across and down, as shares of the page."""
    left, top, right, bottom = box
    across, down = left + (right - left) * xs, top + (bottom - top) * ys
    return np.stack(np.meshgrid(across, down), axis=-1)


_ENDS = np.array([0.0, 1.0])


def _field(
    frame: FieldFrame, to_flat: Callable[[_Points], _Points], cells: Sequence[_Points]
) -> Grid:
    nodes = to_flat(_divided(frame.box, _ENDS, _ENDS))
    shares = [common_share(nodes.reshape(4, 2), cell) for cell in cells]
    if shares and max(shares) >= SAME:
        nodes = cells[int(np.argmax(shares))][[0, 1, 3, 2]].reshape(2, 2, 2)
    return _grid(nodes)


def _table(frame: TableFrame, to_flat: Callable[[_Points], _Points], found: Sequence[Grid]) -> Grid:
    if frame.rows:
        widths = np.cumsum([0, *(column.width for column in frame.columns)])
        rows = np.linspace(0, 1, frame.rows + 1)
        return _grid(to_flat(_divided(frame.box, widths / widths[-1], rows)))
    corners = to_flat(_divided(frame.box, _ENDS, _ENDS)).reshape(4, 2)
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
