"""The window: its frame, and what its places share."""

from __future__ import annotations

from PyQt6.QtCore import QSize, QTimer, pyqtSignal
from PyQt6.QtGui import QCloseEvent, QFont, QGuiApplication, QIcon, QResizeEvent, QShowEvent
from PyQt6.QtWidgets import QFrame, QHBoxLayout, QLabel, QMainWindow, QVBoxLayout, QWidget

from digit_recognizer.app.autosave import Autosave
from digit_recognizer.app.draw.place import DrawPlace
from digit_recognizer.app.drawing import Drawing
from digit_recognizer.app.icons import icon
from digit_recognizer.app.reading import Reader, Reads
from digit_recognizer.app.theme import (
    DARK,
    LIGHT,
    Theme,
    ThemeName,
    font,
    margin,
    style_sheet,
    system_theme,
)

__all__ = ["MainWindow"]

_HEADER = 48
_SMALLEST = QSize(480, 400)
_COMFORTABLE = QSize(1040, 720)


class MainWindow(QMainWindow):
    """Reads the digit that is drawn in it.

    Parameters
    ----------
    recognizer
        What reads; by default the shipped network, loaded once the window is shown.
    theme
        ``"light"`` or ``"dark"``; by default what the system asks for, also when that changes.
    autosave
        Where the drawing is kept while the window is open; by default nowhere.
    """

    closed = pyqtSignal()

    def __init__(
        self,
        recognizer: Reads | None = None,
        *,
        theme: ThemeName | None = None,
        autosave: Autosave | None = None,
    ) -> None:
        super().__init__()
        self.setObjectName("window")
        self.setWindowTitle("Digit Recognizer")
        self.setMinimumSize(_SMALLEST)
        self.drawing = Drawing()
        self.reader = Reader((lambda: recognizer) if recognizer else _shipped_recognizer, self)
        self._autosave = autosave
        self._header = _Header()
        self.draw_place = DrawPlace(self.drawing, self.reader)
        self._build()
        self._fixed_theme = {"light": LIGHT, "dark": DARK}[theme] if theme else None
        self._take_theme()
        hints = QGuiApplication.styleHints()
        if hints is not None:
            hints.colorSchemeChanged.connect(self._take_theme)
        self.reader.ready.connect(self._header.show_network)
        self.drawing.listen(self._save)
        self.resize(self._first_size())

    def _build(self) -> None:
        frame = QWidget()
        column = QVBoxLayout(frame)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._header)
        column.addWidget(self.draw_place, 1)
        self.setCentralWidget(frame)

    def showEvent(self, event: QShowEvent | None) -> None:
        """Load the network as soon as the window has been painted."""
        super().showEvent(event)
        QTimer.singleShot(0, self.reader.start)

    def closeEvent(self, event: QCloseEvent | None) -> None:
        """Wait for the reader; an orderly end leaves nothing to restore."""
        self.drawing.end_gesture()
        self.reader.close()
        if self._autosave is not None:
            self._autosave.forget()
        super().closeEvent(event)
        self.closed.emit()

    def restore(self) -> None:
        """Bring back the drawing of a session that did not end well, and say so."""
        if self._autosave is None:
            return
        try:
            saved = self._autosave.restore()
        except ValueError as error:
            self.draw_place.notice.say(str(error))
            return
        if saved is None:
            return
        if saved.picture is not None:
            name, png = saved.picture
            self.reader.open(png, name)
        self.drawing.restore(saved.sheet)

    def _save(self) -> None:
        if self._autosave is None or self.drawing.in_gesture:
            return
        try:
            self._autosave.save(self.drawing.sheet)
        except OSError as error:
            self.draw_place.notice.say(
                f"The drawing cannot be kept safe on disk: {error.strerror or error}. "
                "Drawing goes on, but a crash would lose it."
            )
            self._autosave = None

    def _take_theme(self) -> None:
        theme = self._fixed_theme or system_theme()
        self.setStyleSheet(style_sheet(theme))
        self.setWindowIcon(_window_icon(theme))
        self.draw_place.set_theme(theme)

    def _first_size(self) -> QSize:
        screen = QGuiApplication.primaryScreen()
        if screen is None:
            return _COMFORTABLE
        return _COMFORTABLE.boundedTo(screen.availableSize()).expandedTo(_SMALLEST)


class _Header(QFrame):
    """The name of the product, and that of the network that reads."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("header")
        self.setFixedHeight(_HEADER)
        name = QLabel("Digit Recognizer")
        name.setFont(font(13, QFont.Weight.DemiBold))
        self._network = QLabel()
        self._network.setObjectName("network")
        self._network.setAccessibleName("network")
        self._network.setFont(font(13))
        self._network.setProperty("tone", "muted")
        row = QHBoxLayout(self)
        row.addWidget(name)
        row.addStretch(1)
        row.addWidget(self._network)

    def resizeEvent(self, event: QResizeEvent | None) -> None:
        """Keep to the edges of what is below."""
        row = self.layout()
        assert row is not None
        row.setContentsMargins(margin(self.width()), 0, margin(self.width()), 0)

    def show_network(self, name: str) -> None:
        """Show the name of the network that reads."""
        self._network.setText(name)
        self._network.setToolTip(f"The network that reads: {name}" if name else "")


def _window_icon(theme: Theme) -> QIcon:
    return icon("pen", theme.accent)


def _shipped_recognizer() -> Reads:
    from digit_recognizer.recognizer import Recognizer

    return Recognizer()
