"""How a sheet looks: smooth lines of white ink, or a picture; ink that is settled is drawn once."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import accumulate, pairwise
from math import dist

from PyQt6.QtCore import QPointF, QRectF, QSize, Qt
from PyQt6.QtGui import QColor, QImage, QPainter, QPainterPath, QPen, QPixmap, QPolygonF, QTransform

from digit_recognizer.app.core.drawing import SIDE, Point, Sheet, Stroke

__all__ = [
    "SettledInk",
    "Surface",
    "paint_picture",
    "paint_sheet",
    "paint_strokes",
    "picture_place",
    "sheet_image",
    "smooth_path",
]

_PICTURE_MARGIN = 20.0
_LEAST_STEP = 3.0
_CALMING_PASSES = 2
_NEAR = 24.0
_PIXEL_ART = 64
"""Pictures of at most so many pixels a side are shown as what they are: squares."""
_LIGHTEST, _HEAVIEST = 0.35, 1.35
"""Width of the line, in widths of the pen, where it is pressed least and most."""
_CALMNESS = 0.4
_EXPORTED = 560
"""Height of the picture that a drawing is saved as."""
_FINENESS = 4.0
_SPACING = 3.0


def paint_sheet(painter: QPainter, sheet: Sheet, ink: QColor) -> None:
    """Draw all that lies on `sheet` with a painter whose unit is that of the drawing."""
    paint_strokes(painter, sheet.strokes, ink)
    if sheet.picture is not None:
        paint_picture(painter, sheet.picture.png, sheet.shape)


def sheet_image(sheet: Sheet) -> QImage:
    """Return `sheet` as an image: white ink on black, as MNIST stores it."""
    image = QImage(_EXPORTED * sheet.shape, _EXPORTED, QImage.Format.Format_Grayscale8)
    image.fill(QColor("black"))
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.scale(_EXPORTED / SIDE, _EXPORTED / SIDE)
    paint_sheet(painter, sheet, QColor("white"))
    painter.end()
    return image


def paint_strokes(painter: QPainter, strokes: Iterable[Stroke], ink: QColor) -> None:
    """Draw `strokes` with a painter whose unit is that of the drawing."""
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for stroke in strokes:
        pen = QPen(ink, stroke.width, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap)
        pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        painter.setPen(pen)
        if stroke.pressures:
            _paint_pressed(painter, stroke, ink)
        elif len(stroke.points) == 1:
            painter.drawPoint(QPointF(*stroke.points[0]))
        else:
            painter.drawPath(smooth_path(stroke.points))


def _paint_pressed(painter: QPainter, stroke: Stroke, ink: QColor) -> None:
    """Draw a line that is as wide as the pen was pressed: its outline, and discs for its bends."""
    line = _fine_line(stroke.points)
    left, right = [], []
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(ink)
    neighbours = zip([line[0], *line], [*line[1:], line[-1]], strict=False)
    for (x, y), radius, (before, after) in zip(line, _radii(stroke, line), neighbours, strict=True):
        across = radius / (dist(before, after) or 1.0)
        offset = QPointF((before[1] - after[1]) * across, (after[0] - before[0]) * across)
        left.append(QPointF(x, y) + offset)
        right.append(QPointF(x, y) - offset)
        painter.drawEllipse(QPointF(x, y), radius, radius)
    painter.drawPolygon(QPolygonF([*left, *reversed(right)]), Qt.FillRule.WindingFill)
    painter.setBrush(Qt.BrushStyle.NoBrush)


def _radii(stroke: Stroke, line: list[Point]) -> list[float]:
    """Return half the width of the line at each point of `line`, which goes along `stroke`."""
    widths, travelled = _widths(stroke), _travelled(stroke.points)
    radii = []
    for part in _travelled(tuple(line)):
        after = min(bisect_left(travelled, part), len(widths) - 1)
        before = max(after - 1, 0)
        rest = (part - travelled[before]) / ((travelled[after] - travelled[before]) or 1.0)
        radii.append((widths[before] + (widths[after] - widths[before]) * rest) / 2)
    return radii


def _fine_line(points: tuple[Point, ...]) -> list[Point]:
    """Return points close together on the smooth line through `points`, at least two."""
    if len(points) == 1:
        return [points[0], points[0]]
    [polygon] = smooth_path(points).toSubpathPolygons(QTransform.fromScale(_FINENESS, _FINENESS))
    corners = [polygon.at(number) for number in range(polygon.count())]
    line = [corners[0] / _FINENESS]
    for corner in corners[1:]:
        start, end = line[-1], corner / _FINENESS
        count = max(1, round((end - start).manhattanLength() / _SPACING))
        line += [start + (end - start) * (number / count) for number in range(1, count + 1)]
    return [(point.x(), point.y()) for point in line]


def _travelled(points: tuple[Point, ...]) -> list[float]:
    """Return how far along the line each point is, in parts of the whole."""
    lengths = list(accumulate(map(dist, points, points[1:]), initial=0.0))
    return [length / (lengths[-1] or 1.0) for length in lengths]


def _widths(stroke: Stroke) -> list[float]:
    """Return the line's width at each point; it follows the pressure without jumps."""
    calm = accumulate(stroke.pressures, lambda before, now: before + (now - before) * _CALMNESS)
    return [stroke.width * (_LIGHTEST + (_HEAVIEST - _LIGHTEST) * pressure) for pressure in calm]


