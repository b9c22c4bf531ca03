"""Thin frames over the ink that show how a number was cut into characters."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from math import dist
from typing import TYPE_CHECKING, Literal

from PyQt6.QtCore import QPointF, QRectF, QSize, Qt
from PyQt6.QtGui import QColor, QPainter, QPen

from digit_recognizer.app.core.drawing import SIDE, Point, Sheet
from digit_recognizer.app.draw.painting import picture_place
from digit_recognizer.app.widgets.theme import DARK, Theme

if TYPE_CHECKING:
    from digit_recognizer.numbers.segmentation import Character

__all__ = ["Frame", "frame_at", "frames_of", "paint_frames"]

_ROUND = 3.0
_FOOT = 0.25
"""Of the height of a frame."""
_MARGIN = 3.0
"""Between ink and frame, in the units of the drawing."""


@dataclass(frozen=True)
class Frame:
    """Where a character is, in the units of the drawing, and what it is."""

    rect: QRectF
    state: Literal["sure", "doubtful", "struck"]


def frames_of(characters: tuple[Character, ...], sheet: Sheet) -> tuple[Frame, ...]:
    """Return the frames of the characters that were read of a sheet."""
    places = [_place(each, sheet) for each in characters]
    for before, after in pairwise(places):
        # Where frames would lie over each other they meet in the middle.
        over = before.right() - after.left()
        if over > 0 and before.left() < after.left() and before.intersects(after):
            before.setRight(before.right() - over / 2)
            after.setLeft(before.right())
    return tuple(Frame(place, _state(each)) for place, each in zip(places, characters, strict=True))


def frame_at(frames: tuple[Frame, ...], sheet: Sheet, point: Point) -> int | None:
    """Return which frame, the nearest by its middle, a click at a point is meant for.

    At the foot of a digit, beside its ink, a click is a decimal point that is drawn.
    """
    place = QPointF(*point)
    inside = [index for index, frame in enumerate(frames) if frame.rect.contains(place)]
    index = min(
        inside, key=lambda index: abs(frames[index].rect.center().x() - place.x()), default=None
    )
    if index is None or sheet.picture is not None:
        return index
    rect = frames[index].rect
    on_ink = any(
        dist(point, other) < stroke.width for stroke in sheet.strokes for other in stroke.points
    )
    return index if on_ink or place.y() < rect.bottom() - _FOOT * rect.height() else None


def paint_frames(
    painter: QPainter, frames: tuple[Frame, ...], looked_at: int | None, theme: Theme
) -> None:
    """Draw frames with a painter whose unit is that of the drawing.

    They lie on the dark canvas in both themes.
    """
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for index, frame in enumerate(frames):
        tone = theme.hint if frame.state == "sure" else DARK.caution
        if index == looked_at:
            tone = DARK.accent if frame.state == "sure" else DARK.caution
        width = 2.0 if index == looked_at else 1.0
        pen = _pen(painter, tone, width)
        if frame.state != "sure":
            pen.setDashPattern([4, 3])
        painter.setPen(pen)
        painter.drawRoundedRect(frame.rect, _ROUND, _ROUND)
        if frame.state == "struck":
            _strike(painter, frame.rect, theme)


def _pen(painter: QPainter, colour: str, width: float) -> QPen:
    """Return a pen so many logical pixels wide, whatever the painter's unit is."""
    return QPen(QColor(colour), width / painter.worldTransform().m11())


def _strike(painter: QPainter, rect: QRectF, theme: Theme) -> None:
    """Draw one line across, dark around light so that it is seen on ink too."""
    for colour, width in ((theme.canvas, 4.0), (DARK.caution, 1.5)):
        painter.setPen(_pen(painter, colour, width))
        painter.drawLine(rect.bottomLeft(), rect.topRight())


def _state(character: Character) -> Literal["sure", "doubtful", "struck"]:
    if character.is_struck:
        return "struck"
    return "sure" if character.is_sure else "doubtful"


def _place(character: Character, sheet: Sheet) -> QRectF:
    left, top, right, bottom = character.box
    box = QRectF(QPointF(left, top), QPointF(right, bottom))
    margin = _MARGIN
    if sheet.picture is not None:
        height, width = sheet.picture.pixels.shape
        place = picture_place(QSize(width, height), sheet.shape)
        scale = place.width() / width
        box = QRectF(box.topLeft() * scale + place.topLeft(), box.size() * scale)
    else:
        # Boxes are those of the pen's path; the ink is half a pen wider.
        margin += max((stroke.width for stroke in sheet.strokes), default=0.0) / 2
    whole = QRectF(0, 0, sheet.width, SIDE).adjusted(1, 1, -1, -1)
    return box.adjusted(-margin, -margin, margin, margin) & whole
