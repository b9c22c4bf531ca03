"""The canvas: white ink on black, drawn with mouse, finger or pen."""

from __future__ import annotations

from dataclasses import replace
from math import dist

from PyQt6.QtCore import QEvent, QPointF, QRectF, QSize, Qt
from PyQt6.QtGui import (
    QColor,
    QEnterEvent,
    QEventPoint,
    QFocusEvent,
    QHideEvent,
    QInputDevice,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QTabletEvent,
    QTouchEvent,
)
from PyQt6.QtWidgets import QSizePolicy, QWidget

from digit_recognizer.app.core.characters import Characters
from digit_recognizer.app.core.drawing import SIDE, Drawing, Point, Sheet
from digit_recognizer.app.core.pictures import Picture
from digit_recognizer.app.draw.frames import Frame, frame_at, frames_of, paint_frames
from digit_recognizer.app.draw.overlay import (
    Found,
    Square,
    box_in_picture,
    box_of_strokes,
    paint_box,
    paint_caption,
    paint_corners,
    paint_edge,
    paint_eraser,
    paint_hint,
)
from digit_recognizer.app.draw.painting import SettledInk, Surface, paint_strokes
from digit_recognizer.app.draw.tools import PENS, Tool
from digit_recognizer.app.widgets.parts import came_by_key
from digit_recognizer.app.widgets.theme import current_theme

__all__ = ["Canvas"]

_STILL = 4.0
"""A click on a frame is a press that moves less, in the units of the drawing."""


