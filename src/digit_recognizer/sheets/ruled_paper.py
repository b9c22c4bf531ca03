"""Ruled paper, as of a notebook: its lines part the rows of a table that was drawn over them."""

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from digit_recognizer.sheets.aligned_columns import alike_rules
from digit_recognizer.sheets.rules import Rule

__all__ = ["DRAWN", "without_overhang"]

DRAWN = 1.6
"""Of the usual darkness of paper's rules: what was drawn over them with a pen is darker."""
# Ruled paper has so many lines, one, two or more equal steps from each other but for this much of
# one; a table on it so many upright lines by pen, each over so many steps.
_LINES, _DIFFER, _PENS, _CROSSED = 10, 0.12, 2, 2
# Of what is beside the table: so much is as dark as a pen, or something is written there.
_WRITTEN = 0.003


def without_overhang(
    level: list[Rule], upright: list[Rule], dark: NDArray[np.float32]
) -> list[Rule]:
    """Return level rules; those of ruled paper end where a table that was drawn over them does.

    Parameters
    ----------
    level, upright : list of Rule
        As ``find_rules`` returns them.
    dark : (height, width) float32
        Of which they were found.
    """
    for lines in alike_rules(level, max(dark.shape)):
        least = DRAWN * float(np.median([rule.strength for rule in lines]))
        places = np.array([float(rule.course.mean()) for rule in lines])
        steps = np.diff(places) / np.median(np.diff(places))
        if len(lines) >= _LINES and np.abs(steps - np.rint(steps)).max() <= _DIFFER:
            start, stop, top, bottom = _drawn_over(lines, upright, dark > least, least)
            # A line by pen along one of the paper is one rule with it.
            short = [r for r in level if r.strength > least and r not in lines]
            parts = [_between(r, start, stop) for r in level if r not in short]
            level = short + [
                part for part in parts if part is not None and top < part.course.mean() < bottom
            ]
    return level


def _drawn_over(
    lines: list[Rule], upright: list[Rule], drawn: NDArray[np.bool_], least: float
) -> tuple[int, int, float, float]:
    """Return from where to where the lines of ruled paper are those of a table, along and down.

    That is all of the page, but for what is free beside upright lines by pen, and then what is
    above and below them. A frame that ends
    where the first and the last of the lines are is one of a printed table.
    """
    start, stop = (int(np.median([getattr(r, end) for r in lines])) for end in ("start", "stop"))
    above, below = (float(line.course.mean()) for line in (lines[0], lines[-1]))
    near = (below - above) / (len(lines) - 1) / 2
    inside = [
        rule
        for rule in upright
        if rule.strength > least
        and rule.length > 2 * _CROSSED * near
        and start + near < rule.course.mean() < stop - near
        # The line of a margin goes on above and below.
        and (rule.start > above - near or rule.stop < below + near)
    ]
    first, last = 0, drawn.shape[1]
    everywhere = first, last, -np.inf, np.inf
    if len(inside) < _PENS:
        return everywhere
    frames = [
        float(rule.course.mean())
        for rule in upright
        if max(abs(rule.start - above), abs(rule.stop - below)) < 2 * near
    ]
    left = int(min(rule.course.min() for rule in inside))
    right = int(max(rule.course.max() for rule in inside))
    top, bottom = min(rule.start for rule in inside), max(rule.stop for rule in inside)
    beside = drawn[top:bottom]
    inner = int(near)
    if _is_free(beside[:, start + inner : max(0, left - inner)]):
        first = first if any(abs(place - start) < near for place in frames) else left
    if _is_free(beside[:, right + inner : max(0, stop - inner)]):
        last = last if any(abs(place - stop) < near for place in frames) else right + 1
    is_clipped = (first, last) != everywhere[:2]
    return (first, last, top - near, bottom + near) if is_clipped else everywhere


def _is_free(beside: NDArray[np.bool_]) -> bool:
    """Tell whether there is paper beside a table, and nothing written on it."""
    return bool(beside.size) and float(beside.mean()) < _WRITTEN


def _between(rule: Rule, start: int, stop: int) -> Rule | None:
    """Return the part of a rule that is there; None where it ends before, or begins after."""
    first, last = max(rule.start, start), min(rule.stop, stop)
    if last <= first:
        return None
    course = rule.course[first - rule.start : last - rule.start]
    return replace(rule, start=first, stop=last, course=course)
