"""The toolbar: pens, eraser, undo, redo, clear, open, and how long the last reading took."""

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
from PyQt6.QtWidgets import QFrame, QHBoxLayout, QLabel, QToolButton, QWidget

from digit_recognizer.app.draw.tools import ERASER, PENS, Tool
from digit_recognizer.app.drawing import Drawing
from digit_recognizer.app.icons import icon
from digit_recognizer.app.theme import SPACING, TOUCH, Theme, font, margin

__all__ = ["Toolbar"]

_ICON = 20
_WITH_WORDS = 640
"""From this width on, some buttons say in words what they do."""

_Keys = list[QKeySequence]


class Toolbar(QFrame):
    """Shows the actions on a drawing and keeps them enabled exactly where they do something."""

    tool_taken = pyqtSignal(object)
    """A ``Tool`` was taken in hand."""
    open_wanted = pyqtSignal()
    paste_wanted = pyqtSignal()

    def __init__(self, drawing: Drawing, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("toolbar")
        self.setFixedHeight(TOUCH + 1)
        self._drawing = drawing
        self._buttons: dict[str, QToolButton] = {}
        self._row = QHBoxLayout(self)
        self._row.setSpacing(0)
        self._sign = _Sign("pen")
        self._row.addWidget(self._sign)
        self._row.addSpacing(SPACING[0])
        self._tools = QActionGroup(self)
        for tool in (*PENS, ERASER):
            self._add_tool(tool)
        self._row.addSpacing(SPACING[1])
        self._undo = self._add("undo", "Undo", _keys("Ctrl+Z"), drawing.undo)
        self._redo = self._add("redo", "Redo", _keys("Ctrl+Shift+Z", "Ctrl+Y"), drawing.redo)
        self._row.addSpacing(SPACING[1])
        self._clear = self._add("clear", "Clear", _keys("Delete", "Escape"), drawing.clear)
        self._add("open", "Open", _keys("Ctrl+O"), self.open_wanted.emit, "Open a picture")
        self._row.addStretch(1)
        self._time = QLabel()
        self._time.setObjectName("time")
        self._time.setAccessibleName("time")
        self._time.setFont(font(11))
        self._time.setProperty("tone", "muted")
        self._time.setToolTip("How long the last reading took")
        self._row.addWidget(self._time)
        paste = QAction("Paste", self)
        paste.setShortcut(QKeySequence("Ctrl+V"))
        paste.triggered.connect(lambda: self.paste_wanted.emit())
        self.addAction(paste)
        drawing.listen(self._show_drawing)
        self._show_drawing()

    def set_theme(self, theme: Theme) -> None:
        """Take the colours of `theme`."""
        self._sign.set_colour(theme.muted)
        for name, button in self._buttons.items():
            action = button.defaultAction()
            assert action is not None
            action.setIcon(icon(name, theme.text, theme.accent))

    def show_time(self, milliseconds: float | None) -> None:
        """Show how long the last reading took, or nothing."""
        self._time.setText("" if milliseconds is None else f"{milliseconds:.1f} ms")

    def _add_tool(self, tool: Tool) -> None:
        action = self._action(tool.label, _keys(tool.key), lambda: self.tool_taken.emit(tool))
        action.setCheckable(True)
        action.setChecked(tool is PENS[1])
        self._tools.addAction(action)
        self._button(tool.name, action)

    def _add(
        self, name: str, label: str, keys: _Keys, slot: object, explanation: str = ""
    ) -> QAction:
        action = self._action(label, keys, slot, explanation)
        self._button(name, action)
        return action

    def _action(self, label: str, keys: _Keys, slot: object, explanation: str = "") -> QAction:
        action = QAction(label, self)
        action.setShortcuts(keys)
        shown = " or ".join(key.toString(QKeySequence.SequenceFormat.NativeText) for key in keys)
        action.setToolTip(f"{explanation or label} ({shown})")
        assert callable(slot)
        action.triggered.connect(lambda: slot())
        return action

    def _button(self, name: str, action: QAction) -> None:
        button = QToolButton(self)
        button.setObjectName(name)
        button.setAccessibleName(name)
        button.setAccessibleDescription(action.toolTip())
        button.setDefaultAction(action)
        button.setIconSize(QSize(_ICON, _ICON))
        button.setFont(font(13))
        button.setFixedHeight(TOUCH)
        button.setMinimumWidth(TOUCH)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._buttons[name] = button
        self._row.addWidget(button)

    def resizeEvent(self, event: QResizeEvent | None) -> None:
        """Show words where there is room for them."""
        edge = margin(self.width())
        self._row.setContentsMargins(edge, 0, edge, 0)
        beside = Qt.ToolButtonStyle.ToolButtonTextBesideIcon
        alone = Qt.ToolButtonStyle.ToolButtonIconOnly
        for name in ("eraser", "clear", "open"):
            self._buttons[name].setToolButtonStyle(beside if self.width() >= _WITH_WORDS else alone)

    def _show_drawing(self) -> None:
        for action, enabled in (
            (self._undo, self._drawing.can_undo),
            (self._redo, self._drawing.can_redo),
            (self._clear, not self._drawing.sheet.is_blank),
        ):
            if action.isEnabled() != enabled:
                action.setEnabled(enabled)


class _Sign(QWidget):
    """An icon that is only looked at."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setFixedSize(_ICON, _ICON)
        self._name = name
        self._icon = QIcon()

    def set_colour(self, colour: str) -> None:
        self._icon = icon(self._name, colour)
        self.update()

    def paintEvent(self, event: QPaintEvent | None) -> None:
        self._icon.paint(QPainter(self), self.rect())


def _keys(*names: str) -> _Keys:
    return [QKeySequence(name) for name in names]