class Canvas(QWidget):
    """Shows a drawing and turns the movements of the hand into its gestures.

    The drawing has units of its own, so neither the size of the widget nor the screen's pixel
    ratio ever changes it.

    Parameters
    ----------
    drawing
        What is shown and drawn.
    characters
        What was read of it: a click on the frame of a character chooses that one.
    """

    def __init__(
        self,
        drawing: Drawing,
        parent: QWidget | None = None,
        *,
        characters: Characters | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("canvas")
        self.setAccessibleName("canvas")
        self.setWhatsThis(
            "Canvas\nDraw a digit or a number here, anywhere and at any size: the network gets "
            "each digit cut out and brought to the size it knows. A click on the frame of a digit "
            "shows what the network makes of it."
        )
        self.setMinimumSize(QSize(120, 120))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.CrossCursor)
        self.setMouseTracking(True)
        self.setAttribute(Qt.WidgetAttribute.WA_AcceptTouchEvents)
        self.drawing = drawing
        self._tool = PENS[1]
        self._hover: Point | None = None
        self._reached_by_key = False
        self._finger: int | None = None
        self._characters = characters
        self._held: tuple[Point, float | None, int] | None = None
        """Where a frame was pressed, how hard, and which one, as long as it may be a click."""
        self.box: Square | None = None
        """The square that the network will see, where it is known and shown."""
        self._shows_box = True
        self._found: tuple[Picture | None, Found | None] = (None, None)
        self._settled = SettledInk()
        drawing.listen(self._show_drawing)
        if characters is not None:
            characters.changed.connect(self.update)
        self._show_drawing()

    def set_tool(self, tool: Tool) -> None:
        """Draw or erase with `tool` from now on."""
        self._tool = tool
        self.update()

    def show_box(self, shown: bool) -> None:
        """Show around the ink, or not, the box that the network will see."""
        self._shows_box = shown
        self._show_drawing()

    def mark_found(self, found: Found | None) -> None:
        """Show where in the picture on the sheet the digit was found."""
        picture = self.drawing.sheet.picture
        if picture is not None:
            self._found = picture, found
            self._show_drawing()

    def sheet_rect(self) -> QRectF:
        """Return the part of the widget that shows the sheet."""
        shape = self.drawing.sheet.shape
        height = min(self.width() / shape, self.height())
        width = height * shape
        return QRectF((self.width() - width) / 2, (self.height() - height) / 2, width, height)

    def paintEvent(self, event: QPaintEvent | None) -> None:
        """Draw background, ink, and what helps the hand."""
        theme = current_theme()
        sheet, rect = self.drawing.sheet, self.sheet_rect()
        if rect.isEmpty():
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(rect, QColor(theme.canvas))
        painter.save()
        painter.setClipRect(rect)
        if sheet.is_blank:
            paint_hint(painter, rect, theme)
        # Only the last stroke may still grow.
        settled = max(len(sheet.strokes) - 1, 0)
        surface = Surface(rect.height(), self.devicePixelRatioF(), theme.ink, sheet.shape)
        painter.drawPixmap(
            rect.topLeft(),
            self._settled.pixmap(replace(sheet, strokes=sheet.strokes[:settled]), surface),
        )
        if sheet.picture is not None:
            paint_caption(painter, rect, sheet.picture.name, theme)
        frames = self._frames()
        if not frames:
            self._paint_box(painter, rect)
        _to_drawing(painter, rect)
        paint_strokes(painter, sheet.strokes[settled:], QColor(theme.ink))
        if self._characters is not None:
            paint_frames(painter, frames, self._characters.index, theme)
        if self._tool.erases and self._hover is not None:
            paint_eraser(painter, self._hover, self._tool.width, theme)
        painter.restore()
        paint_corners(painter, rect, theme)
        focused = self.hasFocus() and self._reached_by_key
        paint_edge(painter, rect, theme, focused=focused)

    def _paint_box(self, painter: QPainter, rect: QRectF) -> None:
        if self.box is not None:
            left, top, side = (length * rect.height() / SIDE for length in self.box)
            paint_box(
                painter, QRectF(rect.left() + left, rect.top() + top, side, side), current_theme()
            )

    def event(self, event: QEvent | None) -> bool:
        """Follow the first finger; Qt then makes no mouse events of it."""
        if isinstance(event, QTouchEvent):
            self._touch(event)
            event.accept()
            return True
        return super().event(event)

    def _touch(self, event: QTouchEvent) -> None:
        if self._finger is None and event.type() == QEvent.Type.TouchBegin:
            finger = event.points()[0]
            self._finger = finger.id()
            self._press(self.mapFromGlobal(finger.globalPosition()))
        for point in event.points():
            if point.id() == self._finger:
                self._move(self.mapFromGlobal(point.globalPosition()))
                if point.state() == QEventPoint.State.Released:
                    self._lift()
        if event.type() in (QEvent.Type.TouchEnd, QEvent.Type.TouchCancel):
            self._lift()

    def tabletEvent(self, event: QTabletEvent | None) -> None:
        """Follow the pen of a tablet."""
        assert event is not None
        if event.type() == QEvent.Type.TabletPress:
            self._press(event.position(), _pressure(event))
        elif event.type() == QEvent.Type.TabletMove:
            self._move(event.position(), _pressure(event))
        elif event.type() == QEvent.Type.TabletRelease:
            self._lift()
        event.accept()

    def mousePressEvent(self, event: QMouseEvent | None) -> None:
        """Put the tool down."""
        if event is not None and event.button() == Qt.MouseButton.LeftButton:
            self._press(event.position())

    def mouseMoveEvent(self, event: QMouseEvent | None) -> None:
        """Move the tool."""
        if event is not None:
            self._move(event.position())

    def mouseReleaseEvent(self, event: QMouseEvent | None) -> None:
        """Lift the tool."""
        if event is not None and event.button() == Qt.MouseButton.LeftButton:
            self._move(event.position())
            self._lift()

    def enterEvent(self, event: QEnterEvent | None) -> None:
        """Show where the eraser is."""
        if event is not None:
            self._move(event.position())

    def leaveEvent(self, event: QEvent | None) -> None:
        """Hide the eraser."""
        self._hover = None
        self.update()

    def focusInEvent(self, event: QFocusEvent | None) -> None:
        """Show the focus where the keyboard brought it here; the mouse needs no ring."""
        if event is not None and came_by_key(event):
            self._reached_by_key = True
            self.update()
        super().focusInEvent(event)

    def focusOutEvent(self, event: QFocusEvent | None) -> None:
        """Forget how the focus came, unless only the window loses it for a while."""
        if event is not None and event.reason() != Qt.FocusReason.ActiveWindowFocusReason:
            self._reached_by_key = False
        super().focusOutEvent(event)

    def hideEvent(self, event: QHideEvent | None) -> None:
        """End a stroke that would otherwise never be lifted."""
        self._held = None
        self._lift()

    def _press(self, position: QPointF, pressure: float | None = None) -> None:
        point = self._point(position)
        frame = frame_at(self._frames(), self.drawing.sheet, point)
        if self._tool.erases:
            self.drawing.begin_erasing(point, self._tool.width / 2)
        elif frame is not None:
            self._held = point, pressure, frame
        else:
            self.drawing.begin_stroke(point, self._tool.width, pressure)

    def _move(self, position: QPointF, pressure: float | None = None) -> None:
        point = self._hover = self._point(position)
        if self._held is not None:
            start, first_pressure, _ = self._held
            if dist(start, point) < _STILL:
                return
            self._held = None
            self.drawing.begin_stroke(start, self._tool.width, first_pressure)
        if self.drawing.in_gesture:
            if self.drawing.is_erasing:
                self.drawing.erase_to(point, self._tool.width / 2)
            else:
                self.drawing.extend_stroke(point, pressure)
        if self._tool.erases:
            self.update()

    def _lift(self) -> None:
        self._finger = None
        if self._held is not None and self._characters is not None:
            self._characters.choose(self._held[2])
        self._held = None
        self.drawing.end_gesture()

    def _point(self, position: QPointF) -> Point:
        rect = self.sheet_rect()
        scale = SIDE / max(rect.height(), 1.0)
        return (position.x() - rect.left()) * scale, (position.y() - rect.top()) * scale

    def _frames(self) -> tuple[Frame, ...]:
        if self._characters is None:
            return ()
        return frames_of(self._characters.all, self.drawing.sheet)

    def _show_drawing(self) -> None:
        sheet = self.drawing.sheet
        self.box = self._known_box(sheet) if self._shows_box else None
        if sheet.picture is not None:
            description = f"Shows {sheet.picture.name}. Drawing replaces it."
        elif sheet.strokes:
            count = len(sheet.strokes)
            description = f"Holds {count} stroke{'s' if count > 1 else ''}."
        else:
            description = "Blank. Draw a number with mouse, finger or pen, or open a picture."
        if description != self.accessibleDescription():
            self.setAccessibleDescription(description)
        self.update()

    def _known_box(self, sheet: Sheet) -> Square | None:
        """Return the box of strokes at once, that in a picture when the reader has found it."""
        if sheet.picture is None:
            return box_of_strokes(sheet)
        picture, found = self._found
        if picture is not sheet.picture or found is None:
            return None
        return box_in_picture(picture, found, sheet.shape)


def _pressure(event: QTabletEvent) -> float | None:
    """Return how hard the pen is pressed, where it can tell."""
    device = event.pointingDevice()
    if device is None or not device.hasCapability(QInputDevice.Capability.Pressure):
        return None
    return event.pressure()


def _to_drawing(painter: QPainter, rect: QRectF) -> None:
    """Let the painter count in the units of the drawing."""
    painter.translate(rect.topLeft())
    painter.scale(rect.height() / SIDE, rect.height() / SIDE)
