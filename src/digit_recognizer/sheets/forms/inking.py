"""The cells of a form in a photograph, and the ink in each.

Where a rule should be follows from the corner marks; where it is, is looked for nearby, so that
paper that is a little bowed does no harm. A table whose rules are not where they should be is not
trusted.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from digit_recognizer.sheets.erasing import without_rules
from digit_recognizer.sheets.flat import Flat
from digit_recognizer.sheets.forms.finding import FoundForm
from digit_recognizer.sheets.forms.placing import Placed
from digit_recognizer.sheets.grids import Grid, Line
from digit_recognizer.sheets.page_cells import PageInk, with_ink
from digit_recognizer.sheets.rules import darkness

__all__ = ["FormInk", "ink_of_form"]

_Map = NDArray[np.float32]

_SCALE = 8.0  # pixels of the flat page to the millimetre, 200 to the inch
_REACH = 1.2  # mm that a rule may be beside its place
_WINDOW = 8.0  # mm along it over which that is the same
_THICK = 3.0  # pixels of a rule, with its grey edges
_DARK, _DARKER = 0.05, 1.5  # a rule, and how much darker it is than what is beside it
_SEEN = 0.6  # of a grid's rules: if less is where it should be, it is not trusted
_BACKGROUND = 1 / 60


@dataclass(frozen=True, eq=False)
class FormInk:
    """A form's page made flat, its grids and their ink.

    Attributes
    ----------
    page : PageInk
        First the fields, each a grid of one cell, then the tables.
    trusted : tuple of bool
        For each grid, whether its rules are where they should be.
    """

    page: PageInk
    trusted: tuple[bool, ...]


def ink_of_form(grey: NDArray[np.uint8], found: FoundForm) -> FormInk:
    """Return the cells of a form and the ink in each.

    Parameters
    ----------
    grey : (height, width) uint8
        The photograph or scan.
    found : FoundForm
        Of it.
    """
    page = found.page
    # Pixels are counted by their centres.
    to_paper = np.array([[1, 0, 0.5], [0, 1, 0.5], [0, 0, _SCALE]]) / _SCALE
    to_picture = np.asarray(found.to_picture @ to_paper, np.float64)
    size = round(page.width * _SCALE), round(page.height * _SCALE)
    flat = cv2.warpPerspective(
        grey,
        to_picture,
        size,
        flags=cv2.INTER_AREA | cv2.WARP_INVERSE_MAP,
        borderMode=cv2.BORDER_REPLICATE,
    )
    dark = darkness(np.asarray(flat, np.uint8), _BACKGROUND)
    boxes = [((field,),) for field in page.fields] + [table.cells for table in page.tables]
    grids, shares = zip(*(_grid(dark, cells) for cells in boxes), strict=True)
    cleared = without_rules(dark, [line for grid in grids for line in grid.lines])
    ink = PageInk(
        Flat(np.asarray(flat, np.uint8), to_picture), cleared, tuple(with_ink(cleared, list(grids)))
    )
    return FormInk(ink, tuple(share >= _SEEN for share in shares))


def _grid(dark: _Map, cells: Sequence[Sequence[Placed]]) -> tuple[Grid, float]:
    """Return the grid of some cells, and how much of its rules is where it should be, at least."""
    across = [cells[0][0].box[0], *(cell.box[2] for cell in cells[0])]
    down = [cells[0][0].box[1], *(row[0].box[3] for row in cells)]
    xs, ys = (np.array(sides) * _SCALE - 0.5 for sides in (across, down))
    level = [_rule(dark, y, xs[0], xs[-1]) for y in ys]
    upright = [_rule(np.ascontiguousarray(dark.T), x, ys[0], ys[-1]) for x in xs]
    nodes = np.zeros((len(ys), len(xs), 2))
    for row, (points, _) in enumerate(level):
        nodes[row, :, 1] = np.interp(xs, points[:, 0], points[:, 1])
    for column, (points, _) in enumerate(upright):
        nodes[:, column, 0] = np.interp(ys, points[:, 0], points[:, 1])
    lines = [Line(points, _THICK, True) for points, _ in level]
    lines += [Line(points[:, ::-1].copy(), _THICK, False) for points, _ in upright]
    owners = np.moveaxis(np.indices((len(ys) - 1, len(xs) - 1)), 0, -1)
    # A table that slipped one way has its rules of the other way in their places.
    seen = min(float(np.mean([share for _, share in rules])) for rules in (level, upright))
    return Grid(nodes, owners.astype(np.intp), tuple(lines)), seen


def _rule(dark: _Map, place: float, begin: float, end: float) -> tuple[NDArray[np.float64], float]:
    """Return a level rule as points, (n, 2), and how much of it was seen.

    Where it is not seen, as under writing, it is as far beside its place as where it is.
    """
    along = np.arange(np.floor(begin), np.ceil(end) + 1)
    reach = int(_REACH * _SCALE)
    offsets = np.arange(-reach - 3, reach + 4)
    height, width = dark.shape
    rows = np.clip(np.rint(place + offsets).astype(int), 0, height - 1)
    columns = np.clip(along.astype(int), 0, width - 1)
    band = np.ascontiguousarray(dark[rows[:, None], columns])
    window = min(int(_WINDOW * _SCALE), len(along))
    smooth = cv2.blur(band, (window, 1), borderType=cv2.BORDER_REPLICATE)
    sharp = smooth - 0.5 * (np.roll(smooth, 3, axis=0) + np.roll(smooth, -3, axis=0))
    inner = sharp[3:-3]
    best = inner.argmax(axis=0)
    seen = inner.max(axis=0) > _DARK / _DARKER
    if not seen.any():
        return np.column_stack((along, np.full(len(along), place))), 0.0
    off = np.interp(along, along[seen], offsets[3:-3][best[seen]].astype(np.float64))
    # What is far beside the rest is a stroke.
    usual = float(np.median(off[seen]))
    off = np.where(np.abs(off - usual) <= 3, off, usual)
    off = np.convolve(np.pad(off, 20, mode="edge"), np.full(41, 1 / 41), mode="valid")
    return np.column_stack((along, place + off)), float(seen.mean())
