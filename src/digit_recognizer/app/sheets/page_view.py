"""The flat page with a thin frame round each cell; zoom and pan, and a click chooses a cell."""

from __future__ import annotations

from PyQt6.QtCore import QPointF, QRectF, QSize, Qt, pyqtSignal
from PyQt6.QtGui import (
    QColor,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPolygonF,
    QResizeEvent,
    QTransform,
    QWheelEvent,
)
from PyQt6.QtWidgets import QSizePolicy, QWidget

from digit_recognizer.app.widgets.theme import LIGHT, SPACING, current_theme
from digit_recognizer.sheets.table import CellState, Place

__all__ = ["Frame", "PageView"]

Frame = tuple[Place, QPolygonF, CellState]
"""A cell on the page: where it is, its outline in pixels of the image, what it holds."""

_CLOSEST, _STEP = 4.0, 1.25
_CELL_SHARE = 0.16
"""Of the view's width: a cell under review is shown at least so wide."""
_DRAG = 4


class PageView(QWidget):
    """Shows one page."""

    chosen = pyqtSignal(object)
    """The ``Place`` of a cell that was clicked."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("sheet-page")
        self.setAccessibleName("page")
        self.setWhatsThis(
            "Page\nThe cells that were found. The wheel or plus and minus zoom, dragging moves "
            "the page, a click reviews a cell."
        )
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self._image = QImage()
        self._message = ""
        self._frames: tuple[Frame, ...] = ()
        self._current: Place | None = None
        self._scale = 1.0
        self._offset = QPointF()
        self._pressed: QPointF | None = None
        self._dragged = False
        self._whole = True

    def minimumSizeHint(self) -> QSize:
        """Return a size at which a page can still be made out."""
        return QSize(200, 160)

    @property
    def scale(self) -> float:
        """Logical pixels for a pixel of the page."""
        return self._scale

    @property
    def is_blank(self) -> bool:
        """Whether no page is shown."""
        return self._image.isNull()

    @property
    def image_size(self) -> QSize:
        """How large the page is, in its own pixels."""
        return self._image.size()

    def show_page(self, image: QImage | None, message: str = "") -> None:
        """Show another page, whole; None shows none, but why."""
        self._message = message
        self._image = image or QImage()
        self._frames, self._current, self._whole = (), None, True
        self.show_whole()

    def show_frames(self, frames: tuple[Frame, ...]) -> None:
        """Show frames round cells."""
        self._frames = frames
        self.update()

    def show_current(self, place: Place | None) -> None:
        """Mark the cell under review, and bring it into view."""
        self._current = place
        outline = next((line for where, line, _ in self._frames if where == place), None)
        if outline is not None:
            self.bring_into_view(outline.boundingRect())
        self.update()

    def show_whole(self) -> None:
        """Show the whole page."""
        if not self._image.isNull():
            across = (self.width() - 2 * SPACING[1]) / self._image.width()
            down = (self.height() - 2 * SPACING[1]) / self._image.height()
            self._scale, self._whole = max(0.01, min(across, down)), True
            self._offset = QPointF(
                (self.width() - self._scale * self._image.width()) / 2,
                (self.height() - self._scale * self._image.height()) / 2,
            )
        self.update()

    def zoom(self, factor: float, around: QPointF | None = None) -> None:
        """Enlarge the page around a point of the view, by default its middle."""
        around = around or QPointF(self.rect().center())
        scale = max(0.05, min(_CLOSEST, self._scale * factor))
        self._offset = around + (self._offset - around) * (scale / self._scale)
        self._scale, self._whole = scale, False
        self.update()

    def paintEvent(self, event: QPaintEvent | None) -> None:
        """Draw the page and its frames."""
        painter = QPainter(self)
        self.paint_page(painter)
        transform = self.transform()
        for where, outline, state in self._frames:
            painter.setPen(_pen(state, where == self._current))
            painter.drawPolygon(transform.map(outline))

    def paint_page(self, painter: QPainter) -> None:
        """Draw the page without frames."""
        painter.setRenderHints(
            QPainter.RenderHint.SmoothPixmapTransform | QPainter.RenderHint.Antialiasing
        )
        if not self._image.isNull():
            painter.drawImage(self.transform().mapRect(QRectF(self._image.rect())), self._image)
        elif self._message:
            painter.setPen(QColor(current_theme().muted))
            room = self.rect().adjusted(SPACING[4], SPACING[4], -SPACING[4], -SPACING[4])
            flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
            painter.drawText(room, flags, self._message)

    def resizeEvent(self, event: QResizeEvent | None) -> None:
        """Show the whole page, if it was shown whole, or the same cell."""
        if self._whole:
            self.show_whole()
        self.show_current(self._current)

    def wheelEvent(self, event: QWheelEvent | None) -> None:
        """Zoom around the pointer."""
        assert event is not None
        self.zoom(_STEP ** (event.angleDelta().y() / 120), event.position())
        event.accept()

    def mousePressEvent(self, event: QMouseEvent | None) -> None:
        """Begin to move the page, or to choose a cell."""
        if event is not None and event.button() == Qt.MouseButton.LeftButton:
            self.begin_to_pan(event.position())

    def begin_to_pan(self, place: QPointF) -> None:
        """Let the page follow the pointer from here on."""
        self._pressed, self._dragged = place, False

    def mouseMoveEvent(self, event: QMouseEvent | None) -> None:
        """Move the page."""
        if event is None or self._pressed is None:
            return
        way = event.position() - self._pressed
        if self._dragged or way.manhattanLength() > _DRAG:
            self._offset += way
            self._pressed, self._dragged, self._whole = event.position(), True, False
            self.update()

    def mouseReleaseEvent(self, event: QMouseEvent | None) -> None:
        """Choose the cell that was clicked."""
        if event is None or self._pressed is None:
            return
        self._pressed = None
        if not self._dragged:
            back, _ = self.transform().inverted()
            point = back.map(event.position())
            for where, outline, _ in self._frames:
                if outline.containsPoint(point, Qt.FillRule.OddEvenFill):
                    self.chosen.emit(where)
                    return

    def keyPressEvent(self, event: QKeyEvent | None) -> None:
        """Zoom by plus and minus; nought shows the whole page."""
        assert event is not None
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier and event.key() in (
            Qt.Key.Key_Plus,
            Qt.Key.Key_Equal,
        ):
            self.zoom(_STEP)
        elif event.modifiers() & Qt.KeyboardModifier.ControlModifier and (
            event.key() == Qt.Key.Key_Minus
        ):
            self.zoom(1 / _STEP)
        else:
            super().keyPressEvent(event)

    def transform(self) -> QTransform:
        """Return the map from the page's pixels to the view's."""
        shift = QTransform.fromTranslate(self._offset.x(), self._offset.y())
        return QTransform.fromScale(self._scale, self._scale) * shift

    def bring_into_view(self, box: QRectF) -> None:
        """Enlarge the page until the cell can be read, and move it as little as is needed."""
        wanted = min(_CLOSEST, _CELL_SHARE * self.width() / max(1.0, box.width()))
        tallest = 0.5 * self.height() / max(1.0, box.height())
        if not self._whole and self._scale < min(wanted, tallest):
            self.zoom(min(wanted, tallest) / self._scale)
        seen = self.transform().mapRect(box)
        edge = min(60.0, self.width() / 6, self.height() / 6)
        x = max(0.0, edge - seen.left()) or min(0.0, self.width() - edge - seen.right())
        y = max(0.0, edge - seen.top()) or min(0.0, self.height() - edge - seen.bottom())
        if not self._whole:
            self._offset += QPointF(x, y)


def _pen(state: CellState, is_current: bool) -> QPen:
    """Return the pen for a frame: the page is white in both themes."""
    colour, width = QColor(LIGHT.muted), 1.0
    if state == "doubtful":
        colour, width = QColor("#D98200"), 2.0
    elif state != "number":
        colour.setAlpha(90)
    if is_current:
        colour, width = QColor(LIGHT.accent), 3.0
    pen = QPen(colour, width)
    if state == "doubtful" and not is_current:
        pen.setStyle(Qt.PenStyle.DashLine)
    return pen
