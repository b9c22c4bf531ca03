"""A frame over the picture on the canvas; what lies outside of it is cut off."""

from __future__ import annotations

from PyQt6.QtCore import QEvent, QObject, QPointF, QRectF, QSize, Qt, pyqtSignal
from PyQt6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPainterPath, QPaintEvent, QPen
from PyQt6.QtWidgets import QWidget

from digit_recognizer.app.core.drawing import SIDE
from digit_recognizer.app.core.pictures import Box, Picture
from digit_recognizer.app.draw.canvas import Canvas
from digit_recognizer.app.draw.painting import picture_place
from digit_recognizer.app.widgets.theme import current_theme

__all__ = ["CropFrame"]

_SMALLEST = 4
"""Pixels of the picture that a side of the frame has at least."""
_INSET = 10
"""The frame begins a tenth of the picture away from its edges."""
_STEPS = 50
_ARROWS = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Down: (0, 1),
}
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class CropFrame(QWidget):
    """Lies over the canvas while a frame is drawn, with the mouse or the keyboard.

    The mouse draws a frame and cuts when it is released. The arrows move the frame, with Shift they
    make it smaller and larger, Enter cuts and Escape leaves all as it is.

    Parameters
    ----------
    canvas
        Shows the picture.
    """

    chosen = pyqtSignal(object)
    """The frame, a ``Box`` in pixels of the picture."""
    left = pyqtSignal()
    """The user wants no frame."""

    def __init__(self, canvas: Canvas) -> None:
        super().__init__(canvas)
        self.setObjectName("crop-frame")
        self.setAccessibleName("frame")
        self.setWhatsThis(
            "Frame\nDraw it around the digit. The arrows move it, with Shift they change its size, "
            "Enter cuts."
        )
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.CrossCursor)
        self._canvas = canvas
        self._size = QSize(1, 1)
        self._start: QPointF | None = None
        self._box: Box = (0, 0, 1, 1)
        canvas.installEventFilter(self)
        self.hide()

    @property
    def box(self) -> Box:
        """Left, top, right and bottom of the frame, in pixels of the picture."""
        return self._box

    def begin(self, picture: Picture) -> None:
        """Show a frame over a picture."""
        height, width = picture.pixels.shape
        self._size = QSize(width, height)
        self._start = None
        across, down = width // _INSET, height // _INSET
        self._show(across, down, width - across, height - down)
        self.setGeometry(self._canvas.rect())
        self.show()
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def eventFilter(self, watched: QObject | None, event: QEvent | None) -> bool:
        """Follow the size of the canvas."""
        if event is not None and event.type() == QEvent.Type.Resize:
            self.setGeometry(self._canvas.rect())
        return super().eventFilter(watched, event)

    def event(self, event: QEvent | None) -> bool:
        """Take the keys of the frame before any shortcut has them."""
        if (
            isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.ShortcutOverride
            and event.key() in (*_ARROWS, *_ENTER, Qt.Key.Key_Escape)
        ):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent | None) -> None:
        """Move the frame, change its size, cut, or leave."""
        assert event is not None
        key = event.key()
        if key in _ARROWS:
            x, y = (way * self._step for way in _ARROWS[Qt.Key(key)])
            left, top, right, bottom = self._box
            if event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
                self._show(left, top, right + x, bottom + y)
            else:
                x = min(max(x, -left), self._size.width() - right)
                y = min(max(y, -top), self._size.height() - bottom)
                self._show(left + x, top + y, right + x, bottom + y)
        elif key in _ENTER:
            self.chosen.emit(self._box)
        elif key == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent | None) -> None:
        """Begin a frame."""
        if event is not None and event.button() == Qt.MouseButton.LeftButton:
            self._start = self._pixel(event.position())

    def mouseMoveEvent(self, event: QMouseEvent | None) -> None:
        """Draw the frame."""
        if event is not None and self._start is not None:
            corners = QRectF(self._start, self._pixel(event.position())).normalized()
            self._show(
                round(corners.left()),
                round(corners.top()),
                round(corners.right()),
                round(corners.bottom()),
            )

    def mouseReleaseEvent(self, event: QMouseEvent | None) -> None:
        """Cut, unless it was only a click."""
        if event is None or event.button() != Qt.MouseButton.LeftButton or self._start is None:
            return
        self.mouseMoveEvent(event)
        drawn = QRectF(self._start, self._pixel(event.position())).normalized()
        self._start = None
        if min(drawn.width(), drawn.height()) >= _SMALLEST:
            self.chosen.emit(self._box)

    def paintEvent(self, event: QPaintEvent | None) -> None:
        """Dim what will be cut off, and mark the frame."""
        painter, theme = QPainter(self), current_theme()
        place, scale = self._place()
        left, top, right, bottom = (scale * number for number in self._box)
        frame = QRectF(left, top, right - left, bottom - top).translated(place.topLeft())
        around = QPainterPath()
        around.addRect(place)
        around.addRect(frame)
        dim = QColor(theme.canvas)
        dim.setAlphaF(0.6)
        painter.fillPath(around, dim)
        for colour, width in ((theme.canvas, 4), (theme.accent, 2)):
            painter.setPen(QPen(QColor(colour), width))
            painter.drawRect(frame)

    @property
    def _step(self) -> int:
        return max(1, min(self._size.width(), self._size.height()) // _STEPS)

    def _show(self, left: int, top: int, right: int, bottom: int) -> None:
        """Take a frame as far as it lies on the picture and is not too small."""
        width, height = self._size.width(), self._size.height()
        left, top = max(0, min(left, width - _SMALLEST)), max(0, min(top, height - _SMALLEST))
        right = min(max(right, left + _SMALLEST), width)
        bottom = min(max(bottom, top + _SMALLEST), height)
        self._box = left, top, right, bottom
        self.setAccessibleDescription(
            f"From {left}, {top} to {right}, {bottom} of {width} × {height} pixels."
        )
        self.update()

    def _place(self) -> tuple[QRectF, float]:
        """Return where the picture lies on this widget, and how large one of its pixels is."""
        sheet = self._canvas.sheet_rect()
        unit = sheet.height() / SIDE
        place = picture_place(self._size, self._canvas.drawing.sheet.shape)
        on_widget = QRectF(place.topLeft() * unit + sheet.topLeft(), place.size() * unit)
        return on_widget, on_widget.width() / self._size.width()

    def _pixel(self, position: QPointF) -> QPointF:
        """Return which pixel of the picture a place of the widget shows, or the nearest one."""
        place, scale = self._place()
        point = (position - place.topLeft()) / scale
        return QPointF(
            min(max(point.x(), 0.0), self._size.width()),
            min(max(point.y(), 0.0), self._size.height()),
        )
