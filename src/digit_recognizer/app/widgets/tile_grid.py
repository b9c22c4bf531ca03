"""Small images in rows, each with a caption below and words for whoever points at it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PyQt6.QtCore import QEvent, QPoint, QRect, QRectF, QSize, Qt
from PyQt6.QtGui import QColor, QHelpEvent, QImage, QPainter, QPaintEvent, QPen
from PyQt6.QtWidgets import QSizePolicy, QToolTip, QWidget

from digit_recognizer.app.widgets.theme import SPACING, current_theme, font

__all__ = ["Tile", "TileGrid"]

_CAPTION = 18
_LARGEST = 88


@dataclass(frozen=True)
class Tile:
    """An image, a pixel each, what stands below it, and the same in a sentence."""

    image: QImage
    caption: str
    words: str


class TileGrid(QWidget):
    """Shows up to so many tiles; the places of those that are not there yet stay empty.

    Parameters
    ----------
    name
        What the tiles are.
    columns, rows
        How many fit.
    captions
        Whether there is room for captions.
    """

    def __init__(
        self,
        name: str,
        columns: int,
        rows: int,
        *,
        captions: bool,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._columns, self._rows = columns, rows
        self._caption = _CAPTION if captions else 0
        self._side = _LARGEST
        self._tiles: tuple[Tile, ...] = ()
        self.show_tiles((), "")

    def set_side(self, side: int) -> None:
        """Make each tile so many pixels wide and high."""
        self._side = min(side, _LARGEST)
        self.setFixedHeight(self.height_for_side(self._side))
        self.update()

    def height_for_side(self, side: int) -> int:
        """Return how high the grid is with tiles of that side."""
        return self._rows * (side + self._caption) + (self._rows - 1) * SPACING[1]

    def sizeHint(self) -> QSize:
        """Return a comfortable size."""
        width = self._columns * (self._side + SPACING[1]) - SPACING[1]
        return QSize(width, self.height_for_side(self._side))

    def show_tiles(self, tiles: Sequence[Tile], nothing: str) -> None:
        """Show `tiles`; `nothing` says in words that there are none."""
        self._tiles = tuple(tiles[: self._columns * self._rows])
        words = " ".join(tile.words for tile in self._tiles)
        self.setAccessibleDescription(words or nothing)
        self.update()

    def tiles(self) -> tuple[Tile, ...]:
        """Return what is shown."""
        return self._tiles

    def event(self, event: QEvent | None) -> bool:
        """Say in words what the tile under the pointer is."""
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            words = self._words_at(event.pos())
            QToolTip.showText(event.globalPos(), words, self)
            return True
        return super().event(event)

    def paintEvent(self, event: QPaintEvent | None) -> None:
        """Draw the tiles with hard pixels."""
        painter = QPainter(self)
        painter.setFont(font(11))
        theme = current_theme()
        for number in range(self._columns * self._rows):
            place = self._place(number)
            if number >= len(self._tiles):
                painter.setPen(QPen(QColor(theme.hairline), 1))
                painter.drawRect(_edge(place))
                continue
            tile = self._tiles[number]
            painter.drawImage(place, tile.image)
            painter.setPen(QPen(QColor(theme.hairline), 1))
            painter.drawRect(_edge(place))
            below = QRect(place.left(), place.bottom() + 1, place.width(), self._caption)
            painter.setPen(QColor(theme.muted))
            painter.drawText(below, Qt.AlignmentFlag.AlignCenter, tile.caption)

    def _place(self, number: int) -> QRect:
        row, column = divmod(number, self._columns)
        across = column * (self._side + SPACING[1])
        down = row * (self._side + self._caption + SPACING[1])
        return QRect(across, down, self._side, self._side)

    def _words_at(self, point: QPoint) -> str:
        for number, tile in enumerate(self._tiles):
            if self._place(number).adjusted(0, 0, 0, self._caption).contains(point):
                return tile.words
        return ""


def _edge(place: QRect) -> QRectF:
    """Return where the middle of a line of one pixel runs that ends with `place` at any scale."""
    return QRectF(place).adjusted(0.5, 0.5, -0.5, -0.5)
