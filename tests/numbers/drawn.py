"""Digits drawn by hand, as few points as they need."""

import numpy as np
from numpy.typing import NDArray

Strokes = list[NDArray[np.float64]]

_ANGLES = np.linspace(0, 2 * np.pi, 25)
ZERO: Strokes = [np.column_stack((15 - 13 * np.sin(_ANGLES), 25 - 25 * np.cos(_ANGLES)))]
FOUR: Strokes = [
    np.array([[14.0, 0], [2, 30], [30, 30]]),
    np.array([[22.0, 12], [22, 50]]),
]
SEVEN: Strokes = [np.array([[0.0, 0], [28, 0], [10, 50]])]
ONE: Strokes = [np.array([[4.0, 0], [4, 50]])]
POINT: Strokes = [np.array([[2.0, 48], [4, 50]])]
TWO: Strokes = [
    np.array([[1.0, 10], [4, 3], [12, 0], [22, 3], [25, 11], [20, 22], [8, 38], [0, 50], [28, 50]])
]


def beside(*digits: Strokes, gap: float = 14) -> Strokes:
    """Draw digits beside each other."""
    placed: Strokes = []
    right = 0.0
    for digit in digits:
        left = min(stroke[:, 0].min() for stroke in digit)
        placed += [stroke + np.array([right - left, 0]) for stroke in digit]
        right = max(stroke[:, 0].max() for stroke in placed) + gap
    return placed
