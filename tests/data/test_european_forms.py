"""Ones with a flag and sevens: what tells them apart is the angle at the top."""

import numpy as np
import pytest

from digit_recognizer.data.european_forms import drawn_forms
from digit_recognizer.ink import render_strokes


def descent(stroke: np.ndarray) -> float:
    """How steeply the first line of a stroke rises to its end, the top, in degrees."""
    end = stroke[11] - stroke[0]
    return float(np.degrees(np.arctan2(-end[1], end[0])))


@pytest.mark.parametrize("digit", [1, 7])
def test_flags_are_steep_and_heads_are_level(digit: int) -> None:
    drawn = [strokes for strokes, label in drawn_forms(200, 1) if label == digit]
    assert len(drawn) == 100
    for strokes in drawn:
        assert render_strokes(strokes) is not None
        if len(strokes[0]) == 24:
            assert (descent(strokes[0]) > 25) == (digit == 1)


def test_the_seed_decides() -> None:
    first, second, other = (list(drawn_forms(4, seed)) for seed in (1, 1, 2))
    assert all((a[0][0] == b[0][0]).all() for a, b in zip(first, second, strict=True))
    assert first[0][0][0].shape != other[0][0][0].shape or (first[0][0][0] != other[0][0][0]).any()
