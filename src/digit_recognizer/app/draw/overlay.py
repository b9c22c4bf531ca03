"""What lies over the ink and helps the hand: hint, box of the digit, caption, eraser and edge."""

from __future__ import annotations

from PyQt6.QtCore import QLineF, QPointF, QRectF, QSize, Qt
from PyQt6.QtGui import QColor, QPainter, QPainterPath, QPen

from digit_recognizer.app.core.drawing import Point, Sheet
from digit_recognizer.app.core.pictures import Picture
from digit_recognizer.app.draw.painting import picture_place
from digit_recognizer.app.widgets.theme import RADIUS, SPACING, Theme, font

__all__ = [
    "HINT",
    "Found",
    "Square",
    "box_in_picture",
    "box_of_strokes",
    "paint_box",
    "paint_caption",
    "paint_corners",
    "paint_edge",
    "paint_eraser",
    "paint_hint",
]

HINT = "draw a number"
_CAPTIONED = 200
_CORNER = 0.14
"""Length of a corner of the box, in sides of it."""


def paint_hint(painter: QPainter, rect: QRectF, theme: Theme) -> None:
    """Say in the middle of an empty sheet what it is for."""
    face = font(max(13, round(rect.width() / 18)))
    face.setWeight(face.Weight.Light)
    painter.setFont(face)
    if painter.fontMetrics().horizontalAdvance(HINT) <= rect.width():
        painter.setPen(QColor(theme.hint))
        painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, HINT)


def paint_box(painter: QPainter, box: QRectF, theme: Theme) -> None:
    """Mark the corners of the square that becomes the network's 20×20 pixels."""
    arm = box.width() * _CORNER
    lines = [
        QLineF(corner, corner + along)
        for corner, x, y in (
            (box.topLeft(), arm, arm),
            (box.topRight(), -arm, arm),
            (box.bottomLeft(), arm, -arm),
            (box.bottomRight(), -arm, -arm),
        )
        for along in (QPointF(x, 0), QPointF(0, y))
    ]
    # Dark around light, so that it is seen on a picture with a white background too.
    for colour, width in ((theme.canvas, 3), (theme.hint, 1)):
        painter.setPen(QPen(QColor(colour), width))
        painter.drawLines(*lines)


def paint_caption(painter: QPainter, rect: QRectF, caption: str, theme: Theme) -> None:
    """Name the picture that lies on the sheet, at its lower edge, if there is room."""
    if rect.width() < _CAPTIONED:
        return
    painter.setFont(font(11))
    painter.setPen(QColor(theme.hint))
    room = rect.adjusted(SPACING[2], 0, -SPACING[2], -SPACING[0])
    words = painter.fontMetrics().elidedText(
        caption, Qt.TextElideMode.ElideMiddle, round(room.width())
    )
    painter.drawText(room, Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignBottom, words)


def paint_eraser(painter: QPainter, middle: Point, width: float, theme: Theme) -> None:
    """Show how far the eraser reaches, with a painter whose unit is that of the drawing."""
    pen = QPen(QColor(theme.hint), 1.5)
    pen.setCosmetic(True)
    painter.setPen(pen)
    painter.drawEllipse(QPointF(*middle), width / 2, width / 2)


def paint_corners(painter: QPainter, rect: QRectF, theme: Theme) -> None:
    """Round the corners of the sheet, ink included, by the ground around them.

    Clipping all that is painted to a path with round corners takes longer than all the rest.
    """
    ground = QPainterPath()
    ground.addRect(rect)
    ground.addRoundedRect(rect, RADIUS, RADIUS)
    painter.fillPath(ground, QColor(theme.window))


def paint_edge(painter: QPainter, rect: QRectF, theme: Theme, *, focused: bool) -> None:
    """Show the focus, or where the sheet ends on a ground that is as dark."""
    if focused:
        painter.setPen(QPen(QColor(theme.accent), 2))
        painter.drawRoundedRect(rect.adjusted(1, 1, -1, -1), RADIUS - 1, RADIUS - 1)
    elif theme.name == "dark":
        painter.setPen(QPen(QColor(theme.hairline), 1))
        painter.drawRoundedRect(rect.adjusted(0.5, 0.5, -0.5, -0.5), RADIUS, RADIUS)


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


def box_in_picture(picture: Picture, found: Found, shape: int = 1) -> Square:
    """Return the box around what was found in a picture that lies on a sheet."""
    height, width = picture.pixels.shape
    place = picture_place(QSize(width, height), shape)
    scale = place.width() / width
    left, top, right, bottom = found
    side = max(right - left, bottom - top)
    x, y = (left + right - side) / 2, (top + bottom - side) / 2
    return place.left() + scale * x, place.top() + scale * y, scale * side
