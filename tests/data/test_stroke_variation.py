"""Another hand and another tablet change a drawing a little, and never lose it."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from digit_recognizer.data.stroke_variation import crossed_out, varied
from digit_recognizer.ink import render_strokes

TURN = np.linspace(0, 2 * np.pi, 40)
NOUGHT = [np.stack([100 + 20 * np.cos(TURN), 50 + 40 * np.sin(TURN)], axis=1)]

strokes_of_any_kind = st.lists(
    st.integers(1, 12).flatmap(
        lambda points: arrays(float, (points, 2), elements=st.floats(-1e6, 1e6))
    ),
    min_size=1,
    max_size=4,
)


@given(strokes_of_any_kind, st.integers(0, 2**32))
def test_every_stroke_stays_near_a_drawing_of_size_one(
    strokes: list[np.ndarray], seed: int
) -> None:
    drawn = varied(strokes, np.random.default_rng(seed))
    assert len(drawn) == len(strokes)
    for stroke in drawn:
        assert stroke.ndim == 2
        assert len(stroke) >= 1
        assert np.abs(stroke).max() <= 0.65


def test_some_lean_as_in_old_registers() -> None:
    stem = [np.stack([np.zeros(20), np.linspace(0, 1, 20)], axis=1)]
    generator = np.random.default_rng(0)
    ends = [(drawn[0], drawn[-1]) for (drawn,) in (varied(stem, generator) for _ in range(200))]
    angles = np.degrees([np.arctan2(top[0] - foot[0], foot[1] - top[1]) for top, foot in ends])
    assert 0.1 < (angles > 25).mean() < 0.4
    assert abs(np.median(angles)) < 12


@pytest.mark.parametrize("seed", range(20))
def test_a_slash_or_a_dot_adds_ink_inside_a_nought(seed: int) -> None:
    crossed = crossed_out(NOUGHT, np.random.default_rng(seed))
    ink = render_strokes(crossed)
    assert ink is not None
    (row, column) = (round(side / 2) for side in ink.shape)
    reach = round(0.2 * len(ink))
    inside = ink[row - reach : row + reach, column - reach // 2 : column + reach // 2]
    assert inside.max() == 255


def test_what_is_given_is_not_changed() -> None:
    before = NOUGHT[0].copy()
    generator = np.random.default_rng(0)
    for _ in range(20):
        varied(NOUGHT, generator)
        crossed_out(NOUGHT, generator)
    np.testing.assert_array_equal(NOUGHT[0], before)
