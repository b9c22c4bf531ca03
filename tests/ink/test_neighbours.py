"""What the edge cuts off beside the digit meant goes; the digit's own pieces and pairs stay."""

import numpy as np
import pytest
from numpy.typing import NDArray

from digit_recognizer.ink.components import connected_parts
from digit_recognizer.ink.neighbours import remains_of_neighbours

Box = tuple[int, int, int, int]
"""Left, top, right and bottom of a stroke."""

PAGE = (100, 120)
DIGIT: Box = (40, 15, 80, 85)


def dropped(*boxes: Box, page: tuple[int, int] = PAGE) -> list[Box]:
    """Name those that are no part of the digit."""
    picture: NDArray[np.uint8] = np.zeros(page, np.uint8)
    for left, top, right, bottom in boxes:
        picture[top:bottom, left:right] = 255
    parts = connected_parts(picture)
    assert len(parts.sizes) == len(boxes) + 1
    found = {parts.boxes[number][:2].tobytes() for number in remains_of_neighbours(parts)}
    return [box for box in boxes if np.array(box[:2], np.int32).tobytes() in found]


@pytest.mark.parametrize(
    "remains",
    [
        pytest.param((0, 20, 6, 80), id="a sliver at the left"),
        pytest.param((85, 15, 120, 80), id="half a digit at the right"),
        pytest.param((72, 86, 120, 100), id="a low neighbour under the digit's overhang"),
        pytest.param((0, 92, 120, 96), id="a level rule below"),
        pytest.param((0, 2, 90, 6), id="a level rule above"),
        pytest.param((20, 0, 24, 100), id="an upright rule"),
        pytest.param((50, 96, 110, 100), id="the rest of a rule at the edge"),
        pytest.param((45, 0, 60, 3), id="the foot of a digit of the line above"),
        pytest.param((88, 76, 96, 86), id="a full stop"),
        pytest.param((88, 78, 93, 94), id="a comma"),
    ],
)
def test_what_is_not_meant_goes(remains: Box) -> None:
    assert dropped(DIGIT, remains) == [remains]


def test_remains_on_all_sides_go_together() -> None:
    remains: list[Box] = [(0, 20, 25, 70), (100, 10, 120, 80), (30, 94, 120, 97)]
    assert dropped(DIGIT, *remains) == remains


@pytest.mark.parametrize(
    "piece",
    [
        pytest.param((45, 5, 90, 12), id="the bar of a 5, over its body"),
        pytest.param((45, 0, 80, 8), id="the same at the edge of the picture"),
        pytest.param((20, 15, 30, 50), id="the left stroke of a 4"),
        pytest.param((84, 30, 95, 70), id="the right half of a broken 0"),
        pytest.param((84, 20, 90, 26), id="a bit of ink that is not at the foot"),
    ],
)
def test_a_digit_of_two_pieces_stays_whole(piece: Box) -> None:
    assert dropped(DIGIT, piece) == []


def test_a_dotted_zero_keeps_its_dot() -> None:
    ring: NDArray[np.uint8] = np.zeros(PAGE, np.uint8)
    ring[15:85, 40:80] = 255
    ring[22:78, 47:73] = 0
    ring[46:54, 56:64] = 255
    assert remains_of_neighbours(connected_parts(ring)) == []


@pytest.mark.parametrize(
    ("first", "second"),
    [
        pytest.param((10, 15, 50, 85), (60, 15, 100, 85), id="with margins"),
        pytest.param((0, 0, 50, 100), (60, 0, 120, 100), id="cut to their box"),
        pytest.param((20, 15, 62, 85), (70, 15, 120, 85), id="the second at the edge"),
    ],
)
def test_two_digits_are_not_one(first: Box, second: Box) -> None:
    assert dropped(first, second) == []


def test_a_digit_cut_to_its_box_loses_slivers_alone() -> None:
    five: Box = (12, 0, 120, 100)
    sliver: Box = (0, 10, 6, 60)
    bar: Box = (0, 10, 10, 18)
    assert dropped(five, sliver) == [sliver]
    assert dropped(five, bar) == []


def test_remains_without_a_digit_stay() -> None:
    assert dropped((0, 20, 20, 80), (100, 15, 120, 85)) == []


def test_all_pieces_may_be_the_digit_where_none_is_large() -> None:
    assert dropped((55, 40, 65, 60), (0, 0, 40, 100)) == []
