"""Notes every text that widgets paint by hand, to find those that are cut off or lie on others."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import combinations
from typing import Any

from PyQt6.QtCore import QPointF, QRectF
from PyQt6.QtGui import QFontMetricsF, QPainter, QPixmap
from PyQt6.QtWidgets import QAbstractScrollArea, QWidget

__all__ = ["PaintedText", "complaints_of", "noted_texts"]

_TOLERANCE = 1.5
_OVERLAP = 2.0


@dataclass(frozen=True)
class PaintedText:
    """A text as it was painted, in logical pixels of what it was painted on.

    Attributes
    ----------
    text : str
        The words.
    place : QRectF
        What they need.
    room : QRectF or None
        The rectangle that they were painted into; None where there was none.
    sheet : QRectF
        All of what they were painted on.
    owner : int
        Tells apart what they were painted on.
    """

    text: str
    place: QRectF
    room: QRectF | None
    sheet: QRectF
    owner: int


@contextmanager
def noted_texts() -> Iterator[list[PaintedText]]:
    """Note each text that is painted from Python meanwhile."""
    noted: list[PaintedText] = []
    # As the class holds it: what an attribute gives would not bind to a painter any more.
    method, paint = QPainter.__dict__["drawText"], QPainter.drawText

    def note_and_paint(painter: QPainter, *arguments: Any) -> Any:
        text = _noted(painter, arguments)
        if text is not None:
            noted.append(text)
        return paint(painter, *arguments)

    QPainter.drawText = note_and_paint  # type: ignore[assignment, method-assign]
    try:
        yield noted
    finally:
        QPainter.drawText = method  # type: ignore[method-assign]


def complaints_of(texts: list[PaintedText]) -> list[str]:
    """Say which texts need more room than they have, or lie on each other."""
    found = []
    for each in texts:
        for room in (each.room, each.sheet):
            if room is not None and not _grown(room).contains(each.place):
                found.append(f"the painted {each.text!r} at {each.place} is cut off by {room}")
                break
    for one, other in combinations(texts, 2):
        shared = one.place & other.place
        if one.owner != other.owner or one == other:
            continue
        if shared.width() > _OVERLAP and shared.height() > _OVERLAP:
            found.append(f"the painted {one.text!r} lies on {other.text!r} at {shared}")
    return found


def _noted(painter: QPainter, arguments: tuple[Any, ...]) -> PaintedText | None:
    """Return what is painted where; None for what is not meant for this screen."""
    device = painter.device()
    if not isinstance(device, QWidget | QPixmap) or _scrolls(device):
        return None
    ratio = 1.0 if isinstance(device, QWidget) else device.devicePixelRatio()
    sheet = QRectF(0, 0, device.width() / ratio, device.height() / ratio)
    transform = painter.worldTransform()
    first, *others = arguments
    metrics = QFontMetricsF(painter.font())
    if isinstance(first, QPointF):
        text, room = others[0], None
        needed = metrics.tightBoundingRect(text).translated(first)
    else:
        (flags, text), room = others, QRectF(first)
        needed = _tight(painter.boundingRect(room, flags, text), text, metrics)
    if not text.strip():
        return None
    place = transform.mapRect(needed)
    around = None if room is None else transform.mapRect(room)
    return PaintedText(text, place, around, sheet, id(device))


def _scrolls(device: QWidget | QPixmap) -> bool:
    """Tell whether it shows a part of something larger, which may end anywhere."""
    return isinstance(device, QWidget) and isinstance(device.parent(), QAbstractScrollArea)


def _tight(needed: QRectF, text: str, metrics: QFontMetricsF) -> QRectF:
    """Return what the ink of a text needs: a line has room above and below."""
    spare = max(metrics.height() - metrics.tightBoundingRect("8g").height(), 0) / 2
    return needed.adjusted(0, spare, 0, -spare)


def _grown(room: QRectF) -> QRectF:
    return room.adjusted(-_TOLERANCE, -_TOLERANCE, _TOLERANCE, _TOLERANCE)
