"""The ink of each cell: without the rules, and with what hangs over into the next cell."""

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from digit_recognizer.sheets.erasing import rule_bands
from digit_recognizer.sheets.grids import Line
from digit_recognizer.sheets.rules import components, noise_of

__all__ = ["CellInk", "ink_of_cells"]

_Map = NDArray[np.float32]

# Of the background's brightness: what is darker may be ink ...
_INK = 0.035
# ... if it is darker by so many standard deviations of the noise.
_NOISE = 5.0
# Of the darkest ink in a cell: a component is so dark somewhere, or it is a stain.
_PALE = 0.25
# Of the height of the highest component in a cell: one that is smaller both ways is a speck ...
_SPECK, _LEAST_AREA = 0.08, 3
# ... and of the cell's height: the ink of a cell that is not empty is at least so high somewhere.
_LEAST = 0.22
_LEAST_PIXELS = 5
# Of the background's brightness: the ink of a cell that is not empty is so dark somewhere ...
_LEAST_DARK, _DARK = 0.06, 0.15
# ... and so dark beside what is usual on the page, as far as that asks for no more than the second.
_BESIDE_USUAL = 0.2
# Of the darkest ink of a page, or of a cell: what is paler is paper, or its noise.
_PAPER = 0.15
# Of the highest component of a cell: what is as high may be a character.
_HIGH = 0.4
# So many components, all as high as each other but for this much of their height, are print.
_EVEN, _OFF = 4, 0.03
# Of a cell: what touches a rule and is not further from it is a remain of the rule.
_REMAINS = 0.12
# Of a cell's height: what is thin, at a side, and so high is the second line of a double rule.
_FROM_RULE_TO_RULE = 0.95
_MARGIN = 4
# Of a component: with so much on a rule it is a remain of the rule.
_ON_RULE = 0.6
# Of a cell's height: a part that was cut off, and is not higher, belongs to the other cell.
_CUT_OFF = 0.35


@dataclass(frozen=True, eq=False)
class CellInk:
    """What is written in one cell.

    Attributes
    ----------
    dark : (height, width) float32
        How dark its own ink is, 0 to 1, with some paper around it.
    left, top : int
        Where that is on the flat page.
    pieces : int
        How many components are so high that they may be characters.
    """

    dark: _Map
    left: int
    top: int
    pieces: int

    @property
    def grey(self) -> NDArray[np.uint8]:
        """The ink as a picture, dark on white."""
        return np.asarray(np.rint(255 * (1 - self.dark)), np.uint8)

    @property
    def is_even(self) -> bool:
        """Whether its components are as high as each other and on one line, as print is.

        Of 248 numbers of four digits and more in measured sheets none is.
        """
        _, top, _, height = self.high_components(_HIGH).T
        off = max(np.ptp(top), np.ptp(top + height)) if len(top) else 0
        return bool(len(top) >= _EVEN and off <= max(1, _OFF * height.max(initial=0)))

    def high_components(self, share: float) -> NDArray[np.int32]:
        """Return the boxes of components that may be characters: left, top, width, height.

        Parameters
        ----------
        share : float
            Of the height of the highest component: they are at least so high.

        Returns
        -------
        (n, 4) int32
            In ``dark``.
        """
        inked = (self.dark > self.dark.max() / 2).astype(np.uint8)
        boxes = cv2.connectedComponentsWithStats(inked, connectivity=8)[2][1:, :4]
        return np.asarray(boxes[boxes[:, 3] >= share * boxes[:, 3].max(initial=0)], np.int32)


def ink_of_cells(
    dark: _Map,
    corners: Sequence[NDArray[np.float64]],
    lines: Sequence[Line],
    printed: NDArray[np.uint8] | None = None,
) -> list[CellInk | None]:
    """Return the ink of each cell; None where it is empty.

    Parameters
    ----------
    dark : (height, width) float32
        As ``without_rules`` returns it.
    corners : sequence of (4, 2) arrays
        Of each cell.
    lines : sequence of Line
        The rules that were taken out.
    printed : (height, width) uint8, optional
        What is not 0 is print, as on the blank form.
    """
    noise = noise_of(dark)
    owners = np.zeros(dark.shape, np.int32)
    for number, cell in enumerate(corners):
        cv2.fillPoly(owners, [np.rint(cell).astype(np.int32)], number + 1)
    darkest = np.zeros(len(corners) + 1, np.float32)
    at = np.flatnonzero(dark > _DARK)
    np.maximum.at(darkest, owners.take(at), dark.take(at))
    written = darkest[1:][darkest[1:] > _DARK]
    usual = float(np.median(written)) if len(written) else 0.0
    inked = (dark > max(_INK, _NOISE * noise, _PAPER * usual)).astype(np.uint8)
    least = max(_LEAST_DARK, min(_DARK, _BESIDE_USUAL * usual))
    labels = np.asarray(cv2.connectedComponents(inked)[1], np.int32)
    areas = np.bincount(labels[inked > 0])
    bands = rule_bands(dark.shape, lines) > 0
    bands = bands if printed is None else bands | (printed > 0)
    # Remains of rules and print go, also where they hang together with what is written.
    on_bands = np.flatnonzero(bands & (labels > 0))
    is_rule = np.bincount(labels.take(on_bands), minlength=len(areas)) >= _ON_RULE * areas
    labels.reshape(-1)[on_bands[is_rule[labels.take(on_bands)]]] = 0
    given = _given(labels, owners, [_height(cell) for cell in corners])
    return [
        _ink_of(number, cell, dark, given, least) for number, cell in enumerate(corners, start=1)
    ]


