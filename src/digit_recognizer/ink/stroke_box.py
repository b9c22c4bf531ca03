"""Where on the drawing the network's box lies."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike

from digit_recognizer.ink.strokes import PEN

__all__ = ["stroke_box"]


def stroke_box(
    strokes: Sequence[ArrayLike], *, pen_width: float | None = None
) -> tuple[float, float, float] | None:
    """Return the square of a drawing that becomes the network's box of 20 x 20 pixels.

    It holds the lines as ``render_strokes`` draws them, with its own pen.

    Parameters
    ----------
    strokes : sequence of (n, 2) arrays
        x to the right, y down, any unit.
    pen_width : float, optional
        The pen that drew, in the same unit. A drawing smaller than its own pen is a dot.

    Returns
    -------
    (left, top, side) in the unit of the strokes; None where no stroke has a point.
    """
    points = [np.asarray(stroke, np.float64) for stroke in strokes if len(np.atleast_1d(stroke))]
    if not points:
        return None
    low, high = np.concatenate(points).min(axis=0), np.concatenate(points).max(axis=0)
    extent = float((high - low).max())
    side = max(extent / (1 - PEN), pen_width or 0.0)
    left, top = (low + high - side) / 2
    return float(left), float(top), side
