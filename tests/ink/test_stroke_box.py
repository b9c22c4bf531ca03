"""The box on the drawing is the one that the network gets."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from digit_recognizer.ink import render_strokes, stroke_box

COORDINATES = st.floats(0, 280)
STROKES = st.lists(
    st.lists(st.tuples(COORDINATES, COORDINATES), min_size=1, max_size=9), min_size=1, max_size=3
)


@given(STROKES)
def test_ink_fills_the_longer_side_of_the_box(strokes: list[list[tuple[float, float]]]) -> None:
    points = np.concatenate([np.array(stroke) for stroke in strokes])
    extent = np.ptp(points, axis=0)
    if extent.max() < 16:
        return
    box = stroke_box(strokes)
    ink = render_strokes(strokes)
    assert box is not None
    assert ink is not None
    left, top, side = box
    scale = side / max(ink.shape)
    shown = np.array(ink.shape[::-1]) * scale
    pen = side - extent.max()
    np.testing.assert_allclose(shown, extent + pen, atol=4 * scale)
    middle = (points.min(axis=0) + points.max(axis=0)) / 2
    np.testing.assert_allclose([left + side / 2, top + side / 2], middle, atol=1e-6)


def test_a_drawing_smaller_than_its_pen_is_a_dot() -> None:
    assert stroke_box([[(10, 10)]], pen_width=16) == (2, 2, 16)
    assert stroke_box([[(10, 10), (12, 10)]], pen_width=16) == (3, 2, 16)


@pytest.mark.parametrize("strokes", [[], [[]]])
def test_nothing_drawn_has_no_box(strokes: list[list[tuple[float, float]]]) -> None:
    assert stroke_box(strokes) is None
