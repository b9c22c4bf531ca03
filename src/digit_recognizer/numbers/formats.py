"""Formats of numbers by name: which strings each allows, and what a string is worth.

Comma and point stay as they were written. What they mean is the format's: in ``integer`` they
separate groups of three digits, in ``decimal`` they are the decimal mark, in ``amount`` the decimal
mark where two digits follow at the end. In ``date`` the order of day, month and year is found where
only one order gives a date; ``date:dmy``, ``date:mdy`` and ``date:ymd`` say it. Anything else is a
pattern (``numbers.patterns``).
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, time
from decimal import Decimal
from itertools import permutations

from digit_recognizer.errors import quoted
from digit_recognizer.numbers.grammar import Grammar
from digit_recognizer.numbers.patterns import PatternError, grammar_of

__all__ = ["FORMATS", "NumberFormat", "NumberValue", "number_format"]

NumberValue = Decimal | date | time
"""What a number may be worth."""

_MOST_DIGITS = 100


@dataclass(frozen=True)
class NumberFormat:
    """Which strings may be read, and what they are worth.

    Attributes
    ----------
    name : str
        What it was asked for by.
    grammar : Grammar
        The strings.
    value : callable
        From such a string to its value; None where it has none, or more than one.
    usual : Grammar or None
        Of these, the strings that people mostly write; None where no difference is made.
    """

    name: str
    grammar: Grammar
    value: Callable[[str], NumberValue | None]
    usual: Grammar | None = None


def number_format(name: str | None = None) -> NumberFormat:
    """Return the format of a name, of ``digits:5`` and the like, or of a pattern.

    Parameters
    ----------
    name : str, optional
        One of ``FORMATS``, ``digits:N``, or a pattern; without one, any number with any signs.

    Raises
    ------
    PatternError
        If it is none of them.
    """
    if name is None:
        return NumberFormat("any", grammar_of(_ANY), _plain, grammar_of(_USUAL))
    if name in _NAMED:
        pattern, value = _NAMED[name]
        return NumberFormat(name, grammar_of(pattern), value)
    kind, colon, count = name.partition(":")
    if kind == "digits" and colon:
        if not (count.isascii() and count.isdecimal() and 0 < int(count[:4]) <= _MOST_DIGITS):
            raise PatternError(
                f"format {quoted(name)}: expected a number of digits from 1 to {_MOST_DIGITS}",
                "write for example digits:5",
            )
        return NumberFormat(name, grammar_of("9" * int(count)), _plain)
    try:
        return NumberFormat(name, grammar_of(name), _no_value)
    except PatternError as error:
        raise PatternError(
            f"format: expected one of {', '.join(FORMATS)}, digits:5 or a pattern; {error.reason}",
            error.remedy,
        ) from error


def _no_value(_: str) -> None:
    return None


def _plain(text: str) -> Decimal | None:
    """Return the value of digits, with a sign or without; a mark could mean two things."""
    return Decimal(text) if re.fullmatch("[+-]?[0-9]+", text) else None


def _grouped(text: str) -> Decimal:
    return Decimal(text.replace(",", "").replace(".", ""))


def _decimal(text: str) -> Decimal:
    return Decimal(text.replace(",", "."))


def _amount(text: str) -> Decimal:
    text = text.replace("$", "").removesuffix("-")
    cents = len(text) > 3 and text[-3] in ",."
    whole = _grouped(text[:-3] if cents else text.rstrip(",."))
    return whole + (Decimal(text[-2:]) / 100).copy_sign(whole) if cents else whole


def _time(text: str) -> time:
    hour, minute, second = map(int, f"{text.replace('.', ':')}:0".split(":")[:3])
    return time(hour, minute, second)


def _date(text: str, orders: tuple[str, ...]) -> date | None:
    """Return the date if all orders that give one give the same."""
    parts = text.replace(".", "-").replace("/", "-").split("-")
    found = {_in_order(parts, order) for order in orders} - {None}
    return found.pop() if len(found) == 1 else None


def _in_order(parts: list[str], order: str) -> date | None:
    written = dict(zip(order, parts, strict=True))
    year = written["y"]
    if len(year) not in (2, 4) or max(len(written["m"]), len(written["d"])) > 2:
        return None
    # As POSIX has it: 69 to 99 are of the last century.
    century = 0 if len(year) == 4 else 1900 if int(year) >= 69 else 2000
    try:
        return date(century + int(year), int(written["m"]), int(written["d"]))
    except ValueError:
        return None


_DAY = "([0]?[1-9]|[12]9|[3][01])"
_MONTH = "([0]?[1-9]|[1][0-2])"
_YEAR = "(99)?99"
_ORDERS = ("dmy", "mdy", "ymd")
_GROUPS = "9(9)?(9)?({mark}999)({mark}999)*"


def _dates(orders: tuple[str, ...]) -> str:
    fields = {"d": _DAY, "m": _MONTH, "y": _YEAR}
    return "|".join(
        mark.join(fields[field] for field in order) for order in orders for mark in "/-."
    )


def _date_format(orders: tuple[str, ...]) -> tuple[str, Callable[[str], date | None]]:
    return _dates(orders), lambda text: _date(text, orders)


def _with_groups(ending: str) -> str:
    """Return the pattern of a whole number, in groups or not, and what may follow it."""
    either = [f"#({ending.format(decimal='(,|.)')})?"]
    for mark, decimal in permutations(",."):
        either.append(f"{_GROUPS.format(mark=mark)}({ending.format(decimal=decimal)})?")
    return "|".join(either)


_ANY = "(+|-)?($)?(+|-)?(.|,)?#((+|-|.|,|/|:|%)#)*(%)?(.|,)?"
# Whole numbers and amounts, shares, times, dates, fractions, telephone numbers, sums.
_USUAL = "|".join(
    f"({each})(.|,)?"
    for each in (
        "(+|-)?#(%)?",
        "(+|-)?(#)?(.#|,9(9)?)(%)?",
        "(-)?($)?9(9)?(9)?((,999)*(.99)?|(.999)*(,99)?)",
        "($)(#)?(.99|-)?",
        "9(9)?:9(9)?(:99)?",
        *(f"9(9)?{mark}9(9)?{mark}(99)?99" for mark in "/-."),
        "9(9)?(9)?/9(9)?(9)?",
        "#-#",
        "(9-)?999-9(9)?(9)?9(-9999)?",
        "#+#",
    )
)
_NAMED: dict[str, tuple[str, Callable[[str], NumberValue | None]]] = {
    "digits": ("#", _plain),
    "integer": (f"(+|-)?(#|{_GROUPS.format(mark=',')}|{_GROUPS.format(mark='.')})", _grouped),
    "decimal": ("(+|-)?(#((,|.)#)?|(,|.)#)", _decimal),
    "amount": (f"(-)?($)?({_with_groups('{decimal}(99|-)')})", _amount),
    "date": _date_format(_ORDERS),
    **{f"date:{order}": _date_format((order,)) for order in _ORDERS},
    "time": ("|".join(f"([01]?9|[2][0-3]){m}[0-5]9({m}[0-5]9)?" for m in ":."), _time),
}
FORMATS = tuple(_NAMED)
"""The formats that have a name."""
