"""A box to choose from a list."""

from __future__ import annotations

from PyQt6.QtCore import QPointF, Qt
from PyQt6.QtGui import QColor, QPainter, QPaintEvent, QPen, QPolygonF, QWheelEvent
from PyQt6.QtWidgets import QComboBox, QWidget

from digit_recognizer.app.widgets.theme import CONTROL, current_theme

__all__ = ["ComboBox"]

_FROM_THE_EDGE = 14
_CHEVRON = 4
_ARROW_ROOM = 24


class ComboBox(QComboBox):
    """A combo box with a chevron of ours, as the style sheet takes that of the platform away."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedHeight(CONTROL)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def showPopup(self) -> None:
        """Open the list, wide enough for its words; before that it is not even made."""
        view = self.view()
        assert view is not None
        view.setMinimumWidth(view.sizeHintForColumn(0) + _ARROW_ROOM)
        super().showPopup()

    def wheelEvent(self, event: QWheelEvent | None) -> None:
        """Leave the wheel to what scrolls: nobody means to change a choice by it."""
        if event is not None:
            event.ignore()

    def paintEvent(self, event: QPaintEvent | None) -> None:
        """Draw the box, then the chevron."""
        super().paintEvent(event)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(current_theme().muted), 1.5, cap=Qt.PenCapStyle.RoundCap))
        middle = QPointF(self.width() - _FROM_THE_EDGE, self.height() / 2 + _CHEVRON / 2)
        sides = (QPointF(-_CHEVRON, -_CHEVRON), QPointF(0, 0), QPointF(_CHEVRON, -_CHEVRON))
        painter.drawPolyline(QPolygonF([middle + side for side in sides]))
