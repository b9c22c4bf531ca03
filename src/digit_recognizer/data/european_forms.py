"""Ones with a flag and sevens without: strokes drawn by rule, because examples of both are few.

MNIST's writers draw a 1 as a bar. Most of the world gives it a flag, and what tells it from a 7 is
then the angle: a flag goes down from the top, the head of a 7 lies level.
"""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

__all__ = ["FORMS_VERSION", "drawn_forms"]

FORMS_VERSION = 1
"""Of what is drawn; raise it when that changes."""

Strokes = list[NDArray[np.float64]]


def drawn_forms(count: int, seed: int = 0) -> Iterator[tuple[Strokes, int]]:
    """Draw flagged ones and sevens in turn; give strokes, x right and y down, and the digit.

    Parameters
    ----------
    count : int
        How many.
    seed : int
        Draws angles, lengths and bends.
    """
    generator = np.random.default_rng(seed)
    for index in range(count):
        if index % 2:
            yield flagged_one(generator), 1
        else:
            yield seven(generator), 7


def flagged_one(generator: np.random.Generator) -> Strokes:
    """A stem, a flag of a quarter to seven tenths of it, and at times a foot."""
    top = np.array([generator.uniform(-0.1, 0.65), -1.0])
    steep = np.radians(generator.uniform(28, 68))
    reach = generator.uniform(0.25, 0.7)
    flag = top + reach * np.array([-np.cos(steep), np.sin(steep)])
    foot = np.zeros(2)
    strokes = [np.concatenate([_bent(flag, top, generator), _bent(top, foot, generator, 0.06)])]
    if generator.random() < 0.15:
        half = generator.uniform(0.15, 0.4)
        strokes.append(_bent(np.array([-half, 0.0]), np.array([half, 0.0]), generator))
    return strokes


def seven(generator: np.random.Generator) -> Strokes:
    """A head that is nearly level, a stem, and at times a bar across it."""
    right = np.array([generator.uniform(0.2, 0.8), -1.0])
    tilt = np.radians(generator.uniform(-14, 10))
    reach = generator.uniform(0.45, 0.85)
    left = right + reach * np.array([-np.cos(tilt), np.sin(tilt)])
    strokes = [
        np.concatenate(
            [_bent(left, right, generator, 0.08), _bent(right, np.zeros(2), generator, 0.08)]
        )
    ]
    if generator.random() < 0.1:
        drop = generator.uniform(0.1, 0.25)
        strokes[0] = np.concatenate([[left + np.array([0, drop])], strokes[0]])
    if generator.random() < 0.45:
        middle = right * generator.uniform(0.4, 0.6)
        slope = generator.uniform(-0.35, 0.1)
        half = generator.uniform(0.14, 0.28) * np.array([1.0, slope])
        strokes.append(_bent(middle - half, middle + half, generator))
    return strokes


def _bent(
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
