"""Files for the page: chosen, or dropped on it; a folder stands for what lies in it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PyQt6.QtCore import QEvent, QObject
from PyQt6.QtGui import QDropEvent
from PyQt6.QtWidgets import QWidget

from digit_recognizer.app.core.messages import Topic
from digit_recognizer.app.core.pictures import offered_files
from digit_recognizer.app.core.settings import CurrentSettings
from digit_recognizer.app.sheets.state import SheetsState
from digit_recognizer.app.widgets.dialogs import choose_files, choose_folder

__all__ = ["SheetOpening"]

_ENDINGS = "*.png *.jpg *.jpeg *.heic *.heif *.bmp *.tif *.tiff *.webp *.pdf"
_FILTER = f"Photographs, scans and PDFs ({_ENDINGS});;All files (*)"


class SheetOpening(QObject):
    """Hands the state what a user offers the page.

    Parameters
    ----------
    page
        Files can be dropped anywhere on it.
    state
        Reads them.
    settings
        Remember the folder.
    messages
        Say what cannot be opened.
    """

    def __init__(
        self, page: QWidget, state: SheetsState, settings: CurrentSettings, messages: Topic
    ) -> None:
        super().__init__(page)
        self._page, self._state, self._settings = page, state, settings
        self._messages = messages
        page.setAcceptDrops(True)
        page.installEventFilter(self)

    def open(self, paths: Sequence[Path]) -> None:
        """Read files, and what lies in folders."""
        from digit_recognizer.data.pictures_below import Unread, pictures_below
        from digit_recognizer.sheets.opening import SHEET_ENDINGS

        found: list[Path] = []
        for path in paths:
            if not path.is_dir():
                found.append(path)
                continue
            for each in pictures_below(path, SHEET_ENDINGS):
                if isinstance(each, Unread):
                    self._messages.ask(each.reason)
                else:
                    found.append(each)
        if found:
            self._state.open(found)
        elif paths:
            self._messages.ask(f"There is no photograph, scan or PDF in {paths[0]}.")

    def choose(self) -> None:
        """Let the user choose files."""
        title = "Open photographs, scans or PDFs"
        self.open(choose_files(self._page, self._settings, "sheets", title, _FILTER))

    def choose_folder(self) -> None:
        """Let the user choose a folder."""
        title = "Open all photographs, scans and PDFs of a folder"
        folder = choose_folder(self._page, self._settings, "sheets", title)
        self.open([] if folder is None else [folder])

    def eventFilter(self, watched: QObject | None, event: QEvent | None) -> bool:
        """Take files that are dropped."""
        if not isinstance(event, QDropEvent):
            return super().eventFilter(watched, event)
        mime = event.mimeData()
        if mime is None or not mime.hasUrls():
            return False
        event.acceptProposedAction()
        if event.type() == QEvent.Type.Drop:
            self.open(offered_files(mime))
        return True
