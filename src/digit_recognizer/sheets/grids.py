"""Grids of cells from the rules of a page: which rules cross, and what they enclose."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from digit_recognizer.sheets.aligned_columns import aligned_columns, alike_rules, even_rows
from digit_recognizer.sheets.crossings import crossing_rules
from digit_recognizer.sheets.grid_lines import (
    COVERED,
    NARROWEST,
    TALL,
    GridLine,
    in_lines,
    outer_frame,
    true_lines,
    with_open_sides,
)
from digit_recognizer.sheets.rules import Rule

__all__ = ["Grid", "Line", "find_grids"]

# Of the page: a single box is smaller.
_LARGEST = 0.12


class Line(NamedTuple):
    """A rule as points, (n, 2), x and y, a pixel from each other along; and its thickness."""

    points: NDArray[np.float64]
    thickness: float
    is_level: bool


@dataclass(frozen=True, eq=False)
class Grid:
    """A grid of cells.

    Attributes
    ----------
    nodes : (rows + 1, columns + 1, 2) float64
        Where rules cross, x and y.
    owners : (rows, columns, 2) int
        Of each place the row and the column where its cell begins: another place's if merged.
    lines : tuple of Line
        Its rules.
    """

    nodes: NDArray[np.float64]
    owners: NDArray[np.intp]
    lines: tuple[Line, ...]

    @property
    def shape(self) -> tuple[int, int]:
        """Rows and columns."""
        return self.owners.shape[0], self.owners.shape[1]

    def cells(self) -> list[tuple[int, int, int, int]]:
        """Return first row and column of each cell, and how many it covers."""
        found: dict[tuple[int, int], tuple[int, int]] = {}
        for row, columns in enumerate(self.owners.tolist()):
            for column, (first, left) in enumerate(columns):
                found[first, left] = row - first + 1, column - left + 1
        return [(*start, *spans) for start, spans in found.items()]

    def corners(self, cell: tuple[int, int, int, int]) -> NDArray[np.float64]:
        """Return the corners, (4, 2), of a cell: from the top left one clockwise."""
        row, column, down, across = cell
        rows, columns = (row, row, row + down, row + down), (column, column + across)
        at = [
            (rows[0], columns[0]),
            (rows[1], columns[1]),
            (rows[2], columns[1]),
            (rows[3], columns[0]),
        ]
        return np.array([self.nodes[place] for place in at])

    def turned(self, quarters: int, height: int, width: int) -> "Grid":
        """Return the grid on a page of this height and width that is turned clockwise."""
        nodes, owners, lines = self.nodes, self.owners, self.lines
        for _ in range(quarters % 4):
            nodes = np.rot90(_quarter(nodes, height), -1)
            lines = tuple(
                Line(_quarter(line.points, height), line.thickness, not line.is_level)
                for line in lines
            )
            owners = _first_owners(np.rot90(owners[..., 0] * owners.shape[1] + owners[..., 1], -1))
            height, width = width, height
        return Grid(np.ascontiguousarray(nodes), owners, lines)

    def part(self, first: int, last: int) -> "Grid":
        """Return rows from ``first`` to ``last``, exclusive."""
        owners = self.owners[first:last] - [first, 0]
        return Grid(self.nodes[first : last + 1], np.maximum(owners, 0), self.lines)


def _quarter(points: NDArray[np.float64], height: int) -> NDArray[np.float64]:
    """Return points on a page of this height that is turned by a quarter, clockwise."""
    return np.stack((height - 1 - points[..., 1], points[..., 0]), axis=-1)


def _first_owners(names: NDArray[np.intp]) -> NDArray[np.intp]:
    owners = np.zeros((*names.shape, 2), np.intp)
    first: dict[int, tuple[int, int]] = {}
    for row, column in np.ndindex(*names.shape):
        owners[row, column] = first.setdefault(int(names[row, column]), (row, column))
    return owners


def find_grids(level: list[Rule], upright: list[Rule], dark: NDArray[np.float32]) -> list[Grid]:
    """Return the grids of a page, single boxes among them, from top to bottom.

    Parameters
    ----------
    level, upright : list of Rule
        As ``find_rules`` returns them.
    dark : (height, width) float32
        Of which they were found.
    """
    side = max(dark.shape)
    grids = []
    for rules in crossing_rules(level, upright, side):
        whole = _grid(*rules, side)
        if whole is None:
            parts = crossing_rules(*rules, side, broken=False)
            grids += [part for each in parts if (part := _grid(*each, side)) is not None]
        else:
            grids.append(whole)
    grids += _aligned(level, upright, dark, _unframed(grids, dark.shape))
    return sorted(_unframed(grids, dark.shape), key=lambda grid: tuple(grid.nodes[0, 0, ::-1]))


def _aligned(
    level: list[Rule], upright: list[Rule], dark: NDArray[np.float32], grids: list[Grid]
) -> Iterator[Grid]:
    """Yield tables that are ruled in one direction only, beside grids that were found."""
    side = max(dark.shape)
    turned = np.ascontiguousarray(dark.T)
    for rules, seen, is_level in ((level, dark, True), (upright, turned, False)):
        free = [rule for rule in rules if not _is_inside(rule, is_level, grids)]
        for table in alike_rules(free, side):
            found = [(part, aligned_columns(seen, part)) for part in even_rows(table)]
            pairs = [pair for pair in found if pair[1]]
            if not pairs and not is_level:
                # The page may be upright: then the rows of these columns are found by its words.
                pairs = [(table, _ends(table))]
            for pair in pairs:
                grid = _grid(*(pair if is_level else pair[::-1]), side)
                if grid is not None:
                    drawn = tuple(line for line in grid.lines if line.is_level == is_level)
                    yield replace(grid, lines=drawn)


def _ends(upright: list[Rule]) -> list[Rule]:
    """Return level rules from where upright ones begin to the next, and from where they end."""
    middles = np.array([(rule.start + rule.stop) / 2 for rule in upright])
    across = np.array([rule.at(middle) for rule, middle in zip(upright, middles, strict=True)])
    along = np.arange(int(across.min()), int(across.max()) + 1)
    ends = ([rule.start for rule in upright], [rule.stop - 1 for rule in upright])
    return [
        Rule(
            int(along[0]), int(along[-1]) + 1, np.interp(along, across, end).astype(np.float32), 1.0
        )
        for end in ends
    ]


def _is_inside(rule: Rule, is_level: bool, grids: list[Grid]) -> bool:
    along = (rule.start + rule.stop) / 2
    middle = np.array([along, rule.at(along)][:: 1 if is_level else -1])
    return any(
        ((grid.nodes.min(axis=(0, 1)) <= middle) & (middle <= grid.nodes.max(axis=(0, 1)))).all()
        for grid in grids
    )


def _grid(level: list[Rule], upright: list[Rule], side: int) -> Grid | None:
    narrowest = side * NARROWEST
    middle_x = float(np.mean([(rule.start + rule.stop) / 2 for rule in level]))
    middle_y = float(np.mean([(rule.start + rule.stop) / 2 for rule in upright]))
    rows = in_lines(level, middle_x, narrowest)
    columns = in_lines(upright, middle_y, narrowest)
    is_closed = False
    while True:
        if len(rows) < 2 or len(columns) < 2:
            return None
        nodes = _nodes(rows, columns, middle_y)
        # Of each side of a cell, which share is ruled.
        ruled_rows = np.array(
            [
                [row.covers(nodes[r, c, 0], nodes[r, c + 1, 0]) for c in range(len(columns) - 1)]
                for r, row in enumerate(rows)
            ]
        )
        ruled_columns = np.array(
            [
                [column.covers(nodes[r, c, 1], nodes[r + 1, c, 1]) for r in range(len(rows) - 1)]
                for c, column in enumerate(columns)
            ]
        )
        heights = np.diff(nodes[..., 1].mean(axis=1))
        framed = outer_frame(ruled_columns[1:-1], heights)
        if framed is not None:
            del rows[framed]
            continue
        usual = float(np.median([rule.strength for rule in level + upright]))
        left = (
            true_lines(rows, ruled_rows, np.diff(nodes[..., 0].mean(axis=0)), usual),
            true_lines(columns, ruled_columns, heights, usual),
        )
        if (len(left[0]), len(left[1])) != (len(rows), len(columns)):
            rows, columns = left
            continue
        if is_closed:
            break
        is_closed = True
        rows, columns = (
            with_open_sides(rows, columns, narrowest),
            with_open_sides(columns, rows, narrowest),
        )
    owners = _owners(ruled_rows >= COVERED, ruled_columns >= COVERED)
    return Grid(nodes, owners, (*_as_points(rows, True), *_as_points(columns, False)))


def _as_points(lines: list[GridLine], is_level: bool) -> Iterator[Line]:
    for rule in (rule for line in lines for rule in (*line.rules, *line.beside)):
        points = np.column_stack((np.arange(rule.start, rule.stop), rule.course))
        points = points if is_level else points[:, ::-1]
        yield Line(points.astype(np.float64), rule.thickness, is_level)


def _nodes(rows: list[GridLine], columns: list[GridLine], middle: float) -> NDArray[np.float64]:
    nodes = np.zeros((len(rows), len(columns), 2))
    for r, row in enumerate(rows):
        for c, column in enumerate(columns):
            x = column.at(middle)
            for _ in range(3):
                y = row.at(x)
                x = column.at(y)
            nodes[r, c] = x, y
    return nodes


def _owners(level: NDArray[np.bool_], upright: NDArray[np.bool_]) -> NDArray[np.intp]:
    """Join cells that no rule parts, as long as what comes out is a rectangle.

    Parameters
    ----------
    level : (rows + 1, columns) bool
        Whether there is a rule above each cell, and below the last.
    upright : (columns + 1, rows) bool
        Whether there is one to the left, and to the right of the last.
    """
    rows, columns = len(level) - 1, len(upright) - 1
    names = np.arange(rows * columns).reshape(rows, columns)
    for row in range(rows):
        for column in range(columns):
            if column and not upright[column, row]:
                names[names == names[row, column]] = names[row, column - 1]
            if row and not level[row, column]:
                names[names == names[row, column]] = names[row - 1, column]
    for name in np.unique(names):
        at = np.argwhere(names == name)
        (top, left), (bottom, right) = at.min(axis=0), at.max(axis=0) + 1
        if len(at) != (bottom - top) * (right - left):
            names[names == name] = at[:, 0] * columns + at[:, 1]
    return _first_owners(names)


def _unframed(grids: list[Grid], shape: tuple[int, ...]) -> list[Grid]:
    """Leave out frames: boxes around other grids, and rows above and below that are one cell."""
    found = []
    for grid in grids:
        others = [each.nodes.mean(axis=(0, 1)) for each in grids if each is not grid]
        first, last = 0, grid.shape[0]
        heights = np.diff(grid.nodes[..., 1].mean(axis=1))
        usual = float(np.median(heights))
        while last - first > 0 and _is_frame(grid, first, others, heights[first] > TALL * usual):
            first += 1
        while last - first > 0 and _is_frame(
            grid, last - 1, others, heights[last - 1] > TALL * usual
        ):
            last -= 1
        is_frame = last - first < grid.shape[0] and grid.shape[1] == 1
        if first < last and not is_frame:
            found.append(grid.part(first, last))
    return [
        grid for grid in found if grid.shape != (1, 1) or _area(grid) < _LARGEST * np.prod(shape)
    ]


def _is_frame(grid: Grid, row: int, others: list[NDArray[np.float64]], is_tall: bool) -> bool:
    """Tell whether a row is one cell, and either tall or around another grid."""
    if len({tuple(owner) for owner in grid.owners[row].tolist()}) > 1:
        return False
    box = grid.nodes[row : row + 2]
    low, high = box.min(axis=(0, 1)), box.max(axis=(0, 1))
    return is_tall or any(((low < other) & (other < high)).all() for other in others)


def _area(grid: Grid) -> float:
    return float(np.ptp(grid.nodes[..., 0]) * np.ptp(grid.nodes[..., 1]))
