"""Single boxes beside tables: their names, and what no column tells of the one in them."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from digit_recognizer.sheets.cells import CellInk
from digit_recognizer.sheets.grids import Grid
from digit_recognizer.sheets.second_thoughts import as_doubtful
from digit_recognizer.sheets.table import Cell

__all__ = ["doubted_field", "is_alone", "names_of_fields"]

# A box with no more pieces may hold a number that was taken for words.
_FEW_PIECES = 8
# What is alone in a box that is alone: a ring and a stroke are ticks as often.
_TICKS = ("0", "1")
# Of the longer side of a box: no other box is nearer to one that is alone.
_NEAR = 2.0


def doubted_field(field: Cell, ink: CellInk | None, *, is_alone: bool = False) -> Cell:
    """Doubt what may be something else: no column tells.

    Print is taken for a number by hand, a number for words, and a tick for a 0 or a 1.

    Parameters
    ----------
    field : Cell
    ink : CellInk or None
        What is written there.
    is_alone : bool
        Whether there is no other box beside it.
    """
    if field.state == "number" and ink is not None and ink.is_even:
        return replace(as_doubtful(field), doubt="its characters are as even as print")
    if field.state == "number" and is_alone and field.format is None and field.text in _TICKS:
        return replace(as_doubtful(field), doubt="it may be a tick: it is alone in its box")
    is_short = ink is not None and ink.pieces <= _FEW_PIECES
    return as_doubtful(field) if field.state == "other" and is_short else field


def is_alone(grids: Sequence[Grid], index: int) -> bool:
    """Tell whether a grid is one box, and no other box is beside it on its line."""
    one = grids[index]
    if one.shape != (1, 1):
        return False
    middle, (width, height) = one.nodes.mean(axis=(0, 1)), np.ptp(one.nodes, axis=(0, 1))
    near = _NEAR * max(width, height), height / 2
    others = [grid.nodes[:, [0, -1]].mean(axis=0) for grid in grids if grid is not one]
    return not any((np.abs(side - middle) <= near).all() for sides in others for side in sides)


def names_of_fields(grids: Sequence[Grid]) -> dict[int, dict[int, str]]:
    """Return the names of single boxes, by their grid, of one row, and their column.

    They are counted line by line: those beside each other from left to right.
    """
    lines: list[list[int]] = []
    single = [index for index, grid in enumerate(grids) if grid.shape[0] == 1]
    for index in sorted(single, key=lambda each: float(grids[each].nodes[0, 0, 1])):
        top, bottom = _extent(grids[index])
        if lines and top < _middle(grids[lines[-1][0]]) < bottom:
            lines[-1].append(index)
        else:
            lines.append([index])
    names: dict[int, dict[int, str]] = {index: {} for index in single}
    boxes = [
        (float(grids[index].nodes[0, cell[1], 0]), at, index, cell[1])
        for at, line in enumerate(lines)
        for index in line
        for cell in grids[index].cells()
    ]
    for number, (_, _, index, column) in enumerate(sorted(boxes, key=lambda box: (box[1], box[0]))):
        names[index][column] = f"field {number + 1}"
    return names


def _extent(grid: Grid) -> tuple[float, float]:
    return float(grid.nodes[0, :, 1].mean()), float(grid.nodes[-1, :, 1].mean())


def _middle(grid: Grid) -> float:
    return sum(_extent(grid)) / 2
