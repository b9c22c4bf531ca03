"""Which rules of a page are of one grid: those that cross, in pieces or whole."""

import numpy as np
from numpy.typing import NDArray

from digit_recognizer.sheets.rules import Rule

__all__ = ["crossing_rules"]

# Of the longer side of a page: rules that miss each other by less cross.
_MISSED = 1 / 260
# Of it: a broken rule goes on after a gap that is not longer.
_BROKEN = 1 / 60
# What each side of a line is moved out by, before it is looked whether two may cross.
_BESIDE = np.array([-2.0, 2.0, -2.0, 2.0])
# Paper with more crossings is squared, and no table.
_MOST = 10_000
# In pixels, and of the gap: a broken rule goes on so far above or below.
_OFF, _OFF_OF_GAP = 3.0, 0.1


def crossing_rules(
    level: list[Rule], upright: list[Rule], side: int, *, broken: bool = True
) -> list[tuple[list[Rule], list[Rule]]]:
    """Return the level and the upright rules of each grid.

    Parameters
    ----------
    level, upright : list of Rule
        As ``find_rules`` returns them.
    side : int
        The longer side of the page.
    broken : bool
        Whether a rule may go on after a gap; else each is one by itself, as those of boxes beside
        each other are.
    """
    gap, missed = side * _BROKEN if broken else -1.0, side * _MISSED
    across, down = _joined(level, gap, upright, missed), _joined(upright, gap, level, missed)
    return [
        (
            [rule for row in rows for rule in across[row]],
            [rule for column in columns for rule in down[column]],
        )
        for rows, columns in _groups(_crossings(across, down, missed))
    ]


def _joined(rules: list[Rule], gap: float, others: list[Rule], missed: float) -> list[list[Rule]]:
    """Return rules that go on after a gap together, from the first to the last.

    Parameters
    ----------
    rules : list of Rule
    gap : float
        In pixels: the longest.
    others : list of Rule
        Those of the other direction: from one of them to the next a rule does not go on. There one
        box ends, and another one begins.
    missed : float
        In pixels: what ends nearer to one of these ends there.
    """
    ordered = sorted(rules, key=lambda rule: rule.start)
    stops = np.array([rule.stop for rule in ordered], np.float64)
    ends = np.array([rule.course[-1] for rule in ordered])
    lines: list[list[Rule]] = []
    line_of: list[int] = []
    for number, rule in enumerate(ordered):
        gaps = rule.start - stops[:number]
        off = np.abs(ends[:number] - rule.course[0])
        goes_on = (gaps >= 0) & (gaps <= gap) & (off <= np.maximum(_OFF, _OFF_OF_GAP * gaps))
        for before in np.flatnonzero(goes_on).tolist():
            goes_on[before] = not _are_apart(ordered[before], rule, others, missed)
        if goes_on.any():
            line_of.append(line_of[int(np.argmin(np.where(goes_on, off, np.inf)))])
            lines[line_of[-1]].append(rule)
        else:
            line_of.append(len(lines))
            lines.append([rule])
    return lines


def _are_apart(before: Rule, after: Rule, others: list[Rule], missed: float) -> bool:
    """Tell whether a rule ends at one of the other direction, and the next begins at another."""
    ends, begins = (
        [other for other in others if _meets(other, along, across, missed)]
        for along, across in ((before.stop, before.course[-1]), (after.start, after.course[0]))
    )
    return bool(ends and begins) and not any(other in begins for other in ends)


def _meets(other: Rule, along: float, across: float, missed: float) -> bool:
    """Tell whether a rule of the other direction passes by a place."""
    is_beside = other.start - missed <= across <= other.stop + missed
    return is_beside and abs(other.at(across) - along) <= missed


def _may_cross(
    level: list[list[Rule]], upright: list[list[Rule]], missed: float
) -> NDArray[np.bool_]:
    """Return which lines cross if each goes straight on a little beyond its ends."""
    rows, columns = (
        np.array(
            [
                (
                    min(rule.start for rule in line),
                    max(rule.stop for rule in line),
                    min(float(rule.course.min()) for rule in line),
                    max(float(rule.course.max()) for rule in line),
                )
                for line in lines
            ]
        ).reshape(-1, 4)
        for lines in (level, upright)
    )
    rows, columns = rows[:, None] + _BESIDE * missed, columns[None] + _BESIDE * missed
    return np.asarray(
        (rows[..., 0] <= columns[..., 3])
        & (columns[..., 2] <= rows[..., 1])
        & (columns[..., 0] <= rows[..., 3])
        & (rows[..., 2] <= columns[..., 1])
    )


def _do_cross(row: Rule, column: Rule, missed: float) -> bool:
    y = float(row.course[len(row.course) // 2])
    x = 0.0
    for _ in range(3):
        x = column.at(y)
        y = row.at(x)
    off_row = max(row.start - x, x - row.stop, 0)
    off_column = max(column.start - y, y - column.stop, 0)
    return max(off_row, off_column) <= missed


def _crossings(
    level: list[list[Rule]], upright: list[list[Rule]], missed: float
) -> NDArray[np.bool_]:
    """Return which lines cross, without those that do not cross two others that do."""
    cross = _may_cross(level, upright, missed)
    if cross.sum() > _MOST:
        return np.zeros_like(cross)
    for r, c in np.argwhere(cross).tolist():
        cross[r, c] = any(
            _do_cross(row, column, missed) for row in level[r] for column in upright[c]
        )
    while True:
        rows, columns = cross.sum(axis=1) == 1, cross.sum(axis=0) == 1
        if not rows.any() and not columns.any():
            return cross
        cross[rows] = False
        cross[:, columns] = False


def _groups(cross: NDArray[np.bool_]) -> list[tuple[list[int], list[int]]]:
    """Return the lines of each grid: level and upright ones that hang together."""
    left = set(np.flatnonzero(cross.any(axis=1)).tolist())
    groups = []
    while left:
        rows, columns = {left.pop()}, set[int]()
        while True:
            more = set(np.flatnonzero(cross[sorted(rows)].any(axis=0)).tolist())
            back = set(np.flatnonzero(cross[:, sorted(more)].any(axis=1)).tolist())
            if more == columns and back == rows:
                break
            rows, columns = rows | back, more
        left -= rows
        groups.append((sorted(rows), sorted(columns)))
    return groups
