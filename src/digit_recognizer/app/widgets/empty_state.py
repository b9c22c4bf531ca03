"""What stands where there is nothing to show: how to begin, or why not, and what can be done."""

from __future__ import annotations

from collections.abc import Sequence

from PyQt6.QtCore import Qt
from PyQt6.QtGui import QResizeEvent
from PyQt6.QtWidgets import QBoxLayout, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from digit_recognizer.app.widgets.card import Card
from digit_recognizer.app.widgets.message_line import breakable
from digit_recognizer.app.widgets.parts import new_label
from digit_recognizer.app.widgets.theme import SPACING

__all__ = ["EmptyState"]

_WIDEST = 400


class EmptyState(QWidget):
    """A heading, a few lines, and buttons that offer what can be done, in the middle.

    Parameters
    ----------
    name
        Begins the object names.
    buttons
        What it may offer.
    on_card
        Whether it lies over something that is seen around it.
    """

    def __init__(
        self,
        name: str,
        buttons: Sequence[QPushButton],
        parent: QWidget | None = None,
        *,
        on_card: bool = False,
    ) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.heading = new_label(pixels=20, bold=True, wraps=True)
        self.text = new_label(name=f"{name}-text", wraps=True)
        self.detail = new_label(pixels=11, tone="muted", wraps=True)
        self._buttons = tuple(buttons)
        self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._row.setSpacing(SPACING[1])
        for button in buttons:
            self._row.addWidget(button)
        centred = QHBoxLayout()
        centred.addStretch(1)
        centred.addLayout(self._row)
        centred.addStretch(1)
        block = Card() if on_card else QWidget()
        edge = SPACING[4] if on_card else 0
        block.setMaximumWidth(_WIDEST + 2 * edge)
        column = QVBoxLayout(block)
        column.setContentsMargins(edge, edge, edge, edge)
        column.setSpacing(SPACING[2])
        for label in (self.heading, self.text, self.detail):
            label.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            column.addWidget(label)
        column.addLayout(centred)
        whole = QHBoxLayout(self)
        whole.setContentsMargins(SPACING[4], SPACING[2], SPACING[4], SPACING[2])
        whole.addWidget(block, 1, Qt.AlignmentFlag.AlignVCenter)

    def say(self, heading: str, text: str, *offers: QPushButton, detail: str = "") -> None:
        """Say something, and offer what these buttons do."""
        for label, words in ((self.heading, heading), (self.text, text), (self.detail, detail)):
            label.setText(breakable(words))
            label.setVisible(bool(words))
        for button in self._buttons:
            button.setVisible(button in offers)
        self.setAccessibleName(heading)
        self.setAccessibleDescription(f"{text} {detail}".strip())
        self._arrange_buttons()

    def resizeEvent(self, event: QResizeEvent | None) -> None:
        """Lay the buttons side by side, or one below the other where they have no room."""
        self._arrange_buttons()

    def _arrange_buttons(self) -> None:
        offered = [button for button in self._buttons if not button.isHidden()]
        for button in offered:
            button.ensurePolished()
        needed = [button.sizeHint().width() + SPACING[1] for button in offered]
        fits = sum(needed) - SPACING[1] <= min(self.width() - 2 * SPACING[4], _WIDEST)
        self._row.setDirection(
            QBoxLayout.Direction.LeftToRight if fits else QBoxLayout.Direction.TopToBottom
        )
