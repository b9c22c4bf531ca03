"""The flat page over which frames are drawn, moved and resized, by mouse and by keys."""

from __future__ import annotations

from PyQt6.QtCore import QPointF, QRectF, Qt, pyqtSignal
from PyQt6.QtGui import QBrush, QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PyQt6.QtWidgets import QWidget

from digit_recognizer.app.sheets.formats import in_words
from digit_recognizer.app.sheets.page_view import PageView
from digit_recognizer.app.widgets.theme import LIGHT, font
from digit_recognizer.sheets.templates.drawing import Frame, Frames
from digit_recognizer.sheets.templates.template import Box, TableFrame

__all__ = ["FrameView"]

_HANDLE = 7.0
_STEP = 0.002
"""Of the page: so far an arrow key moves."""
_LEAST_DRAG = 4.0
_NEW = 0.1
"""Of the page: so large is a frame that a key makes."""
_LABEL = 11
_LABELLED = 24.0
"""A frame that is shown lower has no name beside it, which would hide the others."""
_ARROWS = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Down: (0, 1),
}
_CURSORS = {
    "": Qt.CursorShape.CrossCursor,
    "move": Qt.CursorShape.SizeAllCursor,
    "l": Qt.CursorShape.SizeHorCursor,
    "t": Qt.CursorShape.SizeVerCursor,
    "lt": Qt.CursorShape.SizeFDiagCursor,
    "rt": Qt.CursorShape.SizeBDiagCursor,
}


