"""The ten bars below each other, which grow and shrink together."""

from __future__ import annotations

from collections.abc import Sequence

from PyQt6.QtCore import QEasingCurve, QVariantAnimation
from PyQt6.QtWidgets import QVBoxLayout, QWidget

from digit_recognizer.app.draw.probability_bar import ProbabilityBar

__all__ = ["ProbabilityBars"]

_MILLISECONDS = 80


class ProbabilityBars(QWidget):
    """A bar for each digit, in their order.

    One movement brings all of them to their lengths: ten of their own would come at ten moments,
    each with a painting.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bars = [ProbabilityBar(digit) for digit in range(10)]
        self._from = self._to = (0.0,) * len(self._bars)
        self._animation = QVariantAnimation(self)
        self._animation.setDuration(_MILLISECONDS)
        self._animation.setEasingCurve(QEasingCurve.Type.OutCubic)
        self._animation.setStartValue(0.0)
        self._animation.setEndValue(1.0)
        self._animation.valueChanged.connect(self._move)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for bar in self._bars:
            column.addWidget(bar)

    def show_probabilities(self, probabilities: Sequence[float], tones: Sequence[str]) -> None:
        """Show a probability, from 0 to 1, and the name of a colour for each digit."""
        for bar, probability, tone in zip(self._bars, probabilities, tones, strict=True):
            bar.show_probability(probability, tone)
        self._from = tuple(bar.length() for bar in self._bars)
        self._to = tuple(probabilities)
        self._animation.stop()
        self._animation.start()

    def _move(self, part: float) -> None:
        for bar, before, after in zip(self._bars, self._from, self._to, strict=True):
            bar.grow(before + (after - before) * part)
