"""Cuts go where they cross few strokes, around what leans over."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from digit_recognizer.numbers.cuts import cuts, straight_cuts


def touching_brackets() -> NDArray[np.float64]:
    """``<`` and another in its opening, that touch at one place."""
    ink = np.zeros((40, 60))
    for row in range(40):
        left = 5 + abs(row - 20)
        ink[row, left : left + 6] = 1
        ink[row, left + 15 : left + 21] = 1
    ink[10, 15:35] = 1
    return ink


def strokes_crossed(ink: NDArray[np.float64], way: NDArray[np.intp]) -> int:
    crossed = ink[np.arange(len(ink)), way]
    return int((np.diff(crossed, prepend=0) > 0).sum())


def test_a_cut_bends_around_strokes() -> None:
    ink = touching_brackets()
    straight = [strokes_crossed(ink, np.full(40, column)) for column in range(12, 36)]
    assert min(straight) == 2
    assert strokes_crossed(ink, cuts([ink], [40])[0][0]) == 1


@given(seed=st.integers(0, 2**32 - 1), rows=st.integers(1, 30), columns=st.integers(2, 60))
@settings(max_examples=60, deadline=None)
def test_cuts_are_ways_from_top_to_bottom_with_ink_between_them(
    seed: int, rows: int, columns: int
) -> None:
    ink = np.random.default_rng(seed).random((rows, columns))
    for way in cuts([ink], [rows])[0]:
        assert ((way >= 0) & (way < columns)).all()
        assert (np.abs(np.diff(way)) <= 1).all()
        left = np.arange(columns) < way[:, np.newaxis]
        assert ink[left].sum() > 0
        assert ink[~left].sum() > 0


def cost(ink: NDArray[np.float64], way: NDArray[np.intp]) -> float:
    """Return what a way costs in ink that is as high as its line."""
    rows = len(ink)
    crossed = ink[np.arange(rows), way]
    in_and_out = np.abs(np.diff(crossed, prepend=0, append=0)).sum()
    aside = np.abs(np.diff(way)).sum()
    return float(0.2 * in_and_out + (0.05 * (crossed**2).sum() + 0.3 * aside) / rows)


@given(seed=st.integers(0, 2**32 - 1))
@settings(max_examples=20, deadline=None)
def test_the_cheapest_way_is_no_dearer_than_any_straight_one(seed: int) -> None:
    ink = np.random.default_rng(seed).random((12, 40)) ** 4
    least = min(cost(ink, way) for way in cuts([ink], [12])[0])
    assert least <= min(cost(ink, np.full(12, column)) for column in range(10, 30)) + 1e-9


def test_uprights_that_ran_into_each_other_are_parted_between_their_notches() -> None:
    ink = np.zeros((40, 40))
    for row in range(40):
        apart = max(0, 12 - row, row - 27) // 2
        ink[row, 10 - apart : 16 - apart] = 1
        ink[row, 16 + apart : 22 + apart] = 1
    (ways,) = cuts([ink], [40])
    assert any((np.abs(way[12:28] - 16) <= 1).all() for way in ways)


def test_cuts_of_many_are_those_of_each_alone() -> None:
    generator = np.random.default_rng(0)
    shapes = [(30, 50), (9, 20), (31, 18), (64, 40), (1, 3)]
    inks = [generator.random(shape) ** 4 for shape in shapes]
    heights = [30.0, 12.0, 40.0, 60.0, 10.0]
    together = cuts(inks, heights)
    for ink, height, ways in zip(inks, heights, together, strict=True):
        np.testing.assert_array_equal(ways, cuts([ink], [height])[0])


def test_an_upright_cut_goes_where_two_digits_side_by_side_touch() -> None:
    columns = np.concatenate(
        (np.repeat(np.arange(20), 30), np.full(3, 20), np.repeat(np.arange(21, 41), 30))
    )
    assert 20 in straight_cuts(columns, 40).tolist()


def test_upright_cuts_lie_apart() -> None:
    columns = np.random.default_rng(0).integers(0, 90, 2000)
    assert np.diff(np.sort(straight_cuts(columns, 40))).min() >= round(0.12 * 40)
