"""Pieces from strokes: cut where the pen was lifted, and where a stroke is too wide for a digit."""

import numpy as np
import pytest
from numpy.typing import NDArray

from digit_recognizer.ink import StrokeError, normalize, render_strokes
from digit_recognizer.numbers.graph import Segment
from digit_recognizer.numbers.stroke_pieces import is_one_piece, line_of_strokes
from tests.numbers.drawn import FOUR, ONE, POINT, SEVEN, TWO, ZERO, beside


def test_a_lifted_pen_ends_a_piece_and_pieces_know_their_strokes() -> None:
    line = line_of_strokes(beside(FOUR, TWO))
    assert line is not None
    assert line.members == ((0,), (1,), (2,))
    assert not line.cuts.any()


def test_a_bar_that_was_written_last_comes_beside_its_digit() -> None:
    strokes = beside(SEVEN, ONE, ZERO)
    bar = np.array([[5.0, 25], [24, 25]])
    line = line_of_strokes([*strokes, bar])
    assert line is not None
    assert line.members == ((0,), (3,), (1,), (2,))


def test_a_segment_looks_as_its_strokes_look_alone() -> None:
    strokes = beside(FOUR, TWO)
    line = line_of_strokes(strokes)
    assert line is not None
    ink = render_strokes(strokes[:2])
    assert ink is not None
    np.testing.assert_array_equal(line.network_input(Segment(0, 2)), normalize(ink))


def test_a_stroke_too_wide_for_a_digit_is_cut_and_nothing_of_it_is_lost() -> None:
    zero = ZERO[0]
    two_zeros = np.concatenate((zero, zero + np.array([34, 0])))
    line = line_of_strokes([two_zeros])
    assert line is not None
    assert len(line) > 1
    assert line.cuts.all()
    assert line.members == ((0,),) * len(line)
    np.testing.assert_allclose(line.frames[:, 0].min(), two_zeros[:, 0].min())
    np.testing.assert_allclose(line.frames[:, 2].max(), two_zeros[:, 0].max())


@pytest.mark.parametrize("slant", [-0.6, 0.0, 0.6])
def test_the_slant_is_taken_out_of_the_boxes(slant: float) -> None:
    strokes = beside(ONE, ONE, ONE)
    line = line_of_strokes([stroke - np.outer(stroke[:, 1] * slant, [1, 0]) for stroke in strokes])
    assert line is not None
    np.testing.assert_allclose(line.boxes[:, 2] - line.boxes[:, 0], 0, atol=0.02)


def test_points_and_copies_of_points_are_pieces() -> None:
    line = line_of_strokes([np.array([[1.0, 1]]), np.array([[9.0, 1], [9, 1]])])
    assert line is not None
    assert len(line) == 2
    assert np.isfinite(line.boxes).all()


def test_without_a_point_there_is_no_line_and_bad_strokes_are_refused() -> None:
    assert line_of_strokes([]) is None
    assert line_of_strokes([np.empty((0, 2))]) is None
    with pytest.raises(StrokeError):
        line_of_strokes([np.array([[np.nan, 0]])])


@pytest.mark.parametrize(
    "strokes",
    [
        [np.column_stack((np.arange(90.0), 30 * np.sin(np.arange(90.0) / 9)))],
        ONE,
        SEVEN,
        FOUR,
        ZERO,
        POINT,
        beside(ONE, SEVEN),
        [np.empty((0, 2))],
        [],
    ],
)
def test_one_piece_is_known_without_the_line(strokes: list[NDArray[np.float64]]) -> None:
    line = line_of_strokes(strokes)
    assert is_one_piece(strokes) == (line is None or len(line) == 1)
