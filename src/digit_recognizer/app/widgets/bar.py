"""A bar: a track with round ends, filled as far as a share goes."""

from __future__ import annotations

from PyQt6.QtCore import QRectF, Qt
from PyQt6.QtGui import QColor, QPainter

from digit_recognizer.app.widgets.theme import current_theme

__all__ = ["paint_bar"]


def paint_bar(painter: QPainter, track: QRectF, share: float, tone: str) -> None:
    """Fill a share, from 0 to 1, of a track in the colour that ``tone`` names in the theme."""
    theme = current_theme()
    radius = track.height() / 2
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(theme.hairline))
    painter.drawRoundedRect(track, radius, radius)
    filled = QRectF(track)
    filled.setWidth(track.width() * share)
    # A bar shorter than it is thick is cut from its round end.
    painter.setClipRect(filled)
    filled.setWidth(max(filled.width(), track.height()))
    painter.setBrush(QColor(getattr(theme, tone)))
    painter.drawRoundedRect(filled, radius, radius)
    painter.restore()
