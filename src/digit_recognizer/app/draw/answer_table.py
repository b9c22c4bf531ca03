"""The answers to many pictures, as a model for a table and as text for other programs."""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from PyQt6.QtCore import QAbstractTableModel, QModelIndex, Qt
from PyQt6.QtGui import QColor, QPainter, QPixmap

from digit_recognizer.app.core.many_pictures import PictureRead
from digit_recognizer.app.core.pictures import image_of_grey
from digit_recognizer.app.draw.words import put_into_words
from digit_recognizer.app.widgets.theme import current_theme

if TYPE_CHECKING:
    from digit_recognizer.answers.records import Record

__all__ = ["ORDER", "SMALL", "AnswerTable", "as_text", "is_doubtful"]

ORDER = Qt.ItemDataRole.UserRole
"""The role of what a column is sorted by."""
SMALL = 40
"""Side of a small picture in logical pixels; it has two pixels for each."""
_TITLES = ("Picture", "Answer", "How sure")


def is_doubtful(read: PictureRead) -> bool:
    """Tell whether a person should look at the picture: all but a sure digit or number."""
    return read.recognition is None or read.recognition.answer is None


class AnswerTable(QAbstractTableModel):
    """One row a picture: its name and a small picture, the digit, and how sure that is."""

    def __init__(self) -> None:
        super().__init__()
        self.rows: list[PictureRead] = []
        self._folder = ""
        self._pixmaps: dict[int, QPixmap] = {}

    def begin(self, folder: str) -> None:
        """Start with no rows; names are shown as seen from a folder."""
        self.beginResetModel()
        self.rows, self._folder, self._pixmaps = [], folder, {}
        self.endResetModel()

    def add(self, read: Sequence[PictureRead]) -> None:
        """Add rows at the end."""
        if read:
            first = len(self.rows)
            self.beginInsertRows(QModelIndex(), first, first + len(read) - 1)
            self.rows += read
            self.endInsertRows()

    def rowCount(self, parent: QModelIndex | None = None) -> int:
        """Return how many pictures there are."""
        return 0 if parent is not None and parent.isValid() else len(self.rows)

    def columnCount(self, parent: QModelIndex | None = None) -> int:
        """Return how many columns there are."""
        return 0 if parent is not None and parent.isValid() else len(_TITLES)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        """Return what stands above a column."""
        is_title = orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole
        return _TITLES[section] if is_title else None

    def data(self, index: QModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return what a cell shows."""
        read, column = self.rows[index.row()], index.column()
        if role == Qt.ItemDataRole.DisplayRole:
            return (self._name(read), *_words(read))[column]
        if role == Qt.ItemDataRole.ToolTipRole:
            return read.problem or str(read.path)
        if role == Qt.ItemDataRole.ForegroundRole and column and is_doubtful(read):
            return QColor(current_theme().caution)
        if role == Qt.ItemDataRole.DecorationRole and column == 0:
            return self._pixmap(index.row())
        if role == ORDER:
            return (self._name(read).casefold(), _words(read)[0], _sureness(read))[column]
        return None

    def _name(self, read: PictureRead) -> str:
        name = os.path.relpath(read.path, self._folder) if self._folder else read.path.name
        return name if name.isprintable() else repr(name)

    def _pixmap(self, row: int) -> QPixmap:
        if row not in self._pixmaps:
            self._pixmaps[row] = _squared(self.rows[row])
        return self._pixmaps[row]


def _squared(read: PictureRead) -> QPixmap:
    """Return the small picture in the middle of a square, so that all names begin alike."""
    square = QPixmap(2 * SMALL, 2 * SMALL)
    square.fill(Qt.GlobalColor.transparent)
    if read.small is not None:
        image = image_of_grey(read.small)
        left, top = (2 * SMALL - image.width()) // 2, (2 * SMALL - image.height()) // 2
        painter = QPainter(square)
        painter.drawImage(left, top, image)
        painter.end()
    square.setDevicePixelRatio(2)
    return square


def _words(read: PictureRead) -> tuple[str, str]:
    """Return the digit or number and how sure it is; what is doubtful has a question mark."""
    if read.recognition is None:
        return "–", read.problem
    answer = put_into_words(read.recognition)
    mark = "" if answer.state == "sure" else " ?"
    return f"{answer.digit.replace(chr(10), ' / ') or '–'}{mark}", answer.confidence


def _sureness(read: PictureRead) -> float:
    """Order by how much a person should look: what cannot be read first, sure digits last."""
    if read.recognition is None:
        return -1.0
    return read.recognition.confidence + (not is_doubtful(read))


def as_text(rows: Sequence[PictureRead], *, delimiter: str = ",") -> str:
    """Return rows as lines of file, answer and what else is known, with a header."""
    from digit_recognizer.answers.records import csv_lines

    return "".join(csv_lines(map(_record, rows), delimiter=delimiter))


def _record(read: PictureRead) -> Record:
    from digit_recognizer.answers.number_records import number_row
    from digit_recognizer.answers.records import record
    from digit_recognizer.numbers.reading import NumberRecognition

    if isinstance(read.recognition, NumberRecognition):
        return number_row(str(read.path), read.recognition)
    return record(str(read.path), read.recognition or read.problem)
