"""Draws the figures of ``docs/numbers.md``: ``python -m tools.number_figures [FOLDER]``.

The numbers are drawn here, by a few points each; a graph is painted as the window paints it.
"""

import os
import sys
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image
from PyQt6.QtCore import QRectF, Qt
from PyQt6.QtGui import QColor, QFont, QImage, QPainter
from PyQt6.QtWidgets import QApplication

from digit_recognizer.app.core.drawing import SIDE, Sheet, Stroke
from digit_recognizer.app.draw.frames import frames_of, paint_frames
from digit_recognizer.app.draw.painting import paint_strokes
from digit_recognizer.app.inside.graph_picture import paint_graph, paint_readings
from digit_recognizer.app.inside.sweep_picture import paint_sweep
from digit_recognizer.app.widgets.style_sheet import use_theme
from digit_recognizer.app.widgets.theme import DARK, LIGHT, RADIUS, Theme, font
from digit_recognizer.data.pen_lines import smooth_line
from digit_recognizer.numbers.layout import graph_layout
from digit_recognizer.numbers.reading import NumberRecognition
from digit_recognizer.recognizer import Recognizer

__all__ = ["FIGURES", "draw", "draw_sweep", "main"]

Knots = tuple[tuple[float, float], ...]

IMAGES = Path(__file__).resolve().parents[1] / "docs" / "images"
FIGURES: dict[str, tuple[Knots, ...]] = {
    "number-graph": (
        ((0.30, 0.00), (0.05, 0.55), (0.10, 0.62), (0.50, 0.60)),
        ((0.40, 0.35), (0.36, 0.70), (0.34, 1.00)),
        ((0.68, 0.18), (0.85, 0.02), (1.02, 0.15), (0.95, 0.45), (0.66, 0.98), (1.08, 0.95)),
        ((1.34, 0.06), (1.62, 0.04), (1.74, 0.08), (1.57, 0.50), (1.48, 1.00)),
    ),
    "number-joined": (
        ((0.10, 0.12), (0.22, 0.00), (0.20, 0.50), (0.18, 1.00)),
        (
            *((0.76, 0.03), (0.50, 0.35), (0.58, 0.92), (0.92, 0.75), (0.94, 0.22), (0.76, 0.02)),
            *((1.10, 0.16), (1.40, 0.04), (1.18, 0.35), (1.24, 0.92), (1.58, 0.75), (1.62, 0.22)),
            (1.42, 0.03),
        ),
    ),
}
"""The strokes of each figure, in parts of the digits' height."""

_SIZE = (940, 470)
_SWEPT, _SWEEP_SIZE = "number-graph", (330, 200)
_SCALE = 2
_EDGE = 16
_LEFT = 280
_HEADING = 26
_PEN = 11.0
_CUT = 36.0
"""Of the square sheet, above and below, where there is no ink."""
_SEED = 4


def main() -> None:
    """Write each figure for light and for dark pages."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    application = QApplication(sys.argv)
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else IMAGES
    for theme, suffix in ((LIGHT, ""), (DARK, "-dark")):
        use_theme(theme)
        for name, knots in FIGURES.items():
            _save(draw(knots, theme), folder / f"{name}{suffix}.png")
        _save(draw_sweep(FIGURES[_SWEPT], theme), folder / f"number-sweep{suffix}.png")
    application.quit()


def _save(image: QImage, path: Path) -> None:
    image.save(str(path))
    with Image.open(path) as drawn:
        few = drawn.quantize(256, dither=Image.Dither.NONE)
    few.save(path, optimize=True)


def draw(knots: tuple[Knots, ...], theme: Theme) -> QImage:
    """Return a number as it was drawn, its graph and its readings."""
    sheet = Sheet(tuple(_strokes(knots)))
    read = Recognizer().recognize_number_strokes([stroke.points for stroke in sheet.strokes])
    image, painter = _canvas(_SIZE, theme)
    _paint(painter, sheet, read, theme)
    painter.end()
    return image


def draw_sweep(knots: tuple[Knots, ...], theme: Theme) -> QImage:
    """Return a number as the second reader sweeps it, and what it says along the line."""
    read = Recognizer().recognize_number_strokes([stroke.points for stroke in _strokes(knots)])
    assert read.second is not None
    image, painter = _canvas(_SWEEP_SIZE, theme)
    area = QRectF(_EDGE, _EDGE, _SWEEP_SIZE[0] - 2 * _EDGE, _SWEEP_SIZE[1] - 2 * _EDGE)
    paint_sweep(painter, area, read.second, theme)
    painter.end()
    return image


def _canvas(size: tuple[int, int], theme: Theme) -> tuple[QImage, QPainter]:
    image = QImage(size[0] * _SCALE, size[1] * _SCALE, QImage.Format.Format_RGB32)
    image.fill(QColor(theme.card))
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.scale(_SCALE, _SCALE)
    return image, painter


def _strokes(knots: tuple[Knots, ...]) -> list[Stroke]:
    """Return smooth lines through the knots, in the middle of a square sheet."""
    generator = np.random.default_rng(_SEED)
    lines: list[NDArray[np.float64]] = [smooth_line(each, generator) for each in knots]
    points = np.concatenate(lines)
    low, high = points.min(axis=0), points.max(axis=0)
    scale = (SIDE - 4 * _PEN) / (high - low).max()
    return [
        Stroke(tuple(map(tuple, (line - (low + high) / 2) * scale + SIDE / 2)), _PEN)
        for line in lines
    ]


def _paint(painter: QPainter, sheet: Sheet, read: NumberRecognition, theme: Theme) -> None:
    assert read.segmentation is not None
    painter.save()
    painter.translate(_EDGE, _EDGE)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(theme.canvas))
    inner = QRectF(0, 0, SIDE, SIDE - 2 * _CUT)
    painter.drawRoundedRect(inner, RADIUS, RADIUS)
    painter.translate(0, -_CUT)
    paint_strokes(painter, sheet.strokes, QColor(theme.ink))
    paint_frames(painter, frames_of(read.characters, sheet), None, theme)
    painter.restore()
    top = _EDGE + inner.height() + _EDGE
    _head(painter, QRectF(_EDGE, top, _LEFT, _HEADING), "readings", theme)
    readings = QRectF(_EDGE, top + _HEADING, _LEFT, _SIZE[1])
    paint_readings(painter, readings, read.alternatives[:4], theme)
    layout = graph_layout(read.segmentation, read.characters, least=0)
    left = _LEFT + 2 * _EDGE
    room = QRectF(left, _EDGE, _SIZE[0] - left - _EDGE, _SIZE[1] - 2 * _EDGE)
    paint_graph(painter, room, layout, theme)


def _head(painter: QPainter, place: QRectF, words: str, theme: Theme) -> None:
    painter.setFont(font(13, QFont.Weight.DemiBold))
    painter.setPen(QColor(theme.text))
    painter.drawText(place, Qt.AlignmentFlag.AlignVCenter, words)


if __name__ == "__main__":
    main()
