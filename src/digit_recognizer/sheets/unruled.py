"""Tables without rules: words of ink that stand in rows and columns."""

from collections.abc import Sequence
from typing import NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from digit_recognizer.sheets.aligned_columns import aligned_columns
from digit_recognizer.sheets.grids import Grid
from digit_recognizer.sheets.rules import Rule, components, noise_of
from digit_recognizer.sheets.word_rows import (
    Row,
    rows_of,
    usual_lean,
    with_empty_rows,
    words_of,
)

__all__ = ["Characters", "characters", "is_over", "unruled_tables"]

_Map = NDArray[np.float32]

# Of the background's brightness, and in standard deviations of the noise: what is darker is ink;
# and of the usual ink, so dark is a character somewhere.
_INK, _NOISE, _DARK = 0.06, 5.0, 0.4
# Of the longer side of a page: so high are characters, before the usual height is known; and of
# the usual height, after.
_LEAST, _MOST = 1 / 180, 1 / 25
_LOW, _HIGH = 0.45, 2.2
# Of the usual distance of rows: farther ones are of two tables; but for two and three of them, each
# within so much of one, between two rows of words that are apart: there a row is empty.
_FARTHER, _EMPTY, _OFF = 1.7, (2, 3), 0.25
# A table has so many rows and columns; the first and the last row are a line of print if they
# are nearer to the next or farther from it than usual by so much, and have no gap as wide, beside
# the usual height.
_ROWS, _COLUMNS, _REGULAR, _PHRASE = 3, 2, 0.15, 0.8
# Of the smaller one: so much of it, each way, lies over the other one.
_OVER = 0.2
# Words that a column has at least.
_IN_COLUMN = 2
# Of the brightness of paper: what is darker is the desk. More characters, or cells, are a page of
# print.
_BRIGHT, _MOST_CHARACTERS, _MOST_CELLS = 0.5, 3000, 600
# In pixels a side: in such squares it is told where the paper is.
_COARSE = 8


class Characters(NamedTuple):
    """What may be characters on a page.

    Attributes
    ----------
    labels : (height, width) int32
    table : (components, 5) int32
        As ``rules.components`` returns them.
    numbers : (n,) intp
        Which components may be characters.
    """

    labels: NDArray[np.int32]
    table: NDArray[np.int32]
    numbers: NDArray[np.intp]

    @property
    def boxes(self) -> NDArray[np.float64]:
        """Left, top, right and bottom of each, (n, 4)."""
        left, top, width, height = self.table[self.numbers, :4].T.astype(np.float64)
        return np.column_stack((left, top, left + width, top + height))


def characters(grey: NDArray[np.uint8], dark: _Map, grids: Sequence[Grid] = ()) -> Characters:
    """Return what may be characters on the paper and outside of grids.

    Parameters
    ----------
    grey : (height, width) uint8
        The page.
    dark : (height, width) float32
        How dark it is, without the rules.
    grids : sequence of Grid
    """
    inked = (dark > max(_INK, _NOISE * noise_of(dark))).astype(np.uint8)
    for grid in grids:
        nodes = grid.nodes
        around = np.concatenate((nodes[0], nodes[1:, -1], nodes[-1, ::-1], nodes[::-1, 0]))
        cv2.fillPoly(inked, [np.rint(around).astype(np.int32)], 0)
    labels, table = components(inked)
    side = max(dark.shape)
    longer = table[:, 2:4].max(axis=1)
    fit = (longer >= _LEAST * side) & (longer <= _MOST * side)
    fit[0] = False
    fit &= _are_on_paper(grey, table)
    if not fit.any():
        return Characters(labels, table, np.flatnonzero(fit))
    darkest = np.zeros(len(table), np.float32)
    at = np.flatnonzero(fit[labels])
    np.maximum.at(darkest, labels.flat[at], dark.flat[at])
    fit &= darkest >= _DARK * np.percentile(darkest[fit], 80)
    usual = float(np.median(longer[fit]))
    fit &= (longer >= _LOW * usual) & (longer <= _HIGH * usual)
    return Characters(labels, table, np.flatnonzero(fit))


