"""The list of answers to many pictures, in place of the canvas."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from PyQt6.QtCore import QEvent, QModelIndex, QObject, QSize, QSortFilterProxyModel, Qt, pyqtSignal
from PyQt6.QtGui import QGuiApplication, QKeyEvent, QKeySequence, QResizeEvent
from PyQt6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QHeaderView,
    QPushButton,
    QSizePolicy,
    QTreeView,
    QVBoxLayout,
    QWidget,
)

from digit_recognizer.app.core.jobs import Worker
from digit_recognizer.app.core.many_pictures import ManyRead, PictureRead, read_many
from digit_recognizer.app.core.messages import Topic
from digit_recognizer.app.core.reading import Reader
from digit_recognizer.app.core.saving import save_text
from digit_recognizer.app.core.settings import CurrentSettings
from digit_recognizer.app.draw.answer_table import (
    ORDER,
    SMALL,
    AnswerTable,
    as_text,
    is_doubtful,
)
from digit_recognizer.app.widgets.file_saver import FileSaver
from digit_recognizer.app.widgets.parts import new_button, new_label
from digit_recognizer.app.widgets.progress import ProgressLine
from digit_recognizer.app.widgets.theme import SPACING, font, margin

__all__ = ["AnswerList"]


class AnswerList(QWidget):
    """Reads many pictures beside the window and lists the answers; one can be opened.

    Parameters
    ----------
    reader
        Has the recognizer; with another one, all is read again.
    settings
        Remember where the table was saved.
    messages
        Say what the user should know.
    """

    picture_wanted = pyqtSignal(object)
    """The ``Path`` of a picture that shall be opened on the canvas."""
    closed = pyqtSignal()

    def __init__(
        self,
        reader: Reader,
        settings: CurrentSettings,
        messages: Topic,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("answers")
        self._reader, self._messages = reader, messages
        self._saver = FileSaver(self, settings, messages)
        self._paths: tuple[Path, ...] = ()
        self._progress = ManyRead((), 0, 0)
        self._is_reading = False
        self.table = AnswerTable()
        self._sorted = QSortFilterProxyModel(self)
        self._sorted.setSourceModel(self.table)
        self._sorted.setSortRole(ORDER)
        self.view = self._new_view()
        self._worker = Worker("pictures", self, gives_way=True)
        self._worker.reported.connect(self._take)
        self._worker.failed.connect(self._fail)
        reader.ready.connect(self._begin)
        reader.format_changed.connect(self._begin)
        self._summary = new_label(name="answers-summary")
        self._summary.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._cancel = self._button(
            "cancel", "Cancel", "Stop reading; what was read stays", self.cancel
        )
        self._save = self._button(
            "save", "Save as CSV …", "Save the answers as a table (Ctrl+S)", self.save
        )
        self._copy = self._button(
            "copy", "Copy", "Copy the answers for a spreadsheet (Ctrl+C)", self.copy
        )
        self._close = self._button(
            "close", "Close the list", "Go back to the canvas (Escape)", self.close_list
        )
        self._head = QHBoxLayout()
        self._head.setSpacing(SPACING[1])
        self._head.addWidget(self._summary, 1)
        for button in (self._cancel, self._save, self._copy, self._close):
            self._head.addWidget(button)
        self._column = QVBoxLayout(self)
        self._column.setSpacing(SPACING[2])
        self._bar = ProgressLine("answers-progress", "pictures read")
        self._column.addLayout(self._head)
        self._column.addWidget(self._bar)
        self._column.addWidget(self.view, 1)
        self._show_progress()

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to list."""
        return not self._paths

    def read(self, paths: Sequence[Path]) -> None:
        """Read files and folders, in place of those before."""
        self._paths = tuple(paths)
        self._sorted.sort(-1)
        self._begin()

    def cancel(self) -> None:
        """Stop reading; what was read stays."""
        self._worker.cancel()
        self._is_reading = False
        self._show_progress()

    def close_list(self) -> None:
        """Give the list up."""
        self.cancel()
        self._paths = ()
        self.table.begin("")
        self.closed.emit()

    def save(self) -> None:
        """Let the user choose a file and write the table to it."""
        write = partial(_save, rows=tuple(self.table.rows))
        self._saver.save("Save the answers", "answers.csv", "Tables (*.csv)", write)

    def copy(self) -> None:
        """Bring the table to the clipboard, as spreadsheets take it."""
        clipboard = QGuiApplication.clipboard()
        if clipboard is not None:
            clipboard.setText(as_text(self.table.rows, delimiter="\t"))
            self._messages.news(f"Copied: {len(self.table.rows):,} rows.")

    def resizeEvent(self, event: QResizeEvent | None) -> None:
        """Keep to the edges of the page."""
        edge = margin(self.width())
        self._column.setContentsMargins(edge, SPACING[2], edge, SPACING[2])

    def eventFilter(self, watched: QObject | None, event: QEvent | None) -> bool:
        """Take the keys of the list before the canvas, which is not shown, has them."""
        if not isinstance(event, QKeyEvent):
            return super().eventFilter(watched, event)
        chosen = (
            (event.key() == Qt.Key.Key_Escape, self.close_list),
            (event.matches(QKeySequence.StandardKey.Copy), self.copy),
            (event.matches(QKeySequence.StandardKey.Save), self.save),
        )
        slot = next((slot for matches, slot in chosen if matches), None)
        if event.type() == QEvent.Type.ShortcutOverride:
            if slot is not None or not event.modifiers():
                event.accept()
        elif event.type() == QEvent.Type.KeyPress and slot is not None:
            slot()
            return True
        return super().eventFilter(watched, event)

    def _new_view(self) -> QTreeView:
        view = QTreeView()
        view.setObjectName("answers-table")
        view.setAccessibleName("answers")
        view.setModel(self._sorted)
        view.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        view.setRootIsDecorated(False)
        view.setItemsExpandable(False)
        # Thousands of rows are laid out at once where all are alike.
        view.setUniformRowHeights(True)
        view.setAllColumnsShowFocus(True)
        view.setSortingEnabled(True)
        view.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        view.setIconSize(QSize(SMALL, SMALL))
        view.setFont(font(13))
        columns = view.header()
        assert columns is not None
        columns.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        columns.setSectionResizeMode(1, QHeaderView.ResizeMode.Stretch)
        columns.setSectionResizeMode(2, QHeaderView.ResizeMode.Stretch)
        columns.setStretchLastSection(False)
        columns.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        view.installEventFilter(self)
        view.clicked.connect(self._open)
        view.activated.connect(self._open)
        return view

    def _button(self, name: str, label: str, purpose: str, slot: Callable[[], None]) -> QPushButton:
        button = new_button(f"answers-{name}", label, purpose)
        button.clicked.connect(lambda: slot())
        return button

    def _begin(self) -> None:
        """Read all, as soon as there is a recognizer."""
        recognizer = self._reader.recognizer
        if self.is_empty:
            return
        self._is_reading = True
        self._progress = ManyRead((), 0, 0)
        self.table.begin(_folder_of(self._paths))
        if recognizer is not None:
            self._worker.submit(partial(read_many, self._paths, recognizer, self._reader.format))
        self._show_progress()

    def _take(self, progress: ManyRead) -> None:
        self._progress = progress
        self.table.add(progress.read)
        self._is_reading = progress.done < progress.total or bool(
            progress.done and not progress.total
        )
        self._show_progress()

    def _fail(self, text: str) -> None:
        self.cancel()
        self._messages.ask(text)

    def _show_progress(self) -> None:
        words = self._in_words()
        self._summary.setText(words)
        self._bar.show_progress(words, self._progress.done, self._progress.total)
        self._bar.setVisible(self._is_reading)
        self._cancel.setVisible(self._is_reading)
        for button in (self._save, self._copy):
            button.setVisible(not self._is_reading)
            button.setEnabled(bool(self.table.rows))

    def _in_words(self) -> str:
        if self._is_reading:
            done, total = self._progress.done, self._progress.total
            if not done:
                return "Reading …"
            return f"Reading {done:,} of {total:,} …" if total else f"Found {done:,} pictures …"
        rows = self.table.rows
        unread = sum(read.recognition is None for read in rows)
        doubtful = sum(map(is_doubtful, rows)) - unread
        if not rows:
            return "There are no pictures."
        of_all = f" of {self._progress.total:,}" * (len(rows) < self._progress.total)
        parts = [f"{len(rows):,}{of_all} picture{'s' * (len(rows) != 1 or bool(of_all))}"]
        if doubtful:
            parts.append(f"{doubtful:,} doubtful")
        if unread:
            parts.append(f"{unread:,} cannot be read")
        return ", ".join(parts)

    def _open(self, index: QModelIndex) -> None:
        read = self.table.rows[self._sorted.mapToSource(index).row()]
        if read.recognition is None:
            self._messages.ask(read.problem)
        else:
            self.picture_wanted.emit(read.path)


def _save(file: Path, rows: Sequence[PictureRead]) -> None:
    save_text(file, as_text(rows))


def _folder_of(paths: Sequence[Path]) -> str:
    """Return the folder from which names are short and yet differ."""
    try:
        return os.path.commonpath([path if path.is_dir() else path.parent for path in paths])
    except ValueError:
        return ""
