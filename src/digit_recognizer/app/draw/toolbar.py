"""The toolbar: what one holds over the canvas, what one does to it, and what the reading took."""

from __future__ import annotations

from PyQt6.QtCore import QSize, Qt, pyqtSignal
from PyQt6.QtGui import (
    QAction,
    QActionGroup,
    QIcon,
    QKeySequence,
    QPainter,
    QPaintEvent,
    QResizeEvent,
)
from PyQt6.QtWidgets import QFrame, QHBoxLayout, QLabel, QMenu, QToolButton, QWidget

from digit_recognizer.app.core.drawing import Drawing
from digit_recognizer.app.core.settings import KeptSettings, Settings
from digit_recognizer.app.draw.tools import ERASER, PENS, Tool
from digit_recognizer.app.widgets.icons import icon
from digit_recognizer.app.widgets.theme import SPACING, TOUCH, Theme, font, margin

__all__ = ["Toolbar"]

_ICON = 20
_WITH_WORDS = 760
"""From this width on, some buttons say in words what they do."""
_WITH_SIGN = 560
"""From this width on, there is room for what is only looked at."""
_OPEN = (
    "Opens a picture of a digit, dark on light or light on dark. "
    "It can also be dropped on the canvas, or pasted."
)
_RANDOM = (
    "Lays one of MNIST's 10,000 test images on the canvas, which no network trains on. "
    "Its caption says which digit was meant."
)
_BOX = "Marks on the canvas the square that becomes 20×20 of the network's 28×28 pixels."
_SAYS = ("eraser", "clear", "open", "random")

_Keys = list[QKeySequence]


