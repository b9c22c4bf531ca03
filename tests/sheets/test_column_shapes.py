from dataclasses import replace
from decimal import Decimal

import pytest

from digit_recognizer.sheets.column_shapes import DOUBTED_POINT, in_shape
from digit_recognizer.sheets.table import Alternative, Cell, CellState, Table
from tests.sheets.sheets import cell


def number(row: int, *readings: tuple[str, float], is_sure: bool = True) -> Cell:
    """Return a cell that was read by itself: a doubtful one is so for its digits."""
    texts = tuple(Alternative(*each) for each in readings)
    state: CellState = "number" if is_sure else "doubtful"
    found = cell(row, 0, texts[0].text, state, None)
    point = is_sure and texts[0].posterior < 0.95
    if point:
        found = replace(found, state="doubtful", doubt=DOUBTED_POINT)
    return replace(found, alternatives=texts)


def faint(row: int, digits: str, *, is_sure: bool = True) -> Cell:
    """Return a number whose point may be there or not."""
    with_point = f"{digits[:-1]}.{digits[-1]}"
    return number(row, (digits, 0.6), (with_point, 0.4), is_sure=is_sure)


def clear(row: int, text: str) -> Cell:
    return number(row, (text, 1.0))


def in_shape_of(column: list[Cell]) -> list[Cell]:
    (found,) = in_shape([table_of(column)])
    return [row[0] for row in found.cells]


def table_of(column: list[Cell]) -> Table:
    return Table("table 1", tuple((each,) for each in column))


def test_the_other_tables_of_a_page_count_a_little() -> None:
    clear_one = [clear(row, str(row + 20)) for row in range(5)]
    faint_one = number(0, ("49", 0.88), ("4.9", 0.12))
    (alone,) = in_shape([table_of([faint_one])])
    beside, _ = in_shape([table_of([faint_one]), table_of(clear_one)])
    assert (alone.states(), beside.states()) == ([["doubtful"]], [["number"]])


def test_a_merged_cell_has_its_point_in_all_of_its_places() -> None:
    wide = replace(faint(0, "862"), column_span=2)
    rows = [(wide, wide)]
    rows += [(clear(row, "2.5"), replace(clear(row, "1.5"), column=1)) for row in (1, 2, 3)]
    (found,) = in_shape([Table("table 1", tuple(rows))])
    assert [each.text for each in found.cells[0]] == ["86.2", "86.2"]


def test_what_most_numbers_of_a_column_have_is_believed_of_the_faint_ones() -> None:
    column = [clear(row, text) for row, text in enumerate(("1.5", "22.5", "3.1"))]
    *_, found = in_shape_of([*column, faint(3, "862")])
    assert (found.text, found.state, found.value) == ("86.2", "number", Decimal("86.2"))
    assert found.repair == "read as 862, but its column has 1 decimals"
    assert found.doubt is None


def test_faint_ones_of_the_same_shape_help_each_other() -> None:
    column = [number(row, (f"{row + 3}.7", 0.7), (f"{row + 3}7", 0.3)) for row in range(6)]
    assert {each.state for each in column} == {"doubtful"}
    assert {each.state for each in in_shape_of(column)} == {"number"}


def test_in_a_column_of_whole_numbers_a_speck_is_no_point() -> None:
    column = [clear(row, text) for row, text in enumerate(("201", "22", "31", "7", "95"))]
    *_, found = in_shape_of([*column, number(5, ("20.1", 0.6), ("201", 0.4))])
    assert (found.text, found.repair) == ("201", "read as 20.1, but its column has no decimals")


def test_a_clear_point_stays_whatever_the_others_have() -> None:
    column = [clear(row, str(row + 10)) for row in range(5)]
    *_, odd = in_shape_of([*column, clear(5, "20.1")])
    assert (odd.text, odd.state, odd.repair) == ("20.1", "number", None)


def test_a_sure_number_is_doubted_where_its_column_speaks_for_a_point() -> None:
    column = [clear(row, f"{row + 3}.7") for row in range(3)]
    *_, found = in_shape_of([*column, number(3, ("62", 0.96), ("6.2", 0.04))])
    assert (found.state, found.doubt) == ("doubtful", DOUBTED_POINT)


def test_a_mark_that_may_part_thousands_is_not_taken_out() -> None:
    column = [clear(row, str(row + 100)) for row in range(8)]
    *_, found = in_shape_of([*column, number(8, ("10.000", 0.99), ("10000", 0.01))])
    assert found.text == "10.000"


def test_doubtful_digits_stay_doubtful() -> None:
    column = [clear(row, f"{row + 3}.7") for row in range(3)]
    *_, found = in_shape_of([*column, faint(3, "862", is_sure=False)])
    assert (found.text, found.state) == ("86.2", "doubtful")


def test_a_number_alone_is_as_it_was() -> None:
    alone = faint(0, "862")
    (found,) = in_shape_of([alone])
    assert dict(found.alternatives) == pytest.approx(dict(alone.alternatives))
    assert (found.text, found.state, found.doubt) == (alone.text, alone.state, alone.doubt)


def test_cells_without_a_number_stay_as_they_are() -> None:
    empty, words = cell(1, 0, ""), cell(0, 0, "Total")
    doubtful = [replace(words, state="doubtful"), replace(empty, state="doubtful")]
    others = [words, empty, *doubtful, cell(4, 0, "12:30", "number", "time")]
    assert in_shape_of(others) == others
