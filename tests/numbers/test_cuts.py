"""Cuts go where they cross little ink, around what leans over."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from digit_recognizer.numbers.cuts import cuts, straight_cuts


def touching_bars() -> NDArray[np.float64]:
    """Two leaning bars, each over the foot of the other, that touch at one place."""
    ink = np.zeros((40, 60))
    for row in range(40):
        ink[row, 45 - row // 2 : 51 - row // 2] = 1
        ink[row, 30 - row // 2 : 36 - row // 2] = 1
    ink[20, 26:35] = 1
    return ink


def test_a_cut_follows_the_gap_between_two_leaning_bars() -> None:
    ink = touching_bars()
    (way,) = cuts(ink, 40)[:1]
    crossed = ink[np.arange(40), way]
    assert crossed.sum() == 1
    assert crossed[20] == 1
    assert np.ptp(way) >= 10


@given(seed=st.integers(0, 2**32 - 1), rows=st.integers(1, 30), columns=st.integers(2, 60))
@settings(max_examples=60, deadline=None)
def test_cuts_are_ways_from_top_to_bottom_with_ink_between_them(
    seed: int, rows: int, columns: int
) -> None:
    ink = np.random.default_rng(seed).random((rows, columns))
    for way in cuts(ink, rows):
        assert ((way >= 0) & (way < columns)).all()
        assert (np.abs(np.diff(way)) <= 1).all()
        left = np.arange(columns) < way[:, np.newaxis]
        assert ink[left].sum() > 0
        assert ink[~left].sum() > 0


def test_the_cheapest_way_is_no_dearer_than_any_straight_one() -> None:
    ink = np.random.default_rng(5).random((12, 40)) ** 4
    ways = cuts(ink, 12)
    least = min((ink[np.arange(12), way] ** 2).sum() for way in ways)
    assert least <= (ink[:, 10:30] ** 2).sum(axis=0).min()


def test_an_upright_cut_goes_where_two_digits_side_by_side_touch() -> None:
    columns = np.concatenate(
        (np.repeat(np.arange(20), 30), np.full(3, 20), np.repeat(np.arange(21, 41), 30))
    )
    assert 20 in straight_cuts(columns, 40).tolist()


def test_upright_cuts_lie_apart() -> None:
    columns = np.random.default_rng(0).integers(0, 90, 2000)
    assert np.diff(np.sort(straight_cuts(columns, 40))).min() >= round(0.12 * 40)
