import numpy as np
import pytest

from digit_recognizer.sheets.cells import CellInk
from digit_recognizer.sheets.grids import Grid, Line
from digit_recognizer.sheets.inferred import doubted_places, holds_numbers, warning_of
from digit_recognizer.sheets.page_cells import GridInk
from digit_recognizer.sheets.table import Cell
from tests.sheets.sheets import table

LEVEL = Line(np.array([[0.0, 0.0], [300.0, 0.0]]), 2.0, True)
UPRIGHT = Line(np.array([[0.0, 0.0], [0.0, 300.0]]), 2.0, False)


def grid(rows: int, columns: int, *lines: Line) -> Grid:
    """Cells 100 pixels wide and 50 high."""
    nodes = np.stack(np.meshgrid(100.0 * np.arange(columns + 1), 50.0 * np.arange(rows + 1)), -1)
    owners = np.moveaxis(np.indices((rows, columns)), 0, -1)
    return Grid(nodes, owners, lines)


def ink(left: int, top: int, *parts: tuple[int, int]) -> CellInk:
    """Ink 24 pixels high; its parts from where to where, from its left."""
    dark = np.zeros((24, parts[-1][1]), np.float32)
    for first, last in parts:
        dark[:, first:last] = 0.8
    return CellInk(dark, left, top, len(parts))


def doubts(inks: list[CellInk | None], *lines: Line) -> list[tuple[int, int]]:
    """Where cells of two rows and two columns are doubted."""
    rows = table("11 12", "21 22").cells
    doubted = doubted_places(rows, GridInk(grid(2, 2, *lines), tuple(inks)))
    return [(cell.row, cell.column) for row in doubted for cell in row if cell.doubt]


def sure() -> list[CellInk | None]:
    return [ink(100 * column + 30, 50 * row + 13, (0, 40)) for row in (0, 1) for column in (0, 1)]


def test_numbers_well_inside_of_their_places_stay_sure() -> None:
    assert doubts(sure()) == []


def test_a_number_at_the_edge_of_a_column_is_doubted_where_no_rule_is() -> None:
    inks = [*sure()[:3], ink(101, 63, (0, 40))]
    assert doubts(inks) == [(1, 1)]
    assert doubts(inks, LEVEL) == [(1, 1)]
    assert doubts(inks, LEVEL, UPRIGHT) == []


def test_a_number_between_two_rows_is_doubted_where_no_rule_is() -> None:
    inks = [*sure()[:2], ink(30, 42, (0, 40)), sure()[3]]
    assert doubts(inks) == [(1, 0)]
    assert doubts(inks, LEVEL) == []


def test_a_column_under_two_words_of_the_header_is_doubted() -> None:
    inks = [ink(10, 13, (0, 20), (50, 75)), *sure()[1:]]
    assert doubts(inks, LEVEL) == [(0, 0), (1, 0)]


def test_a_table_says_what_is_not_ruled() -> None:
    assert warning_of(grid(2, 2, LEVEL, UPRIGHT)) is None
    for lines, text in (((LEVEL,), "columns"), ((UPRIGHT,), "rows"), ((), "rows and columns")):
        assert text in str(warning_of(grid(2, 2, *lines)))


@pytest.mark.parametrize(
    ("lines", "holds"),
    [
        (("5 2", "3 4", "5 6"), True),
        (("0 a 0 b",) * 6, False),
        (("a 2 4", "b 3 5", "c 4 6", "d e f"), True),
        (("a b", "3 c", "d 6"), False),
        (("a 1", "b 2", "c 3"), False),
        (("a b", "b 6", "c 2", "d 3", "e 4", "f 5"), True),
        (("a b", "b 6", "c 2", "d 3", "e 4", "f 5", "g h", "i j"), False),
        (("a b c d e f g 1 2", "a b c d e f g 1 2", "a b c d e f g 1 2"), False),
    ],
)
def test_words_are_no_table_without_rules(lines: tuple[str, ...], holds: bool) -> None:
    rows: tuple[tuple[Cell, ...], ...] = table(*lines).cells
    shape = len(rows), len(rows[0])
    assert holds_numbers(rows, grid(*shape)) == holds
    assert holds_numbers(rows, grid(*shape, LEVEL))
