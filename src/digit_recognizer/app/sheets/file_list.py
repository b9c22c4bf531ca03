"""The files that were opened, each with its number of doubts."""

from __future__ import annotations

from collections.abc import Sequence

from PyQt6.QtCore import QEvent, Qt, pyqtSignal
from PyQt6.QtGui import QColor, QKeyEvent
from PyQt6.QtWidgets import QListWidget, QListWidgetItem, QWidget

from digit_recognizer.app.sheets.opened_file import OpenedFile
from digit_recognizer.app.widgets.theme import current_theme, font

__all__ = ["FileList", "in_words"]


class FileList(QListWidget):
    """One entry a file; a click shows it, Delete takes it off the list."""

    shown = pyqtSignal(int)
    """The index of a file that shall be shown."""
    close_wanted = pyqtSignal(object)
    """The ``Path`` of a file that shall be taken off the list."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("sheet-files")
        self.setAccessibleName("files")
        self.setWhatsThis("Files\nWhat was opened, and what is to check. Delete takes one off.")
        self.setFont(font(13))
        self.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setMinimumWidth(140)
        self._files: Sequence[OpenedFile] = ()
        self.currentRowChanged.connect(self._show)

    def show_files(self, files: Sequence[OpenedFile], shown: int) -> None:
        """List other files, or the same with a doubt less."""
        self._files = files
        blocked = self.blockSignals(True)
        while self.count() > len(files):
            self.takeItem(self.count() - 1)
        while self.count() < len(files):
            self.addItem(QListWidgetItem())
        for row, file in enumerate(files):
            item = self.item(row)
            assert item is not None
            item.setText(f"{_name(file)}\n{in_words(file)}")
            item.setToolTip(file.problem or str(file.path))
            theme = current_theme()
            needs_eyes = file.doubts or file.problem
            item.setForeground(QColor(theme.caution if needs_eyes else theme.text))
        self.setCurrentRow(shown if files else -1)
        self.blockSignals(blocked)

    def changeEvent(self, event: QEvent | None) -> None:
        """Take the colours of another theme."""
        super().changeEvent(event)
        if event is not None and event.type() == QEvent.Type.PaletteChange and self._files:
            self.show_files(self._files, self.currentRow())

    def keyPressEvent(self, event: QKeyEvent | None) -> None:
        """Take a file off the list."""
        assert event is not None
        row = self.currentRow()
        if event.key() == Qt.Key.Key_Delete and 0 <= row < len(self._files):
            self.close_wanted.emit(self._files[row].path)
        else:
            super().keyPressEvent(event)

    def _show(self, row: int) -> None:
        if row >= 0:
            self.shown.emit(row)


def in_words(file: OpenedFile) -> str:
    """Return how far a file is."""
    if file.problem:
        return "cannot be read"
    if file.is_waiting:
        return "reading …"
    if file.sheet is None:
        return "not read"
    if not any(True for _ in file.sheet.places()):
        return "no table found"
    return f"{file.doubts:,} to check" if file.doubts else "done"


def _name(file: OpenedFile) -> str:
    name = file.path.name
    return name if name.isprintable() else repr(name)
