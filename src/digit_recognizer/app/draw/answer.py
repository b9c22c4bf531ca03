"""The answer: the digit, how sure, the ten probabilities, and what the network sees."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PyQt6.QtCore import QSize, Qt
from PyQt6.QtGui import QColor, QFont, QImage, QPainter, QPaintEvent, QPen, QResizeEvent
from PyQt6.QtWidgets import QGridLayout, QLabel, QLayout, QSizePolicy, QVBoxLayout, QWidget

from digit_recognizer.app.core.pictures import image_of_grey
from digit_recognizer.app.draw.probability_bars import ProbabilityBars
from digit_recognizer.app.draw.words import BLANK, Answer, put_into_words
from digit_recognizer.app.widgets.parts import new_label
from digit_recognizer.app.widgets.style_sheet import set_look
from digit_recognizer.app.widgets.theme import SPACING, current_theme, font

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from digit_recognizer.recognizer import Recognition

__all__ = ["AnswerPanel", "NetworkInput"]

_DIGIT__PIXELS = 96
_WIDTHS = (190, 310, 480)
"""From each of these widths on, the panel takes a larger form."""
_SCALES = (2, 3, 4, 5)
"""How many logical pixels one of the network's is wide, in each form."""

_TONES = {"blank": "muted", "sure": "accent", "not sure": "caution", "not a digit": "caution"}
_WITHOUT_DIGIT = {"blank": "The canvas is blank.", "not a digit": "This is not a digit."}


