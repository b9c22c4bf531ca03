"""A digit keeps its ink when it is cut out of its line, and stands in the middle of the crop."""

import numpy as np
import pytest
from numpy.typing import NDArray

from digit_recognizer.data.neighboured import DRAWINGS, cut_out, pair, remains

DIGIT, NEIGHBOUR = np.ones((60, 40), np.float32), np.ones((50, 30), np.float32)


def ink_of(picture: NDArray[np.uint8]) -> NDArray[np.bool_]:
    return picture < (int(picture.max()) + int(picture.min())) / 2


@pytest.mark.parametrize("seed", range(20))
def test_a_digit_is_whole_and_across_the_middle(seed: int) -> None:
    picture = cut_out(DIGIT, NEIGHBOUR, NEIGHBOUR, np.random.default_rng(seed))
    there = ink_of(picture)
    height, width = there.shape
    assert there[height // 2, width // 2]
    tall = np.count_nonzero(there[:, width // 2])
    assert tall < height, "background stands above and below the digit"


@pytest.mark.parametrize("seed", range(20))
def test_remains_leave_the_digits_place_free(seed: int) -> None:
    generator = np.random.default_rng(seed)
    there = ink_of(remains(DIGIT, np.ones((60, 12), np.float32), NEIGHBOUR, generator))
    columns = there.mean(axis=0)
    assert columns.min() < 0.2, "between the two there is nothing but a rule"
    assert there[:, [0, -1]].any(axis=0).all()


def test_a_pair_is_wider_than_both_its_digits() -> None:
    picture = pair(DIGIT, NEIGHBOUR, NEIGHBOUR, np.random.default_rng(0))
    columns = np.flatnonzero(ink_of(picture).mean(axis=0) > 0.4)
    rows = np.count_nonzero(ink_of(picture), axis=0).max()
    assert np.ptp(columns) > rows * (40 + 30) / 60


@pytest.mark.parametrize("name", DRAWINGS)
def test_the_same_seed_draws_the_same(name: str) -> None:
    first, second = (
        DRAWINGS[name](DIGIT, NEIGHBOUR, NEIGHBOUR, np.random.default_rng(7)) for _ in "ab"
    )
    np.testing.assert_array_equal(first, second)