def smooth_path(points: tuple[Point, ...]) -> QPainterPath:
    """Return a path without corners: arcs between the midpoints, bent towards the points."""
    # In plain numbers: this is done again with each movement of the pen.
    corners = _calm(_apart(points))
    path = QPainterPath(QPointF(*corners[0]))
    for (x, y), (next_x, next_y) in pairwise(corners[1:]):
        path.quadTo(x, y, (x + next_x) / 2, (y + next_y) / 2)
    path.lineTo(*corners[-1])
    return path


def _apart(points: tuple[Point, ...]) -> list[Point]:
    """Leave out points that are very near to the last."""
    apart = [points[0]]
    for point in points[1:-1]:
        if dist(point, apart[-1]) >= _LEAST_STEP:
            apart.append(point)
    return [*apart, points[-1]]


def _calm(corners: list[Point]) -> list[Point]:
    """Take out the shaking that comes of the mouse's whole pixels.

    The ends stay, and so does a corner that a fast hand left far from its neighbours.
    """
    for _ in range(_CALMING_PASSES):
        inner = [
            ((x0 + 2 * x + x1) / 4, (y0 + 2 * y + y1) / 4)
            if abs(x1 - x0) + abs(y1 - y0) <= _NEAR
            else (x, y)
            for (x0, y0), (x, y), (x1, y1) in zip(corners, corners[1:], corners[2:], strict=False)
        ]
        corners = [corners[0], *inner, corners[-1]]
    return corners


def picture_place(pixels: QSize, shape: int = 1) -> QRectF:
    """Return where on a sheet a picture lies: in the middle, as large as it fits."""
    sheet = QRectF(0, 0, SIDE * shape, SIDE)
    room = sheet.adjusted(_PICTURE_MARGIN, _PICTURE_MARGIN, -_PICTURE_MARGIN, -_PICTURE_MARGIN)
    size = pixels.toSizeF().scaled(room.size(), Qt.AspectRatioMode.KeepAspectRatio)
    place = QRectF(QPointF(), size)
    place.moveCenter(sheet.center())
    return place


def paint_picture(painter: QPainter, png: bytes, shape: int = 1) -> None:
    """Lay a picture on the sheet, as large as it fits, a little dimmed."""
    image = QImage.fromData(png)
    smooth = max(image.width(), image.height()) > _PIXEL_ART
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, smooth)
    painter.setOpacity(0.85)
    painter.drawImage(picture_place(image.size(), shape), image)
    painter.setOpacity(1.0)


@dataclass(frozen=True)
class Surface:
    """What is drawn on: `side` logical pixels high, `shape` times as wide, of some pixel ratio."""

    side: float
    pixel_ratio: float
    ink: str
    shape: int = 1

    def pixmap(self) -> QPixmap:
        """Return an empty pixmap of this size."""
        pixmap = QPixmap(
            round(self.side * self.shape * self.pixel_ratio), round(self.side * self.pixel_ratio)
        )
        pixmap.setDevicePixelRatio(self.pixel_ratio)
        pixmap.fill(Qt.GlobalColor.transparent)
        return pixmap


class SettledInk:
    """Remembers how a sheet looked; where it has only grown, only what is new is drawn."""

    def __init__(self) -> None:
        self._drawn: tuple[Surface, Sheet, QPixmap] | None = None

    def pixmap(self, sheet: Sheet, surface: Surface) -> QPixmap:
        """Return `sheet` on `surface`; it belongs to this object, so it is not to be drawn on."""
        before = self._drawn
        if before is None or before[:2] != (surface, sheet):
            if before is not None and before[0] == surface and _has_grown(before[1], sheet):
                pixmap, rest = before[2], Sheet(sheet.strokes[len(before[1].strokes) :])
            else:
                pixmap, rest = surface.pixmap(), sheet
            painter = QPainter(pixmap)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.scale(surface.side / SIDE, surface.side / SIDE)
            paint_sheet(painter, rest, QColor(surface.ink))
            painter.end()
            before = self._drawn = surface, sheet, pixmap
        return before[2]


def _has_grown(before: Sheet, now: Sheet) -> bool:
    """Tell whether one sheet is the other with more strokes."""
    count = len(before.strokes)
    return count > 0 and now.picture is before.picture and now.strokes[:count] == before.strokes
