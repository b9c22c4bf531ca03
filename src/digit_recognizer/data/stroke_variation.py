"""Real strokes as other hands, pens and tablets might have drawn them.

Laboratories differ less in their writers than in what their tablets made of them: few points or
many, on a coarse grid or a fine one, trembling or smoothed. And people differ in slant, in width
and in how carefully they end a stroke.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

__all__ = ["VARIATION_VERSION", "crossed_out", "varied"]

VARIATION_VERSION = 2
"""Of what is made of given strokes; raise it when that changes."""

Strokes = list[NDArray[np.float64]]

STEEP = 0.25
"""Share that leans as in old registers: by 25 to 45 degrees to the right."""


def varied(strokes: Sequence[NDArray[np.float64]], generator: np.random.Generator) -> Strokes:
    """Draw strokes as another hand and another tablet would.

    Parameters
    ----------
    strokes : sequence of (n, 2) arrays
        At least one point; x to the right, y down, any unit.
    generator : numpy Generator
        Draws slant, proportions, trembling, and what the tablet does.

    Returns
    -------
    list of (n, 2) arrays
        With the longer side 1, about the origin.
    """
    drawn = _of_size_one(strokes)
    if generator.random() < STEEP:
        slant = np.tan(np.radians(generator.uniform(25, 45)))
    else:
        slant = generator.normal(0, 0.2)
    stretch = np.exp(generator.normal(0, 0.15))
    turn = generator.normal(0, 0.07)
    cosine, sine = np.cos(turn), np.sin(turn)
    # Row vectors: x grows with the height, that is with -y, by the slant.
    matrix = np.array([[stretch, 0], [-slant, 1]]) @ np.array([[cosine, sine], [-sine, cosine]])
    drawn = [_ends_moved(stroke @ matrix, generator) for stroke in drawn]
    if generator.random() < 0.3:  # parts of a digit do not stand where they should
        drawn = [stroke + generator.normal(0, 0.02, 2) for stroke in drawn]
    return [_sampled(stroke, generator) for stroke in _of_size_one(drawn)]


def crossed_out(strokes: Sequence[NDArray[np.float64]], generator: np.random.Generator) -> Strokes:
    """Add what tells a nought from an O: a slash through it, or a dot or dash inside.

    Parameters
    ----------
    strokes : sequence of (n, 2) arrays
        A nought; x to the right, y down, any unit.
    generator : numpy Generator
        Draws the slash.
    """
    points = np.concatenate(strokes)
    low, high = points.min(axis=0), points.max(axis=0)
    middle, half = (low + high) / 2, np.maximum((high - low) / 2, 1e-9)
    longer = float(half.max())
    middle = middle + generator.normal(0, 0.08, 2) * half
    if generator.random() < 0.2:
        reach = generator.uniform(0, 0.15) * longer
        turn = generator.uniform(0, np.pi)
        step = reach * np.array([np.cos(turn), np.sin(turn)])
        return [*strokes, np.stack([middle - step, middle + step])]
    reach = generator.uniform(0.7, 1.35)
    end = np.array([generator.uniform(0.5, 1.2), -generator.uniform(0.6, 1.1)]) * half * reach
    if generator.random() < 0.1:
        end[0] = -end[0]
    slash = np.linspace(-1, 1, 8)[:, None] * end
    slash += generator.normal(0, 0.06) * longer * (1 - np.linspace(-1, 1, 8)[:, None] ** 2)
    slash = middle + slash
    if generator.random() < 0.3:  # without lifting the pen
        whole = [np.array(stroke) for stroke in strokes]
        nearer = np.linalg.norm(slash[[0, -1]] - whole[-1][-1], axis=1).argmin()
        whole[-1] = np.concatenate([whole[-1], slash if nearer == 0 else slash[::-1]])
        return whole
    return [*strokes, slash]


def _of_size_one(strokes: Sequence[NDArray[np.float64]]) -> Strokes:
    points = np.concatenate(strokes)
    low, high = points.min(axis=0), points.max(axis=0)
    size = max(float((high - low).max()), 1e-9)
    return [(stroke - (low + high) / 2) / size for stroke in strokes]


def _ends_moved(stroke: NDArray[np.float64], generator: np.random.Generator) -> NDArray[np.float64]:
    """Let a stroke go on a little after its end, or stop before it."""
    if len(stroke) < 3 or generator.random() < 0.6:
        return stroke
    if generator.random() < 0.5:
        return stroke[: max(2, round(len(stroke) * generator.uniform(0.9, 1)))]
    direction = stroke[-1] - stroke[-3]
    length = float(np.linalg.norm(direction))
    if length < 1e-6:
        return stroke
    further = stroke[-1] + direction / length * generator.uniform(0, 0.12)
    return np.concatenate([stroke, further[None]])


def _sampled(stroke: NDArray[np.float64], generator: np.random.Generator) -> NDArray[np.float64]:
    """Do what some tablet does to a stroke of a digit of size one."""
    kind = generator.integers(5)
    if kind == 0 and len(stroke) > 4:  # few points
        kept = max(4, round(len(stroke) * generator.uniform(0.2, 0.6)))
        few: NDArray[np.float64] = stroke[np.linspace(0, len(stroke) - 1, kept).astype(int)]
        return few
    if kind == 1:  # a coarse grid, in stairs
        step = generator.uniform(0.02, 0.06)
        stairs: NDArray[np.float64] = np.rint(stroke / step) * step
        return stairs
    if kind == 2:  # a trembling hand
        return stroke + generator.normal(0, generator.uniform(0.003, 0.015), stroke.shape)
    if kind == 3 and len(stroke) > 4:  # a driver that smooths
        width = 2 * int(generator.integers(1, 3)) + 1
        padded = np.pad(stroke, ((width // 2, width // 2), (0, 0)), mode="edge")
        return np.stack(
            [np.convolve(padded[:, axis], np.ones(width) / width, "valid") for axis in (0, 1)], 1
        )
    return stroke
