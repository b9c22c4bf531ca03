"""A chart: a title, a readout, two axes, and a cursor that mouse and arrow keys move."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import ArrayLike, NDArray
from PyQt6.QtCore import QEvent, QLineF, QPointF, QRectF, QSize, Qt
from PyQt6.QtGui import (
    QColor,
    QFocusEvent,
    QFont,
    QFontMetricsF,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPolygonF,
)
from PyQt6.QtWidgets import QWidget

from digit_recognizer.app.widgets.card import Card
from digit_recognizer.app.widgets.scales import Scale
from digit_recognizer.app.widgets.theme import SPACING, current_theme, font

__all__ = ["Chart", "Line"]

_SMALLEST = QSize(160, 112)
_TITLE = 20
_FIGURES = 16
_NARROWEST_FIGURES = 25
_PAD = SPACING[1]
_DOT, _MOST_DOTS = 2.5, 60
_MOST_JOINED = 300
_DASHES = [3, 3]


@dataclass(frozen=True)
class Line:
    """How a curve looks: the name of its colour in the theme, its width, dots or dashes."""

    tone: str
    width: float
    dots: bool = False
    dashed: bool = False

    @property
    def colour(self) -> QColor:
        """Its colour in the theme as it is now."""
        return QColor(getattr(current_theme(), self.tone))

    def pen(self) -> QPen:
        """Return the pen that draws it."""
        pen = QPen(self.colour, self.width, join=Qt.PenJoinStyle.RoundJoin)
        if self.dashed:
            pen.setDashPattern(_DASHES)
        return pen


class Chart(Card):
    """Shows values over something; a subclass says which, and what can be read out.

    Its text equivalent is its accessible description; the cursor's readout stands at the title.

    Parameters
    ----------
    title
        What is shown.
    explanation
        What it means, for F1.
    plain
        Whether it lies on another card.
    """

    def __init__(
        self, title: str, explanation: str, parent: QWidget | None = None, *, plain: bool = False
    ) -> None:
        super().__init__(parent, plain=plain)
        self.title = title
        self.setAccessibleName(title.replace(", %", " in percent"))
        # No tool tip: it would lie over what the pointer reads out.
        self.setWhatsThis(f"{title}\n{explanation}")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setMinimumSize(_SMALLEST)
        self.across, self.up = Scale(0, 1), Scale(0, 1)
        self.cursor_at: int | None = None
        self._description = ""

    def describe(self, text: str) -> None:
        """Take the text equivalent of the whole; at the cursor, its readout stands for it."""
        self._description = text
        if self.cursor_at is None:
            self.setAccessibleDescription(text)
        self.update()

    @abstractmethod
    def stops(self) -> Sequence[float] | NDArray[np.float64]:
        """Return where the cursor can stand, in values of the axis across, in rising order."""

    @abstractmethod
    def readout(self, stop: int | None) -> str:
        """Return what is to be read at a stop, or, for None, on the whole."""

    @abstractmethod
    def paint_content(self, painter: QPainter) -> None:
        """Draw what the chart is for."""

    def sizeHint(self) -> QSize:
        """Return a comfortable size."""
        return QSize(200, 150)

    def plot(self) -> QRectF:
        """Return where the content is painted."""
        top, height = _PAD + _TITLE + 6, self.height() - _TITLE - _FIGURES - 2 * _PAD - 6
        metrics = QFontMetricsF(font(11))
        texts = [metrics.horizontalAdvance(text) for _, text in self.up.marks(height)]
        left = _PAD + max([_NARROWEST_FIGURES, *texts]) + 6
        return QRectF(left, top, self.width() - left - _PAD - SPACING[0], height)

    def place(self, value: float, height: float) -> QPointF:
        """Return where a value of the axis up is painted, at one of the axis across."""
        [x], [y] = self._places([value], [height], self.plot())
        return QPointF(x, y)

    def paint_line(
        self, painter: QPainter, line: Line, values: ArrayLike, heights: ArrayLike
    ) -> None:
        """Draw a curve through points, (n,) each in rising order of ``values``."""
        plot = self.plot()
        x, y = self._places(values, heights, plot)
        if not x.size:
            return
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(line.pen())
        points = [QPointF(*point) for point in zip(*_thinned(x, y), strict=True)]
        if len(points) > _MOST_JOINED:
            # Joining the pieces of a long curve takes Qt many times as long as to draw them.
            painter.drawLines(*(QLineF(start, end) for start, end in pairwise(points)))
        else:
            painter.drawPolyline(QPolygonF(points))
        # Many dots would hide the line that they are on.
        if line.dots and x.size <= _MOST_DOTS:
            for point in zip(x.tolist(), y.tolist(), strict=True):
                self.paint_dot(painter, line, QPointF(*point))

    def paint_dot(self, painter: QPainter, line: Line, point: QPointF) -> None:
        """Draw a dot of a curve."""
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(line.colour)
        painter.drawEllipse(point, _DOT, _DOT)

    def mouseMoveEvent(self, event: QMouseEvent | None) -> None:
        """Move the cursor to the stop nearest to the pointer."""
        assert event is not None
        stops = np.asarray(self.stops())
        if stops.size:
            x = self._places(stops, np.full(stops.size, self.up.low), self.plot())[0]
            self._move_cursor(int(abs(x - event.position().x()).argmin()))

    def leaveEvent(self, event: QEvent | None) -> None:
        """Take the cursor away, unless the keyboard holds it."""
        if not self.hasFocus():
            self._move_cursor(None)

    def focusOutEvent(self, event: QFocusEvent | None) -> None:
        """Take the cursor away."""
        self._move_cursor(None)
        self.update()

    def keyPressEvent(self, event: QKeyEvent | None) -> None:
        """Walk by the left and right arrow key, and to the ends by Home and End."""
        assert event is not None
        last = len(self.stops()) - 1
        at = self.cursor_at
        moves = {
            Qt.Key.Key_Left: 0 if at is None else max(at - 1, 0),
            Qt.Key.Key_Right: 0 if at is None else min(at + 1, last),
            Qt.Key.Key_Home: 0,
            Qt.Key.Key_End: last,
        }
        key = Qt.Key(event.key())
        if key not in moves or last < 0:
            super().keyPressEvent(event)
        else:
            self._move_cursor(moves[key])

    def paintEvent(self, event: QPaintEvent | None) -> None:
        """Draw card, title, readout, axes, content and cursor."""
        super().paintEvent(event)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_title(painter)
        self._paint_axes(painter)
        if len(self.stops()):
            self._paint_cursor(painter)
            self.paint_content(painter)

    def _places(
        self, values: ArrayLike, heights: ArrayLike, plot: QRectF
    ) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        x = plot.left() + self.across.part(values) * plot.width()
        return x, plot.bottom() - self.up.part(heights) * plot.height()

    def _move_cursor(self, stop: int | None) -> None:
        if stop != self.cursor_at:
            self.cursor_at = stop
            here = self._description if stop is None else self.readout(stop)
            self.setAccessibleDescription(here)
            self.update()

    def _paint_title(self, painter: QPainter) -> None:
        theme = current_theme()
        line = QRectF(_PAD + SPACING[0], _PAD, self.width() - 2 * _PAD - SPACING[1], _TITLE)
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.setPen(QColor(theme.text))
        side = Qt.AlignmentFlag.AlignLeft
        # What stands under the cursor needs the whole line.
        if self.cursor_at is None or not len(self.stops()):
            title_font = font(13, QFont.Weight.DemiBold)
            painter.setFont(title_font)
            painter.drawText(line, middle | side, self.title)
            title_width = QFontMetricsF(title_font).horizontalAdvance(self.title)
            line.setLeft(line.left() + title_width + SPACING[0])
            painter.setPen(QColor(theme.muted))
            side = Qt.AlignmentFlag.AlignRight
        painter.setFont(font(11))
        text = self.readout(self.cursor_at if len(self.stops()) else None)
        text = QFontMetricsF(font(11)).elidedText(text, Qt.TextElideMode.ElideRight, line.width())
        painter.drawText(line, middle | side, text)

    def _paint_axes(self, painter: QPainter) -> None:
        theme, plot = current_theme(), self.plot()
        painter.setFont(font(11))
        for value, text in self.up.marks(plot.height()):
            y = self.place(self.across.low, value).y()
            painter.setPen(QPen(QColor(theme.hairline), 1))
            painter.drawLine(QPointF(plot.left(), y), QPointF(plot.right(), y))
            painter.setPen(QColor(theme.muted))
            beside = QRectF(_PAD, y - 8, plot.left() - _PAD - 6, 16)
            right = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
            painter.drawText(beside, right, text)
        metrics = QFontMetricsF(font(11))
        painter.setPen(QColor(theme.muted))
        room: float = self.width() - _PAD
        # From the last one, which may say what is counted, to the first.
        for value, text in reversed(self.across.marks(plot.width())):
            width = metrics.horizontalAdvance(text) + 1
            left = self.place(value, self.up.low).x() - width / 2
            left = max(min(left, self.width() - _PAD - width), _PAD)
            if left + width <= room:
                below = QRectF(left, plot.bottom() + 3, width, _FIGURES)
                painter.drawText(below, Qt.AlignmentFlag.AlignCenter, text)
                room = left - SPACING[0]

    def _paint_cursor(self, painter: QPainter) -> None:
        if self.cursor_at is None:
            return
        stops, plot = self.stops(), self.plot()
        x = self.place(stops[min(self.cursor_at, len(stops) - 1)], self.up.low).x()
        painter.setPen(QPen(QColor(current_theme().muted), 1))
        painter.drawLine(QPointF(x, plot.top()), QPointF(x, plot.bottom()))


def _thinned(x: NDArray[np.float64], y: NDArray[np.float64]) -> tuple[list[float], list[float]]:
    """Return a curve that looks the same with no more than two points in each column of pixels."""
    column = np.floor(x)
    starts = np.flatnonzero(np.diff(column, prepend=-np.inf))
    if x.size <= 2 * starts.size:
        return x.tolist(), y.tolist()
    ends = np.stack([np.minimum.reduceat(y, starts), np.maximum.reduceat(y, starts)], axis=1)
    return np.repeat(x[starts], 2).tolist(), ends.ravel().tolist()
