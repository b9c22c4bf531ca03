"""How a network looks in the list: in two lines, name and figure, and below them its story."""

from __future__ import annotations

from PyQt6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PyQt6.QtGui import QColor, QPainter
from PyQt6.QtWidgets import (
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from digit_recognizer.app.widgets.theme import SPACING, current_theme, font

__all__ = ["FIGURE", "LIBRARY_NAME", "READS", "STORY", "NetworkRows", "network_item"]

FIGURE, STORY, READS, LIBRARY_NAME = (Qt.ItemDataRole.UserRole + number for number in range(1, 5))
"""What a row knows besides its name: its figure, its story, whether the network reads now, and the
name that it has in the library, while another one is being written."""
_ROW, _CORNER, _EDGE = 44, 6, 5
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


def network_item(name: str, figure: str, story: str, *, editable: bool) -> QListWidgetItem:
    """Return the row of a network."""
    item = QListWidgetItem(name)
    item.setData(LIBRARY_NAME, name)
    item.setData(FIGURE, figure)
    item.setData(STORY, story)
    words = ". ".join(part for part in (figure, story) if part)
    item.setData(Qt.ItemDataRole.AccessibleDescriptionRole, words)
    item.setToolTip(f"{name}: {words}" if words else name)
    if editable:
        item.setFlags(item.flags() | Qt.ItemFlag.ItemIsEditable)
    return item


class NetworkRows(QStyledItemDelegate):
    """Paints the rows."""

    def sizeHint(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        """Return the room of two lines."""
        return QSize(option.rect.width(), _ROW)

    def updateEditorGeometry(
        self,
        editor: QWidget | None,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        """Let the name be written in the place of its row."""
        if editor is not None:
            editor.setGeometry(option.rect.adjusted(0, 1, -1, -2))

    def paint(
        self,
        painter: QPainter | None,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        """Paint the ground, the two words of each line, and the focus."""
        if painter is None:
            return
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_ground(painter, option)
        inner = option.rect.adjusted(SPACING[1], _EDGE, -SPACING[1], -_EDGE)
        upper = QRect(inner.left(), inner.top(), inner.width(), inner.height() // 2)
        lower = upper.translated(0, upper.height())
        theme, reads = current_theme(), "reads now" if index.data(READS) else ""
        painter.setFont(font(13))
        text = QColor(theme.text)
        _line(painter, upper, (index.data(), text), (index.data(FIGURE) or "", text))
        painter.setFont(font(11))
        story = (index.data(STORY) or "", QColor(theme.muted))
        _line(painter, lower, story, (reads, QColor(theme.accent)))
        painter.restore()

    def _paint_ground(self, painter: QPainter, option: QStyleOptionViewItem) -> None:
        theme = current_theme()
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        if not chosen and not option.state & QStyle.StateFlag.State_MouseOver:
            return
        painter.setPen(Qt.PenStyle.NoPen)
        if chosen and option.state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(QColor(theme.accent))
        painter.setBrush(QColor(theme.hairline if chosen else theme.card))
        painter.drawRoundedRect(option.rect.adjusted(0, 1, -1, -2), _CORNER, _CORNER)


def _line(
    painter: QPainter, place: QRect, left: tuple[str, QColor], right: tuple[str, QColor]
) -> None:
    """Write two words at both ends of a line; the left one is shortened where there is no room."""
    painter.setPen(right[1])
    painter.drawText(place, _RIGHT, right[0])
    metrics = painter.fontMetrics()
    room = place.width() - metrics.horizontalAdvance(right[0]) - (SPACING[1] if right[0] else 0)
    painter.setPen(left[1])
    painter.drawText(place, _LEFT, metrics.elidedText(left[0], Qt.TextElideMode.ElideMiddle, room))
