"""Icons: our own line drawings in ``icons/``, tinted by the theme, sharp at any pixel ratio."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

from PyQt6.QtCore import QByteArray, QRect, QRectF, QSize, Qt
from PyQt6.QtGui import QIcon, QIconEngine, QPainter, QPixmap
from PyQt6.QtSvg import QSvgRenderer

from digit_recognizer.app.widgets.theme import Theme, current_theme

__all__ = ["icon", "window_icon"]

_DISABLED_OPACITY = 0.35


class _LineDrawing(QIconEngine):
    """Draws one SVG file at whatever size is asked for."""

    def __init__(self, name: str, tone: str, checked_tone: str) -> None:
        super().__init__()
        self._name = name
        self._drawn: dict[tuple[int, int, QIcon.Mode, str], QPixmap] = {}
        self._tones = {QIcon.State.Off: tone, QIcon.State.On: checked_tone}

    def clone(self) -> QIconEngine:
        return _LineDrawing(self._name, self._tones[QIcon.State.Off], self._tones[QIcon.State.On])

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        key = size.width(), size.height(), mode, self._colour(state)
        if key not in self._drawn:
            pixmap = QPixmap(size)
            pixmap.fill(Qt.GlobalColor.transparent)
            painter = QPainter(pixmap)
            self.paint(painter, QRect(0, 0, size.width(), size.height()), mode, state)
            painter.end()
            self._drawn[key] = pixmap
        return self._drawn[key]

    def paint(
        self, painter: QPainter | None, rect: QRect, mode: QIcon.Mode, state: QIcon.State
    ) -> None:
        assert painter is not None
        if mode == QIcon.Mode.Disabled:
            painter.setOpacity(_DISABLED_OPACITY)
        drawing = _source(self._name).replace("currentColor", self._colour(state))
        QSvgRenderer(QByteArray(drawing.encode())).render(painter, QRectF(rect))

    def _colour(self, state: QIcon.State) -> str:
        colour: str = getattr(current_theme(), self._tones[state])
        return colour


def icon(name: str, tone: str = "text", checked_tone: str = "accent") -> QIcon:
    """Return the icon of file ``icons/<name>.svg``.

    Parameters
    ----------
    name
        Of the file.
    tone, checked_tone
        Names of colours of the theme; the icon follows when the theme changes.
    """
    return QIcon(_LineDrawing(name, tone, checked_tone))


def window_icon(theme: Theme) -> QIcon:
    """Return the program's own icon, which stands off the ground of a theme."""
    return icon(f"app-{theme.name}")


@cache
def _source(name: str) -> str:
    drawing = files("digit_recognizer.app.widgets").joinpath("icons", f"{name}.svg")
    return drawing.read_text(encoding="utf-8")