class Toolbar(QFrame):
    """Shows the actions on a drawing and keeps them enabled exactly where they do something."""

    tool_taken = pyqtSignal(object)
    """A ``Tool`` was taken in hand."""
    open_wanted = pyqtSignal()
    random_wanted = pyqtSignal()
    paste_wanted = pyqtSignal()
    copy_wanted = pyqtSignal()
    save_wanted = pyqtSignal()

    def __init__(
        self, drawing: Drawing, settings: KeptSettings, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("toolbar")
        self.setFixedHeight(TOUCH + 1)
        self._drawing = drawing
        self._settings = settings
        self._buttons: dict[str, QToolButton] = {}
        self._row = QHBoxLayout(self)
        self._row.setSpacing(0)
        self._sign = _Sign("pen")
        self._row.addWidget(self._sign)
        self._tools = QActionGroup(self)
        for tool in (*PENS, ERASER):
            self._add_tool(tool)
        self._row.addSpacing(SPACING[1])
        self._undo = self._add(
            "undo",
            "Undo",
            "Takes back the last stroke or change, as often as there is one.",
            _keys("Ctrl+Z"),
            drawing.undo,
        )
        self._redo = self._add(
            "redo",
            "Redo",
            "Makes again what was taken back.",
            _keys("Ctrl+Shift+Z", "Ctrl+Y"),
            drawing.redo,
        )
        self._row.addSpacing(SPACING[1])
        self._clear = self._add(
            "clear",
            "Clear",
            "Takes everything off the canvas. Undo brings it back.",
            _keys("Delete", "Escape"),
            drawing.clear,
        )
        self._add("open", "Open", _OPEN, _keys("Ctrl+O"), self.open_wanted.emit)
        self._add("random", "Random digit", _RANDOM, _keys("R"), self.random_wanted.emit)
        self._add_menu()
        self._row.addStretch(1)
        self._time = QLabel()
        self._time.setObjectName("time")
        self._time.setAccessibleName("time")
        self._time.setFont(font(11))
        self._time.setProperty("tone", "muted")
        self._time.setToolTip("How long the last reading took")
        self._time.setWhatsThis("Time\nFrom the strokes to the ten probabilities.")
        self._row.addWidget(self._time)
        drawing.listen(self._show_drawing)
        settings.changed.connect(self._show_settings)
        self._show_settings(settings.now)
        self._show_drawing()

    @property
    def tool(self) -> Tool:
        """What is in hand."""
        checked = self._tools.checkedAction()
        return next(
            tool for tool in (*PENS, ERASER) if checked is self._buttons[tool.name].defaultAction()
        )

    def set_theme(self, theme: Theme) -> None:
        """Take the colours of `theme`."""
        self._sign.set_colour(theme.muted)
        for name, button in self._buttons.items():
            shown = icon(name, theme.text, theme.accent)
            action = button.defaultAction()
            if action is None:
                button.setIcon(shown)
            else:
                action.setIcon(shown)

    def show_time(self, milliseconds: float | None) -> None:
        """Show how long the last reading took, or nothing."""
        self._time.setText("" if milliseconds is None else f"{milliseconds:.1f} ms")

    def _add_tool(self, tool: Tool) -> None:
        action = self._action(tool.label, tool.purpose, _keys(tool.key), lambda: self._take(tool))
        action.setCheckable(True)
        action.setChecked(tool.name == self._settings.now.pen or tool is PENS[1])
        self._tools.addAction(action)
        self._button(tool.name, action)

    def _take(self, tool: Tool) -> None:
        self.tool_taken.emit(tool)
        if not tool.erases:
            self._settings.change(pen=tool.name)

    def _add(self, name: str, label: str, purpose: str, keys: _Keys, slot: object) -> QAction:
        action = self._action(label, purpose, keys, slot)
        self._button(name, action)
        return action

    def _action(self, label: str, purpose: str, keys: _Keys, slot: object) -> QAction:
        action = QAction(label, self)
        action.setShortcuts(keys)
        shown = " or ".join(key.toString(QKeySequence.SequenceFormat.NativeText) for key in keys)
        name = label.removesuffix(" …")
        action.setToolTip(f"{name} ({shown})")
        action.setWhatsThis(f"{name}\n{purpose}")
        assert callable(slot)
        action.triggered.connect(lambda: slot())
        return action

    def _button(self, name: str, action: QAction | None) -> QToolButton:
        button = QToolButton(self)
        button.setObjectName(name)
        button.setAccessibleName(name)
        if action is not None:
            button.setDefaultAction(action)
            button.setAccessibleDescription(action.toolTip())
            button.setWhatsThis(action.whatsThis())
        button.setIconSize(QSize(_ICON, _ICON))
        button.setFont(font(13))
        button.setFixedHeight(TOUCH)
        button.setMinimumWidth(TOUCH)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._buttons[name] = button
        self._row.addWidget(button)
        return button

    def _add_menu(self) -> None:
        menu = QMenu(self)
        self._save = self._action(
            "Save as PNG …",
            "Saves the drawing as a picture, white on black.",
            _keys("Ctrl+S"),
            self.save_wanted.emit,
        )
        self._copy = self._action(
            "Copy the answer",
            "Copies the digit that was read, as text.",
            _keys("Ctrl+C"),
            self.copy_wanted.emit,
        )
        paste = self._action(
            "Paste a picture",
            "Reads a picture, or a file of one, that was copied elsewhere.",
            _keys("Ctrl+V"),
            self.paste_wanted.emit,
        )
        self._box = self._action("Show the network's box", _BOX, _keys("B"), self._toggle_box)
        self._box.setCheckable(True)
        for action in (self._save, self._copy, paste):
            menu.addAction(action)
        menu.addSeparator()
        menu.addAction(self._box)
        # Their keys work while the menu is closed, too.
        self.addActions(menu.actions())
        button = self._button("more", None)
        button.setMenu(menu)
        button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        button.setToolTip("Save, copy, paste and more")
        button.setAccessibleDescription(button.toolTip())
        button.setWhatsThis("More\nSave the drawing, copy the answer, paste a picture.")

    def _toggle_box(self) -> None:
        self._settings.change(show_box=self._box.isChecked())

    def resizeEvent(self, event: QResizeEvent | None) -> None:
        """Show words where there is room for them."""
        edge = margin(self.width())
        self._row.setContentsMargins(edge, 0, edge, 0)
        beside = Qt.ToolButtonStyle.ToolButtonTextBesideIcon
        alone = Qt.ToolButtonStyle.ToolButtonIconOnly
        for name in _SAYS:
            self._buttons[name].setToolButtonStyle(beside if self.width() >= _WITH_WORDS else alone)
        for part in (self._sign, self._time):
            part.setVisible(self.width() >= _WITH_SIGN)

    def _show_settings(self, settings: Settings) -> None:
        self._box.setChecked(settings.show_box)

    def _show_drawing(self) -> None:
        blank = self._drawing.sheet.is_blank
        for action, enabled in (
            (self._undo, self._drawing.can_undo),
            (self._redo, self._drawing.can_redo),
            (self._clear, not blank),
            (self._save, not blank),
            (self._copy, not blank),
        ):
            if action.isEnabled() != enabled:
                action.setEnabled(enabled)


class _Sign(QWidget):
    """An icon that is only looked at."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setFixedSize(_ICON + SPACING[0], _ICON)
        self._name = name
        self._icon = QIcon()

    def set_colour(self, colour: str) -> None:
        self._icon = icon(self._name, colour)
        self.update()

    def paintEvent(self, event: QPaintEvent | None) -> None:
        self._icon.paint(QPainter(self), 0, 0, _ICON, _ICON)


def _keys(*names: str) -> _Keys:
    return [QKeySequence(name) for name in names]
