"""Pen strokes on a canvas: of any size, at any position, with any pen.

What a person sees on the screen, and what another program's picture of a drawing looks like:
white, smooth lines on black.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw

__all__ = ["CANVAS_SIDE", "CANVAS_VERSION", "EDGE", "Cell", "draw_strokes", "place_strokes"]

CANVAS_VERSION = 1
"""Of what is drawn of given strokes; raise it when that changes."""

CANVAS_SIDE = 280
"""Pixels of the canvas's side: the unit in which the window keeps its drawings."""

_FINER = 4
"""Lines are drawn so many times as large and then averaged, for smooth edges."""

EDGE = 4.0
"""Pixels that stay free at the edge of the canvas."""


@dataclass(frozen=True)
class Cell:
    """One way to draw a digit on the canvas.

    Attributes
    ----------
    size : float
        The longer side of the drawn digit without its pen, in pixels of the canvas.
    across, down : float
        Where it stands: 0 is left or top, 0.5 the middle, 1 right or bottom.
    pen_width : float
        In pixels of the canvas.
    """

    size: float
    across: float
    down: float
    pen_width: float


def place_strokes(strokes: Sequence[NDArray[np.float64]], cell: Cell) -> list[NDArray[np.float64]]:
    """Bring a digit to the size and position of a cell, on whole pixels as a mouse would draw it.

    Parameters
    ----------
    strokes : sequence of (n, 2) arrays
        At least one point; x to the right, y down, any unit.
    cell : Cell
        Where to.

    Returns
    -------
    list of (n, 2) arrays
        In pixels of the canvas; the pen stays within it where the digit leaves room for it.
    """
    points = np.concatenate(strokes)
    low, high = points.min(axis=0), points.max(axis=0)
    scale = cell.size / max(float((high - low).max()), 1e-9)
    margin = cell.pen_width / 2 + EDGE
    room = CANVAS_SIDE - 2 * margin - (high - low) * scale
    corner = margin + room * np.array([cell.across, cell.down])
    return [np.rint((stroke - low) * scale + corner) for stroke in strokes]


def draw_strokes(strokes: Sequence[NDArray[np.float64]], pen_width: float) -> NDArray[np.uint8]:
    """Draw strokes with a round pen and smooth edges.

    Parameters
    ----------
    strokes : sequence of (n, 2) arrays
        In pixels of the canvas.
    pen_width : float
        In pixels of the canvas.

    Returns
    -------
    (280, 280) uint8, ink 255 on background 0.
    """
    points = np.concatenate(strokes)
    reach = pen_width / 2 + 1
    left, top = np.floor(points.min(axis=0) - reach).astype(int)
    right, bottom = np.ceil(points.max(axis=0) + reach).astype(int) + 1
    corner = np.array([left, top]) - 0.5
    part = Image.new("L", ((right - left) * _FINER, (bottom - top) * _FINER))
    draw = ImageDraw.Draw(part)
    radius = pen_width * _FINER / 2
    for stroke in strokes:
        line = [(x, y) for x, y in (stroke - corner) * _FINER]
        draw.line(line, fill=255, width=round(2 * radius))
        for x, y in line:
            draw.ellipse((x - radius, y - radius, x + radius, y + radius), fill=255)
    canvas = Image.new("L", (CANVAS_SIDE, CANVAS_SIDE))
    canvas.paste(part.reduce(_FINER), (int(left), int(top)))
    return np.array(canvas, np.uint8)
