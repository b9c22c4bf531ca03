"""What can be done with the drawing, as actions that every page with a canvas shows."""

from __future__ import annotations

from collections.abc import Callable

from PyQt6.QtCore import QObject
from PyQt6.QtGui import QAction
from PyQt6.QtWidgets import QMenu, QToolButton

from digit_recognizer.app.core.session import Session
from digit_recognizer.app.core.settings import Settings
from digit_recognizer.app.draw.opening import Opening
from digit_recognizer.app.widgets.tool_row import ToolRow, new_action

__all__ = ["DrawingActions"]

_OPEN = (
    "Opens a picture of a digit or a number, dark on light or light on dark, or a list of answers "
    "for several. They can also be dropped on the page, or pasted."
)
_RANDOM = (
    "Lays one of MNIST's 10,000 test images on the canvas, which no network trains on. "
    "Its caption says which digit was meant."
)
_WIDEN = (
    "Makes the canvas twice and four times as wide as high, for long numbers, then square again. "
    "The ink stays; where it needs the room, the canvas stays wide."
)
_BOX = "Marks on the canvas the square that becomes 20×20 of the network's 28×28 pixels."


class DrawingActions(QObject):
    """The actions on the drawing, enabled exactly where they do something.

    Parameters
    ----------
    session
        The drawing and the settings.
    opening
        Opens pictures.
    clear_keys
        The keys that clear the canvas.
    parent
        Owns the actions.
    """

    def __init__(
        self, session: Session, opening: Opening, clear_keys: tuple[str, ...], parent: QObject
    ) -> None:
        super().__init__(parent)
        drawing = self._drawing = session.drawing
        self._settings = session.settings
        self._opening = opening
        self.undo = self._new(
            "Undo",
            "Takes back the last stroke or change, as often as there is one.",
            ("Ctrl+Z",),
            drawing.undo,
        )
        self.redo = self._new(
            "Redo", "Makes again what was taken back.", ("Ctrl+Shift+Z", "Ctrl+Y"), drawing.redo
        )
        self.clear = self._new(
            "Clear",
            "Takes everything off the canvas. Undo brings it back.",
            clear_keys,
            drawing.clear,
        )
        self.open = self._new("Open", _OPEN, ("Ctrl+O",), opening.choose)
        self.random = self._new("Random digit", _RANDOM, ("R",), opening.choose_random)
        self.paste = self._new(
            "Paste a picture",
            "Reads a picture, or a file of one, that was copied elsewhere.",
            ("Ctrl+V",),
            opening.paste,
        )
        self.widen = self._new("Wider canvas", _WIDEN, ("W",), drawing.widen)
        self.box = self._new("Show the network's box", _BOX, ("B",), self._toggle_box)
        self.box.setCheckable(True)
        drawing.listen(self._follow_drawing)
        self._settings.changed.connect(self._follow_settings)
        self._follow_drawing()
        self._follow_settings(self._settings.now)

    def add_history(self, row: ToolRow) -> None:
        """Add the buttons that go back and forth."""
        row.add("undo", self.undo)
        row.add("redo", self.redo)

    def add_content(self, row: ToolRow) -> None:
        """Add the buttons that change what is on the canvas."""
        row.add("clear", self.clear, in_words=True)
        row.add("wider", self.widen)
        button, menu = row.add("open", self.open, in_words=True), QMenu(row)
        menu.setToolTipsVisible(True)
        menu.aboutToShow.connect(lambda: self._opening.fill_menu(menu))
        button.setMenu(menu)
        button.setPopupMode(QToolButton.ToolButtonPopupMode.MenuButtonPopup)
        row.add("random", self.random, in_words=True)

    def _new(
        self, label: str, purpose: str, keys: tuple[str, ...], slot: Callable[[], object]
    ) -> QAction:
        return new_action(self, label, purpose, keys, slot)

    def _toggle_box(self) -> None:
        self._settings.change(show_box=self.box.isChecked())

    def _follow_settings(self, settings: Settings) -> None:
        self.box.setChecked(settings.show_box)

    def _follow_drawing(self) -> None:
        drawing = self._drawing
        for action, enabled in (
            (self.undo, drawing.can_undo),
            (self.redo, drawing.can_redo),
            (self.clear, not drawing.sheet.is_blank),
        ):
            if action.isEnabled() != enabled:
                action.setEnabled(enabled)
