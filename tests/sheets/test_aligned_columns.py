import numpy as np
import pytest

from digit_recognizer.sheets.aligned_columns import aligned_columns
from digit_recognizer.sheets.grids import Grid, find_grids
from digit_recognizer.sheets.rule_finding import find_rules
from digit_recognizer.sheets.rules import Rule, darkness
from tests.sheets.drawn import Picture, blank, write

ROWS = list(range(100, 500, 50))
LEFT, RIGHT = 80, 700


def level_rules() -> Picture:
    page = blank()
    for y in ROWS:
        page[y - 1 : y + 1, LEFT:RIGHT] = 60
    return page


def grids(page: Picture) -> list[Grid]:
    dark = darkness(page, 1 / 130)
    return find_grids(*find_rules(dark), dark)


def filled(columns: tuple[int, ...]) -> Picture:
    page = level_rules()
    for row, y in enumerate(ROWS[:-1]):
        for x in columns:
            write(page, str((row + x) % 90 + 10), x + 9 * (row % 3), y + 9, 32)
    return page


def test_columns_that_only_their_numbers_mark_are_found_between_level_rules() -> None:
    (grid,) = grids(filled((100, 280, 460, 600)))
    assert grid.shape == (len(ROWS) - 1, 4)
    sides = grid.nodes[0, :, 0]
    assert abs(sides[0] - LEFT) < 4
    assert abs(sides[-1] - RIGHT) < 4
    assert 180 < sides[1] < 280


@pytest.mark.parametrize("lean", [-0.04, 0.04])
def test_they_may_lean(lean: float) -> None:
    page = filled((100, 280, 460))
    leaning = np.array(
        [np.roll(row, round(lean * (y - 300))) for y, row in enumerate(page)], np.uint8
    )
    (grid,) = grids(leaning)
    assert grid.shape == (len(ROWS) - 1, 3)


def test_a_page_turned_by_a_quarter_has_upright_rules_and_aligned_rows() -> None:
    (grid,) = grids(np.rot90(filled((100, 280, 460, 600))).copy())
    assert grid.shape == (4, len(ROWS) - 1)


def test_only_what_is_printed_is_taken_out_as_a_rule() -> None:
    (grid,) = grids(filled((100, 280, 460)))
    assert all(line.is_level for line in grid.lines)


def test_level_rules_with_one_column_or_nothing_between_are_no_table() -> None:
    assert grids(level_rules()) == []
    assert grids(filled((300,))) == []


@pytest.mark.parametrize("width", [1, 10, 30])
def test_a_strip_that_is_narrower_than_it_may_lean_has_no_columns(width: int) -> None:
    page = blank()
    page[100:900:40, 300 : 300 + width] = 60
    rows = [Rule(300, 300 + width, np.full(width, y, np.float32), 1.0) for y in range(90, 911, 200)]
    assert aligned_columns(darkness(page, 1 / 60), rows) == []
