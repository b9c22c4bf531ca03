"""How a sheet looks: smooth lines of white ink, or a picture."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise
from math import dist

from PyQt6.QtCore import QPointF, QRectF, Qt
from PyQt6.QtGui import QColor, QImage, QPainter, QPainterPath, QPen

from digit_recognizer.app.drawing import SIDE, Point, Stroke

__all__ = ["paint_picture", "paint_strokes", "smooth_path"]

_PICTURE_MARGIN = 20.0
_LEAST_STEP = 3.0
_CALMING_PASSES = 2
_NEAR = 24.0


def paint_strokes(painter: QPainter, strokes: Iterable[Stroke], ink: QColor) -> None:
    """Draw `strokes` with a painter whose unit is that of the drawing."""
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for stroke in strokes:
        pen = QPen(ink, stroke.width, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap)
        pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        painter.setPen(pen)
        if len(stroke.points) == 1:
            painter.drawPoint(QPointF(*stroke.points[0]))
        else:
            painter.drawPath(smooth_path(stroke.points))


def smooth_path(points: tuple[Point, ...]) -> QPainterPath:
    """Return a path without corners: arcs between the midpoints, bent towards the points."""
    corners = _calm([QPointF(*point) for point in _apart(points)])
    path = QPainterPath(corners[0])
    for corner, following in pairwise(corners[1:]):
        path.quadTo(corner, (corner + following) / 2)
    path.lineTo(corners[-1])
    return path


def _apart(points: tuple[Point, ...]) -> list[Point]:
    """Leave out points that are very near to the last."""
    kept = [points[0]]
    for point in points[1:-1]:
        if dist(point, kept[-1]) >= _LEAST_STEP:
            kept.append(point)
    return [*kept, points[-1]]


def _calm(corners: list[QPointF]) -> list[QPointF]:
    """Take out the shaking that comes of the mouse's whole pixels.

    The ends stay, and so does a corner that a fast hand left far from its neighbours.
    """
    for _ in range(_CALMING_PASSES):
        inner = [
            (before + corner * 2 + after) / 4
            if (after - before).manhattanLength() <= _NEAR
            else corner
            for before, corner, after in zip(corners, corners[1:], corners[2:], strict=False)
        ]
        corners = [corners[0], *inner, corners[-1]]
    return corners


def paint_picture(painter: QPainter, png: bytes) -> None:
    """Lay a picture on the sheet, as large as it fits, a little dimmed."""
    image = QImage.fromData(png)
    room = SIDE - 2 * _PICTURE_MARGIN
    size = image.size().toSizeF().scaled(room, room, Qt.AspectRatioMode.KeepAspectRatio)
    place = QRectF(QPointF(), size)
    place.moveCenter(QPointF(SIDE / 2, SIDE / 2))
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    painter.setOpacity(0.85)
    painter.drawImage(place, image)
    painter.setOpacity(1.0)
