"""Columns without upright rules: told by the paper that is free of ink in all rows."""

from collections.abc import Sequence
from itertools import pairwise

import cv2
import numpy as np
from numpy.typing import NDArray

from digit_recognizer.sheets.grid_lines import NARROWEST, in_lines
from digit_recognizer.sheets.rule_tracing import runs
from digit_recognizer.sheets.rules import Rule, noise_of

__all__ = ["aligned_columns", "alike_rules", "even_rows"]

_Map = NDArray[np.float32]

# Of the longer side of a page: rules of such a table are longer, and thinner; and of their length:
# they begin and end so near to each other.
_SHORTEST, _THICKEST, _ALIKE = 1 / 12, 1 / 250, 0.06
# Of the usual row: a higher one parts two tables. A table has at least so many rules.
_HIGHER, _FEWEST = 1.8, 3
# Of a row: so much above and below is the rule, with what hangs over from the next row.
_MARGIN = 0.18
# Of the background's brightness, and in standard deviations of the noise: what is darker is ink.
_INK, _NOISE = 0.1, 4.0
# Of the usual row: paper so wide parts columns; and less does if there are so many rows, and it is
# between words of the first one, a header, which are so far from each other.
_FREE, _NARROW, _MANY, _WORDS = 0.28, 0.12, 5, 0.3
# Of the rows: in so many a column may be crossed by ink.
_CROSSED = 0.05
# Across over along: so far columns may lean.
_LEAN, _LEANS = 0.06, 25
# How many heights of a row are looked at.
_SAMPLES = 24


def alike_rules(level: Sequence[Rule], side: int) -> list[list[Rule]]:
    """Return level rules that begin and end below each other, as those of one table do.

    Parameters
    ----------
    level : sequence of Rule
        Those that are part of no grid.
    side : int
        The longer side of the page.
    """
    tables: list[list[Rule]] = []
    fit = [
        rule
        for rule in level
        if rule.length >= _SHORTEST * side and rule.thickness <= max(_THICKEST * side, 2)
    ]
    lines = [line.longest for line in in_lines(fit, 0.0, side * NARROWEST)]
    for rule in sorted(lines, key=lambda rule: float(rule.course.mean())):
        for table in tables:
            last = table[-1]
            near = _ALIKE * last.length
            if abs(rule.start - last.start) <= near and abs(rule.stop - last.stop) <= near:
                table.append(rule)
                break
        else:
            tables.append([rule])
    return [table for table in tables if len(table) >= _FEWEST]


def even_rows(table: list[Rule]) -> list[list[Rule]]:
    """Return the parts of a table whose rows are about as high.

    Parameters
    ----------
    table : list of Rule
        As ``alike_rules`` returns them.
    """
    down = np.array([float(rule.course.mean()) for rule in table])
    heights = np.diff(down)
    breaks = np.flatnonzero(heights > _HIGHER * np.median(heights)) + 1
    starts, stops = [0, *breaks.tolist()], [*breaks.tolist(), len(table)]
    parts = [table[first:last] for first, last in zip(starts, stops, strict=True)]
    return [part for part in parts if len(part) >= _FEWEST]


def aligned_columns(dark: _Map, rows: Sequence[Rule]) -> list[Rule]:
    """Return upright rules where the columns of a table part that has none, and at its sides.

    Parameters
    ----------
    dark : (height, width) float32
        As ``rules.darkness`` returns it.
    rows : sequence of Rule
        Its level rules, from the first to the last.

    Returns
    -------
    list of Rule
        None where there is one column only.
    """
    start, stop = min(rule.start for rule in rows), max(rule.stop for rule in rows)
    along = np.arange(start, stop)
    courses = np.array(
        [np.interp(along, np.arange(rule.start, rule.stop), rule.course) for rule in rows]
    )
    inked = _inked(dark, courses, along)
    middles = courses.mean(axis=1)
    heights = np.diff(middles)
    centres = (middles[:-1] + middles[1:]) / 2
    usual = float(np.median(heights))
    found = [
        (_parted(_upright(inked, lean * (centres - centres.mean())), usual), lean)
        for lean in sorted(np.linspace(-_LEAN, _LEAN, _LEANS).tolist(), key=abs)
    ]
    (parts, _), lean = max(found, key=lambda each: each[0][1])
    if len(parts) < 3:
        return []
    top, bottom = round(middles[0]), round(middles[-1])
    down = np.arange(top, bottom + 1)
    # From one end of the level rules to the other, at each height.
    slant = lean * (down - centres.mean())
    return [Rule(top, bottom + 1, (start + part + slant).astype(np.float32), 1.0) for part in parts]


def _inked(dark: _Map, courses: NDArray[np.float64], along: NDArray[np.intp]) -> NDArray[np.bool_]:
    """Return where there is ink in each row, (rows, length)."""
    noise = noise_of(dark)
    share = np.linspace(_MARGIN, 1 - _MARGIN, _SAMPLES)[:, None]
    inked = []
    for above, below in pairwise(courses):
        down = np.clip(np.rint(above + share * (below - above)).astype(int), 0, len(dark) - 1)
        strip = cv2.blur(dark[down, along], (3, 1))
        inked.append((strip > max(_INK, _NOISE * noise)).any(axis=0))
    return np.array(inked)


def _upright(inked: NDArray[np.bool_], shifts: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Return rows moved to the left by so many pixels, so that leaning columns are upright."""
    moved = np.zeros_like(inked)
    for to, row, shift in zip(moved, inked, np.rint(shifts).astype(int).tolist(), strict=True):
        if shift >= 0:
            left = row[shift:]
            to[: len(left)] = left
        else:
            left = row[: max(0, len(row) + shift)]
            to[len(row) - len(left) :] = left
    return moved


def _parted(inked: NDArray[np.bool_], usual: float) -> tuple[list[float], float]:
    """Return where columns part, with both ends, and how much paper is free between them.

    Parameters
    ----------
    inked : (rows, length) bool
    usual : float
        The usual height of a row.
    """
    rows, length = inked.shape
    there = np.flatnonzero(inked.sum(axis=0) > _CROSSED * rows)
    gaps = [gap for gap in pairwise(there.tolist()) if gap[1] - gap[0] > _NARROW * usual]
    parts = [gap for gap in gaps if gap[1] - gap[0] > _FREE * usual]
    if rows >= _MANY:
        parts += _between_headers(inked[0], gaps, parts, usual)
    free = sum(last - first for first, last in parts)
    return [0.0, *sorted((first + last) / 2 for first, last in parts), float(length)], free


def _between_headers(
    header: NDArray[np.bool_],
    gaps: list[tuple[int, int]],
    parts: list[tuple[int, int]],
    usual: float,
) -> list[tuple[int, int]]:
    """Return of the narrow gaps the widest between each two words of the header."""
    found = []
    words = [(first + last) / 2 for first, last in runs(header, int(_WORDS * usual))]
    for left, right in pairwise(words):
        between = [gap for gap in gaps if left < (gap[0] + gap[1]) / 2 < right]
        free = [gap for gap in between if not header[(gap[0] + gap[1]) // 2]]
        if free and not any(gap in parts for gap in between):
            found.append(max(free, key=lambda gap: gap[1] - gap[0]))
    return found
