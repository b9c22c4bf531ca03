"""Paints the layers: a name above each, its maps on the common scale, and classes' templates."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
from PyQt6.QtCore import QRectF, Qt
from PyQt6.QtGui import QColor, QFont, QFontMetricsF, QImage, QPainter, QPen

from digit_recognizer.app.inside.arrangement import HEADING, Arrangement, Column
from digit_recognizer.app.inside.evidence import evidence_image
from digit_recognizer.app.inside.outputs import paint_outputs
from digit_recognizer.app.inside.scale import image_of_values
from digit_recognizer.app.inside.state import InsideState
from digit_recognizer.app.inside.words import number, size
from digit_recognizer.app.widgets.theme import Theme, font
from digit_recognizer.inspection import Evidence, Snapshot, Stage, templates

__all__ = ["paint_layers", "paint_templates", "templates_heading", "value_limit"]

_ROOM_BESIDE, _APART = 20.0, 6.0
_FAINT = 0.4
"""What a network makes of a blank sheet is not worth a look."""


def value_limit(snapshot: Snapshot) -> float:
    """Return the value at the end of the common scale: the most that squashing leaves."""
    amplitudes = [stage.squashing.amplitude for stage in snapshot.stages if stage.squashing]
    return max(amplitudes, default=1.7159)


def paint_layers(
    painter: QPainter, arrangement: Arrangement, state: InsideState, theme: Theme
) -> None:
    """Paint every layer of the network as it is."""
    snapshot = state.snapshot
    if snapshot is None:
        return
    canvas = arrangement.canvas
    above = QRectF(canvas.x(), canvas.y() - HEADING, canvas.width(), HEADING)
    _paint_title(painter, above, "drawing", "draw here", theme)
    beside = _room_beside(arrangement.columns)
    for column, stage in zip(arrangement.columns, snapshot.stages, strict=True):
        _paint_heading(painter, column, stage, beside, theme)
        painter.setOpacity(_FAINT if state.is_blank else 1.0)
        is_output = column.stage == len(snapshot.stages) - 1
        if is_output and stage.is_vector:
            paint_outputs(painter, column, state, theme)
        elif column.stage == 0 and state.evidence is not None:
            _paint_evidence(painter, column, snapshot, state.evidence, theme)
        else:
            _paint_maps(painter, column, snapshot, theme)
        painter.setOpacity(1.0)
    heading = templates_heading(arrangement, snapshot)
    if heading is not None:
        place, told = heading
        fitting = _fitting(told, place.width())
        _paint_title(painter, place, "templates", fitting, theme)
        paint_templates(painter, arrangement, snapshot, theme)


def _room_beside(columns: Sequence[Column]) -> float:
    """Return how much wider than a layer its heading may be."""
    gaps = [right.area.left() - left.area.right() for left, right in pairwise(columns)]
    return min([_ROOM_BESIDE, *(gap - _APART for gap in gaps)])


def _paint_heading(
    painter: QPainter, column: Column, stage: Stage, beside: float, theme: Theme
) -> None:
    place = column.heading()
    told = (size(stage), f"{stage.shape[1]}×{stage.shape[2]}")
    _paint_title(painter, place, stage.name, _fitting(told, place.width() + beside), theme)


def _fitting(texts: tuple[str, ...], width: float) -> str:
    """Return the first text that fits into a width; none where none does."""
    metrics = QFontMetricsF(font(11))
    return next((text for text in texts if metrics.horizontalAdvance(text) <= width), "")


def _paint_title(painter: QPainter, place: QRectF, name: str, told: str, theme: Theme) -> None:
    top, bottom = Qt.AlignmentFlag.AlignTop, Qt.AlignmentFlag.AlignBottom
    bold = font(13, QFont.Weight.DemiBold)
    lines = ((name, bold, theme.text, top), (told, font(11), theme.muted, bottom))
    for text, face, colour, side in lines:
        # Over the middle, but not beyond the edge of the view.
        width = QFontMetricsF(face).horizontalAdvance(text) + 1
        left = max(place.center().x() - width / 2, 0)
        painter.setFont(face)
        painter.setPen(QColor(colour))
        line = QRectF(left, place.top(), width, place.height() - 6)
        painter.drawText(line, side | Qt.AlignmentFlag.AlignLeft, text)


def _paint_maps(painter: QPainter, column: Column, snapshot: Snapshot, theme: Theme) -> None:
    values = snapshot.values[column.stage]
    channels, height, width = values.shape
    # One image for all maps: each is a part of it.
    atlas = image_of_values(values.reshape(channels * height, width), value_limit(snapshot), theme)
    is_vector = snapshot.stages[column.stage].is_vector
    painter.setPen(QPen(QColor(theme.hairline), 1))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for channel, tile in enumerate(column.tiles):
        place = tile.adjusted(0, 0, -1, -1) if is_vector else tile
        painter.drawImage(place, atlas, QRectF(0, channel * height, width, height))
        painter.drawRect(place if is_vector else tile.adjusted(-0.5, -0.5, 0.5, 0.5))


def _paint_evidence(
    painter: QPainter, column: Column, snapshot: Snapshot, evidence: Evidence, theme: Theme
) -> None:
    image = evidence_image(snapshot, evidence, theme)
    tile = column.tiles[0]
    rows, columns = snapshot.image.shape
    margin = (column.rows - rows) // 2, (column.columns - columns) // 2
    blank = QImage(1, 1, QImage.Format.Format_RGB32)
    blank.setPixel(0, 0, image.pixel(0, 0))
    painter.drawImage(tile, blank)
    painter.drawImage(column.rect(0, *margin, rows, columns), image)
    painter.setPen(QPen(QColor(theme.hairline), 1))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRect(tile.adjusted(-0.5, -0.5, 0.5, 0.5))


_TEMPLATE_LABEL = 16.0


def templates_heading(
    arrangement: Arrangement, snapshot: Snapshot
) -> tuple[QRectF, tuple[str, ...]] | None:
    """Return the place of the heading and, from long to short, what its second line can say.

    None where there are no templates.
    """
    weights = templates(snapshot)
    if weights is None or not arrangement.templates:
        return None
    first, last = arrangement.templates[0], arrangement.templates[-1]
    place = QRectF(
        first.left(), first.top() - _TEMPLATE_LABEL - HEADING, last.right() - first.left(), HEADING
    )
    height, width = weights.shape[1:]
    limit = number(float(np.abs(weights).max()))
    shape = f"{len(weights)} × {height}×{width} weights"
    return place, (f"{shape}, up to ±{limit}", shape, f"±{limit}")


def paint_templates(
    painter: QPainter, arrangement: Arrangement, snapshot: Snapshot, theme: Theme
) -> None:
    """Paint the template of each class below its digit; the likeliest one is named in bold."""
    weights = templates(snapshot)
    if weights is None or not arrangement.templates:
        return
    limit = float(np.abs(weights).max()) or 1.0
    best = int(np.argmax(snapshot.probabilities)) if snapshot.image.any() else None
    for digit, place in enumerate(arrangement.templates):
        chosen = digit == best
        painter.setFont(font(11, QFont.Weight.DemiBold if chosen else QFont.Weight.Normal))
        painter.setPen(QColor(theme.accent if chosen else theme.muted))
        above = QRectF(place.left(), place.top() - _TEMPLATE_LABEL, place.width(), _TEMPLATE_LABEL)
        painter.drawText(above, Qt.AlignmentFlag.AlignCenter, str(digit))
        painter.drawImage(place, image_of_values(weights[digit], limit, theme))
        painter.setPen(QPen(QColor(theme.hairline), 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(place.adjusted(-0.5, -0.5, 0.5, 0.5))
