"""Steep slant goes as far as it is steep; what leans as hands do stays as it is."""

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from digit_recognizer.ink.slant import slant_of, without_steep_slant
from tests.ink.pictures import drawn_five, grey_values

FIVE = grey_values(drawn_five())


def leaning(slant: float) -> NDArray[np.uint8]:
    """Shear a five, cut to its box, so that it leans by so many columns a row."""
    wide = cv2.copyMakeBorder(FIVE, 0, 0, 200, 200, cv2.BORDER_CONSTANT, value=0)
    matrix = np.array([[1, slant - slant_of(FIVE), 0], [0, 1, 0]], np.float64)
    sheared = cv2.warpAffine(wide, matrix, wide.shape[::-1])
    left, top, width, height = cv2.boundingRect(sheared)
    return np.asarray(sheared[top : top + height, left : left + width])


@pytest.mark.parametrize("slant", [-0.4, 0.0, 0.4])
def test_usual_slant_stays(slant: float) -> None:
    ink = leaning(slant)
    assert without_steep_slant(ink) is ink


@pytest.mark.parametrize("slant", [-1.2, -0.7, 0.7, 1.0, 1.5])
def test_steep_slant_becomes_the_steepest_that_is_usual(slant: float) -> None:
    upright = without_steep_slant(leaning(slant))
    assert slant_of(upright) == pytest.approx(np.copysign(0.55, slant), abs=0.03)
    assert upright.shape[0] == leaning(slant).shape[0]


@pytest.mark.parametrize("slant", [-0.9, 0.9])
def test_no_ink_is_lost_and_the_result_is_cut_to_its_box(slant: float) -> None:
    ink = leaning(slant)
    upright = without_steep_slant(ink)
    assert upright.sum() == pytest.approx(ink.sum(), rel=0.01)
    assert all(side.any() for side in (upright[0], upright[-1], upright[:, 0], upright[:, -1]))


@pytest.mark.parametrize("shape", [(1, 40), (40, 1), (1, 1)])
def test_a_line_of_one_pixel_has_no_slant(shape: tuple[int, int]) -> None:
    line: NDArray[np.uint8] = np.full(shape, 255, np.uint8)
    assert without_steep_slant(line) is line


def test_a_line_that_hardly_rises_does_not_grow_without_end() -> None:
    line: NDArray[np.uint8] = np.zeros((8, 4_000), np.uint8)
    cv2.line(line, (0, 7), (3_999, 0), 255, 1)
    assert without_steep_slant(line).shape[1] <= 4_000 + 8
