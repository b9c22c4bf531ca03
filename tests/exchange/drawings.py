"""Drawings as strokes: curves and scrawls of every size, slant and number of points."""

import numpy as np
from numpy.typing import NDArray

Strokes = list[list[list[float]]]


def drawings(count: int, seed: int = 0) -> list[Strokes]:
    """As many drawings, each one to three strokes."""
    random = np.random.default_rng(seed)
    return [[_stroke(random) for _ in range(random.integers(1, 4))] for _ in range(count)]


def _stroke(random: np.random.Generator) -> list[list[float]]:
    points = max(1, int(random.integers(-2, 40)))
    if random.random() < 0.7:
        time = np.linspace(0, 1, points)[:, None]
        corners = random.uniform(0, 200, (4, 2))
        line = sum(
            weight * time**power * (1 - time) ** (3 - power) * corner
            for power, (weight, corner) in enumerate(zip((1, 3, 3, 1), corners, strict=True))
        )
    else:
        line = np.cumsum(random.normal(0, random.uniform(1, 20), (points, 2)), axis=0)
    leaning = np.array([[1, 0], [random.uniform(-1.2, 1.2), 1]])
    leant: NDArray[np.float64] = (line * random.uniform(0.3, 1, 2)) @ leaning
    return [[float(place) for place in point] for point in leant.round(2)]
