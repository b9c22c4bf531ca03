"""The curves of robustness: how many are still read correctly as a disturbance grows."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PyQt6.QtCore import QPointF, QRectF, Qt
from PyQt6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPaintEvent, QPolygonF
from PyQt6.QtWidgets import QWidget

from digit_recognizer.app.judge.words import (
    NOTHING_YET,
    curve_in_words,
    point_in_words,
    strength,
)
from digit_recognizer.app.widgets.chart import Chart, Line
from digit_recognizer.app.widgets.scales import SHARES, Scale
from digit_recognizer.app.widgets.theme import SPACING, current_theme, font

if TYPE_CHECKING:
    from digit_recognizer.evaluation.disturbances import Disturbance
    from digit_recognizer.evaluation.robustness import CurvePoint

__all__ = ["ALONE", "THROUGH_PIPELINE", "Legend", "RobustnessChart"]

ALONE = Line("muted", 1.5, dashed=True)
THROUGH_PIPELINE = Line("accent", 2)

_BAND_OPACITY = 0.12


class RobustnessChart(Chart):
    """Two curves with their 95 % intervals: the network alone, and behind the pipeline."""

    def __init__(self, disturbance: Disturbance, parent: QWidget | None = None) -> None:
        super().__init__(disturbance.name.capitalize(), disturbance.description, parent)
        self.setObjectName(f"robustness-{disturbance.name}")
        self.disturbance = disturbance
        first, last = disturbance.strengths[0], disturbance.strengths[-1]
        values = sorted({first, disturbance.untouched, last})
        marks = [(value, strength(disturbance, value, unit=value == last)) for value in values]
        self.across, self.up = Scale(first, last, marks), SHARES
        self._points: tuple[CurvePoint, ...] = ()
        self.show_points(())

    def show_points(self, points: Sequence[CurvePoint]) -> None:
        """Show those points that are of this disturbance."""
        own = tuple(point for point in points if point.disturbance == self.disturbance.name)
        if own == self._points and own:
            return
        self._points = own
        self.describe(curve_in_words(self.disturbance, own) if own else NOTHING_YET)

    def stops(self) -> list[float]:
        """Return the strengths that are measured."""
        return sorted({point.strength for point in self._points})

    def readout(self, stop: int | None) -> str:
        """Return what is correct at a stop."""
        if stop is None or not self._points:
            return ""
        stops = self.stops()
        value = stops[min(stop, len(stops) - 1)]
        here = [point for point in self._points if point.strength == value]
        return point_in_words(self.disturbance, here)

    def paint_content(self, painter: QPainter) -> None:
        """Draw both curves."""
        for line, through_pipeline in ((ALONE, False), (THROUGH_PIPELINE, True)):
            curve = [point for point in self._points if point.through_pipeline == through_pipeline]
            if curve:
                self._paint_curve(painter, line, curve)

    def _paint_curve(self, painter: QPainter, line: Line, curve: list[CurvePoint]) -> None:
        upper = [self.place(point.strength, point.share.interval[1]) for point in curve]
        lower = [self.place(point.strength, point.share.interval[0]) for point in curve]
        painter.setPen(Qt.PenStyle.NoPen)
        band = line.colour
        band.setAlphaF(_BAND_OPACITY)
        painter.setBrush(band)
        painter.drawPolygon(QPolygonF([*upper, *reversed(lower)]))
        strengths = [point.strength for point in curve]
        self.paint_line(painter, line, strengths, [point.share.value for point in curve])
        if self.cursor_at is not None:
            stops = self.stops()
            value = stops[min(self.cursor_at, len(stops) - 1)]
            for point in curve:
                if point.strength == value:
                    self.paint_dot(painter, line, self.place(value, point.share.value))


_HEADING = "Reliability and robustness"
_SAMPLE = 22
_LINES = (
    (THROUGH_PIPELINE, "found and centred first"),
    (ALONE, "as it is"),
)
_EXPLAINED = (
    "Digits made worse, step by step. Drawn out: the program reads each as a picture, so that the "
    "digit is found, brought to its size and centred before the network sees it. Dashed: the "
    "network sees the picture as it is. The bands are 95 % intervals."
)


class Legend(QWidget):
    """Names the curves and draws a piece of each line."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("curves-legend")
        self.setAccessibleName("curves of robustness")
        self.setAccessibleDescription(_EXPLAINED)
        self.setToolTip(_EXPLAINED)
        self._count = 0

    def show_count(self, count: int) -> None:
        """Say how many digits the curves are made of."""
        self._count = count
        self.update()

    def paintEvent(self, event: QPaintEvent | None) -> None:
        """Draw the heading on the left and the lines with their names on the right."""
        theme = current_theme()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        middle = Qt.AlignmentFlag.AlignVCenter
        room = QRectF(self.rect()).adjusted(0, 0, 0, -SPACING[0])
        heading_font = font(13, QFont.Weight.DemiBold)
        painter.setFont(heading_font)
        painter.setPen(QColor(theme.text))
        painter.drawText(room, middle | Qt.AlignmentFlag.AlignLeft, _HEADING)
        painter.setFont(font(11))
        metrics = QFontMetricsF(font(11))
        right = room.right()
        for line, text in _LINES:
            width = metrics.horizontalAdvance(text)
            painter.setPen(QColor(theme.muted))
            place = QRectF(right - width, room.top(), width + 1, room.height())
            painter.drawText(place, middle | Qt.AlignmentFlag.AlignLeft, text)
            painter.setPen(line.pen())
            start = right - width - SPACING[1] - _SAMPLE
            y = room.center().y()
            painter.drawLine(QPointF(start, y), QPointF(start + _SAMPLE, y))
            right = start - SPACING[3]
        if self._count:
            left = room.left() + QFontMetricsF(heading_font).horizontalAdvance(_HEADING)
            painter.setPen(QColor(theme.muted))
            text = f"% correct of {self._count:,} digits"
            place = QRectF(left + SPACING[2], room.top(), right - left - SPACING[2], room.height())
            if metrics.horizontalAdvance(text) <= place.width():
                painter.drawText(place, middle | Qt.AlignmentFlag.AlignLeft, text)
