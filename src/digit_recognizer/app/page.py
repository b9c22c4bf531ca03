"""What the window asks of a page, and the pages there are. A new page is a line here."""

from __future__ import annotations

from importlib import import_module
from typing import ClassVar

from PyQt6.QtCore import pyqtSignal
from PyQt6.QtWidgets import QWidget

from digit_recognizer.app.core.jobs import close_workers
from digit_recognizer.app.core.session import Session

__all__ = ["PAGES", "PURPOSES", "Page", "page_class"]


class Page(QWidget):
    """One of the window's pages. It is made when it is first visited, and lives as long.

    The window calls ``enter`` and ``leave`` in turn, and at the end ``shut_down``, once.

    Parameters
    ----------
    session
        What it shares with the other pages.
    """

    title: ClassVar[str] = ""
    """Its name, as the header shows it."""

    page_wanted = pyqtSignal(str)
    """The page of this title shall be shown: ``self.page_wanted.emit("Draw")``."""

    data_sets_wanted = pyqtSignal()
    """All data sets shall be shown."""

    activity_changed = pyqtSignal(object)
    """What goes on in the background: an ``Activity``, or None."""

    finished = pyqtSignal(str)
    """What went on is over; how it went, in plain words for users on another page."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session = session
        self.messages = session.messages.about(self.title)
        self.setAccessibleName(self.title)

    def enter(self) -> None:
        """It became the visible page."""

    def leave(self) -> None:
        """Another page became the visible one: stop what only the eye needs."""

    def look_again_for_data(self) -> None:
        """Another data set is on this computer now, perhaps one that was missing."""

    def shut_down(self) -> None:
        """The window closes: close the workers of the page; extend it where more has to end."""
        close_workers(self)


PAGES = {
    "Draw": "digit_recognizer.app.draw.page:DrawPage",
    "Look inside": "digit_recognizer.app.inside.page:InsidePage",
    "Train": "digit_recognizer.app.train.page:TrainPage",
    "Judge": "digit_recognizer.app.judge.page:JudgePage",
    "Sheets": "digit_recognizer.app.sheets.page:SheetsPage",
}
"""Title and class of each page. A class is imported when its page is first visited."""

PURPOSES = {
    "Draw": "A digit or a number, with mouse, finger or pen. It is read while you draw.",
    "Look inside": "See what every layer makes of it, and how each number comes about.",
    "Train": "Let a network of your own learn to read, in seconds.",
    "Judge": "Find out what a network is worth, and see its mistakes.",
    "Sheets": "Photographed forms become tables.",
}
"""What each page is for, in a sentence."""


def page_class(title: str) -> type[Page]:
    """Return the class of the page called `title`."""
    module, name = PAGES[title].split(":")
    found: type[Page] = getattr(import_module(module), name)
    assert found.title == title
    return found
