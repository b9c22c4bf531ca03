"""Paints what speaks for a class and against it, as colours of the ink."""

from __future__ import annotations

from PyQt6.QtCore import QRectF, Qt
from PyQt6.QtGui import QColor, QImage, QPainter, QPen

from digit_recognizer.app.inside.scale import image_of_evidence
from digit_recognizer.app.widgets.theme import Theme, font
from digit_recognizer.inspection import Evidence, Snapshot

__all__ = ["EVIDENCE_WIDTH", "evidence_image", "paint_evidence"]

_LEAST = 0.5
"""Log-odds at the end of the scale, at least: a weaker say is shown as weak."""
_LABEL = 18.0
_SMALLEST = 84.0
EVIDENCE_WIDTH = 180.0
"""From this width on it is comfortable to look at."""


def evidence_image(snapshot: Snapshot, evidence: Evidence, theme: Theme) -> QImage:
    """Return the network input, (28, 28), in the colours of the evidence."""
    limit = max(float(abs(evidence.weights).max()), _LEAST)
    return image_of_evidence(evidence.weights, snapshot.image, limit, theme)


def paint_evidence(
    painter: QPainter, room: QRectF, snapshot: Snapshot, evidence: Evidence, theme: Theme
) -> None:
    """Paint the evidence at large on the left of a room, if there is enough of it."""
    side = min(room.width(), room.height() - _LABEL)
    if side < _SMALLEST:
        return
    place = QRectF(room.left(), room.bottom() - side, side, side)
    painter.drawImage(place, evidence_image(snapshot, evidence, theme))
    painter.setPen(QPen(QColor(theme.hairline), 1))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRect(place)
    painter.setFont(font(11))
    painter.setPen(QColor(theme.muted))
    above = QRectF(place.left() - 20, place.top() - _LABEL, side + 40, _LABEL)
    middle = Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop
    painter.drawText(above, middle, f"what speaks for a {evidence.digit}")
