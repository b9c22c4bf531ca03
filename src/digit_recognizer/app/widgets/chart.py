"""A small chart: a title, a readout, axes, and a cursor that mouse and arrow keys move."""

from __future__ import annotations

from abc import abstractmethod

from PyQt6.QtCore import QEvent, QPointF, QRectF, QSize, Qt
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
)
from PyQt6.QtWidgets import QWidget

from digit_recognizer.app.widgets.theme import RADIUS, SPACING, current_theme, font

__all__ = ["Chart"]

_SMALLEST = QSize(160, 128)
_TITLE = 20
_TICKS = 16
_SCALE_WIDTH = 28
_PAD = SPACING[1]


class Chart(QWidget):
    """Shows shares, 0 to 100 %, over something; a subclass says what.

    Its text equivalent is its accessible description; the cursor's readout stands at the title.
    """

    def __init__(self, title: str, explanation: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title = title
        self.setAccessibleName(title)
        # No tool tip: it would lie over what the pointer reads out.
        self.setWhatsThis(f"{title}\n{explanation}")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setMinimumSize(_SMALLEST)
        self.cursor_at: int | None = None
        self._description = ""

    def describe(self, text: str) -> None:
        """Take the text equivalent of the whole; at the cursor, its readout stands for it."""
        self._description = text
        self.setAccessibleDescription(text)
        self.update()

    @abstractmethod
    def stops(self) -> list[float]:
        """Return where the cursor can stand, in the chart's own measure, in rising order."""

    @abstractmethod
    def span(self) -> tuple[float, float]:
        """Return the left and right end of the axis."""

    @abstractmethod
    def ticks(self) -> list[tuple[float, str]]:
        """Return what is written below the axis, and where."""

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
        return QRectF(
            _PAD + _SCALE_WIDTH,
            _PAD + _TITLE + 6,
            self.width() - _SCALE_WIDTH - 2 * _PAD - SPACING[0],
            self.height() - _TITLE - _TICKS - 2 * _PAD - 6,
        )

    def place(self, value: float, share: float) -> QPointF:
        """Return where a share, 0 to 1, at a value of the axis is painted."""
        first, last = self.span()
        plot = self.plot()
        across = (value - first) / (last - first)
        return QPointF(plot.left() + across * plot.width(), plot.bottom() - share * plot.height())

    def mouseMoveEvent(self, event: QMouseEvent | None) -> None:
        """Move the cursor to the stop nearest to the pointer."""
        assert event is not None
        stops = self.stops()
        if stops:
            x = event.position().x()
            nearest = min(range(len(stops)), key=lambda i: abs(self.place(stops[i], 0).x() - x))
            self._move_cursor(nearest)

    def leaveEvent(self, event: QEvent | None) -> None:
        """Take the cursor away, unless the keyboard holds it."""
        if not self.hasFocus():
            self._move_cursor(None)

    def focusOutEvent(self, event: QFocusEvent | None) -> None:
        """Take the cursor away."""
        self._move_cursor(None)
        self.update()

    def keyPressEvent(self, event: QKeyEvent | None) -> None:
        """Walk by the left and right arrow key."""
        assert event is not None
        steps = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}
        key = Qt.Key(event.key())
        count = len(self.stops())
        if key not in steps or not count:
            super().keyPressEvent(event)
        elif self.cursor_at is None:
            self._move_cursor(0)
        else:
            self._move_cursor(min(max(self.cursor_at + steps[key], 0), count - 1))

    def paintEvent(self, event: QPaintEvent | None) -> None:
        """Draw card, title, readout, axes, content and cursor."""
        theme = current_theme()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        focused = self.hasFocus()
        edge = QColor(theme.accent if focused else theme.hairline)
        painter.setPen(QPen(edge, 2 if focused else 1))
        painter.setBrush(QColor(theme.card))
        inset = 1.0 if focused else 0.5
        card = QRectF(self.rect()).adjusted(inset, inset, -inset, -inset)
        painter.drawRoundedRect(card, RADIUS, RADIUS)
        self._paint_title(painter)
        self._paint_axes(painter)
        if self.stops():
            self._paint_cursor(painter)
            self.paint_content(painter)

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
        if self.cursor_at is None or not self.stops():
            title_font = font(13, QFont.Weight.DemiBold)
            painter.setFont(title_font)
            painter.drawText(line, middle | side, self.title)
            title_width = QFontMetricsF(title_font).horizontalAdvance(self.title)
            line.setLeft(line.left() + title_width + SPACING[0])
            painter.setPen(QColor(theme.muted))
            side = Qt.AlignmentFlag.AlignRight
        painter.setFont(font(11))
        text = self.readout(self.cursor_at if self.stops() else None)
        text = QFontMetricsF(font(11)).elidedText(text, Qt.TextElideMode.ElideRight, line.width())
        painter.drawText(line, middle | side, text)

    def _paint_axes(self, painter: QPainter) -> None:
        theme = current_theme()
        plot = self.plot()
        painter.setFont(font(11))
        for share in (0.0, 0.5, 1.0):
            y = plot.bottom() - share * plot.height()
            painter.setPen(QPen(QColor(theme.hairline), 1))
            painter.drawLine(QPointF(plot.left(), y), QPointF(plot.right(), y))
            painter.setPen(QColor(theme.muted))
            beside = QRectF(_PAD, y - 8, _SCALE_WIDTH - 6, 16)
            right = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
            painter.drawText(beside, right, f"{100 * share:.0f}")
        metrics = QFontMetricsF(font(11))
        for value, text in self.ticks():
            width = metrics.horizontalAdvance(text) + 1
            left = self.place(value, 0).x() - width / 2
            left = min(max(left, _PAD), self.width() - _PAD - width)
            below = QRectF(left, plot.bottom() + 3, width, _TICKS)
            painter.drawText(below, Qt.AlignmentFlag.AlignCenter, text)

    def _paint_cursor(self, painter: QPainter) -> None:
        if self.cursor_at is None:
            return
        x = self.place(self.stops()[min(self.cursor_at, len(self.stops()) - 1)], 0).x()
        painter.setPen(QPen(QColor(current_theme().muted), 1))
        painter.drawLine(QPointF(x, self.plot().top()), QPointF(x, self.plot().bottom()))
