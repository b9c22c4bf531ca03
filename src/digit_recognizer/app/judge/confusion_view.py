"""The confusion matrix: a row for each digit, a column for each answer."""

from __future__ import annotations

from math import log
from typing import TYPE_CHECKING

from PyQt6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, pyqtSignal
from PyQt6.QtGui import (
    QColor,
    QFocusEvent,
    QFont,
    QFontMetricsF,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PyQt6.QtWidgets import QToolTip, QWidget

from digit_recognizer.app.judge.paint import error_ground
from digit_recognizer.app.judge.state import Cell
from digit_recognizer.app.judge.words import NOTHING_YET, cell_in_words, confusion_in_words
from digit_recognizer.app.widgets.theme import current_theme, font

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

__all__ = ["ConfusionMatrix"]

_DIGITS = 10
_MARGIN = 40
"""Left of and above the cells: a caption and the digits."""
_GAP = 2
_CORNER = 4
_SMALLEST = 300
_LETTER, _LARGEST = 0.28, 20
"""Height of a figure in sides of a cell, and in pixels at most."""
_EXPLAINED = (
    "Confusion matrix\n"
    "A row for each digit, a column for what it was read as. The diagonal counts what was read "
    "correctly, every other cell a kind of mistake. Click a cell, or walk by arrow keys and press "
    "Return, to see its pictures; Escape shows all mistakes."
)
_MOVES = {
    Qt.Key.Key_Up: (-1, 0),
    Qt.Key.Key_Down: (1, 0),
    Qt.Key.Key_Left: (0, -1),
    Qt.Key.Key_Right: (0, 1),
}


class ConfusionMatrix(QWidget):
    """Counts in cells; a click, or arrow keys and Return, choose one."""

    cell_chosen = pyqtSignal(object)
    """A ``Cell``, or None where the chosen one was chosen again."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("confusion")
        self.setAccessibleName("confusion matrix")
        self.setWhatsThis(_EXPLAINED)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setMinimumSize(QSize(_SMALLEST, _SMALLEST))
        self._matrix: NDArray[np.int64] | None = None
        self._most = 1
        self._cursor: Cell = (0, 0)
        self._hovered: Cell | None = None
        self._chosen: Cell | None = None
        self.show_matrix(None)

    def show_matrix(self, matrix: NDArray[np.int64] | None) -> None:
        """Show counts, (10, 10): digits by answers; None for nothing."""
        self._matrix = matrix
        if matrix is not None:
            mistakes = matrix.copy()
            mistakes[range(_DIGITS), range(_DIGITS)] = 0
            self._most = max(int(mistakes.max()), 1)
        self._describe()
        self.update()

    def choose(self, cell: Cell | None) -> None:
        """Mark the chosen cell."""
        self._chosen = cell
        if cell is not None:
            self._cursor = cell
        self.update()

    def cell_rect(self, cell: Cell) -> QRectF:
        """Return where a cell is painted."""
        pitch = self._pitch()
        row, column = cell
        return QRectF(_MARGIN + column * pitch, _MARGIN + row * pitch, pitch - _GAP, pitch - _GAP)

    def keyPressEvent(self, event: QKeyEvent | None) -> None:
        """Walk by arrow keys; choose by Return or Space; Escape shows all mistakes."""
        assert event is not None
        key = Qt.Key(event.key())
        if self._matrix is None:
            super().keyPressEvent(event)
        elif key in _MOVES:
            down, right = _MOVES[key]
            row, column = self._cursor
            self._cursor = (row + down) % _DIGITS, (column + right) % _DIGITS
            self.setAccessibleDescription(cell_in_words(self._matrix, self._cursor))
            self.update()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self._toggle(self._cursor)
        elif key == Qt.Key.Key_Escape and self._chosen is not None:
            self.cell_chosen.emit(None)
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent | None) -> None:
        """Speak of the whole again."""
        self._describe()
        super().focusOutEvent(event)

    def mousePressEvent(self, event: QMouseEvent | None) -> None:
        """Choose the cell under the pointer."""
        assert event is not None
        cell = self._cell_at(event.position())
        if cell is not None and event.button() == Qt.MouseButton.LeftButton:
            self._cursor = cell
            self._toggle(cell)

    def mouseMoveEvent(self, event: QMouseEvent | None) -> None:
        """Show that a cell can be clicked."""
        assert event is not None
        self._hover(self._cell_at(event.position()))

    def leaveEvent(self, event: QEvent | None) -> None:
        """Nothing is under the pointer any more."""
        self._hover(None)

    def event(self, event: QEvent | None) -> bool:
        """Say what the cell under the pointer counts."""
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            cell = self._cell_at(QPointF(event.pos()))
            if cell is None or self._matrix is None:
                QToolTip.hideText()
            else:
                QToolTip.showText(event.globalPos(), cell_in_words(self._matrix, cell), self)
            return True
        return super().event(event)

    def paintEvent(self, event: QPaintEvent | None) -> None:
        """Draw digits, cells and counts."""
        theme = current_theme()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_margins(painter)
        for row in range(_DIGITS):
            for column in range(_DIGITS):
                self._paint_cell(painter, (row, column))
        if self._chosen is not None:
            self._outline(painter, self._chosen, QColor(theme.text))
        if self.hasFocus():
            self._outline(painter, self._cursor, QColor(theme.accent))

    def _describe(self) -> None:
        matrix = self._matrix
        self.setAccessibleDescription(NOTHING_YET if matrix is None else confusion_in_words(matrix))

    def _pitch(self) -> float:
        return (min(self.width(), self.height()) - _MARGIN + _GAP) / _DIGITS

    def _cell_at(self, place: QPointF) -> Cell | None:
        pitch = self._pitch()
        row, column = int((place.y() - _MARGIN) // pitch), int((place.x() - _MARGIN) // pitch)
        inside = 0 <= row < _DIGITS and 0 <= column < _DIGITS
        return (row, column) if inside else None

    def _toggle(self, cell: Cell) -> None:
        if self._matrix is not None:
            self.cell_chosen.emit(None if cell == self._chosen else cell)

    def _hover(self, cell: Cell | None) -> None:
        if self._matrix is not None and cell != self._hovered:
            self._hovered = cell
            self.setCursor(
                Qt.CursorShape.ArrowCursor if cell is None else Qt.CursorShape.PointingHandCursor
            )
            self.update()

    def _paint_margins(self, painter: QPainter) -> None:
        theme = current_theme()
        middle = Qt.AlignmentFlag.AlignCenter
        painter.setPen(QColor(theme.muted))
        painter.setFont(font(11))
        span = _DIGITS * self._pitch() - _GAP
        painter.drawText(QRectF(_MARGIN, 0, span, 16), middle, "read as")
        painter.save()
        painter.translate(0, _MARGIN + span)
        painter.rotate(-90)
        painter.drawText(QRectF(0, 0, span, 16), middle, "truth")
        painter.restore()
        looked_at = self._hovered or (self._cursor if self.hasFocus() else self._chosen)
        for digit in range(_DIGITS):
            for axis in (0, 1):
                marked = looked_at is not None and looked_at[axis] == digit
                painter.setPen(QColor(theme.text if marked else theme.muted))
                weight = QFont.Weight.DemiBold if marked else QFont.Weight.Normal
                painter.setFont(font(min(_pixels(self._pitch()), 16), weight))
                painter.drawText(self._digit_rect(axis, digit), middle, str(digit))

    def _digit_rect(self, axis: int, digit: int) -> QRectF:
        cell = self.cell_rect((digit, digit))
        if axis == 0:
            return QRectF(16, cell.top(), _MARGIN - 16, cell.height())
        return QRectF(cell.left(), 16, cell.width(), _MARGIN - 16)

    def _paint_cell(self, painter: QPainter, cell: Cell) -> None:
        theme = current_theme()
        rect = self.cell_rect(cell)
        count = 0 if self._matrix is None else int(self._matrix[cell])
        is_mistake = cell[0] != cell[1]
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._ground(cell, count))
        painter.drawRoundedRect(rect, _CORNER, _CORNER)
        if cell == self._hovered and cell != self._chosen:
            self._outline(painter, cell, QColor(theme.muted))
        if count:
            painter.setPen(QColor(theme.text if is_mistake else theme.muted))
            face = _fitting(str(count), rect.width() - 1)
            if face is not None:
                painter.setFont(face)
                painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, str(count))

    def _ground(self, cell: Cell, count: int) -> QColor:
        theme = current_theme()
        if cell[0] == cell[1]:
            return QColor(theme.hairline)
        if not count:
            return QColor(theme.card)
        # Few mistakes differ from none more than many from more.
        return error_ground(theme, log(1 + count) / log(1 + self._most))

    def _outline(self, painter: QPainter, cell: Cell, colour: QColor) -> None:
        painter.setPen(QPen(colour, 2))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(self.cell_rect(cell).adjusted(1, 1, -1, -1), _CORNER, _CORNER)


def _pixels(side: float) -> int:
    """Return the height of a figure in a cell of such a side."""
    return min(max(round(_LETTER * side), 13), _LARGEST)


def _fitting(text: str, width: float) -> QFont | None:
    """Return a font in which a text is no wider than `width`, as large as the cells are."""
    for pixels in (_pixels(width), 13, 11, 10, 9):
        face = font(pixels)
        if QFontMetricsF(face).horizontalAdvance(text) <= width:
            return face
    return None
