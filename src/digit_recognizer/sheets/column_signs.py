"""Signs that are read as digits: a unit behind each number of a column, or a currency before it.

An l is read as a 1, an s or a $ as a 5. Their column tells: few have numbers that all end in the
same 1 or 5, or that all begin alike while some are longer than others.
"""

from collections.abc import Iterator, Sequence

from digit_recognizer.numbers.patterns import without_marks
from digit_recognizer.sheets.table import Cell, each_once

__all__ = ["signs_of_columns"]

# Of a column: it has so many numbers.
_FEWEST = 5
# What units look like; many numbers end in a nought. What no currency looks like.
_UNITS, _NO_CURRENCY = "15", "1"
# Different digits beside the one that is the same: prices may all end in .95, years begin with 19.
_DIFFERENT = 3


def signs_of_columns(cells: Sequence[Sequence[Cell]]) -> Iterator[tuple[Cell, str]]:
    """Yield the numbers of a table that may end or begin with a sign, and why.

    Parameters
    ----------
    cells : sequence of rows, each a sequence of Cell
        All rows have as many.
    """
    for column in map(each_once, zip(*cells, strict=True)):
        numbers = [cell for cell in column if _may_be_number(cell)]
        if len(numbers) < _FEWEST:
            continue
        texts = [cell.text for cell in numbers]
        if _are_alike(texts, -1) and texts[0][-1] in _UNITS:
            why = f"all numbers of its column end in {texts[0][-1]}: that may be a unit"
        elif _are_alike(texts, 0) and texts[0][0] != _NO_CURRENCY and _differ_in_length(texts):
            why = f"all numbers of its column begin with {texts[0][0]}: that may be a sign"
        else:
            continue
        for cell in numbers:
            yield cell, why


def _may_be_number(cell: Cell) -> bool:
    return cell.state in ("number", "doubtful") and without_marks(cell.text).isdecimal()


def _are_alike(texts: Sequence[str], at: int) -> bool:
    """Tell whether all numbers have the same digit at an end, and others beside it.

    What is left without it is then a number: it ends and begins with a digit.
    """
    beside = {text[at - 1 if at else 1] for text in texts if len(text) > 1}
    return (
        len({text[at] for text in texts}) == 1
        and min(map(len, texts)) > 1
        and len(beside) >= _DIFFERENT
        and "".join(beside).isdecimal()
    )


def _differ_in_length(texts: Sequence[str]) -> bool:
    return len({len(without_marks(text)) for text in texts}) > 1
