import pytest

from digit_recognizer.numbers.patterns import PatternError
from digit_recognizer.sheets.cell_formats import (
    CHOICES,
    check_format,
    column_format,
    inferred_format,
    unused_names,
)
from digit_recognizer.sheets.table import Field
from tests.sheets.sheets import cell, sheet, table


@pytest.mark.parametrize(
    ("formats", "wanted"),
    [
        ({}, None),
        ({"marks": "digits"}, "digits"),
        ({"marks": "digits", "2": "decimal"}, "decimal"),
        ({"2": "decimal", "total": "time"}, "time"),
        ({"total": "time", "marks: 2": "date"}, "date"),
        ({"marks: 2": "date", "marks: total": "words"}, "words"),
        ({"other: 2": "date", "3": "time"}, None),
    ],
)
def test_the_name_that_says_most_counts(formats: dict[str, str], wanted: str | None) -> None:
    assert column_format(formats, "marks", 1, "total") == wanted


@pytest.mark.parametrize(
    ("numbers", "inferred"),
    [
        ("12 34 50", "digits:2"),
        ("1 34 50", "digits"),
        ("1,5 34 50", "decimal"),
        ("12 34", None),
        ("12 34 5?", None),
    ],
)
def test_the_narrowest_format_of_all_sure_numbers_is_inferred(
    numbers: str, inferred: str | None
) -> None:
    assert inferred_format(table(numbers).cells[0]) == inferred


def test_all_choices_are_formats() -> None:
    for name in ("", *CHOICES):
        check_format(name)
    with pytest.raises(PatternError):
        check_format("digits:x")


def test_names_that_nothing_has_are_told() -> None:
    read = sheet(table("Ann 12", "Bob 3"), fields=(Field("day", cell(0, 0, "5")),))
    names = ("Ann", "1", "marks", "marks: 2", "day", "dya", "3", "mark: 2")
    formats = dict.fromkeys(names, "time")
    assert unused_names(formats, read.pages) == ["dya", "3", "mark: 2"]
    assert unused_names({"dya": "digits"}, read.pages) == [], "a name may be printed nowhere"
