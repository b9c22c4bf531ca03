"""Formats: which strings, and what they are worth."""

from datetime import date, time
from decimal import Decimal

import pytest

from digit_recognizer.numbers.formats import FORMATS, NumberValue, number_format
from digit_recognizer.numbers.patterns import PatternError


@pytest.mark.parametrize(
    ("name", "text", "value"),
    [
        ("digits", "0042", Decimal(42)),
        ("digits:5", "01234", Decimal(1234)),
        ("integer", "-1,234,567", Decimal(-1234567)),
        ("integer", "1.234", Decimal(1234)),
        ("decimal", "1,234", Decimal("1.234")),
        ("decimal", "-.5", Decimal("-0.5")),
        ("amount", "1.234,50", Decimal("1234.50")),
        ("amount", "$1,234.50", Decimal("1234.50")),
        ("amount", "1,234", Decimal(1234)),
        ("amount", "12,-", Decimal(12)),
        ("amount", "-0.05", Decimal("-0.05")),
        ("date", "31/12/1998", date(1998, 12, 31)),
        ("date", "1998-12-31", date(1998, 12, 31)),
        ("date", "1/1/98", date(1998, 1, 1)),
        ("date", "3/4/1998", None),
        ("date:dmy", "3.4.1998", date(1998, 4, 3)),
        ("date:mdy", "3/4/98", date(1998, 3, 4)),
        ("date:dmy", "31/2/98", None),
        ("time", "7:05", time(7, 5)),
        ("time", "23.59.59", time(23, 59, 59)),
        ("99-99", "12-34", None),
        (None, "-12", Decimal(-12)),
        (None, "12:34:56", None),
        (None, "1,234", None),
        (None, "$1.23", None),
        (None, ".34", None),
        (None, "100%", None),
        (None, "3+7", None),
        (None, "679-1238", None),
        (None, "+-5", None),
        (None, "--5", None),
    ],
)
def test_a_string_has_the_value_that_its_format_says(
    name: str | None, text: str, value: NumberValue | None
) -> None:
    number = number_format(name)
    assert number.grammar.allows(text)
    assert number.value(text) == value


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("digits", "1,2"),
        ("digits:5", "1234"),
        ("integer", "1,23"),
        ("integer", "1,234.567"),
        ("decimal", "1,234.5"),
        ("amount", "1,234,50"),
        ("amount", "1,2"),
        ("date", "31/12-1998"),
        ("date:mdy", "31/12/1998"),
        ("time", "24:00"),
        ("time", "7:60"),
        (None, "+"),
        (None, "12--3"),
    ],
)
def test_other_strings_are_not_allowed(name: str | None, text: str) -> None:
    assert not number_format(name).grammar.allows(text)


@pytest.mark.parametrize("name", ["digits:0", "digits:x", "digits:101", "words", "digits:²"])
def test_an_unknown_format_is_refused_with_the_known_ones(name: str) -> None:
    with pytest.raises(PatternError) as refusal:
        number_format(name)
    assert refusal.value.remedy
    assert "digits" in refusal.value.reason


@pytest.mark.parametrize("name", FORMATS)
def test_the_automata_are_small(name: str) -> None:
    assert len(number_format(name).grammar.moves) < 150