def _height(corners: NDArray[np.float64]) -> float:
    return float(corners[2:, 1].mean() - corners[:2, 1].mean())


def _given(
    labels: NDArray[np.int32],
    owners: NDArray[np.int32],
    heights: list[float],
) -> NDArray[np.int32]:
    """Return the cell that each pixel of ink belongs to, from 1; 0 for none.

    Ink that hangs together is one cell's, the one with most of it, but for parts in other cells
    that are as high as a digit may be.
    """
    cells = len(heights) + 1
    at = np.flatnonzero(labels > 0)
    keys = labels.take(at).astype(np.int64) * cells + owners.take(at)
    rows = at // labels.shape[1]
    # Ink beside ink of the same part is one run: there are far fewer of them than of pixels.
    begins = np.ones(len(at), bool)
    begins[1:] = (np.diff(at) > 1) | (np.diff(keys) != 0) | (np.diff(rows) > 0)
    runs = np.flatnonzero(begins)
    lengths = np.diff(runs, append=len(at))
    parts, part = np.unique(keys[runs], return_inverse=True)
    component, cell = parts // cells, parts % cells
    top, bottom = np.full(len(parts), labels.shape[0]), np.zeros(len(parts), np.int64)
    np.minimum.at(top, part, rows[runs])
    np.maximum.at(bottom, part, rows[runs])
    sizes = np.bincount(part, lengths, minlength=len(parts)) * (cell > 0)
    # The largest part of each component comes last, and stays.
    main = np.zeros(component.max(initial=0) + 1, np.int64)
    order = np.argsort(sizes)
    main[component[order]] = cell[order]
    is_high = bottom - top + 1 >= _CUT_OFF * np.array([np.inf, *heights])[cell]
    owner = np.where(is_high, cell, main[component])
    given = np.zeros(labels.shape, np.int32)
    given.reshape(-1)[at] = np.repeat(owner[part], lengths)
    return given


def _ink_of(
    cell: int, corners: NDArray[np.float64], dark: _Map, given: NDArray[np.int32], least: float
) -> CellInk | None:
    low, high = corners.min(axis=0), corners.max(axis=0)
    size = _height(corners)
    hang = int(size / 2) + _MARGIN
    height, width = dark.shape
    left, top = max(0, int(low[0]) - hang), max(0, int(low[1]) - hang)
    right, bottom = min(width, int(high[0]) + hang + 1), min(height, int(high[1]) + hang + 1)
    own = (given[top:bottom, left:right] == cell).astype(np.uint8)
    x, y, across, down = cv2.boundingRect(own)
    if not across:
        return None
    # What lies around its ink, and no more, is looked at.
    near = np.s_[
        max(0, y - _MARGIN) : y + down + _MARGIN, max(0, x - _MARGIN) : x + across + _MARGIN
    ]
    own = np.ascontiguousarray(own[near])
    left, top = left + near[1].start, top + near[0].start
    part = slice(top, top + own.shape[0]), slice(left, left + own.shape[1])
    own[dark[part] < _PAPER * dark[part].max(where=own > 0, initial=0)] = 0
    labels, table = components(own)
    table[:, :2] += [left, top]
    is_ink = _are_ink(labels, table, dark[part], low, high, least)
    own[~is_ink[labels]] = 0
    heights = table[is_ink, 3]
    pieces = int((heights >= _HIGH * heights.max(initial=0)).sum())
    x, y, across, down = cv2.boundingRect(own)
    if max(across, down) < max(_LEAST_PIXELS, _LEAST * size):
        return None
    around = cv2.dilate(own, np.ones((3, 3), np.uint8)) > 0
    around &= (own > 0) | (given[part] == 0)
    ink = np.where(around, dark[part], 0).astype(np.float32)
    x, y, over, under = (
        max(0, x - _MARGIN),
        max(0, y - _MARGIN),
        x + across + _MARGIN,
        y + down + _MARGIN,
    )
    return CellInk(ink[y:under, x:over], left + x, top + y, pieces)


def _are_ink(
    labels: NDArray[np.int32],
    table: NDArray[np.int32],
    dark: _Map,
    low: NDArray[np.float64],
    high: NDArray[np.float64],
    least: float,
) -> NDArray[np.bool_]:
    """Tell which components of a cell are written, and no specks, stains or remains of rules."""
    left, top, width, height, area = table.T
    darkest = np.zeros(len(table), np.float32)
    inked = labels > 0
    np.maximum.at(darkest, labels[inked], dark[inked])
    near = max(3.0, _REMAINS * float(high[1] - low[1]))
    at_edge = (top < low[1] + near) | (top + height > high[1] - near)
    flat = at_edge & (height <= near) & (width > 2 * height)
    # A digit that is written beside a rule reaches further.
    at_side = (left + width < low[0] + near) | (left > high[0] - near)
    high_share = height / float(high[1] - low[1])
    thin = at_side & (width <= near) & ((high_share < 0.5) | (high_share > _FROM_RULE_TO_RULE))
    there = ~flat & ~thin & (area >= _LEAST_AREA)
    there[0] = False
    if not there.any() or darkest[there].max() < least:
        return np.zeros(len(table), bool)
    there &= darkest >= _PALE * darkest[there].max()
    large = np.maximum(width, height) >= _SPECK * height[there].max()
    return np.asarray(there & large)
