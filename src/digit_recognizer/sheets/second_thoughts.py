"""What the other cells of a table say about a number: its column, its header, its total.

Second thoughts make doubtful what does not fit, make sure what adds up, and repair a number only
where one of its own next best readings makes a whole row or column add up.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from decimal import Decimal, InvalidOperation

from digit_recognizer.numbers.patterns import without_marks
from digit_recognizer.sheets.column_lengths import in_length
from digit_recognizer.sheets.column_shapes import in_shape
from digit_recognizer.sheets.column_signs import signs_of_columns
from digit_recognizer.sheets.duplicates import duplicates
from digit_recognizer.sheets.points import decimals_of, with_points
from digit_recognizer.sheets.table import Cell, Table, each_once, whole_columns

__all__ = ["all_doubtful", "as_doubtful", "with_second_thoughts"]

# Of the sure numbers of a column: so many alike make a rule, if there are so many.
_ALIKE, _FEWEST = 0.8, 3
# Of a header row or a column of labels: so much of it holds words.
_WORDS = 0.5
# Characters that words may be misread as and still be a number.
_SHORT = 7
# Sums that must add up, and of those that can be checked, before totals are believed.
_FEWEST_SUMS, _ADD_UP = 2, 0.6
# Digits behind a mark that may part thousands.
_THOUSANDS = 3
_NOT_THE_SUM = "its row or column does not add up"
# Next best readings of a cell that are tried.
_TRIED = 4

_Cells = list[list[Cell]]


def with_second_thoughts(tables: Sequence[Table]) -> list[Table]:
    """Return the tables of a page, in which numbers were looked at beside each other.

    Parameters
    ----------
    tables : sequence of Table
        As each of their cells was read by itself.
    """
    return [_looked_through(table) for table in in_shape(tables)]


def _looked_through(table: Table) -> Table:
    cells = [list(row) for row in table.cells]
    for cell in [each for column in whole_columns(cells) for each in in_length(column)]:
        _put(cells, cell)
    _doubt_headers(cells)
    for column in range(len(cells[0])):
        _doubt_words(cells, column)
        _doubt_decimals(cells, column)
    _doubt_short_words(cells)
    for cell, why in [*duplicates(cells), *signs_of_columns(cells), *_merged(cells)]:
        _put(cells, replace(as_doubtful(cell), doubt=why))
    _believe_totals(cells, _columns(cells))
    _believe_totals(cells, _rows(cells))
    return replace(table, cells=tuple(map(tuple, cells)))


def all_doubtful(table: Table) -> Table:
    """Return a table of which no number is sure: its rules are not where they should be."""
    cells = tuple(
        tuple(as_doubtful(cell) if cell.state == "number" else cell for cell in row)
        for row in table.cells
    )
    return replace(table, cells=cells)


def as_doubtful(cell: Cell) -> Cell:
    """Return a cell that was taken for words, or for sure, as doubtful."""
    text = cell.text or (cell.alternatives[0].text if cell.alternatives else "")
    return replace(cell, text=text, state="doubtful")


def _as_sure(cell: Cell) -> Cell:
    return replace(cell, state="number", doubt=None)


def _put(cells: _Cells, cell: Cell) -> None:
    """Put a cell wherever the one of its place stands."""
    for row in range(cell.row, cell.row + cell.row_span):
        for column in range(cell.column, cell.column + cell.column_span):
            cells[row][column] = cell


def _doubt_headers(cells: _Cells) -> None:
    """Doubt numbers among the words of the first row and of the first column."""
    for line in (cells[0], [row[0] for row in cells]):
        if _are_words(line):
            for cell in line:
                if cell.state == "number":
                    _put(cells, as_doubtful(cell))


def _doubt_words(cells: _Cells, column: int) -> None:
    """Doubt words in a column of numbers, but for those in a row of words.

    Below the first row, what is as short as a number is doubted there, too.
    """
    written = [row[column] for row in cells if row[column].state != "empty"]
    numbers = sum(cell.state in ("number", "doubtful") for cell in written)
    if 2 * numbers < len(written):
        return
    for number, row in enumerate(cells):
        words = [cell.state == "other" and not (number and _is_short(cell)) for cell in row]
        # The label of a row says nothing of its other cells.
        is_header = all(sum(part) > _WORDS * len(part) for part in (words, words[1:] or words))
        is_header &= number == 0 or not _is_short(row[column])
        if row[column].state == "other" and not is_header:
            _put(cells, as_doubtful(row[column]))


def _doubt_short_words(cells: _Cells) -> None:
    """Doubt words as short as a number, beside numbers: out of focus these are taken for words."""
    inner = [cell for row in cells[1:] for cell in row[1:]]
    if all(cell.state in ("other", "empty") for cell in inner):
        return
    for cell in inner:
        if cell.state == "other" and _is_short(cell):
            _put(cells, as_doubtful(cell))


def _is_short(words: Cell) -> bool:
    """Return whether words may be a number by their length."""
    return bool(words.alternatives) and len(words.alternatives[0].text) <= _SHORT


def _doubt_decimals(cells: _Cells, column: int) -> None:
    """Doubt numbers without the decimals that the others of their column have.

    Where a next best reading differs in the decimal mark alone and has them, it comes first.
    """
    sure = [row[column] for row in cells if row[column].state == "number"]
    if len(sure) < _FEWEST:
        return
    (usual, count), *_ = Counter(decimals_of(cell.text) for cell in sure).most_common()
    if count < _ALIKE * len(sure):
        return
    for cell in [row[column] for row in cells]:
        if cell.state not in ("number", "doubtful") or decimals_of(cell.text) == usual:
            continue
        likes = [
            text
            for text in _others(cell)
            if without_marks(text) == without_marks(cell.text) and decimals_of(text) == usual
        ]
        cell = as_doubtful(cell)
        # A mark before three digits may part thousands.
        if likes and decimals_of(cell.text) != _THOUSANDS:
            why = f"read as {cell.text}, but its column has {max(usual, 0) or 'no'} decimals"
            cell = replace(cell, text=likes[0], value=_value(likes[0]), repair=why)
        _put(cells, cell)


def _merged(cells: _Cells) -> Iterator[tuple[Cell, str]]:
    """Yield numbers in merged cells where few of the column are merged: a rule may be missed."""
    for column in whole_columns(cells):
        merged = [cell for cell in column if cell.row_span * cell.column_span > 1]
        if len(merged) <= (1 - _ALIKE) * len(column):
            for cell in merged:
                if cell.state == "number":
                    yield cell, "it lies over cells that other rows or columns have apart"


def _columns(cells: _Cells) -> Iterator[tuple[list[Cell], Cell]]:
    first = int(_are_words(cells[0]))
    for column in range(len(cells[0])):
        yield [row[column] for row in cells[first:-1]], cells[-1][column]


def _rows(cells: _Cells) -> Iterator[tuple[list[Cell], Cell]]:
    first = int(_are_words([row[0] for row in cells]))
    for row in cells:
        yield row[first:-1], row[-1]


def _are_words(line: Sequence[Cell]) -> bool:
    """Tell whether a row is a header, or a column holds labels: nothing in it is a part of sums."""
    return sum(cell.state == "other" for cell in line) > _WORDS * len(line)


def _believe_totals(cells: _Cells, sums: Iterable[tuple[list[Cell], Cell]]) -> None:
    """Where the last of a row or column is the sum of the others, make it so of all."""
    found = [
        (parts, total)
        for line, total in sums
        if (parts := _numbers(line)) and len(parts) > 1 and total.state in ("number", "doubtful")
    ]
    add_up = [_adds_up([_value(part.text) for part in parts], total.text) for parts, total in found]
    if sum(add_up) < _FEWEST_SUMS or sum(add_up) < _ADD_UP * len(found):
        return
    for (parts, total), fits in zip(found, add_up, strict=True):
        if fits:
            for cell in (*parts, total):
                _put(cells, _as_sure(cell))
        else:
            _mend(cells, parts, total)


def _numbers(line: Sequence[Cell]) -> list[Cell]:
    """Return the numbers of a row or column, each once."""
    return each_once(cell for cell in line if cell.state in ("number", "doubtful"))


def _mend(cells: _Cells, parts: list[Cell], total: Cell) -> None:
    """Repair the one number by which a sum adds up; doubt all of them if there is not one."""
    every = [*parts, total]
    mended = [
        (cell, other)
        for cell in every
        for other in _others(cell)
        if _adds_up(
            [_value(other if part is cell else part.text) for part in parts],
            other if cell is total else total.text,
        )
    ]
    if len(mended) == 1:
        cell, other = mended[0]
        why = f"read as {cell.text}, but with {other} the sum is right"
        for each in every:
            _put(cells, _as_sure(each))
        value = _value(other)
        _put(cells, replace(_as_sure(cell), text=other, value=value, repair=why))
    else:
        for each in every:
            _put(cells, replace(as_doubtful(each), doubt=each.doubt or _NOT_THE_SUM))


def _others(cell: Cell) -> list[str]:
    return [each.text for each in cell.alternatives[:_TRIED] if each.text != cell.text]


def _adds_up(parts: Sequence[Decimal | None], total: str) -> bool:
    return None not in parts and sum(filter(None, parts)) == _value(total)


def _value(text: str) -> Decimal | None:
    try:
        return Decimal(with_points(text))
    except InvalidOperation:
        return None
