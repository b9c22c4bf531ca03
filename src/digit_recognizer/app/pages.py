"""The pages of a window, of which one is shown."""

from __future__ import annotations

from functools import partial

from PyQt6.QtCore import pyqtSignal
from PyQt6.QtGui import QAction, QKeySequence
from PyQt6.QtWidgets import QStackedWidget, QWidget

from digit_recognizer.app.core.session import Session
from digit_recognizer.app.header import Tabs
from digit_recognizer.app.page import PAGES, Page, page_class
from digit_recognizer.app.widgets.style_sheet import give_style

__all__ = ["Pages"]


class Pages(QStackedWidget):
    """Makes a page when it is first asked for, and shows the one whose tab is chosen.

    Parameters
    ----------
    session
        What the pages share.
    tabs
        What shows and chooses them, in the order of ``PAGES``.
    """

    data_sets_wanted = pyqtSignal()
    """All data sets shall be shown."""

    def __init__(self, session: Session, tabs: Tabs) -> None:
        super().__init__()
        self._session, self._tabs = session, tabs
        self._made: dict[str, Page] = {}
        self.shown: Page | None = None
        tabs.currentChanged.connect(lambda number: self.show_page(list(PAGES)[number]))

    def add_shortcuts(self, window: QWidget) -> None:
        """Give the window an action for each page that shows it, by Ctrl and its number."""
        for number, title in enumerate(PAGES, 1):
            action = QAction(f"Go to {title}", window)
            action.setShortcut(QKeySequence(f"Ctrl+{number}"))
            action.triggered.connect(lambda _, title=title: self.show_page(title))
            window.addAction(action)

    def page(self, title: str) -> Page:
        """Return the page called `title`, made now if it is asked for the first time."""
        if title not in self._made:
            page = page_class(title)(self._session)
            page.page_wanted.connect(self.show_page)
            page.data_sets_wanted.connect(self.data_sets_wanted)
            number = list(PAGES).index(title)
            page.activity_changed.connect(partial(self._tabs.show_activity, number))
            page.finished.connect(partial(self._tell_end, page))
            self._made[title] = page
            self.addWidget(page)
        return self._made[title]

    def follow_theme(self) -> None:
        """Let the visible page take the colours of the theme; others do when they are shown."""
        if self.shown is not None:
            give_style(self.shown)

    def show_page(self, title: str) -> None:
        """Make the page called `title` the visible one."""
        page = self.page(title)
        number = list(PAGES).index(title)
        if self._tabs.currentIndex() != number:
            self._tabs.setCurrentIndex(number)
        if self.shown is not page:
            if self.shown is not None:
                self.shown.leave()
            self.shown = page
            give_style(page)
            self.setCurrentWidget(page)
            self._session.messages.about(f"end of {title}").clear()
            page.enter()

    def look_again_for_data(self) -> None:
        """Tell the pages that another data set is on this computer now."""
        for page in self._made.values():
            page.look_again_for_data()

    def shut_down(self) -> None:
        """Let every page end its jobs."""
        for page in self._made.values():
            page.shut_down()

    def _tell_end(self, page: Page, text: str) -> None:
        """Say to whom is on another page that what went on there is over."""
        if page is not self.shown:
            topic = self._session.messages.about(f"end of {page.title}")
            topic.ask(text, f"Go to {page.title}", lambda: self.show_page(page.title))
