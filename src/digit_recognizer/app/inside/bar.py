"""The bar below: what can be done here, and the scale of colours."""

from __future__ import annotations

from PyQt6.QtCore import QSize, Qt, pyqtSignal
from PyQt6.QtGui import QAction, QKeySequence, QResizeEvent
from PyQt6.QtWidgets import QFrame, QHBoxLayout, QLabel, QToolButton, QWidget

from digit_recognizer.app.core.drawing import Drawing
from digit_recognizer.app.inside.legend import Legend
from digit_recognizer.app.inside.state import InsideState
from digit_recognizer.app.widgets.icons import icon
from digit_recognizer.app.widgets.theme import SPACING, TOUCH, Theme, font, margin

__all__ = ["Bar"]

_ICON = 20
_WITH_WORDS = 680
_WITH_HELP = 1000
_HELP = "Point at a square · click a class · arrow keys walk"


class Bar(QFrame):
    """Buttons for a random digit, for clearing and for the sliding kernel; keys; and the scale."""

    random_wanted = pyqtSignal()

    def __init__(self, drawing: Drawing, state: InsideState, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("toolbar")
        self.setFixedHeight(TOUCH + 1)
        self._drawing = drawing
        self._state = state
        self._buttons: dict[str, QToolButton] = {}
        self._row = QHBoxLayout(self)
        self._row.setSpacing(0)
        self.sweep = self._add(
            "play", "Slide the kernel", "S", "Let the unit slide over its whole map"
        )
        self.sweep.setCheckable(True)
        self.sweep.toggled.connect(state.sweep)
        self._row.addSpacing(SPACING[1])
        self.random = self._add("random", "Random digit", "R", "Take somebody's digit to look at")
        self.random.triggered.connect(lambda: self.random_wanted.emit())
        self.clear = self._add("clear", "Clear", "Delete", "Begin with blank paper")
        self.clear.triggered.connect(lambda: drawing.clear())
        undo = QAction("Undo", self)
        undo.setShortcut(QKeySequence("Ctrl+Z"))
        undo.triggered.connect(lambda: drawing.undo())
        self.addAction(undo)
        self._row.addStretch(1)
        self._help = QLabel(_HELP)
        self._help.setObjectName("inside-help")
        self._help.setAccessibleName("inside-help")
        self._help.setFont(font(11))
        self._help.setProperty("tone", "muted")
        self._row.addWidget(self._help)
        self._row.addStretch(1)
        self._row.addSpacing(SPACING[2])
        self.legend = Legend()
        self._row.addWidget(self.legend)
        drawing.listen(self._follow)
        state.snapshot_changed.connect(self._follow)
        state.sweep_changed.connect(self._follow)
        self._follow()

    def set_theme(self, theme: Theme) -> None:
        """Take the colours of `theme`."""
        for name, button in self._buttons.items():
            action = button.defaultAction()
            assert action is not None
            action.setIcon(icon(name, theme.text, theme.accent))
        self.legend.set_theme(theme)

    def resizeEvent(self, event: QResizeEvent | None) -> None:
        """Keep to the edges of what is above, and help where there is room."""
        edge = margin(self.width())
        self._row.setContentsMargins(edge, 0, edge, 0)
        self._help.setVisible(self.width() >= _WITH_HELP)
        beside = Qt.ToolButtonStyle.ToolButtonTextBesideIcon
        alone = Qt.ToolButtonStyle.ToolButtonIconOnly
        for button in self._buttons.values():
            button.setToolButtonStyle(beside if self.width() >= _WITH_WORDS else alone)

    def _add(self, name: str, label: str, key: str, explanation: str) -> QAction:
        action = QAction(label, self)
        action.setShortcut(QKeySequence(key))
        action.setToolTip(f"{explanation} ({key})")
        button = QToolButton(self)
        button.setObjectName(f"inside-{name}")
        button.setAccessibleName(label)
        button.setAccessibleDescription(action.toolTip())
        button.setDefaultAction(action)
        button.setIconSize(QSize(_ICON, _ICON))
        button.setFont(font(13))
        button.setFixedHeight(TOUCH)
        button.setMinimumWidth(TOUCH)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._buttons[name] = button
        self._row.addWidget(button)
        return action

    def _follow(self) -> None:
        self.sweep.setChecked(self._state.is_sweeping)
        self.sweep.setEnabled(self._state.snapshot is not None and not self._state.is_blank)
        self.clear.setEnabled(not self._drawing.sheet.is_blank)
