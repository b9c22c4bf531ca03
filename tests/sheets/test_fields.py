import numpy as np
import pytest

from digit_recognizer.sheets.fields import doubted_field, is_alone, names_of_fields
from digit_recognizer.sheets.grids import Grid, find_grids
from digit_recognizer.sheets.rules import Rule
from tests.sheets.sheets import cell


def boxes(*edges: tuple[int, int, int]) -> list[Grid]:
    """Return boxes 50 pixels high, each from its left to its right edge at a height."""
    level, upright = [], []
    for left, right, top in edges:
        level += [_rule(left, right + 1, y) for y in (top, top + 50)]
        upright += [_rule(top, top + 51, x) for x in (left, right)]
    return find_grids(level, upright, np.zeros((1000, 1000), np.float32))


def _rule(start: int, stop: int, course: float) -> Rule:
    return Rule(start, stop, np.full(stop - start, course, np.float32), 2.0, 0.5)


def test_boxes_are_counted_line_by_line_from_left_to_right() -> None:
    assert names_of_fields(boxes((500, 600, 102), (100, 200, 100), (100, 200, 400))) == {
        0: {0: "field 1"},
        1: {0: "field 2"},
        2: {0: "field 3"},
    }


def test_a_box_is_alone_where_no_other_is_beside_it() -> None:
    near_left, near_right, far, below = boxes(
        (100, 150, 100), (160, 210, 100), (500, 550, 100), (100, 150, 160)
    )
    grids = [near_left, near_right, far, below]
    assert [is_alone(grids, index) for index in range(4)] == [False, False, True, True]


@pytest.mark.parametrize("text", ["0", "1"])
def test_a_ring_or_a_stroke_alone_in_a_box_may_be_a_tick(text: str) -> None:
    field = doubted_field(cell(0, 0, text, number_format=None), None, is_alone=True)
    assert (field.state, field.doubt) == ("doubtful", "it may be a tick: it is alone in its box")


def test_it_is_a_number_beside_other_boxes_in_a_format_and_with_more_digits() -> None:
    ring = cell(0, 0, "0", number_format=None)
    assert doubted_field(ring, None).state == "number"
    assert doubted_field(cell(0, 0, "0"), None, is_alone=True).state == "number"
    ten = cell(0, 0, "10", number_format=None)
    assert doubted_field(ten, None, is_alone=True).state == "number"
