"""Signs that are read as digits: a unit behind each number of a column, or a currency before it.

An l is read as a 1, an s or a $ as a 5. Their column tells: in few do numbers end in the same 1 or
5, or begin alike while some are longer than others.
"""

from collections import Counter
from collections.abc import Iterator, Sequence

from digit_recognizer.numbers.patterns import without_marks
from digit_recognizer.sheets.table import Cell, whole_columns

__all__ = ["signs_of_columns"]

# Of a column: so many numbers, and so much of it, are alike; some may be misread.
_FEWEST, _ALIKE = 5, 0.75
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
    for column in whole_columns(cells):
        numbers = [cell for cell in column if _may_be_number(cell)]
        texts = [cell.text for cell in numbers]
        if (last := _shared(texts, -1)) and last[0][-1] in _UNITS:
            why = f"the numbers of its column end in {last[0][-1]}: that may be a unit"
        elif (first := _shared(texts, 0)) and first[0][0] != _NO_CURRENCY and _differ(first):
            why = f"the numbers of its column begin with {first[0][0]}: that may be a sign"
        else:
            continue
        for cell in numbers:
            yield cell, why


def _may_be_number(cell: Cell) -> bool:
    return cell.state in ("number", "doubtful") and without_marks(cell.text).isdecimal()


def _shared(texts: Sequence[str], at: int) -> list[str]:
    """Return the numbers with the same digit at an end and others beside it; none if they are few.

    What is left without it is then a number: it ends and begins with a digit.
    """
    if len(texts) < _FEWEST:
        return []
    ((end, _),) = Counter(text[at] for text in texts).most_common(1)
    alike = [text for text in texts if text[at] == end]
    beside = {text[-2:-1] if at else text[1:2] for text in alike}
    is_shared = (
        len(alike) >= max(_FEWEST, _ALIKE * len(texts))
        and min(map(len, alike)) > 1
        and len(beside) >= _DIFFERENT
        and "".join(beside).isdecimal()
    )
    return alike if is_shared else []


def _differ(texts: Sequence[str]) -> bool:
    """Tell whether some are longer than others."""
    return len({len(without_marks(text)) for text in texts}) > 1
