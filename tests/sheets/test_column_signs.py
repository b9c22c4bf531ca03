import pytest

from digit_recognizer.sheets.column_signs import signs_of_columns
from digit_recognizer.sheets.second_thoughts import with_second_thoughts
from tests.sheets.sheets import table


def doubted(*texts: str) -> list[int]:
    return [cell.row for cell, _ in signs_of_columns(table(*texts).cells)]


def test_a_unit_that_is_read_as_a_digit_is_doubted_behind_every_number() -> None:
    texts = ("121", "51", "301?", "71", "_", "2501", "867?")
    assert doubted(*texts) == [0, 1, 2, 3, 5, 6]
    found = with_second_thoughts([table(*texts)])[0].cells[0][0]
    assert (found.text, found.state) == ("121", "doubtful")
    assert found.doubt == "the numbers of its column end in 1: that may be a unit"


def test_a_currency_that_is_read_as_a_digit_is_doubted_before_every_number() -> None:
    assert doubted("512", "53", "5150", "588", "57") == [0, 1, 2, 3, 4]


@pytest.mark.parametrize(
    "texts",
    [
        ("10", "30", "250", "70", "40"),
        ("2,95", "14,95", "3,95", "7,95", "5,95"),
        ("1,5", "2,5", "13,5", "6,5", "3,5"),
        ("5,20", "5,35", "5,9", "5,41", "5,66"),
        ("1998", "1971", "1985", "1950", "1962"),
        ("512", "538", "577", "560", "503"),
        ("1", "1", "1", "1", "1"),
        ("11", "10", "100", "125", "17"),
        ("21", "31", "41", "51"),
        ("21", "31", "41", "51", "62"),
        ("21", "31", "41", "51", "61", "13", "64"),
    ],
)
def test_numbers_that_are_alike_for_another_reason_stay_sure(texts: tuple[str, ...]) -> None:
    assert doubted(*texts) == []
