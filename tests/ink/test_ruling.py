"""Ruled lines go, the digit on them stays; without lines nothing changes."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from digit_recognizer.data.dataset import Dataset
from digit_recognizer.ink.ruling import without_ruling
from tests.ink.pictures import drawn_five, grey_values, on_page

PAGE = on_page(drawn_five(), 160, 150, 30, 25)


def unruled(shares: NDArray[np.float32]) -> NDArray[np.float64]:
    """Take lines out of a picture of values from 0 to 1; return such values."""
    picture = grey_values(shares)
    return without_ruling(picture, 0, int(picture.max())) / 255


def lines(
    shape: tuple[int, int], spacing: int, first: int, drop: float, width: int = 1
) -> NDArray[np.bool_]:
    """Draw level lines that fall by ``drop`` pixels from the left edge to the right."""
    rows, columns = np.indices(shape)
    return (rows - np.rint(drop * columns / shape[1]) + first) % spacing < width


@given(
    spacing=st.integers(18, 60),
    first=st.integers(0, 60),
    drop=st.floats(-4, 4),
    strength=st.floats(0.2, 1),
    upright=st.booleans(),
)
def test_lines_go_and_the_digit_stays(
    spacing: int, first: int, drop: float, strength: float, upright: bool
) -> None:
    page = PAGE.T if upright else PAGE
    ruled = np.maximum(page, np.float32(strength) * lines(page.shape, spacing, first, drop))
    found = unruled(ruled.T if upright else ruled)
    # Lines near the upper and lower edge leave the picture before they reach its other side.
    inner = np.abs(found - PAGE)[8:-8, 8:-8]
    assert (inner > 0.3).mean() < 0.01


def test_squares_go() -> None:
    squares = lines(PAGE.shape, 30, 7, 2) | lines(PAGE.T.shape, 30, 11, -2).T
    found = unruled(np.maximum(PAGE, np.float32(0.5) * squares))
    assert (np.abs(found - PAGE)[8:-8, 8:-8] > 0.3).mean() < 0.01


def test_a_thick_bar_is_no_ruled_line() -> None:
    bar = np.zeros((100, 100), np.float32)
    bar[40:52] = 1
    assert (unruled(bar) == bar).all()


def test_a_seven_cut_to_its_box_keeps_its_bar() -> None:
    seven = np.zeros((90, 60), np.float32)
    seven[:2] = 1
    for row in range(90):
        seven[row, 56 - row // 2 : 60 - row // 2] = 1
    np.testing.assert_array_equal(unruled(seven), seven)


def test_a_one_cut_to_its_box_stays() -> None:
    one = np.zeros((80, 30), np.float32)
    one[:, 12:14] = 1
    np.testing.assert_array_equal(unruled(one), one)


def test_without_lines_nothing_changes(mnist_train: Dataset) -> None:
    for picture in [grey_values(PAGE), *mnist_train.images[-300:]]:
        assert without_ruling(picture, 0, int(picture.max())) is picture


@pytest.mark.parametrize("side", [1, 2, 3, 19])
def test_a_tiny_picture_is_left_alone(side: int) -> None:
    tiny = np.full((side, side), 255, np.uint8)
    assert without_ruling(tiny, 0, 255) is tiny