def _are_on_paper(grey: NDArray[np.uint8], table: NDArray[np.int32]) -> NDArray[np.bool_]:
    """Tell which boxes are on the largest bright area; on a dark desk noise looks like ink."""
    height, width = (max(1, length // _COARSE) for length in grey.shape)
    small = cv2.resize(grey, (width, height), interpolation=cv2.INTER_AREA)
    labels, areas = components((small >= _BRIGHT * np.percentile(small, 80)).astype(np.uint8))
    largest = 1 + int(np.argmax(areas[1:, 4])) if len(areas) > 1 else 0
    # Characters are holes in it; at its edge there is a shadow.
    filled = cv2.dilate((labels == largest).astype(np.uint8), np.ones((5, 5), np.uint8))
    paper = cv2.erode(filled, np.ones((9, 9), np.uint8)) > 0
    left, top, across, down = table[:, :4].T
    rows = np.minimum((top + down // 2) // _COARSE, height - 1)
    columns = np.minimum((left + across // 2) // _COARSE, width - 1)
    return np.asarray(paper[rows, columns])


def unruled_tables(grey: NDArray[np.uint8], dark: _Map, grids: Sequence[Grid]) -> list[Grid]:
    """Return the tables of an upright page that no rule parts.

    Parameters
    ----------
    grey : (height, width) uint8
    dark : (height, width) float32
        As ``without_rules`` returns it.
    grids : sequence of Grid
        Those that were found by their rules.
    """
    found = characters(grey, dark, grids)
    if not _ROWS * _COLUMNS <= len(found.numbers) <= _MOST_CHARACTERS:
        return []
    boxes = found.boxes
    usual = float(np.median(boxes[:, 3] - boxes[:, 1]))
    words = words_of(boxes, usual)
    lean = usual_lean(words, usual)
    blocks = _blocks(rows_of(words, usual, lean), usual)
    tables = [_table(dark, block, usual, lean) for block in blocks]
    found_tables = [each for each in tables if each is not None and not is_over(each, grids)]
    cells = sum(table.owners[..., 0].size for table in found_tables)
    return found_tables if cells <= _MOST_CELLS else []


def is_over(table: Grid, grids: Sequence[Grid]) -> bool:
    """Tell whether a table lies over one of some boxes or tables: its words are theirs, or labels.

    Parameters
    ----------
    table : Grid
    grids : sequence of Grid
    """
    low, high = table.nodes.min(axis=(0, 1)), table.nodes.max(axis=(0, 1))
    return any(
        (
            np.minimum(high, grid.nodes.max(axis=(0, 1)))
            - np.maximum(low, grid.nodes.min(axis=(0, 1)))
            > _OVER * np.minimum(high - low, np.ptp(grid.nodes, axis=(0, 1)))
        ).all()
        for grid in grids
    )


def _blocks(rows: list[Row], usual: float) -> list[list[Row]]:
    """Return the rows of each table, empty ones among them: they are about as far from each other.

    Between the first one, which may be a header, and the next there is none.
    """
    if len(rows) < _ROWS:
        return []
    steps = np.diff([row.place for row in rows])
    steps /= np.median(steps)
    is_table = np.array([not _is_phrase(row, usual) for row in rows])
    are_empty = (np.abs(steps[:, None] - _EMPTY) <= _OFF).any(axis=1) & is_table[:-1] & is_table[1:]
    breaks = np.flatnonzero((steps > _FARTHER) & ~are_empty) + 1
    starts, stops = [0, *breaks.tolist()], [*breaks.tolist(), len(rows)]
    blocks = [rows[first:last] for first, last in zip(starts, stops, strict=True)]
    return [[block[0], *with_empty_rows(block[1:])] for block in blocks]


def _is_phrase(row: Row, usual: float) -> bool:
    """Tell whether words are near to each other, as those of a line of print are."""
    words = row.words[np.argsort(row.words[:, 0])]
    gaps = words[1:, 0] - np.maximum.accumulate(words[:, 2])[:-1]
    return not (gaps > _PHRASE * usual).any()


def _table(dark: _Map, rows: list[Row], usual: float, lean: float) -> Grid | None:
    """Return the table of some rows; None where they are none."""
    for at in (0, -1):
        while len(rows) >= _ROWS and _is_outside(rows, at, usual):
            del rows[at]
    if len(rows) < _ROWS:
        return None
    level = _between(rows, usual, lean, dark.shape[1])
    upright = _with_words(aligned_columns(dark, level), rows)
    return _grid(level, upright) if len(upright) > _COLUMNS else None


def _with_words(upright: list[Rule], rows: list[Row]) -> list[Rule]:
    """Leave out the first and the last columns as long as they hold one word, or none."""
    words = np.concatenate([row.words for row in rows])
    middles = (words[:, :2] + words[:, 2:]) / 2
    left = np.array([[x > rule.at(y) for rule in upright] for x, y in middles.tolist()])
    counts = -np.diff(left.sum(axis=0)) if len(upright) else np.zeros(0)
    full = np.flatnonzero(counts >= _IN_COLUMN)
    return upright[int(full[0]) : int(full[-1]) + 2] if len(full) else []


def _between(rows: list[Row], usual: float, lean: float, width: int) -> list[Rule]:
    """Return level rules between rows, above the first and below the last."""
    places = np.array([row.place for row in rows])
    step = float(np.median(np.diff(places)))
    edges = [places[0] - step / 2, *((places[:-1] + places[1:]) / 2), places[-1] + step / 2]
    words = np.concatenate([row.words for row in rows])
    start = max(0, int(words[:, 0].min() - usual / 2))
    stop = min(width, int(words[:, 2].max() + usual / 2))
    along = np.arange(start, stop)
    return [Rule(start, stop, (edge + lean * along).astype(np.float32), 1.0) for edge in edges]


def _is_outside(rows: list[Row], at: int, usual: float) -> bool:
    """Tell whether the first or the last row is a line of print above or below a table."""
    steps = np.diff([row.place for row in rows])
    is_regular = abs(steps[at] / np.median(steps) - 1) < _REGULAR
    return not is_regular and _is_phrase(rows[at], usual)


def _grid(level: list[Rule], upright: list[Rule]) -> Grid:
    """Return the grid of rules that are not drawn."""
    nodes = np.zeros((len(level), len(upright), 2))
    for r, row in enumerate(level):
        for c, column in enumerate(upright):
            y = float(row.course.mean())
            for _ in range(3):
                x = column.at(y)
                y = row.at(x)
            nodes[r, c] = x, y
    owners = np.moveaxis(np.indices((len(level) - 1, len(upright) - 1)), 0, -1)
    return Grid(nodes, owners.astype(np.intp), ())
