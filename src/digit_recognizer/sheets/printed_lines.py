"""Print told from writing by how even a row or a column of a table is: labels, and no numbers."""

from collections.abc import Mapping
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from digit_recognizer.sheets.cells import CellInk
from digit_recognizer.sheets.page_cells import GridInk
from digit_recognizer.sheets.table import Cell

__all__ = ["with_printed_labels"]

# Of the highest component of a cell: what is as high may be a character. Of the height of
# characters, and in pixels: so near to each other they end on one line, or are as high.
_HIGH, _OFF, _PIXEL = 0.5, 0.06, 1.0
# A header is among the first rows. So many cells, and characters, show that a line of them is even.
_HEADERS, _CELLS_OF_ROW, _CELLS_OF_COLUMN, _CHARACTERS = 3, 3, 5, 10
# Of the characters of printed lines so many end on one line; or so many do and so many are as high.
# Of 929 lines of simulated and photographed tables with numbers by hand none is so.
_ON_LINE, _OR_ON_LINE, _AS_HIGH = 0.85, 0.7, 0.93
# Of a cell's characters, in a printed line: with fewer on its line it was written.
_OWN = 0.6
# Of the rows below the first: where more are even, there is no header.
_ALL = 0.5

_Rows = tuple[tuple[Cell, ...], ...]
# For each character how far it ends above the rule below it, and how high it is, in pixels.
_Ends = NDArray[np.float64]


def with_printed_labels(rows: _Rows, found: GridInk) -> _Rows:
    """Return the rows of a table in which what is printed is a label.

    Parameters
    ----------
    rows : rows of Cell
    found : GridInk
        The same table and its ink.
    """
    ends = _ends(found)
    printed: set[tuple[int, int]] = set()
    labels = {at: each for at, each in ends.items() if at[1] == 0 and at[0] > 0}
    if len(labels) >= _CELLS_OF_COLUMN:
        printed |= _printed(labels)
    even = [
        _printed(beside) if len(beside) >= _CELLS_OF_ROW else set()
        for row in range(found.grid.shape[0])
        for beside in [{at: ends[at] for at in ends if at[0] == row and at not in printed}]
    ]
    # Where numbers are as even as the header, all may be print: nothing tells what is a label.
    if sum(map(bool, even[1:])) > _ALL * (len(even) - 1):
        return rows
    printed |= set().union(*even[:_HEADERS])
    return tuple(
        tuple(_label(cell) if (cell.row, cell.column) in printed else cell for cell in row)
        for row in rows
    )


def _label(cell: Cell) -> Cell:
    """Return a cell as a label, with its text if that is sure."""
    text = cell.text if cell.state in ("number", "other") else ""
    return replace(cell, state="other", text=text, value=None, alternatives=(), doubt=None)


def _ends(found: GridInk) -> dict[tuple[int, int], _Ends]:
    """Return where the characters of each cell end that is one row high."""
    ends = {}
    for (row, column, down, across), ink in zip(found.grid.cells(), found.inks, strict=True):
        if ink is not None and down == 1:
            rule = found.grid.nodes[row + 1, column : column + across + 1]
            ends[row, column] = _ends_of(ink, rule)
    return ends


def _ends_of(ink: CellInk, rule: NDArray[np.float64]) -> _Ends:
    left, top, width, height = ink.high_components(_HIGH).T
    below = np.interp(ink.left + left + width / 2, rule[:, 0], rule[:, 1])
    return np.column_stack((below - ink.top - top - height, height)).astype(np.float64)


def _printed(line: Mapping[tuple[int, int], _Ends]) -> set[tuple[int, int]]:
    """Return which cells of a row, or a column, are printed; none where it is not even."""
    every = np.concatenate(list(line.values()))
    if len(every) < _CHARACTERS:
        return set()
    high = float(np.percentile(every[:, 1], 75))
    off = max(_PIXEL, _OFF * high)
    place = _fullest(every[:, 0], off)
    on_line = float((np.abs(every[:, 0] - place) <= off).mean())
    as_high = float((np.abs(every[:, 1] - high) <= off).mean())
    if on_line < _ON_LINE and (on_line < _OR_ON_LINE or as_high < _AS_HIGH):
        return set()
    return {at for at, own in line.items() if (np.abs(own[:, 0] - place) <= off).mean() >= _OWN}


def _fullest(places: NDArray[np.float64], off: float) -> float:
    """Return the place that most others are near to."""
    near = (np.abs(places[:, None] - places) <= off).sum(axis=1)
    return float(places[near.argmax()])