class FrameView(PageView):
    """Shows one page; while frames are drawn, mouse and keys change these instead."""

    drawn = pyqtSignal(object)
    """Other ``Frames``."""
    frame_chosen = pyqtSignal()
    """Another frame is chosen, or none, or several."""
    naming_wanted = pyqtSignal()
    leaving_wanted = pyqtSignal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.frames: Frames | None = None
        self.page_number = 1
        self.selected: tuple[int, ...] = ()
        self._shown: Frames | None = None
        self._begun: QPointF | None = None
        self._grip = ""
        self._is_new = False

    def draw_frames(self, frames: Frames | None, page_number: int = 1) -> None:
        """Let frames be drawn over the page; None ends that."""
        if frames is not None and self.frames is None:
            self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
            self.setMouseTracking(True)
        elif frames is None and self.frames is not None:
            self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
            self.setMouseTracking(False)
            self.unsetCursor()
        self.frames = self._shown = frames
        self.page_number, self._begun = page_number, None
        count = 0 if frames is None else len(frames.frames)
        self._select(tuple(index for index in self.selected if index < count))

    def select(self, *chosen: int) -> None:
        """Choose frames."""
        self._select(chosen)

    def paintEvent(self, event: QPaintEvent | None) -> None:
        """Draw the page, and its frames with their names."""
        if self._shown is None:
            super().paintEvent(event)
            return
        self.paint_page(QPainter(self))
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for index, frame in enumerate(self._shown.frames):
            if frame.page == self.page_number:
                self._paint(painter, frame, index in self.selected)
        if len(self.selected) == 1 and self.selected[0] < len(self._shown.frames):
            painter.setPen(QPen(QColor(LIGHT.card), 1))
            painter.setBrush(QBrush(QColor(LIGHT.accent)))
            box = self._rect(self._shown.frames[self.selected[0]].box)
            for point in _grips(box).values():
                square = QRectF(0, 0, _HANDLE, _HANDLE)
                square.moveCenter(point)
                painter.drawRect(square)

    def mousePressEvent(self, event: QMouseEvent | None) -> None:
        """Begin to draw, to move or to resize a frame; the other buttons move the page."""
        if event is None or self.frames is None or event.button() != Qt.MouseButton.LeftButton:
            if event is not None and self.frames is not None:
                self.begin_to_pan(event.position())
                return
            super().mousePressEvent(event)
            return
        place = event.position()
        self._begun, self._is_new = place, False
        self._grip = self._grip_at(place)
        if self._grip:
            return
        hit = self._hit(place)
        several = event.modifiers() & (
            Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.ControlModifier
        )
        if hit is None:
            self._is_new = True
            self._select(())
        elif several:
            others = tuple(index for index in self.selected if index != hit)
            self._select(others if hit in self.selected else (*others, hit))
        elif hit not in self.selected:
            self._select((hit,))

    def mouseMoveEvent(self, event: QMouseEvent | None) -> None:
        """Show what the frames would become."""
        if event is None or self.frames is None or event.buttons() & ~Qt.MouseButton.LeftButton:
            super().mouseMoveEvent(event)
            return
        if self._begun is None:
            self._point(event.position())
        elif (event.position() - self._begun).manhattanLength() >= _LEAST_DRAG:
            self._shown = self._dragged_to(event.position())
            self.update()

    def mouseReleaseEvent(self, event: QMouseEvent | None) -> None:
        """Take what the frames became."""
        if event is None or self.frames is None or event.button() != Qt.MouseButton.LeftButton:
            super().mouseReleaseEvent(event)
            return
        begun, self._begun = self._begun, None
        shown = self._shown
        if begun is not None and shown is not None and shown != self.frames:
            if self._is_new:
                self.selected = (len(shown.frames) - 1,)
            self._change(shown)

    def keyPressEvent(self, event: QKeyEvent | None) -> None:
        """Choose, move, resize, add, merge, remove and name frames."""
        assert event is not None
        if self.frames is None or not self._take_key(event):
            super().keyPressEvent(event)

    def focusNextPrevChild(self, next: bool) -> bool:  # noqa: A002 - Qt names it
        """Go through the frames by Tab, and on after the last one."""
        if self.frames is None:
            return super().focusNextPrevChild(next)
        here = [i for i, frame in enumerate(self.frames.frames) if frame.page == self.page_number]
        order = here if next else here[::-1]
        last = self.selected[-1] if self.selected else None
        at = order.index(last) + 1 if last in order else 0
        if at >= len(order):
            self._select(())
            return super().focusNextPrevChild(next)
        self._select((order[at],))
        self.bring_into_view(self._rect_on_image(self.frames.frames[order[at]].box))
        return True

    def _take_key(self, event: QKeyEvent) -> bool:
        assert self.frames is not None
        key = Qt.Key(event.key())
        if event.modifiers() & (
            Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier
        ):
            return False
        if key in _ARROWS:
            if not self.selected:
                return False
            right, down = (_STEP * way for way in _ARROWS[key])
            if event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
                self._resize(right, down)
            else:
                self._change(self.frames.moved(self.selected, right, down))
        elif key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.remove_chosen()
        elif key == Qt.Key.Key_M:
            self.merge_chosen()
        elif key in (Qt.Key.Key_N, Qt.Key.Key_Insert):
            self._add()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_F2):
            self.naming_wanted.emit()
        elif key == Qt.Key.Key_Escape:
            if self._begun is not None:
                self._begun, self._shown = None, self.frames
                self.update()
            elif self.selected:
                self._select(())
            else:
                self.leaving_wanted.emit()
        else:
            return False
        return True

    def remove_chosen(self) -> None:
        """Remove the frames that are chosen."""
        if self.frames is not None and self.selected:
            chosen, self.selected = self.selected, ()
            self._change(self.frames.without(chosen))

    def merge_chosen(self) -> None:
        """Make one field of the frames that are chosen."""
        if self.frames is not None and len(self.selected) > 1:
            chosen, self.selected = self.selected, (min(self.selected),)
            self._change(self.frames.merged(chosen))

    def _add(self) -> None:
        assert self.frames is not None
        box = (0.5 - _NEW / 2, 0.5 - _NEW / 4, 0.5 + _NEW / 2, 0.5 + _NEW / 4)
        self.selected = (len(self.frames.frames),)
        self._change(self.frames.with_new(box, self.page_number))

    def _resize(self, right: float, down: float) -> None:
        assert self.frames is not None
        found = self.frames
        for index in self.selected:
            box = found.frames[index].box
            found = found.resized(index, (box[0], box[1], box[2] + right, box[3] + down))
        self._change(found)

    def _change(self, frames: Frames) -> None:
        if frames != self.frames:
            self.drawn.emit(frames)

    def _select(self, chosen: tuple[int, ...]) -> None:
        self.selected = chosen
        self.frame_chosen.emit()
        self.update()

    def _dragged_to(self, place: QPointF) -> Frames:
        assert self.frames is not None
        assert self._begun is not None
        begin, end = self._on_page(self._begun), self._on_page(place)
        right, down = end.x() - begin.x(), end.y() - begin.y()
        if self._is_new:
            box = (begin.x(), begin.y(), end.x(), end.y())
            return self.frames.with_new(box, self.page_number)
        if not self._grip:
            return self.frames.moved(self.selected, right, down)
        left, top, far, bottom = self.frames.frames[self.selected[0]].box
        box = (
            left + right * ("l" in self._grip),
            top + down * ("t" in self._grip),
            far + right * ("r" in self._grip),
            bottom + down * ("b" in self._grip),
        )
        return self.frames.resized(self.selected[0], box)

    def _point(self, place: QPointF) -> None:
        """Show by the pointer what a press would do."""
        grip = self._grip_at(place)
        shape = {"r": "l", "b": "t", "rb": "lt", "lb": "rt"}.get(grip, grip)
        if not grip and self._hit(place) is not None:
            shape = "move"
        self.setCursor(_CURSORS[shape])

    def _grip_at(self, place: QPointF) -> str:
        if len(self.selected) != 1 or self.frames is None:
            return ""
        box = self._rect(self.frames.frames[self.selected[0]].box)
        near = {name: (point - place).manhattanLength() for name, point in _grips(box).items()}
        name = min(near, key=lambda each: near[each])
        return name if near[name] <= 1.5 * _HANDLE else ""

    def _hit(self, place: QPointF) -> int | None:
        """Return the smallest frame at a place."""
        assert self.frames is not None
        hits = [
            (rect.width() * rect.height(), index)
            for index, frame in enumerate(self.frames.frames)
            if frame.page == self.page_number and (rect := self._rect(frame.box)).contains(place)
        ]
        return min(hits)[1] if hits else None

    def _on_page(self, place: QPointF) -> QPointF:
        """Return a point of the view as shares of the page."""
        back, _ = self.transform().inverted()
        point = back.map(place)
        size = self.image_size
        return QPointF(point.x() / size.width(), point.y() / size.height())

    def _rect_on_image(self, box: Box) -> QRectF:
        size = self.image_size
        left, top, right, bottom = box
        corner = QPointF(left * size.width(), top * size.height())
        return QRectF(corner, QPointF(right * size.width(), bottom * size.height()))

    def _rect(self, box: Box) -> QRectF:
        return self.transform().mapRect(self._rect_on_image(box))

    def _paint(self, painter: QPainter, frame: Frame, is_chosen: bool) -> None:
        rect = self._rect(frame.box)
        colour = QColor(LIGHT.accent)
        pen = QPen(colour, 2.0 if is_chosen else 1.0)
        if isinstance(frame, TableFrame):
            pen.setStyle(Qt.PenStyle.DashLine)
        painter.setPen(pen)
        fill = QColor(colour)
        fill.setAlpha(40 if is_chosen else 14)
        painter.setBrush(QBrush(fill))
        painter.drawRect(rect)
        if not is_chosen and rect.height() < _LABELLED:
            return
        painter.setFont(font(_LABEL))
        form = "" if isinstance(frame, TableFrame) else frame.format
        words = f"{frame.name} · {in_words(form)}" if form else frame.name
        words = painter.fontMetrics().elidedText(
            words, Qt.TextElideMode.ElideRight, max(40, int(rect.width()))
        )
        size = painter.fontMetrics().boundingRect(words).size()
        label = QRectF(
            rect.left(), rect.top() - size.height() - 2, size.width() + 8, size.height() + 2
        )
        label.moveTop(max(0.0, label.top()))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QBrush(colour))
        painter.drawRect(label)
        painter.setPen(QColor(LIGHT.card))
        painter.drawText(label, Qt.AlignmentFlag.AlignCenter, words)


def _grips(box: QRectF) -> dict[str, QPointF]:
    """Return where a frame is taken hold of, by the sides that move then."""
    middle = box.center()
    return {
        "lt": box.topLeft(),
        "rt": box.topRight(),
        "lb": box.bottomLeft(),
        "rb": box.bottomRight(),
        "l": QPointF(box.left(), middle.y()),
        "r": QPointF(box.right(), middle.y()),
        "t": QPointF(middle.x(), box.top()),
        "b": QPointF(middle.x(), box.bottom()),
    }
