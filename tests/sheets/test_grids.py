import numpy as np
import pytest

from digit_recognizer.sheets.grids import Grid, find_grids
from digit_recognizer.sheets.rules import Rule

DARK = np.zeros((1000, 1000), np.float32)


def rule(
    place: float, start: int, stop: int, *, alone: float = 1.0, thickness: float = 3.0
) -> Rule:
    return Rule(start, stop, np.full(stop - start, place, np.float32), thickness, 0.5, alone)


def only_grid(level: list[Rule], upright: list[Rule]) -> Grid:
    (grid,) = find_grids(level, upright, DARK)
    return grid


def test_rules_that_cross_are_a_grid() -> None:
    level = [rule(y, 100, 701) for y in (100, 150, 200)]
    upright = [rule(x, 100, 201) for x in (100, 300, 500, 700)]
    grid = only_grid(level, upright)
    assert grid.shape == (2, 3)
    assert grid.nodes[1, 2].tolist() == [500, 150]


@pytest.mark.parametrize("open_side", ["left", "right"])
def test_rules_that_go_on_and_end_together_close_a_grid(open_side: str) -> None:
    level = [rule(y, 100, 901) for y in (100, 150, 200, 250)]
    places = {"left": (300, 500, 900), "right": (100, 300, 500)}[open_side]
    grid = only_grid(level, [rule(x, 100, 251) for x in places])
    assert grid.shape == (3, 3)
    assert grid.nodes[0, 0 if open_side == "left" else -1, 0] == pytest.approx(
        100 if open_side == "left" else 900, abs=1
    )


def test_rules_that_go_on_and_end_anywhere_close_no_grid() -> None:
    level = [rule(y, 100, stop) for y, stop in ((100, 901), (150, 700), (200, 640), (250, 820))]
    assert only_grid(level, [rule(x, 100, 251) for x in (100, 300, 500)]).shape == (3, 2)


def test_rules_that_hang_over_by_less_than_a_cell_close_no_grid() -> None:
    level = [rule(y, 100, 530) for y in (100, 150, 200, 250)]
    assert only_grid(level, [rule(x, 100, 251) for x in (100, 300, 500)]).shape == (3, 2)


def test_a_rule_between_two_rows_is_one_with_digits_close_beside_it() -> None:
    level = [rule(y, 100, 701) for y in (100, 150, 200)]
    upright = [rule(100, 100, 201), rule(300, 100, 201, alone=0.55), rule(700, 100, 201)]
    assert only_grid(level, upright).shape == (2, 2)


def test_boxes_beside_each_other_are_a_grid_each() -> None:
    level = [rule(y, x, x + 181) for y in (100, 150) for x in (100, 290, 480)]
    upright = [rule(x, 100, 151) for left in (100, 290, 480) for x in (left, left + 180)]
    assert [grid.shape for grid in find_grids(level, upright, DARK)] == [(1, 1)] * 3


def test_rows_of_one_cell_between_the_others_leave_the_columns() -> None:
    level = [rule(y, 100, 701) for y in range(100, 601, 50)]
    pieces = [(100, 151), (200, 351), (400, 601)]
    inner = [rule(x, first, last) for x in (300, 500) for first, last in pieces]
    grid = only_grid(level, [rule(100, 100, 601), rule(700, 100, 601), *inner])
    assert grid.shape == (10, 3)
    assert [place for place in grid.cells() if place[3] == 3] == [(1, 0, 1, 3), (5, 0, 1, 3)]


def test_words_of_a_header_are_no_rule() -> None:
    level = [rule(y, 100, 701) for y in (100, 160, 200, 240)]
    words = rule(130, 110, 690, alone=0.7, thickness=11)
    upright = [rule(x, 100, 241) for x in (100, 250, 400, 550, 700)]
    assert only_grid([*level, words], upright).shape == (3, 4)


def test_upright_rules_that_end_together_close_the_first_and_the_last_row() -> None:
    level = [rule(y, 100, 701) for y in (150, 200, 250)]
    grid = only_grid(level, [rule(x, 100, 301) for x in (100, 300, 500, 700)])
    assert grid.shape == (4, 3)
    assert grid.nodes[[0, -1], 0, 1].tolist() == pytest.approx([100, 300], abs=1)


def test_rows_whose_rules_are_not_seen_in_a_dark_header_are_there() -> None:
    level = [rule(y, 100, 701) for y in range(200, 501, 50)]
    upright = [
        rule(x, top, 501)
        for x, top in zip(range(100, 701, 150), (148, 103, 110, 105, 150), strict=True)
    ]
    assert only_grid(level, upright).shape == (8, 4)
