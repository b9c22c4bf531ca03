"""Numbers that stand twice and should not: a row written twice, an identifier misread."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from itertools import combinations, pairwise

from digit_recognizer.sheets.table import Cell

__all__ = ["duplicates"]

# Of a row that may stand twice: it has so many numbers, and so many digits.
_NUMBERS, _DIGITS = 3, 6
# Of a column of identifiers: it has so many numbers. Were they random, there would be so few pairs
# of equal ones that a pair is no chance, of so many digits; or they are in order but for one.
_FEWEST, _RARE, _LONG = 5, 0.02, 3


def duplicates(cells: Sequence[Sequence[Cell]]) -> Iterator[tuple[Cell, str]]:
    """Yield the cells of a table that hold the same as another, and why that is odd.

    Parameters
    ----------
    cells : sequence of rows, each a sequence of Cell
        All rows have as many.
    """
    yield from _rows(cells)
    for column in range(len(cells[0])):
        yield from _identifiers([row[column] for row in cells])


def _rows(cells: Sequence[Sequence[Cell]]) -> Iterator[tuple[Cell, str]]:
    by_texts: dict[tuple[str, ...], list[list[Cell]]] = defaultdict(list)
    for row in cells:
        own = [cell for cell in row if _is_number(cell)]
        texts = tuple(cell.text if _is_number(cell) else "" for cell in row)
        if len(own) >= _NUMBERS and len("".join(texts)) >= _DIGITS and len(set(texts)) > 1:
            by_texts[texts].append(own)
    for same in by_texts.values():
        for one, other in combinations(same, 2):
            for pair in (one, other), (other, one):
                for cell in pair[0]:
                    yield cell, f"row {pair[1][0].row + 1} has the same numbers"


def _identifiers(column: Sequence[Cell]) -> Iterator[tuple[Cell, str]]:
    # What is doubtful already, as a header taken for a number, says nothing of the others.
    sure = {(cell.row, cell.column): cell for cell in column if cell.state == "number"}
    found = [cell for cell in sure.values() if cell.text.isdecimal()]
    if len(found) < _FEWEST:
        return
    (text, count), (_, others), *_ = (*Counter(cell.text for cell in found).most_common(2), ("", 0))
    if (count, others) != (2, 1):
        return
    values = [int(cell.text) for cell in found]
    pairs = len(values) * (len(values) - 1) / 2 / (max(values) - min(values) + 1)
    is_rare = pairs <= _RARE and len(text) >= _LONG
    if not is_rare and not any(
        _are_in_order([*values[:at], *values[at + 1 :]])
        for at, value in enumerate(values)
        if value == int(text)
    ):
        return
    one, other = (cell for cell in found if cell.text == text)
    for cell, twin in ((one, other), (other, one)):
        yield cell, f"row {twin.row + 1} has the same number, and no other number stands twice"


def _are_in_order(values: Sequence[int]) -> bool:
    steps = [after - before for before, after in pairwise(values)]
    return all(step > 0 for step in steps) or all(step < 0 for step in steps)


def _is_number(cell: Cell) -> bool:
    return cell.state in ("number", "doubtful") and cell.text != ""
