"""Pictures for the canvas of a page: chosen, pasted, dropped, or drawn by lot."""

from __future__ import annotations

from pathlib import Path
from random import Random

from PyQt6.QtCore import QEvent, QMimeData, QObject, pyqtSignal
from PyQt6.QtGui import QDropEvent, QGuiApplication
from PyQt6.QtWidgets import QFileDialog, QWidget

from digit_recognizer.app.core.pictures import OfferError, offered_picture
from digit_recognizer.app.core.reading import Reader
from digit_recognizer.app.draw.random_digit import ABSENT, RandomDigits

__all__ = ["Opening"]

_FILTER = "Pictures (*.png *.jpg *.jpeg *.gif *.bmp *.tif *.tiff *.webp *.pgm *.ppm);;All files (*)"


class Opening(QObject):
    """Hands the reader what a user offers a page, and says why where that cannot be.

    Parameters
    ----------
    page
        Pictures can be dropped anywhere on it.
    reader
        Opens them.
    """

    message = pyqtSignal(str)
    """What the user should know, in plain words."""

    def __init__(self, page: QWidget, reader: Reader) -> None:
        super().__init__(page)
        self._page = page
        self._reader = reader
        self._random = RandomDigits(Random())
        self._told_absence = False
        self.take_drops_on(page)
        reader.opened.connect(self._tell_absence)

    def take_drops_on(self, widget: QWidget) -> None:
        """Take what is dropped on another widget, too."""
        widget.setAcceptDrops(True)
        widget.installEventFilter(self)

    def choose(self) -> None:
        """Let the user choose a file and open it."""
        name, _ = QFileDialog.getOpenFileName(self._page, "Open a picture", "", _FILTER)
        if name:
            self._reader.open(Path(name), Path(name).name)

    def choose_random(self) -> None:
        """Open a random digit."""
        self._reader.open_offer(self._random.pick)

    def paste(self) -> None:
        """Open what the clipboard holds."""
        clipboard = QGuiApplication.clipboard()
        mime = clipboard.mimeData() if clipboard is not None else None
        self._take(mime or QMimeData())

    def eventFilter(self, watched: QObject | None, event: QEvent | None) -> bool:
        """Take pictures that are dropped."""
        if not isinstance(event, QDropEvent):
            return super().eventFilter(watched, event)
        mime = event.mimeData()
        if mime is None or not (mime.hasUrls() or mime.hasImage()):
            return False
        event.acceptProposedAction()
        if event.type() == QEvent.Type.Drop:
            self._take(mime)
        return True

    def _take(self, mime: QMimeData) -> None:
        try:
            self._reader.open(*offered_picture(mime))
        except OfferError as error:
            self.message.emit(str(error))

    def _tell_absence(self) -> None:
        if self._random.is_absent and not self._told_absence:
            self._told_absence = True
            self.message.emit(ABSENT)
