"""The scale of colours, with its numbers."""

from __future__ import annotations

import numpy as np
from PyQt6.QtCore import QRectF, QSize, Qt
from PyQt6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PyQt6.QtWidgets import QWidget

from digit_recognizer.app.inside.scale import image_of_values
from digit_recognizer.app.inside.words import number
from digit_recognizer.app.widgets.theme import current_theme, font

__all__ = ["Legend"]

_SIZE, _SHORT = QSize(220, 32), QSize(144, 32)
_SIDE = 34.0


class Legend(QWidget):
    """Shows which colour is which value."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("legend")
        self.setAccessibleName("the scale of colours")
        self.setFixedSize(_SIZE)
        self._limit = 0.0
        self.show_limit(1.7159)

    def set_short(self, short: bool) -> None:
        """Take less room, or as much as is comfortable."""
        self.setFixedSize(_SHORT if short else _SIZE)

    def show_limit(self, limit: float) -> None:
        """Show a scale from -limit to limit."""
        if limit != self._limit:
            self._limit = limit
            text = f"Blue is negative, down to {number(-limit, 1)}; orange positive, up to "
            self.setToolTip(f"{text}{number(limit, 1)}; in between is zero.")
            self.setAccessibleDescription(self.toolTip())
            self.update()

    def paintEvent(self, event: QPaintEvent | None) -> None:
        """Draw the scale between its two ends."""
        theme = current_theme()
        painter = QPainter(self)
        bar = QRectF(_SIDE, self.height() / 2 - 8, self.width() - 2 * _SIDE, 10)
        steps = np.linspace(-self._limit, self._limit, 101)[None]
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawImage(bar, image_of_values(steps, self._limit, theme))
        painter.setPen(QPen(QColor(theme.hairline), 1))
        painter.drawRect(bar)
        painter.setFont(font(11))
        painter.setPen(QColor(theme.muted))
        middle = Qt.AlignmentFlag.AlignVCenter
        ends = QRectF(0, bar.center().y() - 8, self.width(), 16)
        painter.drawText(ends, middle | Qt.AlignmentFlag.AlignLeft, number(-self._limit, 1))
        painter.drawText(ends, middle | Qt.AlignmentFlag.AlignRight, f"+{number(self._limit, 1)}")
        below = QRectF(bar.left(), bar.bottom(), bar.width(), 14)
        painter.drawText(below, Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop, "0")
