"""All layers of the network side by side, to be walked with pointer and keys."""

from __future__ import annotations

from dataclasses import replace

from PyQt6.QtCore import QEvent, QRectF, QSize, Qt, pyqtSignal
from PyQt6.QtGui import (
    QColor,
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPixmap,
    QResizeEvent,
)
from PyQt6.QtWidgets import QWidget

from digit_recognizer.app.inside.arrangement import Arrangement, arrange
from digit_recognizer.app.inside.keys import next_in_map, press
from digit_recognizer.app.inside.overlay import paint_focus
from digit_recognizer.app.inside.scale import neutral
from digit_recognizer.app.inside.state import InsideState
from digit_recognizer.app.inside.tiles import paint_layers
from digit_recognizer.app.inside.words import caption
from digit_recognizer.app.widgets.parts import came_by_key
from digit_recognizer.app.widgets.theme import RADIUS, SPACING, current_theme
from digit_recognizer.inspection import Stage, Unit, sum_of

__all__ = ["NetworkView"]

_HELP = """The layers
From left to right as the signal goes. Each square is one number: orange positive, blue negative. \
Point at one to see what it sees and how it is made; a click pins it.
Arrow keys walk: with Shift from map to map, Page Up and Down from layer to layer, Home and End to \
the first and the last. Space lets the kernel slide over the map.
Click a class, or press its digit, to see what ink speaks for it and against it. Escape releases \
the unit."""


class NetworkView(QWidget):
    """Shows the state's snapshot; pointer and keys choose the unit that is looked at."""

    arranged = pyqtSignal(object)
    """The layers have their places; so has the canvas above the first, a ``QRectF``."""

    def __init__(self, state: InsideState, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("network-view")
        self.setAccessibleName("the layers of the network")
        self.setWhatsThis(_HELP)
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._state = state
        self._layers: QPixmap | None = None
        self._reached_by_key = False
        self._arranged_stages: tuple[Stage, ...] = ()
        self.arrangement = Arrangement((), QRectF())
        state.snapshot_changed.connect(self._take_snapshot)
        state.evidence_changed.connect(self._repaint_layers)
        state.digit_changed.connect(self._repaint_layers)
        state.unit_changed.connect(self._take_unit)

    def changeEvent(self, event: QEvent | None) -> None:
        """Draw the layers anew in other colours."""
        super().changeEvent(event)
        if event is not None and event.type() == QEvent.Type.PaletteChange:
            self._repaint_layers()

    def minimumSizeHint(self) -> QSize:
        """Return the smallest size at which the layers can be told apart."""
        return QSize(400, 180)

    def resizeEvent(self, event: QResizeEvent | None) -> None:
        """Arrange the layers anew."""
        self._arrange()

    def begin_sweep(self) -> None:
        """Look at the first unit of the map, from which ``advance`` goes on."""
        unit = self._state.unit
        if unit is not None:
            self._state.look_at(replace(unit, row=0, column=0))

    def advance(self) -> bool:
        """Look at the next unit of the map, row by row; return whether there was one."""
        unit = self._state.unit
        after = next_in_map(self.arrangement, unit) if unit is not None else None
        self._state.look_at(after or unit)
        return after is not None

    def paintEvent(self, event: QPaintEvent | None) -> None:
        """Draw the layers, and over them what the chosen unit sees."""
        theme = current_theme()
        painter = QPainter(self)
        state, snapshot = self._state, self._state.snapshot
        if snapshot is None:
            return
        painter.drawPixmap(0, 0, self._painted_layers())
        if state.unit is not None and not state.is_blank:
            if state.is_sweeping:
                self._cover_what_is_to_come(painter, state.unit)
            focus = sum_of(snapshot, state.unit)
            paint_focus(painter, self.arrangement, snapshot.stages, focus, theme)
        if self.hasFocus() and self._reached_by_key:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(QColor(theme.accent), 2))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(2, 2, -2, -2), RADIUS, RADIUS)

    def mouseMoveEvent(self, event: QMouseEvent | None) -> None:
        """Look at the unit under the pointer."""
        assert event is not None
        unit = self.arrangement.unit_at(event.position())
        is_output = unit is not None and self._state.is_class(unit)
        shape = Qt.CursorShape.PointingHandCursor if is_output else Qt.CursorShape.ArrowCursor
        self.setCursor(shape)
        if unit is not None and not self._state.is_pinned and not self._state.is_blank:
            self._state.sweep(False)
            self._state.look_at(unit)

    def mousePressEvent(self, event: QMouseEvent | None) -> None:
        """Ask about a class, or keep the unit while the pointer moves on."""
        assert event is not None
        if event.button() != Qt.MouseButton.LeftButton or self._state.is_blank:
            return
        unit = self.arrangement.unit_at(event.position())
        self._state.sweep(False)
        if unit is None:
            self._state.pin(False)
        elif self._state.is_class(unit):
            self._state.ask_or_leave(unit)
        else:
            self._state.pin(not (self._state.is_pinned and unit == self._state.unit))
            self._state.look_at(unit)

    def keyPressEvent(self, event: QKeyEvent | None) -> None:
        """Do what the key is for."""
        assert event is not None
        if not press(event, self._state, self.arrangement):
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent | None) -> None:
        """Show the focus where the keyboard brought it."""
        assert event is not None
        self._reached_by_key = came_by_key(event)
        self.update()

    def _take_snapshot(self) -> None:
        snapshot = self._state.snapshot
        if snapshot is not None and snapshot.stages != self._arranged_stages:
            self._arrange()
        self._repaint_layers()
        self._take_unit()

    def _take_unit(self) -> None:
        self.setAccessibleDescription(caption(self._state))
        self.update()

    def _arrange(self) -> None:
        snapshot = self._state.snapshot
        if snapshot is not None:
            area = QRectF(self.rect()).adjusted(4, SPACING[1], -4, -SPACING[1])
            self.arrangement = arrange(snapshot.stages, area)
            self._arranged_stages = snapshot.stages
            self.arranged.emit(self.arrangement.canvas)
        self._repaint_layers()

    def _repaint_layers(self) -> None:
        self._layers = None
        self.update()

    def _painted_layers(self) -> QPixmap:
        """Return the layers, painted once for as long as nothing of them changes."""
        if self._layers is None:
            ratio = self.devicePixelRatioF()
            pixmap = QPixmap((self.size().toSizeF() * ratio).toSize())
            pixmap.setDevicePixelRatio(ratio)
            pixmap.fill(Qt.GlobalColor.transparent)
            painter = QPainter(pixmap)
            paint_layers(painter, self.arrangement, self._state, current_theme())
            painter.end()
            self._layers = pixmap
        return self._layers

    def _cover_what_is_to_come(self, painter: QPainter, unit: Unit) -> None:
        """Hide the part of the map that the sweep has not reached yet."""
        column = self.arrangement.columns[unit.stage]
        veil = neutral(current_theme())
        painter.fillRect(
            column.rect(
                unit.channel, unit.row, unit.column + 1, 1, column.columns - unit.column - 1
            ),
            veil,
        )
        below = column.rows - unit.row - 1
        painter.fillRect(column.rect(unit.channel, unit.row + 1, 0, below, column.columns), veil)
