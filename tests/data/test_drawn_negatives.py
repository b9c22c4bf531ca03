"""Drawings that are no digits: of every kind, the same for the same seed, and never empty."""

import numpy as np
import pytest

from digit_recognizer.data.drawn_negatives import KINDS, draw_negatives, turns_of


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_draws_something_that_is_found(kind: str) -> None:
    generator = np.random.default_rng(3)
    for _ in range(4):
        drawn = KINDS[kind](generator)
        assert drawn.dtype == np.uint8
        assert drawn.shape == (160, 160)
        assert np.ptp(drawn) > 50


def test_an_empty_box_is_never_a_7() -> None:
    generator = np.random.default_rng(0)
    for _ in range(300):
        drawn = KINDS["empty box"](generator)
        rows, columns = np.flatnonzero(drawn.any(axis=1)), np.flatnonzero(drawn.any(axis=0))
        height, width = np.ptp(rows) // 3, np.ptp(columns) // 3
        lower_left = drawn[rows[-1] - height : rows[-1], columns[0] : columns[0] + width]
        assert lower_left.any()


def test_the_seed_decides() -> None:
    first, second, other = (np.stack(list(draw_negatives(15, seed))) for seed in (1, 1, 2))
    assert (first == second).all()
    assert not (first == other).all()


def test_turns_are_added_up_whichever_way_they_go() -> None:
    path = np.array([[0, 0], [1, 0], [1, 1], [2, 1]], float)
    assert turns_of(path) == pytest.approx(np.pi)
