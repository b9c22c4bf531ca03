"""The square of the sheet that becomes the network's box of 20×20 pixels."""

from __future__ import annotations

from PyQt6.QtCore import QSize

from digit_recognizer.app.core.drawing import Sheet
from digit_recognizer.app.core.pictures import Picture
from digit_recognizer.app.draw.painting import picture_place

__all__ = ["Found", "Square", "box_in_picture", "box_of_strokes"]

Square = tuple[float, float, float]
"""Left, top and side, in the units of the drawing."""

Found = tuple[int, int, int, int]
"""Left, top, right and bottom of what was found in a picture, in pixels of it."""


def box_of_strokes(sheet: Sheet) -> Square | None:
    """Return the box around strokes, if there are any."""
    if not sheet.strokes:
        return None
    # NumPy comes with it, which nothing needs before the first stroke.
    from digit_recognizer.ink import stroke_box

    widest = max(stroke.width for stroke in sheet.strokes)
    return stroke_box([stroke.points for stroke in sheet.strokes], pen_width=widest)


def box_in_picture(picture: Picture, found: Found) -> Square:
    """Return the box around what was found in a picture that lies on the sheet."""
    height, width = picture.pixels.shape
    place = picture_place(QSize(width, height))
    scale = place.width() / width
    left, top, right, bottom = found
    side = max(right - left, bottom - top)
    x, y = (left + right - side) / 2, (top + bottom - side) / 2
    return place.left() + scale * x, place.top() + scale * y, scale * side
