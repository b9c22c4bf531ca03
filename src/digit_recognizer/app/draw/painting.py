"""How a sheet looks: smooth lines of white ink, or a picture."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise

from PyQt6.QtCore import QPointF, QRectF, Qt
from PyQt6.QtGui import QColor, QImage, QPainter, QPainterPath, QPen

from digit_recognizer.app.drawing import SIDE, Point, Stroke

__all__ = ["paint_picture", "paint_strokes", "smooth_path"]

_PICTURE_MARGIN = 20.0


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
    corners = [QPointF(*point) for point in points]
    path = QPainterPath(corners[0])
    for corner, following in pairwise(corners[1:]):
        path.quadTo(corner, (corner + following) / 2)
    path.lineTo(corners[-1])
    return path


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
