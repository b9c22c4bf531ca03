"""The eraser: it takes what it touches, and nothing else."""

from math import hypot

from hypothesis import given
from hypothesis import strategies as st

from digit_recognizer.app.core.eraser import erase_along

COORDINATES = st.floats(0, 280)
POINTS = st.tuples(COORDINATES, COORDINATES)


def test_a_line_is_cut_in_two() -> None:
    left, right = erase_along(((0, 0), (100, 0)), (50, -20), (50, 20), 10)
    assert left[0] == (0, 0)
    assert 39 <= left[-1][0] <= 40
    assert 60 <= right[0][0] <= 61
    assert right[-1] == (100, 0)


def test_a_fast_sweep_cuts_what_lies_between_its_points() -> None:
    assert len(erase_along(((0, 50), (100, 50)), (20, 0), (80, 100), 3)) == 2


def test_a_line_that_is_not_touched_stays_as_it_is() -> None:
    line = ((0.0, 0.0), (100.0, 0.0))
    assert erase_along(line, (50, 40), (60, 40), 10) == [line]


def test_a_line_within_reach_is_gone() -> None:
    assert erase_along(((50, 50), (52, 50)), (51, 51), (51, 51), 10) == []


def test_a_dot_is_gone_when_touched_and_stays_otherwise() -> None:
    assert erase_along(((50, 50),), (50, 45), (50, 45), 10) == []
    assert erase_along(((50, 50),), (50, 35), (50, 35), 10) == [((50, 50),)]


@given(st.lists(POINTS, min_size=1, max_size=6), POINTS, st.floats(1, 40))
def test_nothing_within_reach_is_left(
    line: list[tuple[float, float]], eraser: tuple[float, float], reach: float
) -> None:
    parts = erase_along(tuple(line), eraser, eraser, reach)
    distances = [hypot(x - eraser[0], y - eraser[1]) for part in parts for x, y in part]
    assert all(distance > reach for distance in distances)
