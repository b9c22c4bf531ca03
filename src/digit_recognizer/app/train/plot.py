"""One plot over the passes of a training, with a logarithmic scale and figures people can read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import floor, log10
from typing import Any

import numpy as np
import pyqtgraph as pg
from PyQt6.QtCore import QEvent, QRectF, Qt
from PyQt6.QtGui import QColor, QPen
from PyQt6.QtWidgets import QWidget

from digit_recognizer.app.widgets.theme import current_theme, font

__all__ = ["Line", "Plot", "figure", "floor_below", "ticks_between"]

_AXIS_WIDTH, _AXIS_HEIGHT = 40, 22
_ROUND = (1, 2, 5)
_MOST_TICKS = 7
_BEYOND = 20
"""Pixels by which the figures at both ends may reach beyond their axis."""
_DOT, _MOST_DOTS = 5, 60

Points = Sequence[tuple[float, float]]


@dataclass(frozen=True)
class Line:
    """How a curve looks: the name of its colour in the theme, its width, dots or dashes."""

    colour: str
    width: float
    dots: bool = False
    dashed: bool = False


TRAINING = Line("muted", 1.25)
VALIDATION = Line("accent", 2.0, dots=True)
OTHER = Line("caution", 1.5, dashed=True)


class Plot(pg.PlotWidget):  # type: ignore[misc]  # pyqtgraph is published without types
    """Curves of training and validation, and that of another network to compare with.

    Parameters
    ----------
    name
        What is drawn, for whoever cannot see it.
    lowest, highest
        The values between which it always shows; it reaches lower when curves do.
    shows_passes
        Whether the axis below has figures.
    """

    def __init__(
        self,
        name: str,
        lowest: float,
        highest: float,
        *,
        shows_passes: bool,
        parent: QWidget | None = None,
    ) -> None:
        axes: dict[str, Any] = {"left": _RoundAxis("left"), "bottom": _PassesAxis("bottom")}
        super().__init__(parent, axisItems=axes)
        self.setAccessibleName(name)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._lowest, self._highest = lowest, highest
        self._least: dict[Line, float] = {}
        item = self.getPlotItem()
        item.setMenuEnabled(False)
        item.hideButtons()
        item.setMouseEnabled(x=False, y=False)
        item.getViewBox().setDefaultPadding(0)
        # Curves lie on the grid, which belongs to the axes.
        item.getViewBox().setZValue(1)
        item.layout.setContentsMargins(0, 8, 12, 0)
        axes["left"].setWidth(_AXIS_WIDTH)
        axes["bottom"].setHeight(_AXIS_HEIGHT if shows_passes else 8)
        for axis in axes.values():
            axis.setStyle(tickFont=font(11), tickLength=0, maxTickLevel=0)
            axis.setGrid(255)
        axes["bottom"].setStyle(showValues=shows_passes)
        self._lines = {line: self._new_line(line) for line in (OTHER, TRAINING, VALIDATION)}
        self._colour()
        self.show_range(1)

    def changeEvent(self, event: QEvent | None) -> None:
        """Draw in other colours."""
        super().changeEvent(event)
        # A plot changes its own palette while it is made and coloured.
        known = getattr(self, "_drawn_in", None) not in (None, current_theme())
        if event is not None and event.type() == QEvent.Type.PaletteChange and known:
            self._colour()

    def show_range(self, passes: float) -> None:
        """Show so many passes."""
        self.setXRange(0, passes, padding=0)
        self._show_values()

    def show_points(self, line: Line, points: Points) -> None:
        """Show a curve through (passes, value)."""
        across = np.array([passes for passes, _ in points])
        values = np.array([value for _, value in points])
        seen = np.isfinite(values) & (values > 0)
        curve = self._lines[line]
        curve.setData(across[seen], np.log10(values[seen]))
        if line.dots:
            # Many dots would hide the line that they are on.
            curve.setSymbol("o" if seen.sum() <= _MOST_DOTS else None)
        least = floor_below(float(values[seen].min())) if seen.any() else self._lowest
        if self._least.get(line) != least:
            self._least[line] = least
            self._show_values()

    def _show_values(self) -> None:
        lowest = min([self._lowest, *self._least.values()])
        self.setYRange(log10(lowest), log10(self._highest), padding=0)

    def _colour(self) -> None:
        self._drawn_in = theme = current_theme()
        self.setBackground(QColor(theme.card))
        for side in ("left", "bottom"):
            axis = self.getAxis(side)
            axis.setPen(QPen(QColor(theme.hairline), 1))
            axis.setTextPen(QColor(theme.muted))
        for line, curve in self._lines.items():
            colour = QColor(getattr(theme, line.colour))
            style = Qt.PenStyle.DashLine if line.dashed else Qt.PenStyle.SolidLine
            pen = QPen(colour, line.width, style)
            pen.setCosmetic(True)
            curve.setPen(pen)
            if line.dots:
                curve.setSymbolSize(_DOT)
                curve.setSymbolBrush(colour)
                curve.setSymbolPen(None)

    def _new_line(self, line: Line) -> Any:
        curve = pg.PlotDataItem(antialias=True)
        self.addItem(curve)
        return curve


class _Axis(pg.AxisItem):  # type: ignore[misc]
    """Shows the figures at both ends too, which a grid would make it leave out."""

    def boundingRect(self) -> QRectF:
        rect: QRectF = super().boundingRect()
        return rect.adjusted(-_BEYOND, -_BEYOND, _BEYOND, _BEYOND)


class _RoundAxis(_Axis):
    """Values stand on it as logarithms; its figures are round values."""

    def tickValues(self, low: float, high: float, size: float) -> list[tuple[None, list[float]]]:
        values = ticks_between(10**low, 10**high)
        return [(None, [log10(value) for value in values])]

    def tickStrings(self, values: list[float], scale: float, spacing: object) -> list[str]:
        return [figure(10**value) for value in values]


class _PassesAxis(_Axis):
    """Whole passes."""

    def tickValues(self, low: float, high: float, size: float) -> list[tuple[None, list[float]]]:
        step = next(step for step in _steps() if (high - low) / step <= _MOST_TICKS)
        return [(None, [float(value) for value in range(0, floor(high) + 1, step)])]

    def tickStrings(self, values: list[float], scale: float, spacing: object) -> list[str]:
        return [f"{value:.0f}" for value in values]


def ticks_between(low: float, high: float) -> list[float]:
    """Return round values from `low` to `high`: 1, 2, 5 of each power of ten, or the powers."""
    powers = range(floor(log10(low)) - 1, floor(log10(high)) + 2)
    for parts in (_ROUND, _ROUND[:1]):
        values = [part * 10.0**power for power in powers for part in parts]
        inside = [value for value in values if low * 0.999 <= value <= high * 1.001]
        if len(inside) <= _MOST_TICKS + 2:
            return inside
    return inside


def floor_below(value: float) -> float:
    """Return the greatest of 1, 2, 5, 10, 20, ... that is no greater than `value`."""
    power = 10.0 ** floor(log10(value))
    return max(part * power for part in _ROUND if part * power <= value * 1.000001)


def figure(value: float) -> str:
    """Return a round value as it is written."""
    return f"{value:.6f}".rstrip("0").rstrip(".")


def _steps() -> list[int]:
    return [part * 10**power for power in range(7) for part in _ROUND]
