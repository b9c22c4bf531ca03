"""The ink of each cell: rules taken out, and what hangs over given to the cell that it belongs to."""

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from digit_recognizer.sheets.grids import Line

__all__ = ["CellInk", "ink_of_cells", "without_rules"]

_Map = NDArray[np.float32]

# In pixels: the grey edges of a rule on both sides.
_EDGE = 2
# Of what a rule usually has at a place: what is darker is ink on it.
_DARKER = 1.3
# Of the background's brightness: what is darker is ink ...
_INK = 0.08
# ... if it is darker by so many standard deviations of the noise.
_NOISE = 5.0
# Of a component's ink: one with so much in a second cell is cut at the rule between.
_CUT = 0.3
# Of a cell's height: a component is at least so high or so wide, or it is a speck ...
_SPECK = 0.12
# ... and the ink of a cell that is not empty is at least so high somewhere.
_LEAST = 0.22
_LEAST_PIXELS = 5
# Of a cell: what touches a rule and is not further from it is a remain of the rule.
_REMAINS = 0.12
_MARGIN = 4


@dataclass(frozen=True, eq=False)
class CellInk:
    """What is written in one cell.

    Attributes
    ----------
    dark : (height, width) float32
        How dark its own ink is, 0 to 1, with some paper around it.
    left, top : int
        Where that is on the flat page.
    share : float
        Of the cell: how much of it is ink.
    """

    dark: _Map
    left: int
    top: int
    share: float

    @property
    def grey(self) -> NDArray[np.uint8]:
        """The ink as a picture, dark on white."""
        return np.asarray(np.rint(255 * (1 - self.dark)), np.uint8)


def without_rules(dark: _Map, lines: Sequence[Line]) -> _Map:
    """Return the darkness of a page without its rules; strokes that cross them stay.

    Parameters
    ----------
    dark : (height, width) float32
        As ``darkness`` returns it.
    lines : sequence of Line
    """
    cleared = dark.copy()
    for is_level in (True, False):
        # The stubs of upright rules that cross level ones go with the upright ones.
        part = cleared if is_level else cleared.T
        for line in lines:
            if line.is_level == is_level:
                _clear(part, line.points if is_level else line.points[:, ::-1], line.thickness)
    return cleared


def _clear(dark: _Map, points: NDArray[np.float64], thickness: float) -> None:
    """Take a level line out, but where there is ink both above and below it."""
    points = points[np.argsort(points[:, 0])]
    half = int(np.ceil(thickness / 2)) + _EDGE
    offsets = np.arange(-half - 2, half + 3)[:, None]
    height, width = dark.shape
    columns = np.clip(np.rint(points[:, 0]).astype(int), 0, width - 1)
    rows = np.clip(np.rint(points[:, 1]).astype(int) + offsets, 0, height - 1)
    band = dark[rows, columns]
    reach = np.ones((1, 2 * half + 1), np.uint8)
    above, below = (
        cv2.dilate((part.max(axis=0) > 2 * _INK).astype(np.uint8)[None], reach)[0]
        for part in (band[:2], band[-2:])
    )
    # Ink that lies on the edge of a rule is darker than that edge is elsewhere.
    usual = np.median(band, axis=1, keepdims=True)
    rest = np.where(band > _DARKER * usual + _INK, band - usual, 0)
    inner = slice(2, -2)
    dark[rows[inner], columns] = np.where((above & below) > 0, band, rest)[inner]


def ink_of_cells(dark: _Map, corners: Sequence[NDArray[np.float64]]) -> list[CellInk | None]:
    """Return the ink of each cell; None where it is empty.

    Parameters
    ----------
    dark : (height, width) float32
        As ``without_rules`` returns it.
    corners : sequence of (4, 2) arrays
        Of each cell.
    """
    noise = 1.4826 * float(np.median(dark))
    inked = (dark > max(_INK, _NOISE * noise)).astype(np.uint8)
    owners = np.zeros(dark.shape, np.int32)
    for number, cell in enumerate(corners):
        cv2.fillPoly(owners, [np.rint(cell).astype(np.int32)], number + 1)
    count, labels, table, middles = cv2.connectedComponentsWithStats(inked, connectivity=8)
    cells = len(corners) + 1
    shares = np.bincount(
        labels.ravel().astype(np.int64) * cells + owners.ravel(), minlength=count * cells
    ).reshape(count, cells)
    shares[0] = 0
    totals = np.maximum(shares.sum(axis=1), 1)
    order = np.argsort(shares, axis=1)
    main = order[:, -1]
    second = shares[np.arange(count), order[:, -2]] / totals
    whole = second < _CUT
    # Of each pixel: the cell its component belongs to, or the one it lies in.
    given = np.where(whole[labels], main[labels], owners).astype(np.int32)
    given[labels == 0] = 0
    members: list[list[int]] = [[] for _ in range(cells)]
    for number in range(1, count):
        for cell in {int(main[number])} | ({int(order[number, -2])} if not whole[number] else set()):
            members[cell].append(number)
    return [
        _ink_of(number + 1, corners[number], dark, given, members[number + 1], labels, table)
        for number in range(len(corners))
    ]


def _ink_of(
    cell: int,
    corners: NDArray[np.float64],
    dark: _Map,
    given: NDArray[np.int32],
    members: list[int],
    labels: NDArray[np.int32],
    table: NDArray[np.int32],
) -> CellInk | None:
    if not members:
        return None
    low, high = corners.min(axis=0), corners.max(axis=0)
    size = float((corners[2:, 1].mean() - corners[:2, 1].mean()))
    kept = [
        number for number in members if _is_ink(table[number].tolist(), low, high, size)
    ]
    if not kept:
        return None
    left, top = table[kept, :2].min(axis=0)
    right, bottom = (table[kept, :2] + table[kept, 2:4]).max(axis=0)
    height, width = dark.shape
    left, top = max(0, int(left) - _MARGIN), max(0, int(top) - _MARGIN)
    right, bottom = min(width, int(right) + _MARGIN), min(height, int(bottom) + _MARGIN)
    part = slice(top, bottom), slice(left, right)
    own = ((given[part] == cell) & np.isin(labels[part], kept)).astype(np.uint8)
    found = cv2.boundingRect(own)
    if max(found[2:]) < max(_LEAST_PIXELS, _LEAST * size):
        return None
    share = float(own.sum()) / max(1.0, float(cv2.contourArea(corners.astype(np.float32))))
    mask = cv2.dilate(own, np.ones((3, 3), np.uint8)) & ((given[part] == cell) | (given[part] == 0))
    return CellInk(np.where(mask > 0, dark[part], 0).astype(np.float32), left, top, share)


def _is_ink(
    stats: list[int], low: NDArray[np.float64], high: NDArray[np.float64], size: float
) -> bool:
    """Tell whether a component is written, and no speck or remain of a rule."""
    left, top, width, height, area = stats
    if area < 3 or max(width, height) < _SPECK * size:
        return False
    near = max(3.0, _REMAINS * size)
    flat_at_edge = height <= near and (top < low[1] + near or top + height > high[1] - near)
    thin_at_edge = width <= near and (left < low[0] + near or left + width > high[0] - near)
    if flat_at_edge and width > 2 * height:
        return False
    return not (thin_at_edge and height < 0.5 * size)
