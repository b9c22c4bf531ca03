"""Shows where to begin, once."""

from __future__ import annotations

from PyQt6.QtCore import Qt, pyqtSignal
from PyQt6.QtWidgets import QLabel, QVBoxLayout, QWidget

from digit_recognizer.app.page import PURPOSES
from digit_recognizer.app.widgets.card import Card
from digit_recognizer.app.widgets.parts import new_button, new_label
from digit_recognizer.app.widgets.theme import SPACING

__all__ = ["Welcome"]

_NARROWEST, _WIDEST = 340, 560
_LAST = "F1", "Explains whatever is under the pointer."


class Welcome(Card):
    """A card over the place of the answer, which is empty at first."""

    closed = pyqtSignal()

    def __init__(self, parent: QWidget, place: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("welcome")
        self.setAccessibleName("welcome")
        self._place = place
        column = QVBoxLayout(self)
        column.setContentsMargins(SPACING[3], SPACING[3], SPACING[3], SPACING[3])
        column.setSpacing(SPACING[0])
        column.addWidget(new_label("Where to begin", pixels=20, bold=True))
        for name, purpose in (*PURPOSES.items(), _LAST):
            column.addWidget(_line(name, purpose))
        begin = new_button("begin", "Begin", "Close this card and draw a digit", look="primary")
        begin.clicked.connect(self.close_card)
        column.addSpacing(SPACING[1])
        column.addWidget(begin, 0, Qt.AlignmentFlag.AlignLeft)
        column.addStretch(1)
        self.hide()

    def open_card(self) -> None:
        """Show the card until it is closed."""
        self.settle()
        self.show()
        self.raise_()

    def close_card(self) -> None:
        """Hide the card, for good."""
        if not self.isHidden():
            self.hide()
            self.closed.emit()

    def settle(self) -> None:
        """Take its place, over the answer."""
        parent = self.parentWidget()
        assert parent is not None
        place = self._place.geometry()
        place.setWidth(min(max(place.width(), _NARROWEST), _WIDEST))
        place.setHeight(max(self.heightForWidth(place.width()), place.height()))
        room = parent.rect().adjusted(SPACING[1], SPACING[1], -SPACING[1], -SPACING[1])
        place.moveRight(min(place.right(), room.right()))
        place.moveBottom(min(place.bottom(), room.bottom()))
        self.setGeometry(place)


def _line(name: str, purpose: str) -> QLabel:
    label = QLabel(f"<b>{name}</b>&ensp;{purpose}")
    label.setTextFormat(Qt.TextFormat.RichText)
    label.setWordWrap(True)
    return label
