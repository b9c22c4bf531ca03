"""The menu of the settings: what is the same when the window opens again."""

from __future__ import annotations

from functools import partial

from PyQt6.QtCore import pyqtSignal
from PyQt6.QtGui import QAction, QActionGroup, QKeySequence
from PyQt6.QtWidgets import QMenu, QWidget

from digit_recognizer.app.core.settings import CurrentSettings, Settings

__all__ = ["SettingsMenu"]

_THEMES = {
    "system": "Colours of the system",
    "light": "Light colours",
    "dark": "Dark colours",
}


class SettingsMenu(QMenu):
    """Shows the settings and changes them."""

    help_wanted = pyqtSignal()
    welcome_wanted = pyqtSignal()
    data_sets_wanted = pyqtSignal()
    hands_wanted = pyqtSignal()
    shortcuts_wanted = pyqtSignal()
    about_wanted = pyqtSignal()
    full_screen_wanted = pyqtSignal(bool)
    quit_wanted = pyqtSignal()

    def __init__(self, settings: CurrentSettings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._settings = settings
        self._themes: dict[str, QAction] = {}
        group = QActionGroup(self)
        for name, label in _THEMES.items():
            action = self._add(label)
            action.setCheckable(True)
            action.triggered.connect(partial(self._change, theme=name))
            group.addAction(action)
            self._themes[name] = action
        self.addSeparator()
        self._box = self._add("Show the network's box")
        self._box.setCheckable(True)
        self._box.triggered.connect(lambda shown: settings.change(show_box=shown))
        self.addSeparator()
        self._add("My hand…").triggered.connect(lambda: self.hands_wanted.emit())
        self._add("Data sets…").triggered.connect(lambda: self.data_sets_wanted.emit())
        self.full_screen = self._add("Full screen", "F11")
        self.full_screen.setCheckable(True)
        self.full_screen.triggered.connect(self.full_screen_wanted)
        self.addSeparator()
        self._add("Where to begin").triggered.connect(lambda: self.welcome_wanted.emit())
        self._add("Explain a control", "F1").triggered.connect(lambda: self.help_wanted.emit())
        self._add("Keyboard shortcuts", "Ctrl+/", "?").triggered.connect(
            lambda: self.shortcuts_wanted.emit()
        )
        self._add("About Digit Recognizer").triggered.connect(lambda: self.about_wanted.emit())
        self.addSeparator()
        self._add("Quit", "Ctrl+Q").triggered.connect(lambda: self.quit_wanted.emit())
        settings.changed.connect(self._show)
        self._show(settings.now)

    def _add(self, label: str, *keys: str) -> QAction:
        action = self.addAction(label)
        assert action is not None
        action.setShortcuts([QKeySequence(key) for key in keys])
        return action

    def _change(self, _: bool, **changes: str) -> None:
        self._settings.change(**changes)

    def _show(self, settings: Settings) -> None:
        self._themes[settings.theme].setChecked(True)
        self._box.setChecked(settings.show_box)
