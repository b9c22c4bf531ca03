"""How many digits the numbers of a column have before their mark: what most have speaks for it.

The share of each length is learned from the readings of all cells of the column at once, as that of
decimals is (``column_shapes``), and each number is weighed by the shares of the others. Where
numbers of a column are of many lengths, that changes little. It makes no number sure.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np

from digit_recognizer.numbers.formats import number_format
from digit_recognizer.numbers.patterns import without_marks
from digit_recognizer.sheets.column_shapes import is_plain_number, shares_of_others
from digit_recognizer.sheets.points import decimals_of
from digit_recognizer.sheets.table import Alternative, Cell

__all__ = ["in_length"]

# As if one number of each length stood in the column besides.
_USUAL = 1.0
# A number stays sure where its digits have so much of all its readings then.
_SURE_FROM = 0.97
# What is not listed has at least this much.
_LEAST = 1e-6


def in_length(column: Sequence[Cell]) -> Iterator[Cell]:
    """Yield the numbers of a column whose readings weigh otherwise beside each other.

    Parameters
    ----------
    column : sequence of Cell
        Each once.
    """
    numbers = [cell for cell in column if is_plain_number(cell) and cell.alternatives]
    lengths = sorted({_length(each.text) for cell in numbers for each in cell.alternatives})
    if len(lengths) < 2:
        return
    likely = np.full((len(numbers), len(lengths)), _LEAST)
    for row, cell in zip(likely, numbers, strict=True):
        for text, posterior in cell.alternatives:
            row[lengths.index(_length(text))] += posterior
    weights = shares_of_others(likely, np.full(len(lengths), _USUAL))
    for cell, weight in zip(numbers, (weights * len(lengths)).tolist(), strict=True):
        yield _weighed(cell, dict(zip(lengths, weight, strict=True)))


def _length(text: str) -> int:
    return len(without_marks(text).removeprefix("-")) - max(decimals_of(text), 0)


def _weighed(cell: Cell, weights: dict[int, float]) -> Cell:
    """Return a cell as its readings are beside the others: each weighed by its length."""
    unlisted = max(0.0, 1 - sum(each.posterior for each in cell.alternatives))
    shares = [(text, share * weights[_length(text)]) for text, share in cell.alternatives]
    whole = sum(share for _, share in shares) + unlisted
    ranked = sorted(
        (Alternative(text, share / whole) for text, share in shares),
        key=lambda each: -each.posterior,
    )
    best, digits = ranked[0], without_marks(cell.text)
    usual = max(weights, key=lambda length: weights[length])
    why = f"most numbers of its column have {usual} digit{'s' * (usual > 1)} before the mark"
    if cell.state == "number":
        before, now = (
            sum(share for text, share in each if without_marks(text) == digits)
            for each in (cell.alternatives, ranked)
        )
        is_sure = now >= min(_SURE_FROM, before)
        return cell if is_sure else replace(cell, state="doubtful", doubt=why)
    if without_marks(best.text) == digits:
        return cell
    return replace(
        cell,
        text=best.text,
        value=number_format(cell.format or "decimal").value(best.text),
        confidence=best.posterior,
        alternatives=tuple(ranked),
        repair=f"read as {cell.text}, but {why}",
    )
