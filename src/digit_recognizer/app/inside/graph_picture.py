"""Draws the segmentation graph of a number: for the window, and for the figures of the docs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PyQt6.QtCore import QLineF, QPointF, QRectF, Qt
from PyQt6.QtGui import QColor, QFont, QPainter, QPen

from digit_recognizer.app.core.pictures import image_of_grey
from digit_recognizer.app.widgets.bar import paint_bar
from digit_recognizer.app.widgets.theme import CONTROL_RADIUS, SPACING, Theme, font

if TYPE_CHECKING:
    from digit_recognizer.numbers.layout import ArcPlace, GraphLayout
    from digit_recognizer.numbers.reading import Alternative
    from digit_recognizer.numbers.segmentation import Character

__all__ = ["arc_rects", "paint_graph", "paint_readings", "rows_that_fit"]

_ROW = (36.0, 96.0)
"""The least and the most height of a row of arcs."""
_COLUMN = 150.0
"""The most width of a piece."""
_AXIS = 26.0
_INSET = 3.0
_DOT = 4.0
_LINE = 16.0
_WORDS_FROM = 52.0
"""From this height on, there is room for words below the picture."""
_READING = 34.0
_FIGURES = 58.0


def rows_that_fit(height: float) -> int:
    """Return how many rows of arcs have room in a height, with their words."""
    return int((height - _AXIS) / (_WORDS_FROM + 2 * _INSET))


def arc_rects(layout: GraphLayout, area: QRectF) -> list[QRectF]:
    """Return the place of each arc, from its first node to its last."""
    column, row, left, base = _measures(layout, area)
    return [
        QRectF(
            left + arc.character.segment.source * column + _INSET,
            base - (arc.row + 1) * row + _INSET,
            (arc.character.segment.target - arc.character.segment.source) * column - 2 * _INSET,
            row - 2 * _INSET,
        )
        for arc in layout.arcs
    ]


def paint_graph(
    painter: QPainter,
    area: QRectF,
    layout: GraphLayout,
    theme: Theme,
    looked_at: Character | None = None,
) -> None:
    """Draw nodes from left to right, above them an arc for each segment, and the best path.

    Parameters
    ----------
    painter
        Draws.
    area
        Where there is room.
    layout
        The arcs and their rows.
    theme
        The colours.
    looked_at
        The character whose arc stands out.
    """
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    column, row, left, base = _measures(layout, area)
    top = base - layout.rows * row
    nodes = [QPointF(left + piece * column, base) for piece in range(layout.pieces + 1)]
    painter.setPen(QPen(QColor(theme.hairline), 1, Qt.PenStyle.DashLine))
    painter.drawLines(*(QLineF(node, QPointF(node.x(), top)) for node in nodes))
    rects = arc_rects(layout, area)
    for arc, rect in zip(layout.arcs, rects, strict=True):
        _paint_arc(painter, rect, arc, theme, stands_out=_is(arc, looked_at))
    _paint_path(painter, layout, rects, theme, base)
    on_path = {arc.character.segment.source for arc in layout.arcs if arc.on_path}
    painter.setFont(font(11))
    for number, node in enumerate(nodes):
        is_on = number in on_path or number == layout.pieces
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(theme.accent if is_on else theme.muted))
        painter.drawEllipse(node, _DOT, _DOT)
        painter.setPen(QColor(theme.muted))
        below = QRectF(node.x() - 20, base + _DOT, 40, _AXIS - _DOT)
        painter.drawText(below, Qt.AlignmentFlag.AlignCenter, str(number))


def paint_readings(
    painter: QPainter, area: QRectF, readings: Sequence[Alternative], theme: Theme
) -> None:
    """Draw the likeliest readings below each other, with a bar for the probability of each."""
    widest = area.width() * 0.45
    for number, (text, posterior) in enumerate(readings):
        row = QRectF(area.x(), area.y() + number * _READING, area.width(), _READING)
        first = number == 0
        painter.setFont(font(16, QFont.Weight.DemiBold if first else QFont.Weight.Normal))
        painter.setPen(QColor(theme.text if first else theme.muted))
        words = painter.fontMetrics().elidedText(
            text, Qt.TextElideMode.ElideMiddle, round(widest - SPACING[1])
        )
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.drawText(row, middle | Qt.AlignmentFlag.AlignLeft, words)
        track = QRectF(row.x() + widest, row.center().y() - 4, row.width() - widest - _FIGURES, 8)
        paint_bar(painter, track, posterior, "accent" if first else "muted")
        painter.setFont(font(11))
        painter.setPen(QColor(theme.text if first else theme.muted))
        painter.drawText(row, middle | Qt.AlignmentFlag.AlignRight, _share(posterior))


def _measures(layout: GraphLayout, area: QRectF) -> tuple[float, float, float, float]:
    """Return the width of a piece, the height of a row, and where the first node is (x, y)."""
    column = min((area.width() - 2 * _AXIS) / max(layout.pieces, 1), _COLUMN)
    row = min(max((area.height() - _AXIS) / max(layout.rows, 1), _ROW[0]), _ROW[1])
    left = area.x() + (area.width() - column * layout.pieces) / 2
    spare = max(area.height() - _AXIS - row * layout.rows, 0.0)
    return column, row, left, area.bottom() - _AXIS - spare / 2


def _paint_arc(
    painter: QPainter, rect: QRectF, arc: ArcPlace, theme: Theme, *, stands_out: bool
) -> None:
    """Draw the ink of a segment, what it is taken for, and how probable that cut is."""
    character = arc.character
    tone = theme.accent if arc.on_path else theme.hairline
    if arc.on_path and character.is_digit and not character.is_sure:
        tone = theme.caution
    painter.setPen(QPen(QColor(tone), 2.5 if stands_out else 1.25 if arc.on_path else 1))
    painter.setBrush(QColor(theme.card))
    painter.drawRoundedRect(rect, CONTROL_RADIUS, CONTROL_RADIUS)
    in_words = rect.height() >= _WORDS_FROM
    room = rect.adjusted(2, 3, -2, -3 - (_LINE if in_words else 0))
    side = min(room.width(), room.height())
    ink = QRectF(room.center().x() - side / 2, room.y(), side, side)
    painter.setOpacity(1.0 if arc.on_path else 0.35 + 0.65 * arc.share)
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    painter.drawImage(ink, image_of_grey(character.network_input))
    painter.setOpacity(1.0)
    label = character.text or "–"
    long, short = (f"{label}{gap}{_share(arc.share)}" for gap in ("   ", " "))
    line = QRectF(rect.x(), rect.bottom() - _LINE - 2, rect.width(), _LINE)
    painter.setFont(font(11, QFont.Weight.DemiBold if arc.on_path else QFont.Weight.Normal))
    painter.setPen(QColor(theme.text if arc.on_path else theme.muted))
    if in_words:
        metrics = painter.fontMetrics()
        widest = line.width() - 2 * SPACING[0]
        fits = (each for each in (long, short) if metrics.horizontalAdvance(each) <= widest)
        painter.drawText(line, Qt.AlignmentFlag.AlignCenter, next(fits, label))


def _paint_path(
    painter: QPainter, layout: GraphLayout, rects: list[QRectF], theme: Theme, base: float
) -> None:
    """Join the arcs of the best path at their nodes."""
    pen = QPen(QColor(theme.accent), 2.5)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    painter.setPen(pen)
    for arc, rect in zip(layout.arcs, rects, strict=True):
        if arc.on_path:
            y = rect.bottom() + _INSET
            ends = rect.left() - _INSET, rect.right() + _INSET
            painter.drawLine(QPointF(ends[0], y), QPointF(ends[1], y))
            for x in ends:
                painter.drawLine(QPointF(x, y), QPointF(x, base))


def _is(arc: ArcPlace, looked_at: Character | None) -> bool:
    return looked_at is not None and arc.character.segment == looked_at.segment


def _share(probability: float) -> str:
    """Return a probability in percent, as short as a small arc needs it."""
    if probability < 0.001:
        return "< 0.1 %"
    return f"{min(100 * probability, 99.9):.1f} %"