class AnswerPanel(QWidget):
    """Shows a recognition; everything keeps its place whatever it says."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._digit = _label(
            "digit", "answer", _DIGIT__PIXELS, "The digit that was read, if there is one."
        )
        self._digit.setFixedSize(72, 92)
        self._confidence = _label(
            "confidence",
            "confidence",
            20,
            "How sure the network is: so many of 100 such answers are right.",
        )
        self._confidence.setFont(font(20, QFont.Weight.DemiBold))
        self._runner_up = _label(
            "runner-up", "next answer", 13, "What the network finds most probable after it."
        )
        self._runner_up.setProperty("tone", "muted")
        for label in (self._confidence, self._runner_up):
            # As wide as there is room, whatever it says: nothing moves when it says another thing.
            label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self._input = NetworkInput()
        captioned = QVBoxLayout()
        captioned.setSpacing(SPACING[0])
        self._caption = new_label(pixels=11, tone="muted")
        captioned.addWidget(self._caption)
        captioned.addWidget(self._input, 0, Qt.AlignmentFlag.AlignRight)
        self._picture = QWidget()
        self._picture.setLayout(captioned)
        captioned.setContentsMargins(0, 0, 0, 0)
        self._bars = ProbabilityBars()
        self._head = QGridLayout()
        self._head.setContentsMargins(0, 0, 0, 0)
        self._head.setHorizontalSpacing(SPACING[2])
        self._head.setVerticalSpacing(SPACING[0])
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        # Its place is given to it; a large form must not keep it from becoming small again.
        self._layout.setSizeConstraint(QLayout.SizeConstraint.SetNoConstraint)
        self._layout.addLayout(self._head)
        self._layout.addWidget(self._bars, 1)
        self._layout.addStretch(0)
        self._size: int | None = None
        self._say(BLANK)
        self._arrange()

    def show_blank(self) -> None:
        """Show that there is nothing to read."""
        self._say(BLANK)
        self._input.show_nothing()

    def show_recognition(self, recognition: Recognition) -> None:
        """Show what was read."""
        answer = put_into_words(recognition)
        if answer.state == "blank":
            self.show_blank()
            return
        self._say(answer)
        self._input.show_pixels(recognition.network_input)

    def _say(self, answer: Answer) -> None:
        tone = _TONES[answer.state]
        for label, text in (
            (self._digit, answer.digit),
            (self._confidence, answer.confidence),
            (self._runner_up, answer.runner_up),
        ):
            label.setText(text)
        for label in (self._digit, self._confidence):
            set_look(label, "tone", tone)
        self._digit.setAccessibleDescription(
            f"{answer.digit}, {answer.confidence}" if answer.digit else _WITHOUT_DIGIT[answer.state]
        )
        self._confidence.setAccessibleDescription(f"{answer.confidence}. {answer.runner_up}")
        self._runner_up.setAccessibleDescription(answer.runner_up or "There is no other answer.")
        self._bars.show_probabilities(
            answer.probabilities,
            [tone if digit in answer.contenders else "muted" for digit in range(10)],
        )

    def resizeEvent(self, event: QResizeEvent | None) -> None:
        """Take the arrangement that fits."""
        self._arrange()

    def _arrange(self) -> None:
        size = sum(self.width() >= least for least in _WIDTHS)
        if size == self._size:
            return
        self._size = size
        wide = size > 1
        left, top = Qt.AlignmentFlag.AlignLeft, Qt.AlignmentFlag.AlignTop
        self._input.set_scale(_SCALES[size])
        self._caption.setText("Network input" if size else "Input")
        self._confidence.setFont(font(20 if size else 13, QFont.Weight.DemiBold))
        for label in (self._confidence, self._runner_up):
            label.setFixedHeight(label.fontMetrics().height() + 2)
        span = 1 if wide else 2
        self._head.addWidget(self._digit, 0, 0, left | top)
        self._head.addWidget(self._picture, 0, 1, 4 if wide else 1, 1, top)
        self._head.addWidget(self._confidence, 1, 0, 1, span)
        self._head.addWidget(self._runner_up, 2, 0, 1, span)
        self._head.setColumnStretch(0, 1)
        self._head.setRowStretch(3, 1)
        self._layout.setSpacing(SPACING[4] if wide else SPACING[1])


def _label(name: str, words: str, pixels: int, description: str) -> QLabel:
    label = new_label(name=name, pixels=pixels)
    label.setAccessibleName(words)
    label.setAccessibleDescription(description)
    label.setWhatsThis(f"The answer\n{description}")
    return label


_PIXELS = 28


class NetworkInput(QWidget):
    """Shows the network's input."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("network-input")
        self.setAccessibleName("network input")
        self.setWhatsThis(
            "Network input\nThe drawing as the network gets it: cut out, brought to 20×20 pixels, "
            "and laid with its centre of mass in the middle of 28×28."
        )
        self.setToolTip(
            "The drawing as the network gets it: cut out, brought to 20×20 pixels,\n"
            "and laid with its centre of mass in the middle of 28×28."
        )
        self._image: QImage | None = None
        self.show_nothing()

    def set_scale(self, scale: int) -> None:
        """Show each pixel as a square of `scale` logical pixels."""
        self.setFixedSize(QSize(_PIXELS * scale, _PIXELS * scale))

    def show_pixels(self, grey: NDArray[np.uint8]) -> None:
        """Show `grey`, (28, 28) uint8."""
        self._image = image_of_grey(grey)
        self.setAccessibleDescription("The 28 by 28 pixels that the network sees of the drawing.")
        self.update()

    def show_nothing(self) -> None:
        """Show that there is nothing to see."""
        self._image = None
        self.setAccessibleDescription("Nothing yet: the canvas is blank.")
        self.update()

    def image(self) -> QImage | None:
        """Return what is shown, one pixel for each of the network's, or None."""
        return self._image

    def paintEvent(self, event: QPaintEvent | None) -> None:
        """Draw the pixels with hard edges."""
        theme = current_theme()
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(theme.paper))
        if self._image is not None:
            # The lighter of the two: black pixels become paper.
            painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Lighten)
            painter.drawImage(self.rect(), self._image)
            painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_SourceOver)
        if theme.name == "dark":
            painter.setPen(QPen(QColor(theme.hairline), 1))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(self.rect().adjusted(0, 0, -1, -1))
