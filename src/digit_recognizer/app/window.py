"""The window: its frame, the pages in it, and what they share."""

from __future__ import annotations

from functools import partial
from typing import TypeGuard

from PyQt6.QtCore import QChildEvent, QEvent, QObject, QSize, Qt, QTimer, pyqtSignal
from PyQt6.QtGui import (
    QCloseEvent,
    QGuiApplication,
    QKeyEvent,
    QResizeEvent,
    QShowEvent,
)
from PyQt6.QtWidgets import QMainWindow, QVBoxLayout, QWidget

from digit_recognizer.app.core.autosave import Autosave, sheets_file
from digit_recognizer.app.core.characters import Characters
from digit_recognizer.app.core.drawing import Drawing
from digit_recognizer.app.core.hands import Hands
from digit_recognizer.app.core.jobs import close_workers
from digit_recognizer.app.core.networks import NamedNetwork, Networks
from digit_recognizer.app.core.reading import Reader, Reads
from digit_recognizer.app.core.repeated_save import RepeatedSave, report
from digit_recognizer.app.core.session import Session
from digit_recognizer.app.core.settings import CurrentSettings
from digit_recognizer.app.draw.page import DrawPage
from digit_recognizer.app.exporting import Exporting
from digit_recognizer.app.header import Header
from digit_recognizer.app.help import HelpCard
from digit_recognizer.app.loading_ahead import LoadingAhead
from digit_recognizer.app.page import PAGES, Page
from digit_recognizer.app.pages import Pages
from digit_recognizer.app.widgets.icons import window_icon
from digit_recognizer.app.widgets.message_line import MessageLine
from digit_recognizer.app.widgets.style_sheet import give_style, use_theme
from digit_recognizer.app.widgets.theme import (
    DARK,
    LIGHT,
    Theme,
    ThemeName,
    system_theme,
)

__all__ = ["MainWindow"]

_SMALLEST = QSize(480, 400)
_COMFORTABLE = QSize(1040, 720)
_LOW = 480
"""A window that is lower needs all its height for the page."""


