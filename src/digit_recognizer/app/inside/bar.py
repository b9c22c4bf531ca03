"""The tools below: what can be done here, and the scale of colours."""

from __future__ import annotations

from PyQt6.QtGui import QResizeEvent
from PyQt6.QtWidgets import QLabel, QWidget

from digit_recognizer.app.core.session import Session
from digit_recognizer.app.draw.actions import DrawingActions
from digit_recognizer.app.draw.opening import Opening
from digit_recognizer.app.inside.legend import Legend
from digit_recognizer.app.inside.state import InsideState
from digit_recognizer.app.widgets.theme import SPACING, font
from digit_recognizer.app.widgets.tool_row import ToolRow, new_action

__all__ = ["Bar"]

_WITH_WORDS = 860
_WITH_HELP = 1180
_HELP = "Point at a square · click a class · arrow keys walk"


class Bar(ToolRow):
    """Buttons for the sliding kernel and for the drawing, the keys, and the scale."""

    def __init__(
        self,
        session: Session,
        opening: Opening,
        state: InsideState,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(_WITH_WORDS, prefix="inside-", parent=parent)
        self._state = state
        self.sweep = new_action(
            self,
            "Slide the kernel",
            "Lets the chosen unit slide over its whole feature map.",
            ("S",),
            lambda: state.sweep(self.sweep.isChecked()),
        )
        self.sweep.setCheckable(True)
        self.add("play", self.sweep, in_words=True)
        # Escape releases the unit here.
        actions = DrawingActions(session, opening, ("Delete",), self)
        self._row.addSpacing(SPACING[1])
        actions.add_history(self)
        self._row.addSpacing(SPACING[1])
        actions.add_content(self)
        self.add_menu(
            "more",
            "More",
            "Paste a picture, show the network's box",
            (actions.paste, actions.box),
        )
        self._row.addStretch(1)
        self._help = QLabel(_HELP)
        self._help.setObjectName("inside-help")
        self._help.setFont(font(11))
        self._help.setProperty("tone", "muted")
        self._row.addWidget(self._help)
        self._row.addStretch(1)
        self._row.addSpacing(SPACING[2])
        self.legend = Legend()
        self._row.addWidget(self.legend)
        state.snapshot_changed.connect(self._follow)
        state.sweep_changed.connect(self._follow)
        self._follow()

    def resizeEvent(self, event: QResizeEvent | None) -> None:
        """Help where there is room."""
        super().resizeEvent(event)
        self._help.setVisible(self.width() >= _WITH_HELP)
        self.legend.set_short(self.width() < _WITH_WORDS)

    def _follow(self) -> None:
        self.sweep.setChecked(self._state.is_sweeping)
        self.sweep.setEnabled(self._state.snapshot is not None and not self._state.is_blank)
