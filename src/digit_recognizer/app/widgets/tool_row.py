"""The row of tools below a page, and the actions in it."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from PyQt6.QtCore import QObject, QSize, Qt
from PyQt6.QtGui import QAction, QKeySequence, QResizeEvent
from PyQt6.QtWidgets import QFrame, QHBoxLayout, QMenu, QToolButton, QWidget

from digit_recognizer.app.widgets.icons import icon
from digit_recognizer.app.widgets.theme import TOUCH, margin

__all__ = ["ToolRow", "new_action"]

_ICON = 20


def new_action(
    parent: QObject,
    label: str,
    purpose: str,
    keys: Iterable[str],
    slot: Callable[[], object],
) -> QAction:
    """Return an action with its keys in its tooltip and its purpose in its help.

    Parameters
    ----------
    parent
        Owns the action.
    label
        What it is called; an ellipsis at the end says that it asks for more.
    purpose
        What it is for, in a sentence.
    keys
        The key sequences that start it.
    slot
        Called without arguments.
    """
    action = QAction(label, parent)
    sequences = [QKeySequence(key) for key in keys]
    action.setShortcuts(sequences)
    shown = " or ".join(
        sequence.toString(QKeySequence.SequenceFormat.NativeText) for sequence in sequences
    )
    name = label.removesuffix(" …")
    action.setToolTip(f"{name} ({shown})" if shown else name)
    action.setWhatsThis(f"{name}\n{purpose}")
    action.triggered.connect(lambda: slot())
    return action


class ToolRow(QFrame):
    """Buttons with icons; those that say so show words, too, where the row is wide.

    Parameters
    ----------
    words_from
        The width from which on there is room for words.
    prefix
        Begins the object name of each button.
    """

    def __init__(self, words_from: int, *, prefix: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("toolbar")
        self.setFixedHeight(TOUCH + 1)
        self._words_from = words_from
        self._prefix = prefix
        self._buttons: dict[str, QToolButton] = {}
        self._in_words: list[QToolButton] = []
        self._row = QHBoxLayout(self)
        self._row.setSpacing(0)

    def add(self, name: str, action: QAction, *, in_words: bool = False) -> QToolButton:
        """Add a button for an action, with the icon of that name."""
        button = self._new_button(name, action.text())
        action.setIcon(icon(name))
        button.setDefaultAction(action)
        button.setAccessibleDescription(action.toolTip())
        button.setWhatsThis(action.whatsThis())
        if in_words:
            self._in_words.append(button)
        return button

    def add_menu(
        self, name: str, label: str, explanation: str, actions: Iterable[QAction]
    ) -> QToolButton:
        """Add a button that opens a menu; the keys of its actions work while it is closed, too."""
        button, menu = self._new_button(name, label), QMenu(self)
        for action in actions:
            menu.addAction(action)
            if not action.isSeparator():
                self.addAction(action)
        button.setIcon(icon(name))
        button.setMenu(menu)
        button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        button.setToolTip(explanation)
        button.setAccessibleDescription(explanation)
        button.setWhatsThis(f"{label}\n{explanation}.")
        return button

    def resizeEvent(self, event: QResizeEvent | None) -> None:
        """Keep to the edges of what is above, and show words where there is room."""
        edge = margin(self.width())
        self._row.setContentsMargins(edge, 0, edge, 0)
        beside = Qt.ToolButtonStyle.ToolButtonTextBesideIcon
        alone = Qt.ToolButtonStyle.ToolButtonIconOnly
        for button in self._in_words:
            button.setToolButtonStyle(beside if self.width() >= self._words_from else alone)

    def _new_button(self, name: str, label: str) -> QToolButton:
        button = QToolButton(self)
        button.setObjectName(f"{self._prefix}{name}")
        button.setAccessibleName(label.removesuffix(" …"))
        button.setIconSize(QSize(_ICON, _ICON))
        button.setFixedHeight(TOUCH)
        button.setMinimumWidth(TOUCH)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._buttons[name] = button
        self._row.addWidget(button)
        return button
