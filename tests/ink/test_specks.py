"""Dust goes, a neighbour's sliver goes, the digit's own parts stay."""

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from digit_recognizer.ink.specks import without_specks
from tests.ink.pictures import drawn_five, on_page

PAGE = on_page(drawn_five(), 140, 160, 20, 30) > 0.5


def kept(mask: NDArray[np.bool_]) -> NDArray[np.bool_]:
    found = found_in(mask * np.uint8(255))
    assert found is not None
    return found > 0


def found_in(writing: NDArray[np.uint8], *, one_digit: bool = True) -> NDArray[np.uint8] | None:
    return without_specks(writing, cv2.boundingRect(writing), writing, 127, one_digit=one_digit)


def test_dust_goes() -> None:
    dusty = PAGE.copy()
    dusty[3:6, 4:6] = True
    np.testing.assert_array_equal(kept(dusty), PAGE)


@pytest.mark.parametrize("edge", ["left", "right"])
def test_a_neighbours_sliver_goes(edge: str) -> None:
    crowded = PAGE.copy()
    crowded[30:110, :9] = True
    crowded, alone = (crowded, PAGE) if edge == "left" else (crowded[:, ::-1], PAGE[:, ::-1])
    np.testing.assert_array_equal(kept(crowded), alone)


@pytest.mark.parametrize("edge", ["top", "bottom"])
def test_the_rest_of_a_ruled_line_goes(edge: str) -> None:
    lined = PAGE.copy()
    lined[:3, 60:] = True
    lined, alone = (lined, PAGE) if edge == "top" else (lined[::-1], PAGE[::-1])
    np.testing.assert_array_equal(kept(lined), alone)


def test_the_parts_of_a_digit_cut_to_its_box_stay() -> None:
    rows, columns = np.flatnonzero(PAGE.any(axis=1)), np.flatnonzero(PAGE.any(axis=0))
    five = PAGE[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1].copy()
    five[14:17] = False
    np.testing.assert_array_equal(kept(five), five)


def test_nothing_is_nothing() -> None:
    nothing = np.zeros((30, 30), np.uint8)
    assert found_in(nothing) is None


def test_a_broken_digit_cut_to_its_box_keeps_both_halves() -> None:
    rows, columns = np.indices((60, 50))
    distance = np.hypot((rows - 29.5) / 30, (columns - 24.5) / 25)
    broken = (distance < 1) & (distance > 0.7) & ((columns < 20) | (columns > 29))
    np.testing.assert_array_equal(kept(broken), broken)


def test_of_a_number_its_points_and_the_digits_at_the_edge_stay() -> None:
    number = PAGE.copy()
    number[30:110, :9] = True
    number[104:110, 130:136] = True
    found = found_in(number * np.uint8(255), one_digit=False)
    assert found is not None
    np.testing.assert_array_equal(found > 0, number)
    assert not (kept(number) == number).all()
