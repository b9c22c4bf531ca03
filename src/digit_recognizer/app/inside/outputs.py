"""Paints the output: a bar a class, or a bitmap and the distance from it."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray
from PyQt6.QtCore import QRectF, Qt
from PyQt6.QtGui import QColor, QFont, QPainter, QPen

from digit_recognizer.app.draw.words import percent
from digit_recognizer.app.inside.arrangement import Column
from digit_recognizer.app.inside.scale import image_of_values
from digit_recognizer.app.inside.state import InsideState
from digit_recognizer.app.widgets.bar import paint_bar
from digit_recognizer.app.widgets.theme import Theme, font
from digit_recognizer.inspection import Snapshot, patterns

__all__ = ["BITMAP", "paint_outputs"]

BITMAP = (12, 7)
"""Rows and columns of a class's pattern, where it has 84 entries."""
_LABEL = 18.0
_FIGURE = 46.0


def paint_outputs(painter: QPainter, column: Column, state: InsideState, theme: Theme) -> None:
    """Paint a row for each class: its digit, how near or how likely it is, and a figure."""
    snapshot = state.snapshot
    assert snapshot is not None
    bitmaps = patterns(snapshot)
    shares = _shares(snapshot, state)
    best = None if state.is_blank else int(np.argmax(snapshot.probabilities))
    for digit, row in enumerate(column.tiles):
        if digit == state.digit:
            _paint_choice(painter, row, theme)
        chosen = digit == best
        painter.setPen(QColor(theme.accent if chosen else theme.muted))
        pixels = min(13, max(int(row.height()) - 2, 8))
        painter.setFont(font(pixels, QFont.Weight.DemiBold if chosen else QFont.Weight.Normal))
        middle = Qt.AlignmentFlag.AlignVCenter
        inner = row.adjusted(4, 0, -4, 0)
        painter.drawText(inner, middle | Qt.AlignmentFlag.AlignLeft, str(digit))
        left = inner.left() + _LABEL
        if bitmaps is not None:
            left += _paint_bitmap(painter, bitmaps[digit], row, left, theme) + 6
        figure = _figure(snapshot, state, digit)
        painter.setFont(font(min(pixels, 11)))
        painter.setPen(QColor(theme.text if chosen else theme.muted))
        painter.drawText(inner, middle | Qt.AlignmentFlag.AlignRight, figure)
        bar = QRectF(left, row.top(), inner.right() - _FIGURE - left, row.height())
        if bar.width() > 12:
            tone = "accent" if chosen else "muted"
            paint_bar(painter, _track(bar), float(shares[digit]), tone)


def _shares(snapshot: Snapshot, state: InsideState) -> NDArray[np.floating[Any]]:
    """Return the length of each bar, from 0 to 1: probability, or distance."""
    if state.is_blank:
        return np.zeros(len(snapshot.probabilities))
    if snapshot.stages[-1].kind != "distance":
        return snapshot.probabilities
    distances = snapshot.values[-1].ravel()
    return distances / max(float(distances.max()), 1e-9)


def _figure(snapshot: Snapshot, state: InsideState, digit: int) -> str:
    if state.is_blank:
        return ""
    if snapshot.stages[-1].kind == "distance":
        return f"{float(snapshot.values[-1].ravel()[digit]):.1f}"
    return percent(float(snapshot.probabilities[digit]))


def _paint_choice(painter: QPainter, row: QRectF, theme: Theme) -> None:
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(QColor(theme.accent), 1.5))
    painter.setBrush(QColor(theme.card))
    painter.drawRoundedRect(row.adjusted(0.5, 1, -0.5, -1), 6, 6)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)


def _paint_bitmap(
    painter: QPainter, pattern: NDArray[np.floating[Any]], row: QRectF, left: float, theme: Theme
) -> float:
    """Paint a class's pattern and return how wide it is."""
    if pattern.size != BITMAP[0] * BITMAP[1]:
        return 0.0
    pixel = max(int((row.height() - 3) / BITMAP[0]), 1)
    size = pixel * BITMAP[1], pixel * BITMAP[0]
    place = QRectF(round(left), round(row.center().y() - size[1] / 2), *size)
    ink = np.maximum(pattern, 0).reshape(BITMAP)
    painter.drawImage(place, image_of_values(ink, 1.0, theme))
    return size[0]


def _track(place: QRectF) -> QRectF:
    """Return the track of a bar in the middle of a row."""
    thickness = min(max(round(place.height() / 4), 4), 9)
    return QRectF(place.left(), place.center().y() - thickness / 2, place.width(), thickness)
