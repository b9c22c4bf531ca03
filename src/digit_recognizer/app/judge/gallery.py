"""The gallery: pictures of digits with truth, answer and confidence."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from PyQt6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QObject,
    QRect,
    QRectF,
    QSize,
    Qt,
    pyqtSignal,
)
from PyQt6.QtGui import QColor, QPainter, QPainterPath, QPen, QResizeEvent
from PyQt6.QtWidgets import (
    QAbstractItemView,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from digit_recognizer.app.core.pictures import image_of_grey
from digit_recognizer.app.judge.state import Cell
from digit_recognizer.app.widgets.theme import SPACING, current_theme, font

if TYPE_CHECKING:
    from digit_recognizer.evaluation.readings import Readings

__all__ = ["Gallery", "GalleryDigit", "picture_side", "tile_size"]

_PICTURE, _LARGE = 56, 84
"""Sides of a picture: so many pixels to each of its own that none is wider than the next."""
_WITH_LARGE = 1300
_LINE = 16
_PAD = SPACING[0]
_EXPLAINED = (
    "Gallery\n"
    "Each picture with the truth, what it was read as, and how sure that was; the surest mistakes "
    "come first. A double click, or Return, puts it on the canvas."
)
_DIGIT_ROLE = Qt.ItemDataRole.UserRole


def picture_side(width: int) -> int:
    """Return the side of every picture of a gallery so wide: larger where there is much room."""
    return _LARGE if width >= _WITH_LARGE else _PICTURE


def tile_size(picture: int) -> QSize:
    """Return the size of a tile: a picture of that side, two lines of text, and room around."""
    around = 2 * _PAD + SPACING[1]
    return QSize(picture + around, picture + 2 * _LINE + around)


@dataclass(frozen=True)
class GalleryDigit:
    """One picture of the gallery.

    Parameters
    ----------
    index
        Its place in the data set.
    digit
        The truth.
    answer
        What it was read as; None where no ink was found.
    confidence
        How sure that was, 0 to 1.
    """

    index: int
    digit: int
    answer: int | None
    confidence: float

    @property
    def caption(self) -> str:
        """Truth and answer: ``4 → 9``."""
        if self.answer is None:
            return f"{self.digit} → –"
        return f"{self.digit} → {self.answer}"

    @property
    def sure(self) -> str:
        """How sure the answer was."""
        return "no ink" if self.answer is None else f"{min(100 * self.confidence, 99.9):.1f} %"

    @property
    def in_words(self) -> str:
        """All of it in a sentence."""
        if self.answer is None:
            return f"A {self.digit} in which no ink was found."
        how = "correctly" if self.answer == self.digit else "wrongly"
        return f"A {self.digit}, {how} read as {self.answer}, {self.sure} sure."


class _Model(QAbstractListModel):
    """The digits of one cell, or all mistakes; the surest mistakes and the least sure truths."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.readings: Readings | None = None
        self._chosen: list[int] = []

    def show(self, readings: Readings | None, cell: Cell | None) -> None:
        self.beginResetModel()
        self.readings = readings
        self._chosen = [] if readings is None else _chosen(readings, cell)
        self.endResetModel()

    def rowCount(self, parent: QModelIndex | None = None) -> int:
        return len(self._chosen)

    def digit(self, row: int) -> GalleryDigit:
        assert self.readings is not None
        index = self._chosen[row]
        confidence = float(self.readings.confidence[index])
        answer = int(self.readings.answers[index]) if confidence else None
        return GalleryDigit(index, int(self.readings.digits.labels[index]), answer, confidence)

    def data(self, index: QModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        digit = self.digit(index.row())
        if role == _DIGIT_ROLE:
            return digit
        if role == Qt.ItemDataRole.DisplayRole:
            return f"{digit.caption}, {digit.sure}"
        if role in (Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole):
            return digit.in_words
        return None


def _chosen(readings: Readings, cell: Cell | None) -> list[int]:
    import numpy as np

    if cell is None:
        which, surest_first = ~readings.correct, True
    else:
        digit, answer = cell
        inked = readings.confidence > 0
        which = inked & (readings.digits.labels == digit) & (readings.answers == answer)
        surest_first = digit != answer
    (places,) = np.nonzero(which)
    order = np.argsort(readings.confidence[places], kind="stable")
    chosen: list[int] = places[order[::-1] if surest_first else order].tolist()
    return chosen


class _Tile(QStyledItemDelegate):
    """Draws a picture and two lines of text."""

    def __init__(self, model: _Model, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._model = model
        self.picture = _PICTURE

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex) -> QSize:
        return tile_size(self.picture)

    def paint(
        self, painter: QPainter | None, option: QStyleOptionViewItem, index: QModelIndex
    ) -> None:
        theme = current_theme()
        readings = self._model.readings
        if painter is None or readings is None:
            return
        digit = self._model.digit(index.row())
        tile = option.rect.adjusted(2, 2, -2, -2)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_ground(painter, option, tile)
        side = self.picture
        picture = QRect(tile.center().x() - side // 2 + 1, tile.top() + _PAD, side, side)
        corners = QPainterPath()
        corners.addRoundedRect(QRectF(picture), _PAD, _PAD)
        painter.save()
        painter.setClipPath(corners)
        painter.fillRect(picture, QColor(theme.canvas))
        painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Lighten)
        painter.drawImage(picture, image_of_grey(readings.digits.images[digit.index]))
        painter.restore()
        if theme.name == "dark":
            painter.setPen(QPen(QColor(theme.hairline), 1))
            painter.drawPath(corners)
        self._paint_text(painter, tile, digit)
        painter.restore()

    def _paint_ground(self, painter: QPainter, option: QStyleOptionViewItem, tile: QRect) -> None:
        theme = current_theme()
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        hovered = bool(option.state & QStyle.StateFlag.State_MouseOver)
        focused = bool(option.state & QStyle.StateFlag.State_HasFocus)
        painter.setPen(QPen(QColor(theme.accent), 2) if focused else Qt.PenStyle.NoPen)
        painter.setBrush(QColor(theme.hairline) if selected or hovered else Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(QRectF(tile).adjusted(1, 1, -1, -1), _PAD, _PAD)

    def _paint_text(self, painter: QPainter, tile: QRect, digit: GalleryDigit) -> None:
        theme = current_theme()
        middle = Qt.AlignmentFlag.AlignCenter
        top = tile.top() + _PAD + self.picture
        wrong = digit.answer != digit.digit
        painter.setFont(font(13))
        painter.setPen(QColor(theme.wrong if wrong else theme.text))
        painter.drawText(QRect(tile.left(), top, tile.width(), _LINE + 4), middle, digit.caption)
        painter.setFont(font(11))
        painter.setPen(QColor(theme.muted))
        line = QRect(tile.left(), top + _LINE + 2, tile.width(), _LINE)
        painter.drawText(line, middle, digit.sure)


class Gallery(QListView):
    """Pictures in rows, as many as fit; arrow keys walk them, Return opens one."""

    opened = pyqtSignal(object)
    """A ``GalleryDigit`` shall be looked at closely."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("gallery")
        self.setAccessibleName("gallery of mistakes")
        self.setWhatsThis(_EXPLAINED)
        self._digits = _Model(self)
        self._tile = _Tile(self._digits, self)
        self.setModel(self._digits)
        self.setItemDelegate(self._tile)
        self.setViewMode(QListView.ViewMode.IconMode)
        self.setMovement(QListView.Movement.Static)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setUniformItemSizes(True)
        self.setMouseTracking(True)
        self.setFrameShape(QListView.Shape.NoFrame)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.activated.connect(self._open)

    def show_readings(self, readings: Readings | None, cell: Cell | None) -> int:
        """Show the digits of one cell, or all mistakes; return how many there are."""
        self._digits.show(readings, cell)
        self.scrollToTop()
        return self._digits.rowCount()

    def resizeEvent(self, event: QResizeEvent | None) -> None:
        """Show the pictures larger where there is much room."""
        picture = picture_side(self.width())
        if picture != self._tile.picture:
            self._tile.picture = picture
            self.scheduleDelayedItemsLayout()
        super().resizeEvent(event)

    def looked_at(self) -> GalleryDigit | None:
        """Return the digit that is selected."""
        index = self.currentIndex()
        return self._digits.digit(index.row()) if index.isValid() else None

    def sizeHint(self) -> QSize:
        """Return room for two rows."""
        tile = tile_size(self._tile.picture)
        return QSize(4 * tile.width(), 2 * tile.height())

    def minimumSizeHint(self) -> QSize:
        """Return room for one row."""
        tile = tile_size(self._tile.picture)
        return QSize(2 * tile.width(), tile.height())

    def _open(self, index: QModelIndex) -> None:
        self.opened.emit(self._digits.digit(index.row()))
