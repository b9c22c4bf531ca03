"""The ten bars below each other, which grow and shrink together."""

from __future__ import annotations

from collections.abc import Sequence

from PyQt6.QtCore import QEasingCurve, QRectF, QSize, Qt, QVariantAnimation
from PyQt6.QtGui import QColor, QPainter, QPaintEvent
from PyQt6.QtWidgets import QProgressBar, QSizePolicy, QVBoxLayout, QWidget

from digit_recognizer.app.draw.words import percent
from digit_recognizer.app.widgets.bar import paint_bar
from digit_recognizer.app.widgets.theme import current_theme, font

__all__ = ["ProbabilityBar", "ProbabilityBars"]

_STEPS = 1000
_LOWEST, _TALLEST = 13, 56
_LABEL_WIDTH = 18
_FIGURE_WIDTH = 50


class ProbabilityBar(QProgressBar):
    """A digit, a bar as long as it is probable, and the figure.

    The value and the text change at once; the bar grows only as far as it is told to.
    """

    def __init__(self, digit: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(f"probability-{digit}")
        self.setAccessibleName(f"probability of {digit}")
        self.setWhatsThis(
            f"Probability of {digit}\nHow probable the network finds it that this is a {digit}. "
            "The ten add up to 100 %."
        )
        self.setRange(0, _STEPS)
        self.setMinimumHeight(_LOWEST)
        self.setMaximumHeight(_TALLEST)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self._digit = digit
        self._tone = "muted"
        self._length = 0.0
        self._text = ""
        self._describe()

    def show_probability(self, probability: float | None, tone: str) -> None:
        """Show `probability`, from 0 to 1, in the colour that `tone` names; None where none is."""
        text = "" if probability is None else percent(probability)
        if (text, tone) == (self._text, self._tone):
            return
        self._text, self._tone = text, tone
        # Qt's bar would paint itself there and then, which the hand that draws would wait for.
        self.setUpdatesEnabled(False)
        self.setValue(round((probability or 0.0) * _STEPS))
        self.setUpdatesEnabled(True)
        self._describe()
        self.update()

    def _describe(self) -> None:
        has = f"The digit {self._digit} has {self._text}." if self._text else "Nothing is read."
        self.setAccessibleDescription(has)

    def length(self) -> float:
        """Return how long the bar is, in parts of the longest."""
        return self._length

    def grow(self, length: float) -> None:
        """Make the bar so long; it is painted only where that can be seen."""
        seen = self.devicePixelRatioF() * self._track().width()
        changed = round(length * seen) != round(self._length * seen)
        self._length = length
        if changed:
            self.update()

    def text(self) -> str:
        """Return the figure as it is shown."""
        return self._text

    def sizeHint(self) -> QSize:
        """Return a comfortable size."""
        return QSize(220, 24)

    def minimumSizeHint(self) -> QSize:
        """Return the smallest size at which everything can be read."""
        return QSize(_LABEL_WIDTH + _FIGURE_WIDTH + 32, _LOWEST)

    def paintEvent(self, event: QPaintEvent | None) -> None:
        """Draw digit, bar and figure on one line."""
        theme = current_theme()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        stands_out = self._tone != "muted"
        text = QColor(theme.text if stands_out else theme.muted)
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.setPen(text)
        painter.setFont(font(13 if self.height() >= 18 else 11))
        whole = QRectF(self.rect())
        painter.drawText(whole, middle | Qt.AlignmentFlag.AlignLeft, str(self._digit))
        painter.setFont(font(11))
        painter.drawText(whole, middle | Qt.AlignmentFlag.AlignRight, self._text)
        paint_bar(painter, self._track(), self._length, self._tone)

    def _track(self) -> QRectF:
        thickness = round(6 + self.height() / 8)
        return QRectF(
            _LABEL_WIDTH,
            (self.height() - thickness) / 2,
            self.width() - _LABEL_WIDTH - _FIGURE_WIDTH,
            thickness,
        )


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
        is_read = any(probabilities)  # of a blank sheet nothing is
        for bar, probability, tone in zip(self._bars, probabilities, tones, strict=True):
            bar.show_probability(probability if is_read else None, tone)
        self._from = tuple(bar.length() for bar in self._bars)
        self._to = tuple(probabilities)
        self._animation.stop()
        self._animation.start()

    def _move(self, part: float) -> None:
        for bar, before, after in zip(self._bars, self._from, self._to, strict=True):
            bar.grow(before + (after - before) * part)
