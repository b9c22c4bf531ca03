"""Lines as a hand draws them, straight and curved: from points, each a little off its place."""

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

__all__ = ["bent_line", "bent_lines", "smooth_line"]


def bent_line(
    start: NDArray[np.float64],
    end: NDArray[np.float64],
    generator: np.random.Generator,
    bend: float = 0.05,
) -> NDArray[np.float64]:
    """Return a line from one point to the other that bulges to a side by up to ``bend``."""
    along = np.linspace(0, 1, 12)[:, None]
    across = np.array([start[1] - end[1], end[0] - start[0]])
    bulge = generator.normal(0, bend) * np.sin(np.pi * along)
    line: NDArray[np.float64] = start + (end - start) * along + bulge * across
    return line


def bent_lines(
    corners: Sequence[tuple[float, float]], generator: np.random.Generator
) -> NDArray[np.float64]:
    """Return lines with sharp corners, each bent a little, the corners moved a little."""
    points = np.array(corners) + generator.normal(0, 0.03, (len(corners), 2))
    return np.concatenate([bent_line(start, end, generator) for start, end in pairwise(points)])


def smooth_line(
    knots: Sequence[tuple[float, float]], generator: np.random.Generator
) -> NDArray[np.float64]:
    """Return a smooth curve through points that are moved a little (Catmull and Rom 1974)."""
    points = np.array(knots) + generator.normal(0, 0.025, (len(knots), 2))
    ends = [2 * points[0] - points[1], *points, 2 * points[-1] - points[-2]]
    along = np.linspace(0, 1, 6, endpoint=False)[:, None]
    parts = []
    for before, start, end, after in zip(ends, ends[1:], ends[2:], ends[3:], strict=False):
        bend = 2 * before - 5 * start + 4 * end - after
        parts.append(
            start
            + (end - before) * along / 2
            + bend * along**2 / 2
            + (3 * (start - end) + after - before) * along**3 / 2
        )
    return np.concatenate([*parts, points[-1:]])
