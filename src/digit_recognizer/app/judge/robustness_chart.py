"""A curve of robustness: how many are still read right as a disturbance grows."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PyQt6.QtCore import QPointF, Qt
from PyQt6.QtGui import QColor, QPainter, QPen, QPolygonF
from PyQt6.QtWidgets import QWidget

from digit_recognizer.app.judge.words import (
    NOTHING_YET,
    curve_in_words,
    point_in_words,
    strength,
)
from digit_recognizer.app.widgets.chart import Chart
from digit_recognizer.app.widgets.theme import current_theme

if TYPE_CHECKING:
    from digit_recognizer.evaluation.disturbances import Disturbance
    from digit_recognizer.evaluation.robustness import CurvePoint

__all__ = ["RobustnessChart", "curve_pen"]

_BAND_OPACITY = 0.12
_DOT = 2.5


def curve_pen(colour: str, through_pipeline: bool) -> QPen:
    """Return the pen of a curve: drawn out for the ink road, dashed for the network alone."""
    if through_pipeline:
        return QPen(QColor(colour), 2)
    pen = QPen(QColor(colour), 1.5)
    pen.setDashPattern([3, 3])
    return pen


class RobustnessChart(Chart):
    """Two curves with their 95 % intervals: the network alone, and behind the ink road."""

    def __init__(self, disturbance: Disturbance, parent: QWidget | None = None) -> None:
        super().__init__(disturbance.name.capitalize(), disturbance.description, parent)
        self.setObjectName(f"robustness-{disturbance.name}")
        self.disturbance = disturbance
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

    def span(self) -> tuple[float, float]:
        """Return the lowest and the highest strength."""
        return self.disturbance.strengths[0], self.disturbance.strengths[-1]

    def ticks(self) -> list[tuple[float, str]]:
        """Return the ends, and what changes nothing."""
        first, last = self.span()
        values = sorted({first, self.disturbance.untouched, last})
        return [(value, strength(self.disturbance, value, unit=value == last)) for value in values]

    def readout(self, stop: int | None) -> str:
        """Return what is right at a stop."""
        if stop is None or not self._points:
            return ""
        stops = self.stops()
        value = stops[min(stop, len(stops) - 1)]
        here = [point for point in self._points if point.strength == value]
        return point_in_words(self.disturbance, here)

    def paint_content(self, painter: QPainter) -> None:
        """Draw both curves."""
        theme = current_theme()
        for through_pipeline, colour in (
            (False, theme.muted),
            (True, theme.accent),
        ):
            curve = [point for point in self._points if point.through_pipeline == through_pipeline]
            if curve:
                self._paint_curve(painter, curve, colour)

    def _paint_curve(self, painter: QPainter, curve: list[CurvePoint], colour: str) -> None:
        upper = [self.place(point.strength, point.share.interval[1]) for point in curve]
        lower = [self.place(point.strength, point.share.interval[0]) for point in curve]
        painter.setPen(Qt.PenStyle.NoPen)
        band = QColor(colour)
        band.setAlphaF(_BAND_OPACITY)
        painter.setBrush(band)
        painter.drawPolygon(QPolygonF([*upper, *reversed(lower)]))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(curve_pen(colour, curve[0].through_pipeline))
        middle = [self.place(point.strength, point.share.value) for point in curve]
        painter.drawPolyline(QPolygonF(middle))
        if self.cursor_at is not None:
            self._paint_dot(painter, curve, colour)

    def _paint_dot(self, painter: QPainter, curve: list[CurvePoint], colour: str) -> None:
        assert self.cursor_at is not None
        stops = self.stops()
        value = stops[min(self.cursor_at, len(stops) - 1)]
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(colour))
        for point in curve:
            if point.strength == value:
                painter.drawEllipse(QPointF(self.place(value, point.share.value)), _DOT, _DOT)
