"""A line that is learned from is written otherwise each time, and stays a line."""

from dataclasses import replace

import numpy as np

from digit_recognizer.numbers.row_disturbance import Disturbance
from digit_recognizer.numbers.sweep import SIDE, STRIDE

BARS = np.zeros((SIDE, 120), np.uint8)
BARS[6:26, 20:100:8] = 255
NO = Disturbance((0, 0, 0, 0, 0), pen=0, tone=0, blurred=0, grained=0, hatched=0, marked=0)


def test_without_any_a_line_only_starts_within_a_column() -> None:
    for seed in range(5):
        there = NO(BARS, np.random.default_rng(seed)).astype(int)
        assert there.shape == (SIDE, 120 + STRIDE)
        middle = (there.sum(axis=0) * np.arange(there.shape[1])).sum() / there.sum()
        assert -0.1 < middle - 56 < STRIDE + 0.1


def test_each_part_of_a_line_is_written_a_little_otherwise() -> None:
    uneven = replace(NO, hand=(0, 0, 0, 0, 1), uneven=1)
    there = uneven(BARS, np.random.default_rng(0))
    even = replace(uneven, uneven=0)(BARS, np.random.default_rng(0))
    tops = [
        [np.flatnonzero(each[:, column : column + 8].any(axis=1))[0] for column in range(24, 88, 8)]
        for each in (even, there)
    ]
    assert np.ptp(tops[0]) == 0
    assert 1 <= np.ptp(tops[1]) <= 6


def test_each_seed_writes_it_in_its_own_way_and_again_so() -> None:
    written = [Disturbance()(BARS, np.random.default_rng(seed)) for seed in (1, 2, 1)]
    np.testing.assert_array_equal(written[0], written[2])
    assert written[0].shape != written[1].shape or (written[0] != written[1]).any()


def test_whatever_happens_most_ink_stays_in_the_line() -> None:
    generator = np.random.default_rng(0)
    often = Disturbance(pen=0.9, blurred=0.5, grained=0.5, hatched=0.5, marked=0.5)
    for _ in range(50):
        there = often(BARS, generator)
        assert there.dtype == np.uint8
        assert len(there) == SIDE
        assert 90 <= there.shape[1] <= 180
        assert there.sum() > 0.1 * BARS.sum()
