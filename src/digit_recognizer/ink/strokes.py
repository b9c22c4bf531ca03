"""From pen strokes to ink, with the same pen whatever the pen on the screen was.

Where strokes are known there is nothing to guess: the lines are drawn anew, with a round pen as
thick, beside the digit's size, as MNIST's strokes are.
"""

from collections.abc import Sequence

import cv2
import numpy as np
from numpy.typing import ArrayLike, NDArray

from digit_recognizer.errors import DigitRecognizerError

__all__ = ["PEN", "StrokeError", "render_strokes"]

# Of the longer side of the drawn digit, pen included: 2.4 of 20 pixels, as in MNIST's middle.
PEN = 2.4 / 20
# Pixels of the longer side: ten for each of the 20 of the network's box, and a pen of a whole
# number of pixels.
_LONGER_SIDE = 200
_PEN_PIXELS = round(PEN * _LONGER_SIDE)
# Points are drawn where they are to a sixteenth of a pixel.
_SHIFT = 4
# Beyond, floating-point numbers have no room left to scale by; a smaller drawing is a dot.
_LARGEST, _SMALLEST = 1e100, 1e-100


class StrokeError(DigitRecognizerError):
    """Pen strokes that cannot be drawn."""


def render_strokes(
    strokes: Sequence[ArrayLike], *, pen_width: float | None = None
) -> NDArray[np.uint8] | None:
    """Draw pen strokes as ink, at a standard size and with a standard pen.

    Parameters
    ----------
    strokes : sequence of (n, 2) arrays
        x to the right, y down, any unit, up to 1e100. A stroke of one point is a dot; empty strokes
        are skipped.
    pen_width : float, optional
        The pen that drew, in the same unit, up to 1e100. A drawing smaller than its own
        pen is a dot.

    Returns
    -------
    (height, width) uint8, 0 background and 255 ink, cut to the ink; None where no stroke has a
    point.

    Raises
    ------
    StrokeError
        Where the strokes are no sequence, a stroke is not (n, 2) numbers, a coordinate is not
        finite, or the pen width is not a number above zero and up to 1e100.
    """
    _check_list(strokes)
    width = _checked_pen(pen_width)
    lines = [line for line in map(_checked, range(len(strokes)), strokes) if len(line)]
    if not lines:
        return None
    points = np.concatenate(lines)
    corner = points.min(axis=0)
    extent = float((points.max(axis=0) - corner).max())
    if extent < max(_SMALLEST, width):
        return _dot()
    scale = (_LONGER_SIDE - _PEN_PIXELS) / extent
    return _draw([(line - corner) * scale + _PEN_PIXELS / 2 for line in lines], _PEN_PIXELS)


def _check_list(strokes: object) -> None:
    is_list = isinstance(strokes, Sequence) and not isinstance(strokes, str | bytes)
    if not is_list and not (isinstance(strokes, np.ndarray) and strokes.ndim):
        raise StrokeError(
            f"The strokes must be a list of arrays, one of each stroke, "
            f"but they are of type {type(strokes).__name__}.",
            "Make a list of them.",
        )


def _checked_pen(pen_width: object) -> float:
    """Return the pen's width, 0 where it is not known, or say what is wrong with it."""
    if pen_width is None:
        return 0.0
    found = f"of type {type(pen_width).__name__}"
    # To NumPy a span of time is a whole number.
    if isinstance(pen_width, int | float | np.integer | np.floating) and not isinstance(
        pen_width, np.timedelta64
    ):
        try:
            width = float(pen_width)
        except OverflowError:
            # A whole number of hundreds of digits.
            width = np.inf if pen_width > 0 else -np.inf
        if 0 < width <= _LARGEST:
            return width
        found = f"{width:g}"
    raise StrokeError(
        f"The pen width must be a number above zero and up to 1e100, in the unit of the strokes, "
        f"but it is {found}.",
        "Leave it out where it is not known.",
    )


def _checked(index: int, stroke: ArrayLike) -> NDArray[np.float64]:
    """Return one stroke as (n, 2) float64 or say what is wrong with it."""
    try:
        given = np.asarray(stroke)
    except Exception as error:
        # An object of somebody else may fail in any way to become an array.
        raise StrokeError(
            f"Stroke {index} must be an array of numbers with shape (n, 2), x and y of each point, "
            f"but it cannot be made into one: {error}."
        ) from error
    if given.dtype.kind not in "biuf" or np.ma.is_masked(stroke):
        found = "some are masked" if np.ma.is_masked(stroke) else f"it holds {given.dtype}"
        raise StrokeError(
            f"Stroke {index} must be an array of numbers with shape (n, 2), x and y of each point, "
            f"but {found}."
        )
    with np.errstate(over="ignore"):
        line = given.astype(np.float64)
    if line.size == 0:
        return np.empty((0, 2))
    if line.ndim != 2 or line.shape[1] != 2:
        raise StrokeError(
            f"Stroke {index} must have shape (n, 2), x and y of each point, "
            f"but it has shape {line.shape}."
        )
    if not np.isfinite(line).all() or np.abs(line).max() > _LARGEST:
        raise StrokeError(
            f"Stroke {index} must have finite coordinates, but one of them is infinite, "
            "not a number or beyond 1e100.",
            "Leave such points out.",
        )
    return line


def _dot() -> NDArray[np.uint8]:
    return _draw([np.full((1, 2), _LONGER_SIDE / 2)], _LONGER_SIDE)


def _draw(lines: list[NDArray[np.float64]], pen: int) -> NDArray[np.uint8]:
    """Draw lines with a round pen; coordinates and pen in pixels."""
    farthest = np.concatenate(lines).max(axis=0)
    width, height = (int(np.ceil(side + pen / 2)) + 1 for side in farthest)
    sheet = np.zeros((height, width), np.uint8)
    # OpenCV counts from the middle of the first pixel.
    fine = [np.rint((line - 0.5) * (1 << _SHIFT)).astype(np.int32) for line in lines]
    # A point alone is a line of no length.
    fine = [line if len(line) > 1 else np.concatenate((line, line)) for line in fine]
    cv2.polylines(sheet, fine, isClosed=False, color=255, thickness=pen, shift=_SHIFT)
    return sheet
