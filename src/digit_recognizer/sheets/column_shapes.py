"""How many decimals the numbers of a column have: what most of them have decides where it is faint.

The share of numbers with so many decimals is learned from all cells of the column at once, by
expectation and maximization; each number is then weighed by the shares of the others. Those of the
whole page count a little.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from digit_recognizer.numbers.formats import number_format
from digit_recognizer.numbers.patterns import without_marks
from digit_recognizer.sheets.points import NO_POINT, POINT, decimals_of
from digit_recognizer.sheets.table import Cell, Table, whole_columns

__all__ = ["DOUBTED_POINT", "POINT_SURE_FROM", "in_shape", "is_plain_number", "shares_of_others"]

DOUBTED_POINT = "it is not sure whether it has a decimal point, and where"
"""Why a cell is doubtful of which the digits are sure."""
POINT_SURE_FROM = 0.93
"""A number is sure to have its point there, or none, with this probability."""

_ROUNDS = 12
# The other columns of its page count as so many numbers of a column.
_OF_PAGE = 3.0
# A mark before so many digits may part thousands: no other number speaks against it.
_THOUSANDS = 3


def in_shape(tables: Sequence[Table]) -> list[Table]:
    """Return the tables of a page, in which each number has the point that it has beside others.

    Parameters
    ----------
    tables : sequence of Table
        As each of their cells was read by itself.
    """
    columns = [column for table in tables for column in whole_columns(table.cells)]
    found = iter(_in_shape(columns))
    return [
        _with_cells(table, [cell for _ in table.cells[0] for cell in next(found)])
        for table in tables
    ]


def _with_cells(table: Table, cells: Iterable[Cell]) -> Table:
    """Return a table in which some cells stand wherever others of their place stood."""
    found = {(cell.row, cell.column): cell for cell in cells}
    rows = (tuple(found.get((cell.row, cell.column), cell) for cell in row) for row in table.cells)
    return replace(table, cells=tuple(rows))


def _in_shape(columns: Sequence[Sequence[Cell]]) -> list[list[Cell]]:
    """Return the numbers of each column of a page."""
    numbers = [[cell for cell in column if is_plain_number(cell)] for column in columns]
    texts = [[_texts(cell) for cell in column] for column in numbers]
    shapes = sorted({decimals_of(text) for column in texts for each in column for text in each})
    usual = np.array([NO_POINT if shape < 0 else POINT for shape in shapes])
    likely = [_likely(column, shapes) for column in texts]
    found = []
    for at, (column, each) in enumerate(zip(numbers, texts, strict=True)):
        others = np.concatenate([likely[at][:0], *likely[:at], *likely[at + 1 :]])
        of_page = _OF_PAGE * (_shares(others, usual)[0] if len(others) else 0 * usual)
        if _THOUSANDS in shapes:
            thousands = shapes.index(_THOUSANDS)
            of_page[thousands] = max(of_page[thousands], of_page.max() * POINT / NO_POINT)
        weights = shares_of_others(likely[at], usual + of_page) * (usual.sum() / usual)
        if _THOUSANDS in shapes:
            weights[:, thousands] = np.maximum(weights[:, thousands], 1.0)
        found.append(
            [
                _weighed(cell, own_texts, dict(zip(shapes, weight.tolist(), strict=True)))
                for cell, own_texts, weight in zip(column, each, weights, strict=True)
            ]
        )
    return found


def is_plain_number(cell: Cell) -> bool:
    """Tell whether a cell may hold a number of digits, with a point or without."""
    digits = without_marks(cell.text).removeprefix("-")
    return cell.state in ("number", "doubtful") and digits.isdecimal()


def _texts(cell: Cell) -> dict[str, float]:
    """Return the readings of a cell that have its digits, with how probable each is."""
    digits = without_marks(cell.text)
    found = {text: share for text, share in cell.alternatives if without_marks(text) == digits}
    return found if cell.text in found else {cell.text: 1.0}


def _likely(numbers: Sequence[dict[str, float]], shapes: Sequence[int]) -> NDArray[np.float64]:
    """Return what speaks for each shape of each number by itself, whatever is usual."""
    likely = np.zeros((len(numbers), len(shapes)))
    for row, texts in zip(likely, numbers, strict=True):
        for text, probability in texts.items():
            shape = decimals_of(text)
            row[shapes.index(shape)] += probability / (NO_POINT if shape < 0 else POINT)
    return likely


def shares_of_others(
    likely: NDArray[np.float64], usual: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Return for each number the share of each shape among the others of its column.

    Parameters
    ----------
    likely : (numbers, shapes) float64
        What speaks for each shape of each number by itself.
    usual : (shapes,) float64
        As if so many numbers of each shape were known beforehand.

    Returns
    -------
    (numbers, shapes) float64
    """
    return _shares(likely, usual)[1]


def _shares(
    likely: NDArray[np.float64], usual: NDArray[np.float64]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return the share of each shape among numbers, and for each number that among the others.

    Parameters
    ----------
    likely : (numbers, shapes) float64
    usual : (shapes,) float64
        As if so many numbers of each shape were known beforehand.
    """
    shares = usual / usual.sum()
    together = likely
    for _ in range(_ROUNDS):
        together = likely * shares
        together /= together.sum(axis=1, keepdims=True)
        shares = usual + together.sum(axis=0)
        shares /= shares.sum()
    others = usual + together.sum(axis=0) - together
    return shares, others / others.sum(axis=1, keepdims=True)


def _weighed(cell: Cell, alone: dict[str, float], weights: dict[int, float]) -> Cell:
    """Return a cell whose readings of the same digits are as probable as they are here."""
    texts = {text: share * weights[decimals_of(text)] for text, share in alone.items()}
    whole = sum(texts.values())
    ranked = sorted(texts, key=lambda text: -texts[text])
    best, is_sure = ranked[0], texts[ranked[0]] >= POINT_SURE_FROM * whole
    state, doubt, repair, value = cell.state, cell.doubt, cell.repair, cell.value
    if state == "number" and not is_sure:
        state, doubt = "doubtful", DOUBTED_POINT
    elif doubt == DOUBTED_POINT and is_sure:
        state, doubt = "number", None
    if best != cell.text:
        shape = decimals_of(best)
        repair = f"read as {cell.text}, but its column has {max(shape, 0) or 'no'} decimals"
        value = number_format(cell.format or "decimal").value(best)
    mass = sum(share for text, share in cell.alternatives if text in texts)
    alternatives = [
        each._replace(posterior=float(mass * texts[each.text] / whole))
        if each.text in texts
        else each
        for each in cell.alternatives
    ]
    alternatives.sort(key=lambda each: (each.text != best, -each.posterior))
    return replace(
        cell,
        text=best,
        value=value,
        state=state,
        confidence=mass * texts[best] / whole if mass else cell.confidence,
        doubt=doubt,
        repair=repair,
        alternatives=tuple(alternatives),
    )
