"""A box to choose from a list, with a chevron of ours."""

from __future__ import annotations

from PyQt6.QtCore import QPointF, Qt
from PyQt6.QtGui import QColor, QPainter, QPaintEvent, QPen, QPolygonF
from PyQt6.QtWidgets import QComboBox, QWidget

from digit_recognizer.app.widgets.theme import CONTROL, LIGHT, Theme, font

__all__ = ["ChoiceBox"]

_FROM_THE_EDGE = 14
_CHEVRON = 4


class ChoiceBox(QComboBox):
    """A box that a style sheet has taken its arrow from, and that has another."""

    def __init__(
        self, name: str, title: str, description: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setAccessibleName(title)
        self.setAccessibleDescription(description)
        self.setToolTip(description)
        self.setFont(font(13))
        self.setFixedHeight(CONTROL)
        self.setMinimumWidth(96)
        self.setMaximumWidth(240)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(10)
        self._theme = LIGHT

    def set_theme(self, theme: Theme) -> None:
        """Take the colours of `theme`."""
        self._theme = theme
        self.update()

    def paintEvent(self, event: QPaintEvent | None) -> None:
        """Draw the box, then the chevron."""
        super().paintEvent(event)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(self._theme.muted), 1.5, cap=Qt.PenCapStyle.RoundCap))
        middle = QPointF(self.width() - _FROM_THE_EDGE, self.height() / 2 + _CHEVRON / 2)
        sides = (QPointF(-_CHEVRON, -_CHEVRON), QPointF(0, 0), QPointF(_CHEVRON, -_CHEVRON))
        painter.drawPolyline(QPolygonF([middle + side for side in sides]))
