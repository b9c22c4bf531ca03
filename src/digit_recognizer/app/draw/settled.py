"""The ink that no longer changes, drawn once."""

from __future__ import annotations

from dataclasses import dataclass

from PyQt6.QtCore import Qt
from PyQt6.QtGui import QColor, QPainter, QPixmap

from digit_recognizer.app.core.drawing import SIDE, Sheet
from digit_recognizer.app.draw.painting import paint_sheet

__all__ = ["SettledInk", "Surface"]


@dataclass(frozen=True)
class Surface:
    """What is drawn on: a square of `side` logical pixels on a screen of some ratio."""

    side: float
    pixel_ratio: float
    ink: str

    def pixmap(self) -> QPixmap:
        """Return an empty pixmap of this size."""
        pixels = round(self.side * self.pixel_ratio)
        pixmap = QPixmap(pixels, pixels)
        pixmap.setDevicePixelRatio(self.pixel_ratio)
        pixmap.fill(Qt.GlobalColor.transparent)
        return pixmap


class SettledInk:
    """Remembers how a sheet looked; where it has only grown, only what is new is drawn."""

    def __init__(self) -> None:
        self._drawn: tuple[Surface, Sheet, QPixmap] | None = None

    def pixmap(self, sheet: Sheet, surface: Surface) -> QPixmap:
        """Return `sheet` on `surface`; it belongs to this object, so it is not to be drawn on."""
        before = self._drawn
        if before is None or before[:2] != (surface, sheet):
            if before is not None and before[0] == surface and _has_grown(before[1], sheet):
                pixmap, rest = before[2], Sheet(sheet.strokes[len(before[1].strokes) :])
            else:
                pixmap, rest = surface.pixmap(), sheet
            painter = QPainter(pixmap)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.scale(surface.side / SIDE, surface.side / SIDE)
            paint_sheet(painter, rest, QColor(surface.ink))
            painter.end()
            before = self._drawn = surface, sheet, pixmap
        return before[2]


def _has_grown(before: Sheet, now: Sheet) -> bool:
    """Tell whether one sheet is the other with more strokes."""
    count = len(before.strokes)
    return count > 0 and now.picture is before.picture and now.strokes[:count] == before.strokes
