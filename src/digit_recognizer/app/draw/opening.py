"""Pictures for the canvas of a page: chosen, pasted, dropped, or drawn by lot."""

from __future__ import annotations

from pathlib import Path
from random import Random

from PyQt6.QtCore import QEvent, QMimeData, QObject, QTimer, pyqtSignal
from PyQt6.QtGui import QDropEvent, QGuiApplication
from PyQt6.QtWidgets import QMenu, QWidget

from digit_recognizer.app.core.pictures import OfferError, Picture, offered_files, offered_picture
from digit_recognizer.app.core.session import Session
from digit_recognizer.app.core.settings import with_recent
from digit_recognizer.app.draw.random_digit import ABSENT, RandomDigits
from digit_recognizer.app.widgets.dialogs import choose_files, choose_folder

__all__ = ["Opening"]

_ENDINGS = "*.png *.jpg *.jpeg *.heic *.heif *.gif *.bmp *.tif *.tiff *.webp *.pbm *.pgm *.ppm"
_FILTER = f"Pictures ({_ENDINGS});;All files (*)"
_SOON = 400
"""Milliseconds after which a message says that a picture is still being opened."""


class Opening(QObject):
    """Hands the reader what a user offers a page, and says why where that cannot be.

    Parameters
    ----------
    page
        Pictures can be dropped anywhere on it.
    session
        Its reader opens them, its settings remember which.
    """

    message = pyqtSignal(str)
    """What the user should know, in plain words."""
    absent = pyqtSignal(str)
    """MNIST is not on this computer; what is opened instead, in plain words."""
    several = pyqtSignal(list)
    """More than one file, or a folder, was offered: their paths."""

    def __init__(self, page: QWidget, session: Session) -> None:
        super().__init__(page)
        self._page = page
        self._reader = session.reader
        self._settings = session.settings
        self._random = RandomDigits(Random())
        self._told_absence = False
        self._opened = ""
        self._slow = QTimer(self)
        self._slow.setSingleShot(True)
        self._slow.setInterval(_SOON)
        self._slow.timeout.connect(lambda: self.message.emit(f"Opening {self._opened} …"))
        self.take_drops_on(page)
        self._reader.opened.connect(self._follow_opened)
        self._reader.failed.connect(self._slow.stop)

    def take_drops_on(self, widget: QWidget) -> None:
        """Take what is dropped on another widget, too."""
        widget.setAcceptDrops(True)
        widget.installEventFilter(self)

    def choose(self) -> None:
        """Let the user choose files and open them."""
        title = "Open a picture, or several"
        self.open(choose_files(self._page, self._settings, "open", title, _FILTER))

    def choose_folder(self) -> None:
        """Let the user choose a folder and open all pictures in it."""
        title = "Open all pictures of a folder"
        folder = choose_folder(self._page, self._settings, "open", title)
        self.open([] if folder is None else [folder])

    def choose_random(self) -> None:
        """Open a random digit."""
        self._reader.open_offer(self._random.pick)

    def open(self, files: list[Path]) -> None:
        """Open a file; several, or a folder, are offered as what they are."""
        if len(files) > 1 or any(file.is_dir() for file in files):
            self.several.emit(files)
        elif files:
            self._opened = files[0].name
            self._slow.start()
            self._reader.open(files[0], files[0].name)

    def look_again_for_data(self) -> None:
        """Look for MNIST with the next random digit: it may be here now."""
        self._random.look_again()

    def paste(self) -> None:
        """Open what the clipboard holds."""
        clipboard = QGuiApplication.clipboard()
        mime = clipboard.mimeData() if clipboard is not None else None
        self._take(mime or QMimeData())

    def fill_menu(self, menu: QMenu) -> None:
        """Offer the recent pictures that are still there, and a whole folder."""
        menu.clear()
        menu.addAction("A folder …", self.choose_folder)
        there = [Path(path) for path in self._settings.now.recent if Path(path).is_file()]
        if there:
            menu.addSeparator()
            title = menu.addAction("Recent")
            assert title is not None
            title.setEnabled(False)
        for path in there:
            action = menu.addAction(
                path.name.replace("&", "&&"), lambda path=path: self.open([path])
            )
            assert action is not None
            action.setToolTip(str(path))
        if there:
            menu.addSeparator()
            menu.addAction("Clear the list", lambda: self._settings.change(recent=()))

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
            if files := offered_files(mime):
                self.open(files)
            else:
                self._reader.open(*offered_picture(mime))
        except OfferError as error:
            self.message.emit(str(error))

    def _follow_opened(self, picture: Picture) -> None:
        self._slow.stop()
        if picture.path is not None:
            recent = with_recent(self._settings.now.recent, str(picture.path.absolute()))
            self._settings.change(recent=recent)
        if self._random.is_absent and not self._told_absence:
            self._told_absence = True
            self.absent.emit(ABSENT)