class MainWindow(QMainWindow):
    """Reads the digit that is drawn in it.

    Parameters
    ----------
    recognizer
        What reads; by default the network that the settings name, loaded once the window is shown.
    theme
        ``"light"`` or ``"dark"``; by default what the settings say.
    autosave
        Where the drawing is stored while the window is open, and the sheets beside it; by default
        nowhere.
    settings
        What the user has set; by default nothing.
    """

    closed = pyqtSignal()

    def __init__(
        self,
        recognizer: Reads | None = None,
        *,
        theme: ThemeName | None = None,
        autosave: Autosave | None = None,
        settings: CurrentSettings | None = None,
    ) -> None:
        super().__init__()
        self.setObjectName("window")
        self.setWindowTitle("Digit Recognizer")
        self.setMinimumSize(_SMALLEST)
        self.drawing, self.reader = Drawing(), Reader(self)
        settings = settings or CurrentSettings()
        self.session = Session(
            self.drawing,
            self.reader,
            Characters(self.drawing, self.reader, self),
            Networks(parent=self),
            settings,
            Hands(self.reader, settings, self),
            sheets_file=None if autosave is None else sheets_file(autosave.file),
        )
        self._recognizer = recognizer
        self._autosave = autosave
        self.saving = RepeatedSave(self)
        self._ahead = LoadingAhead(self.drawing, self.reader, self)
        self.exporting = Exporting(self, self.session)
        self._header = Header(PAGES, self.session.networks, self.session.settings)
        self._message_line = MessageLine(self.session.messages)
        self._pages = Pages(self.session, self._header.tabs)
        self._help = HelpCard(self)
        self._build()
        self._fixed_theme = {"light": LIGHT, "dark": DARK}[theme] if theme else None
        self._take_theme(self._wanted_theme())
        self.show_page(next(iter(PAGES)))
        self._observe()
        self.resize(self._first_size())

    @property
    def draw_page(self) -> DrawPage:
        """The page where one draws."""
        page = self.page("Draw")
        assert isinstance(page, DrawPage)
        return page

    @property
    def page_shown(self) -> str:
        """Title of the visible page."""
        return "" if self._pages.shown is None else self._pages.shown.title

    def page(self, title: str) -> Page:
        """Return the page called `title`, made now if it is asked for the first time."""
        return self._pages.page(title)

    def show_page(self, title: str) -> None:
        """Make the page called `title` the visible one."""
        self._pages.show_page(title)

    def _build(self) -> None:
        frame = QWidget()
        column = QVBoxLayout(frame)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._header)
        column.addWidget(self._message_line)
        column.addWidget(self._pages, 1)
        self.setCentralWidget(frame)

    def _observe(self) -> None:
        networks, reader = self.session.networks, self.reader
        self._pages.add_shortcuts(self)
        self._pages.data_sets_wanted.connect(self.show_data_sets)
        self._header.network.chosen.connect(networks.use)
        self._header.network.export_wanted.connect(self.exporting.export)
        menu = self._header.menu
        menu.help_wanted.connect(self._help.explain)
        menu.welcome_wanted.connect(self.welcome)
        menu.data_sets_wanted.connect(self.show_data_sets)
        menu.shortcuts_wanted.connect(self._show_shortcuts)
        menu.about_wanted.connect(self._show_about)
        menu.full_screen_wanted.connect(self._fill_screen)
        menu.quit_wanted.connect(self.close)
        # Their keys work while the menu is closed, too.
        self.addActions(menu.actions())
        networks.current_changed.connect(self._read_with)
        networks.renamed.connect(self._follow_name)
        networks.failed.connect(self.session.messages.about("networks").ask)
        self.session.hands.failed.connect(self.session.messages.about("hands").ask)
        menu.hands_wanted.connect(self.show_hands)
        self.draw_page.hands_wanted.connect(self.show_hands)
        self.drawing.listen(self._save)
        if self._autosave is not None:
            loss = "Closing the window or a crash would lose it."
            folder = self._autosave.file.parent
            report(self.saving, self.session.messages, "drawing", loss, folder)
        hints = QGuiApplication.styleHints()
        if hints is not None:
            hints.colorSchemeChanged.connect(self._follow_theme)
        self.session.settings.changed.connect(self._follow_theme)
        recognizer = self._recognizer
        if recognizer is not None:
            reader.use(lambda: recognizer)

    def resizeEvent(self, event: QResizeEvent | None) -> None:
        """Keep room for messages where there is any."""
        super().resizeEvent(event)
        self._message_line.reserve(self.height() >= _LOW)
        frame = self.centralWidget()
        column = None if frame is None else frame.layout()
        if column is not None:
            column.activate()

    def showEvent(self, event: QShowEvent | None) -> None:
        """Load the network as soon as the window has been painted."""
        super().showEvent(event)
        QTimer.singleShot(0, self._start)

    def closeEvent(self, event: QCloseEvent | None) -> None:
        """End all jobs; what is drawn is on disk then and comes back with the next window."""
        self.hide()  # ending may take a while, which nobody should watch
        self.drawing.end_gesture()
        self._pages.shut_down()
        size = self.normalGeometry().size() if self.isFullScreen() else self.size()
        self.session.settings.change(window_size=(size.width(), size.height()))
        self.saving.close()
        self._ahead.close()
        close_workers(self)
        super().closeEvent(event)
        self.closed.emit()

    def childEvent(self, event: QChildEvent | None) -> None:
        """Give a dialog, which is about to be shown, the style of the window."""
        super().childEvent(event)
        if event is not None and event.polished() and _is_window(dialog := event.child()):
            give_style(dialog)

    def changeEvent(self, event: QEvent | None) -> None:
        """Show in the menu whether the window fills the screen."""
        super().changeEvent(event)
        if event is not None and event.type() == QEvent.Type.WindowStateChange:
            self._header.menu.full_screen.setChecked(self.isFullScreen())

    def keyPressEvent(self, event: QKeyEvent | None) -> None:
        """Leave the full screen at Escape, which nothing else wanted."""
        assert event is not None
        if event.key() == Qt.Key.Key_Escape and self.isFullScreen():
            self._fill_screen(False)
        else:
            super().keyPressEvent(event)

    def restore(self) -> None:
        """Bring back the drawing of the session before, and say so where that cannot be."""
        if self._autosave is None:
            return
        try:
            saved = self._autosave.restore()
        except ValueError as error:
            self.draw_page.messages.ask(str(error))
            return
        if saved is None:
            return
        if saved.picture is not None:
            name, png = saved.picture
            self.reader.open(png, name)
        self.drawing.restore(saved.sheet)

    def welcome(self) -> None:
        """Show where to begin."""
        self.show_page("Draw")
        self.draw_page.welcome.open_card()

    def show_data_sets(self) -> None:
        """Show which data sets there are, and let them be fetched or pointed at."""
        from digit_recognizer.app.data_sets import DataSets

        dialog = DataSets(self.session, self)
        dialog.changed.connect(self._pages.look_again_for_data)
        dialog.open()

    def show_hands(self) -> None:
        """Show whose digits were learned, and let them be removed."""
        from digit_recognizer.app.hands_dialog import HandsDialog

        dialog = HandsDialog(self.session, self)
        dialog.writing_wanted.connect(self._write_digits)
        dialog.open()

    def _write_digits(self) -> None:
        self.show_page("Draw")
        self.draw_page.guide.begin()

    def _fill_screen(self, fill: bool) -> None:
        if fill:
            self.showFullScreen()
        else:
            self.showNormal()

    def _show_shortcuts(self) -> None:
        from digit_recognizer.app.sheet_dialog import SheetDialog
        from digit_recognizer.app.shortcuts import shortcuts_of, shortcuts_text

        page = self._pages.shown
        assert page is not None
        groups = {
            page.title: shortcuts_of(page),
            "Everywhere": shortcuts_of(self, without=self._pages),
        }
        SheetDialog("shortcuts", "Keyboard shortcuts", shortcuts_text(groups), self).open()

    def _show_about(self) -> None:
        from digit_recognizer.app.about import about_text
        from digit_recognizer.app.sheet_dialog import SheetDialog

        sign = self.windowIcon()
        SheetDialog("about", "Digit Recognizer", about_text(), self, sign).open()

    def _save(self) -> None:
        if self._autosave is not None and not self.drawing.in_gesture:
            self.saving.save(partial(self._autosave.save, self.drawing.sheet))

    def _start(self) -> None:
        self.reader.start()
        if self._recognizer is None and self.session.networks.current is None:
            self.session.networks.use(self.session.settings.now.network)

    def _read_with(self, network: NamedNetwork) -> None:
        if self._recognizer is None:
            self.reader.use(partial(_recognizer_of, network))
        if network.name in self.session.networks.names:
            self.session.settings.change(network=network.name)

    def _follow_name(self, name: str, new_name: str) -> None:
        if self.session.settings.now.network == name:
            self.session.settings.change(network=new_name)

    def _wanted_theme(self) -> Theme:
        chosen = {"light": LIGHT, "dark": DARK}.get(self.session.settings.now.theme)
        return self._fixed_theme or chosen or system_theme()

    def _follow_theme(self) -> None:
        if self._wanted_theme() is not self._theme:
            self._take_theme(self._wanted_theme())

    def _take_theme(self, theme: Theme) -> None:
        self._theme = theme
        use_theme(theme)
        dialogs = [each for each in self.children() if _is_window(each)]
        for part in (self._header, self._message_line, self._help, *dialogs):
            give_style(part)
        self._pages.follow_theme()
        # The icon that the window system is given does not follow by itself.
        self.setWindowIcon(window_icon(theme))

    def _first_size(self) -> QSize:
        last = self.session.settings.now.window_size
        wanted = _COMFORTABLE if last is None else QSize(*last)
        screen = QGuiApplication.primaryScreen()
        if screen is None:
            return wanted
        return wanted.boundedTo(screen.availableSize()).expandedTo(_SMALLEST)


def _is_window(child: QObject | None) -> TypeGuard[QWidget]:
    return isinstance(child, QWidget) and child.isWindow()


def _recognizer_of(network: NamedNetwork) -> Reads:
    from digit_recognizer.recognizer import Recognizer

    return Recognizer(network.checkpoint)
