"""A box to switch something on and off."""

from __future__ import annotations

from PyQt6.QtCore import QPointF, QRectF, Qt
from PyQt6.QtGui import QColor, QPainter, QPaintEvent, QPen, QPolygonF
from PyQt6.QtWidgets import QCheckBox, QStyle, QStyleOptionButton

from digit_recognizer.app.widgets.theme import current_theme

__all__ = ["CheckBox"]

_TICK = ((0.24, 0.52), (0.43, 0.7), (0.76, 0.32))
"""In parts of the box."""


class CheckBox(QCheckBox):
    """A check box with a tick of ours, as the style sheet takes that of the platform away."""

    def paintEvent(self, event: QPaintEvent | None) -> None:
        """Draw box and words, then the tick."""
        super().paintEvent(event)
        if not self.isChecked():
            return
        option, style = QStyleOptionButton(), self.style()
        self.initStyleOption(option)
        assert style is not None
        box = QRectF(style.subElementRect(QStyle.SubElement.SE_CheckBoxIndicator, option, self))
        theme = current_theme()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colour = QColor(theme.card if self.isEnabled() else theme.muted)
        painter.setPen(QPen(colour, 2, cap=Qt.PenCapStyle.RoundCap))
        corners = [box.topLeft() + QPointF(x * box.width(), y * box.height()) for x, y in _TICK]
        painter.drawPolyline(QPolygonF(corners))
