"""The reliability diagram: of the answers that were so sure, so many were correct."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PyQt6.QtCore import QRectF, Qt
from PyQt6.QtGui import QColor, QPainter, QPen
from PyQt6.QtWidgets import QWidget

from digit_recognizer.app.judge.paint import mixed
from digit_recognizer.app.judge.words import NOTHING_YET, bin_in_words, reliability_in_words
from digit_recognizer.app.widgets.chart import Chart
from digit_recognizer.app.widgets.scales import SHARES, Scale
from digit_recognizer.app.widgets.theme import current_theme

if TYPE_CHECKING:
    from digit_recognizer.evaluation.calibration import Reliability

__all__ = ["ReliabilityChart"]

_EXPLAINED = (
    "Whether confidence can be trusted: of the answers that were so sure, so many were correct. "
    "Bars that end on the dashed line are honest, higher ones too modest, lower ones too sure; "
    "pale ones stand for fewer than ten answers."
)
_FEW = 10
"""Fewer answers than that say little: their bar is paler."""


class ReliabilityChart(Chart):
    """A bar for each height of confidence; on the dashed line, confidence is what it claims."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("Reliability", _EXPLAINED, parent)
        self.setObjectName("reliability")
        self.across = Scale(0, 100, ((0, "0"), (50, "50 % sure"), (100, "100")))
        self.up = SHARES
        self._reliability: Reliability | None = None
        self.show_reliability(None)

    def show_reliability(self, reliability: Reliability | None) -> None:
        """Show confidence against truth; None for nothing."""
        self._reliability = reliability
        self.describe(NOTHING_YET if reliability is None else reliability_in_words(reliability))

    def stops(self) -> list[float]:
        """Return the middle of each bin."""
        if self._reliability is None:
            return []
        bins = len(self._reliability.counts)
        return [100 * (index + 0.5) / bins for index in range(bins)]

    def readout(self, stop: int | None) -> str:
        """Return a bin in words, or the calibration error."""
        if self._reliability is None:
            return ""
        if stop is None:
            return f"off by {100 * self._reliability.error:.1f} %"
        return bin_in_words(self._reliability, stop)

    def paint_content(self, painter: QPainter) -> None:
        """Draw the bars and the line on which they should end."""
        theme = current_theme()
        assert self._reliability is not None
        bins = len(self._reliability.counts)
        painter.setPen(Qt.PenStyle.NoPen)
        for index, count in enumerate(self._reliability.counts):
            if not count:
                continue
            share = float(self._reliability.accuracy[index])
            top = self.place(100 * index / bins, share)
            foot = self.place(100 * (index + 1) / bins, 0)
            strength = 0.35 if count < _FEW else 0.85
            painter.setBrush(mixed(theme.accent, theme.card, strength))
            bar = QRectF(top, foot).adjusted(1, 0, -1, 0)
            bar.setTop(min(bar.top(), bar.bottom() - 1))
            painter.drawRect(bar)
        painter.setPen(QPen(QColor(theme.text), 1, Qt.PenStyle.DashLine))
        painter.drawLine(self.place(0, 0), self.place(100, 1))
