"""The grids of a page: of rules that are plain, of faint ones, and on squared paper."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from digit_recognizer.sheets.grids import Grid, Line, find_grids
from digit_recognizer.sheets.rule_finding import find_rules, with_faint_rules
from digit_recognizer.sheets.ruled_paper import DRAWN, without_overhang

__all__ = ["PageGrids", "grids_of_page", "is_table"]

_Map = NDArray[np.float32]

# Of the background's brightness: where the rules of tables are darker, there are no faint ones.
_PALE_RULES = 0.2
# Squares: at least so many each way; so many of them differ from the usual by no more than so much,
# and are no wider or higher than by so much; no outer ones are so much larger, unless there are
# more than a table has, and none is larger than two of them, between which a rule was not found.
_SQUARES, _ALIKE, _DIFFER, _OBLONG, _WIDE, _WIDEST = 12, 0.85, 0.12, 0.1, 1.5, 2.3
_MANY = 30


class PageGrids(NamedTuple):
    """What is ruled on a page.

    Attributes
    ----------
    grids : list of Grid
        Tables and boxes.
    squares : list of Line
        The rules of squared paper, which part nothing.
    """

    grids: list[Grid]
    squares: list[Line]


def grids_of_page(dark: _Map) -> PageGrids:
    """Return the grids of a page.

    Faint rules are looked for where there is no table, or a pale one.

    Parameters
    ----------
    dark : (height, width) float32
        As ``rules.darkness`` returns it.
    """
    level, upright = find_rules(dark)
    grids = find_grids(without_overhang(level, upright, dark), upright, dark)
    lines = [line for grid in grids if is_table(grid) for line in grid.lines]
    if not lines or np.median([_darkness(line, dark) for line in lines]) <= _PALE_RULES:
        level, upright = with_faint_rules(dark, level, upright)
        grids = find_grids(without_overhang(level, upright, dark), upright, dark)
    squares = [line for grid in grids if _is_squared(grid) for line in grid.lines]
    if not squares:
        return PageGrids(grids, [])
    least = DRAWN * float(np.median([_darkness(line, dark) for line in squares]))
    # Where a line by pen goes along one of the paper, both were one rule.
    drawn = np.where(dark > least, dark, np.float32(0))
    return PageGrids(find_grids(*find_rules(drawn), dark), squares)


def is_table(grid: Grid) -> bool:
    """Tell whether a grid has several rows and several columns."""
    return min(grid.shape) > 1


def _is_squared(grid: Grid) -> bool:
    """Tell whether a grid is squared paper; a table has a column, or a row, for names."""
    if min(grid.shape) < _SQUARES:
        return False
    widths = np.diff(grid.nodes[..., 0].mean(axis=0))
    heights = np.diff(grid.nodes[..., 1].mean(axis=1))
    sides = [float(np.median(each)) for each in (widths, heights)]
    alike = [
        float((np.abs(each / side - 1) < _DIFFER).mean())
        for each, side in zip((widths, heights), sides, strict=True)
    ]
    sizes = widths / sides[0], heights / sides[1]
    is_even = min(alike) >= _ALIKE and abs(sides[0] / sides[1] - 1) < _OBLONG
    wide = _WIDE if min(grid.shape) < _MANY else _WIDEST
    has_names = any(max(each[0], each[-1]) >= wide or each.max() > _WIDEST for each in sizes)
    return is_even and not has_names


def _darkness(line: Line, dark: _Map) -> float:
    """Return how dark a line is along its middle."""
    columns, rows = np.rint(line.points).astype(int).T
    height, width = dark.shape
    return float(np.median(dark[np.clip(rows, 0, height - 1), np.clip(columns, 0, width - 1)]))
