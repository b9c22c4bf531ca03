"""The eraser: cuts out of a line what lies near the way the eraser went."""

from __future__ import annotations

from itertools import pairwise
from math import ceil, hypot
from typing import TypeVar

__all__ = ["erase_along"]

STEP = 1.0
"""How finely a line is cut, in the units of the drawing."""

_Point = tuple[float, float]
_Inked = TypeVar("_Inked", bound=tuple[float, ...])
"""A point of a line: x, y, and what else changes along it."""


def erase_along(
    line: tuple[_Inked, ...], start: _Point, end: _Point, reach: float
) -> list[tuple[_Inked, ...]]:
    """Return the parts of `line` that are farther than `reach` from the segment start–end.

    A line that is not touched comes back as it is; a part of a single point is dropped, as no
    one would see it as ink.
    """
    fine = _resample(line)
    if all(_distance(point, start, end) > reach for point in fine):
        return [line]
    parts: list[list[_Inked]] = [[]]
    for point in fine:
        if _distance(point, start, end) > reach:
            parts[-1].append(point)
        elif parts[-1]:
            parts.append([])
    return [tuple(part) for part in parts if len(part) > 1]


def _resample(line: tuple[_Inked, ...]) -> list[_Inked]:
    """Return `line` with points added so that neighbours are at most ``STEP`` apart."""
    fine = [line[0]]
    for before, after in pairwise(line):
        count = max(1, ceil(hypot(after[0] - before[0], after[1] - before[1]) / STEP))
        fine += [
            type(after)(a + (b - a) * part / count for a, b in zip(before, after, strict=True))
            for part in range(1, count + 1)
        ]
    return fine


def _distance(point: tuple[float, ...], start: _Point, end: _Point) -> float:
    """Return the distance of `point` from the segment from `start` to `end`."""
    along_x, along_y = end[0] - start[0], end[1] - start[1]
    length = along_x * along_x + along_y * along_y
    to_x, to_y = point[0] - start[0], point[1] - start[1]
    part = (to_x * along_x + to_y * along_y) / length if length else 0.0
    part = min(max(part, 0.0), 1.0)
    return hypot(to_x - part * along_x, to_y - part * along_y)
