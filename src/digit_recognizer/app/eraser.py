"""The eraser: cuts out of a line what lies near the way the eraser went."""

from __future__ import annotations

from itertools import pairwise
from math import ceil, hypot

__all__ = ["erase_along"]

STEP = 1.0
"""How finely a line is cut, in the units of the drawing."""

_Point = tuple[float, float]
_Line = tuple[_Point, ...]


def erase_along(line: _Line, start: _Point, end: _Point, reach: float) -> list[_Line]:
    """Return the parts of `line` that are farther than `reach` from the segment start–end.

    A line that is not touched comes back as it is; a part of a single point is dropped, as no
    one would see it as ink.
    """
    fine = _resample(line)
    if all(_distance(point, start, end) > reach for point in fine):
        return [line]
    parts: list[list[_Point]] = [[]]
    for point in fine:
        if _distance(point, start, end) > reach:
            parts[-1].append(point)
        elif parts[-1]:
            parts.append([])
    return [tuple(part) for part in parts if len(part) > 1]


def _resample(line: _Line) -> list[_Point]:
    """Return `line` with points added so that neighbours are at most ``STEP`` apart."""
    fine = [line[0]]
    for (x0, y0), (x1, y1) in pairwise(line):
        count = max(1, ceil(hypot(x1 - x0, y1 - y0) / STEP))
        fine += [
            (x0 + (x1 - x0) * part / count, y0 + (y1 - y0) * part / count)
            for part in range(1, count + 1)
        ]
    return fine


def _distance(point: _Point, start: _Point, end: _Point) -> float:
    """Return the distance of `point` from the segment from `start` to `end`."""
    along_x, along_y = end[0] - start[0], end[1] - start[1]
    length = along_x * along_x + along_y * along_y
    to_x, to_y = point[0] - start[0], point[1] - start[1]
    part = (to_x * along_x + to_y * along_y) / length if length else 0.0
    part = min(max(part, 0.0), 1.0)
    return hypot(to_x - part * along_x, to_y - part * along_y)
