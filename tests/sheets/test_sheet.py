"""A sheet: places, doubts, answers."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from digit_recognizer.sheets.sheet import count_cells
from digit_recognizer.sheets.table import Cell, Field, Place, Table
from tests.sheets.sheets import box, cell, sheet, table


def test_texts_and_states_are_lists_of_rows() -> None:
    marks = table("Ann 12 7?", "Bob _ 3")
    assert marks.texts() == [["Ann", "12", "7"], ["Bob", "", "3"]]
    assert marks.states() == [["other", "number", "doubtful"], ["other", "empty", "number"]]


def test_a_table_is_rectangular() -> None:
    with pytest.raises(ValueError, match="rows of the same length"):
        table("1 2", "3")


def test_doubts_are_found_in_fields_and_tables_in_order() -> None:
    read = sheet(table("1 2?", "3? 4"), fields=(Field("day", cell(0, 0, "5?")),))
    assert read.doubts() == (Place(0, None, 0, 0), Place(0, 0, 0, 1), Place(0, 0, 1, 0))


def test_a_merged_cell_is_one_place_and_is_answered_everywhere() -> None:
    wide = replace(cell(0, 0, "8?"), column_span=2)
    read = sheet(Table("merged", ((wide, wide), (cell(1, 0, "1"), cell(1, 1, "2")))))
    assert read.doubts() == (Place(0, 0, 0, 0),)
    answered = read.with_answer(Place(0, 0, 0, 0), "3")
    assert answered.tables[0].texts() == [["3", "3"], ["1", "2"]]
    assert not answered.doubts()


def test_an_answer_is_sure_and_says_that_a_person_gave_it() -> None:
    read = sheet(table("1? 2"))
    answered = read.with_answer(Place(0, 0, 0, 0), " 7 ").cell(Place(0, 0, 0, 0))
    assert (answered.text, answered.state, answered.confidence) == ("7", "number", 1.0)
    assert answered.value == Decimal(7)
    assert answered.was_answered
    assert read.cell(Place(0, 0, 0, 0)).text == "1", "the sheet before stays as it was"


@pytest.mark.parametrize(
    ("number_format", "text", "value", "state"),
    [
        ("date:dmy", "3.2.2024", date(2024, 2, 3), "number"),
        ("decimal", "3,5", Decimal("3.5"), "number"),
        ("digits", "3,5", None, "number"),
        (None, "10.000", None, "number"),
        ("digits", "absent", None, "other"),
        ("digits", "", None, "empty"),
    ],
)
def test_an_answer_is_worth_what_the_cells_format_says(
    number_format: str | None, text: str, value: object, state: str
) -> None:
    answered = Cell(0, 0, "1", "doubtful", box(0, 0), format=number_format).answered(text)
    assert (answered.value, answered.state) == (value, state)


def test_a_field_is_answered() -> None:
    read = sheet(fields=(Field("day", cell(0, 0, "5?")), Field("month", cell(0, 0, "6"))))
    answered = read.with_answer(Place(0, None, 0, 0), "3")
    assert [(field.name, field.cell.text) for field in answered.fields] == [
        ("day", "3"), ("month", "6"),
    ]  # fmt: skip


def test_cells_are_counted_in_words() -> None:
    repaired = replace(cell(0, 0, "7"), repair="the column adds up to 12")
    several = [sheet(table("Ann 12 7?", "Bob _ 3")), sheet(Table("one", ((repaired,),)))]
    assert str(count_cells(several)) == "3 numbers, 1 to check, 1 repaired"
    assert str(count_cells([sheet(table("1 _"))])) == "1 number, 0 to check"


def test_a_data_frame_has_values_where_they_are_known() -> None:
    frame = table("Ann 12 7?", "Bob _ 3").to_pandas()
    assert frame.values.tolist() == [["Ann", Decimal(12), Decimal(7)], ["Bob", None, Decimal(3)]]


def test_answers_go_to_the_same_places_when_a_sheet_is_read_anew() -> None:
    before = sheet(table("1? 2", "3? 4")).with_answer(Place(0, 0, 1, 0), "8")
    again = sheet(table("1? 2", "5? 4", name="other"), fields=(Field("day", cell(9, 9, "6?")),))
    read = again.with_answers_of(before)
    assert read.tables[0].texts() == [["1", "2"], ["8", "4"]]
    assert read.cell(Place(0, 0, 1, 0)).was_answered
    assert len(read.doubts()) == 2


def test_a_cell_of_words_is_answered_by_words() -> None:
    words = Cell(0, 0, "", "other", box(0, 0), format="words")
    assert (words.answered("12 b").state, words.answered("12").state) == ("other", "other")
    assert words.answered("").state == "empty"
