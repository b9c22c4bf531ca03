"""What is not sure in a table whose rows or columns no rule parts."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from digit_recognizer.sheets.cells import CellInk
from digit_recognizer.sheets.grids import Grid
from digit_recognizer.sheets.page_cells import GridInk
from digit_recognizer.sheets.second_thoughts import as_doubtful
from digit_recognizer.sheets.table import Cell

__all__ = ["doubted_places", "holds_numbers", "warning_of"]

# Of the darkest ink of a cell: what is darker is its ink and not its pale edge.
_INK = 0.3
# Of the usual row: ink that is nearer to the edge of a column may be of the next one; and so far
# words of a header are from each other, which are of two columns.
_AT_EDGE, _APART = 0.06, 0.45
# Of a row: ink whose middle is nearer to its edge may be of the next one.
_BETWEEN_ROWS = 0.15
# So many numbers a column holds, and so many columns there are, in a table without any rule; or one
# beside labels, of more numbers and little else; and so much of what is written is numbers, or it
# is a letter.
_NUMBERS, _COLUMNS, _BESIDE_LABELS, _OF_COLUMN, _SHARE = 3, 2, 5, 0.8, 0.3

# What a ring and a stroke are read as.
_TICKS = ("0", "1")

_ONE_OF_TWO = "it may stand in the row or column beside this one: no rule parts them"
_TWO_COLUMNS = "this may be two columns: no rule parts them"

Rows = Sequence[Sequence[Cell]]


def warning_of(grid: Grid) -> str | None:
    """Return what is to be said of a table that rules do not part; None where they do."""
    match _ruled(grid):
        case True, True:
            return None
        case True, False:
            return "its columns are not ruled: they are told by the paper between numbers"
        case False, True:
            return "its rows are not ruled: they are told by the paper between numbers"
    return "it is not ruled: rows and columns are told by where numbers stand"


def _ruled(grid: Grid) -> tuple[bool, bool]:
    """Return whether rows, and columns, are parted by rules.

    Rows are not if most of them have none above: then there is a header with rules.
    """
    directions = {line.is_level for line in grid.lines}
    rules = [line.points for line in grid.lines if line.is_level]
    middle = grid.nodes[:-1].mean(axis=1)
    steps = np.diff(grid.nodes[..., 1].mean(axis=1))
    above = [
        any(abs(np.interp(x, rule[:, 0], rule[:, 1]) - y) < _BETWEEN_ROWS * step for rule in rules)
        for (x, y), step in zip(middle.tolist(), steps.tolist(), strict=True)
    ]
    return bool(rules) and 2 * sum(above) >= len(above), False in directions


def holds_numbers(rows: Rows, grid: Grid) -> bool:
    """Tell whether what no rule parts is a table of numbers, and no letter."""
    if grid.lines:
        return True
    filled = [cell for row in rows for cell in row if cell.state != "empty"]
    numbers = [cell for cell in filled if _is_number_like(cell)]
    own, every = (Counter(cell.column for cell in cells) for cells in (numbers, filled))
    full = sum(count >= _NUMBERS for count in own.values())
    # Its first row may be a header.
    has_labels = any(
        count >= max(_BESIDE_LABELS, _OF_COLUMN * (every[column] - 1))
        for column, count in own.items()
    )
    are_columns = full >= _COLUMNS or has_labels
    return are_columns and len(numbers) >= _SHARE * len(filled)


def _is_number_like(cell: Cell) -> bool:
    """Tell whether a cell tells of a table of numbers, as boxes to tick, or ticks, do not."""
    is_number = cell.state in ("number", "doubtful") and any(map(str.isdigit, cell.text))
    return is_number and cell.text not in _TICKS


def doubted_places(rows: Rows, found: GridInk) -> tuple[tuple[Cell, ...], ...]:
    """Doubt cells whose ink may be of the next row or column, and columns that may be two.

    Parameters
    ----------
    rows : rows of Cell
    found : GridInk
        The table and its ink; cells that rules part on all sides stay as they are.
    """
    level, upright = _ruled(found.grid)
    if level and upright:
        return tuple(map(tuple, rows))
    inks = {place[:2]: ink for place, ink in zip(found.grid.cells(), found.inks, strict=True)}
    nodes = found.grid.nodes
    height = float(np.median(np.diff(nodes[..., 1].mean(axis=1))))
    double = set()
    if not upright:
        double = {
            column
            for (row, column), ink in inks.items()
            if row == 0 and ink is not None and _widest_gap(ink) > _APART * height
        }
    doubted = [list(row) for row in rows]
    for (row, column), ink in inks.items():
        cell = doubted[row][column]
        if ink is None or cell.state not in ("number", "doubtful"):
            continue
        if column in double:
            reason = _TWO_COLUMNS
        elif _is_between(ink, nodes[row : row + 2, column : column + 2], height, level, upright):
            reason = _ONE_OF_TWO
        else:
            continue
        doubted[row][column] = replace(as_doubtful(cell), doubt=cell.doubt or reason)
    return tuple(map(tuple, doubted))


def _extent(ink: CellInk) -> tuple[float, float, float, float]:
    """Return from where to where ink reaches: left, right, top, bottom."""
    there = ink.dark > _INK * ink.dark.max()
    across, down = np.flatnonzero(there.any(axis=0)), np.flatnonzero(there.any(axis=1))
    left, top = ink.left, ink.top
    return left + across[0], left + across[-1] + 1, top + down[0], top + down[-1] + 1


def _widest_gap(ink: CellInk) -> int:
    """Return how much paper there is between parts of what is written, in pixels."""
    there = np.flatnonzero((ink.dark > _INK * ink.dark.max()).any(axis=0))
    return int(np.diff(there).max(initial=1)) - 1


def _is_between(
    ink: CellInk, corners: NDArray[np.float64], height: float, level: bool, upright: bool
) -> bool:
    """Tell whether ink reaches to the edge of a column, or lies between two rows."""
    left, right, top, bottom = _extent(ink)
    down = (top + bottom) / 2
    share = (down - corners[0, 0, 1]) / max(1.0, corners[1, 0, 1] - corners[0, 0, 1])
    sides = corners[0, :, 0] + share * (corners[1, :, 0] - corners[0, :, 0])
    margin = _AT_EDGE * height
    at_side = not upright and (left < sides[0] + margin or right > sides[1] - margin)
    between = not level and not _BETWEEN_ROWS < share < 1 - _BETWEEN_ROWS
    return bool(at_side or between)
