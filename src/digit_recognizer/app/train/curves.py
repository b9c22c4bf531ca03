"""The curves of a training: loss above, error below."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from PyQt6.QtGui import QPainter
from PyQt6.QtWidgets import QVBoxLayout, QWidget

from digit_recognizer.app.train.phase import Seen
from digit_recognizer.app.widgets.chart import Chart, Line
from digit_recognizer.app.widgets.scales import CountScale, LogScale
from digit_recognizer.app.widgets.theme import SPACING
from digit_recognizer.training.history import HistoryLine

__all__ = ["OTHER", "TRAINING", "VALIDATION", "Curves", "CurvesChart"]

TRAINING = Line("muted", 1.25)
VALIDATION = Line("accent", 2.0, dots=True)
OTHER = Line("caution", 1.5, dashed=True)

_NAMES = {VALIDATION: "validation", TRAINING: "training", OTHER: "compared"}
_LOSS = (
    "How surprised the network is by the truth, on average: 0 if it is sure and correct, 2.3 if it "
    "has no idea which of ten digits it sees. For the network of 1998 it counts otherwise, and "
    "begins higher."
)
_ERROR = "Share of the images that it reads wrong, in percent."
_NOTHING = "No curve yet."
_Points = tuple[NDArray[np.float64], NDArray[np.float64]]


class Curves(QWidget):
    """Draws what was seen of a training."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.loss = CurvesChart("Loss", _LOSS, LogScale(0.1, 3))
        self.error = CurvesChart("Error, %", _ERROR, LogScale(1, 100))
        self._seen: Seen | None = None
        self._learned: list[tuple[float, float, float]] = []
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACING[0])
        column.addWidget(self.loss, 1)
        column.addWidget(self.error, 1)

    def show_range(self, passes: float) -> None:
        """Show so many passes, from the beginning."""
        for chart in (self.loss, self.error):
            chart.show_range(passes)

    def show_seen(self, seen: Seen) -> None:
        """Show the curves so far."""
        if seen is not self._seen:
            self._seen, self._learned = seen, []
        # A long training has tens of thousands of points: only those that are new are looked at.
        new = seen.learned_from(len(self._learned))
        self._learned += [(point.passes, point.loss, 100 * point.error) for point in new]
        measured = [
            (point.passes, point.loss, 100 * point.error) for point in seen.validation_curve
        ]
        self._show(TRAINING, self._learned)
        self._show(VALIDATION, measured)
        if measured:
            passes, loss, error = measured[-1]
            when = f"after {passes:.1f} passes"
            self.loss.describe(f"Validation loss {loss:.3f} {when}.")
            self.error.describe(f"Validation error {error:.2f} % {when}.")
        else:
            self.loss.describe(_NOTHING)
            self.error.describe(_NOTHING)

    def show_other(self, history: Sequence[HistoryLine]) -> None:
        """Show the validation curves of another network beside them; none where it is empty."""
        self._show(
            OTHER,
            [
                (line.epoch, line.validation_loss, 100 * (1 - line.validation_accuracy))
                for line in history
            ],
        )

    def _show(self, line: Line, points: Sequence[tuple[float, float, float]]) -> None:
        passes, loss, error = np.array(points, np.float64).reshape(-1, 3).T
        self.loss.show_points(line, passes, loss)
        self.error.show_points(line, passes, error)


class CurvesChart(Chart):
    """Curves over the passes of a training; its axes follow the curves.

    Parameters
    ----------
    title, explanation
        As of every chart.
    scale
        What the axis up shows at least.
    """

    def __init__(
        self, title: str, explanation: str, scale: LogScale, parent: QWidget | None = None
    ) -> None:
        super().__init__(title, explanation, parent, plain=True)
        self.up = self._least = scale
        self._curves: dict[Line, _Points] = {}
        self.show_range(1)
        self.describe(_NOTHING)

    def show_range(self, passes: float) -> None:
        """Show so many passes, from the beginning."""
        self.across = CountScale(passes, "passes" if passes > 1 else "pass")
        self.update()

    def show_points(
        self, line: Line, passes: NDArray[np.float64], values: NDArray[np.float64]
    ) -> None:
        """Show a curve, (n,) each, in rising order of ``passes``, as far as it is above 0."""
        shown = np.isfinite(values) & (values > 0)
        self._curves[line] = passes[shown], values[shown]
        ends = [
            float(end) for _, y in self._curves.values() if y.size for end in (y.min(), y.max())
        ]
        self.up = LogScale(self._least.low, self._least.high, ends)
        self.update()

    def stops(self) -> NDArray[np.float64]:
        """Return the moments at which validation was measured."""
        for line in (VALIDATION, OTHER):
            if line in self._curves and self._curves[line][0].size:
                return self._curves[line][0]
        return np.zeros(0)

    def readout(self, stop: int | None) -> str:
        """Return the values of the curves at a stop, or the latest ones."""
        stops = self.stops()
        if not stops.size:
            return ""
        at = stops[-1 if stop is None else min(stop, stops.size - 1)]
        values = [
            f"{name} {y[max(int(np.searchsorted(x, at, 'right')) - 1, 0)]:.3g}"
            for line, name in _NAMES.items()
            for x, y in [self._curves.get(line, (np.zeros(0), np.zeros(0)))]
            if x.size
        ]
        return values[0] if stop is None else f"pass {at:.1f}: {', '.join(values)}"

    def paint_content(self, painter: QPainter) -> None:
        """Draw the curves, validation on top."""
        for line in (OTHER, TRAINING, VALIDATION):
            if line in self._curves:
                self.paint_line(painter, line, *self._curves[line])
        if self.cursor_at is not None:
            at = self.stops()[min(self.cursor_at, len(self.stops()) - 1)]
            for line in (OTHER, VALIDATION):
                x, y = self._curves.get(line, (np.zeros(0), np.zeros(0)))
                for value in y[x == at]:
                    self.paint_dot(painter, line, self.place(float(at), float(value)))
