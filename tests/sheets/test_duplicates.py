import pytest

from digit_recognizer.sheets.duplicates import duplicates
from digit_recognizer.sheets.second_thoughts import with_second_thoughts
from tests.sheets.sheets import table


def doubted(*rows: str) -> list[tuple[int, int]]:
    return sorted({(cell.row, cell.column) for cell, _ in duplicates(table(*rows).cells)})


def test_a_row_that_stands_twice_is_doubted_in_both_places() -> None:
    rows = ("Ann 12 37 41", "Bob 35 11 6", "Eve 12 37 41")
    assert doubted(*rows) == [(row, column) for row in (0, 2) for column in (1, 2, 3)]


@pytest.mark.parametrize("row", ["Ann 12 37 _", "Ann 1 2 3", "0 _ _ _"])
def test_rows_of_few_digits_may_be_alike(row: str) -> None:
    assert doubted(row, "Bob 35 11 6", row) == []


def test_an_identifier_that_stands_twice_is_doubted_with_the_row_of_the_other() -> None:
    rows = ("1041 7", "2260 7", "1935 3", "2260 1", "1488 7", "1703 3")
    assert doubted(*rows) == [(1, 0), (3, 0)]
    (found,) = with_second_thoughts([table(*rows)])
    assert found.cells[1][0].state == "doubtful"
    assert found.cells[1][0].doubt == "row 4 has the same number, and no other number stands twice"


def test_in_consecutive_numbers_one_twice_is_doubted() -> None:
    assert doubted(*(f"{number} x" for number in (1, 2, 3, 4, 5, 6, 3, 8, 9, 10))) == [
        (2, 0),
        (6, 0),
    ]


@pytest.mark.parametrize(
    "texts",
    [
        "7 7 3 9 1 3",
        "12 57 93 12 38 77",
        "31 32 31",
        "5 5 5 5 5 5",
        "4 6 9 1 6 8 2 3 5",
        "846 841 3 3 1200",
    ],
)
def test_small_numbers_that_are_alike_by_chance_are_not(texts: str) -> None:
    assert doubted(*texts.split()) == []


def test_a_header_taken_for_a_number_makes_no_identifiers_of_others() -> None:
    assert doubted("510016?", *["8", "3", "9", "6", "2", "6", "7", "1"]) == []
