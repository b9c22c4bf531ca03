"""The answer: the digit, how sure, the ten probabilities, and what the network sees."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PyQt6.QtCore import Qt
from PyQt6.QtGui import QFont, QResizeEvent
from PyQt6.QtWidgets import QGridLayout, QLabel, QLayout, QSizePolicy, QVBoxLayout, QWidget

from digit_recognizer.app.draw.network_input import Seen
from digit_recognizer.app.draw.probability_bars import ProbabilityBars
from digit_recognizer.app.draw.words import BLANK, Answer, put_into_words
from digit_recognizer.app.widgets.style_sheet import set_look
from digit_recognizer.app.widgets.theme import SPACING, font

if TYPE_CHECKING:
    from digit_recognizer.recognizer import Recognition

__all__ = ["AnswerPanel"]

_DIGIT_PIXELS = 96
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
            "digit", "answer", _DIGIT_PIXELS, "The digit that was read, if there is one."
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
        self._seen = Seen()
        self._caption = _label("seen-caption", "", 11, "")
        self._caption.setText("What it sees")
        self._caption.setProperty("tone", "muted")
        seen = QVBoxLayout()
        seen.setSpacing(SPACING[0])
        seen.addWidget(self._caption)
        seen.addWidget(self._seen, 0, Qt.AlignmentFlag.AlignRight)
        self._picture = QWidget()
        self._picture.setLayout(seen)
        seen.setContentsMargins(0, 0, 0, 0)
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
        self._seen.show_nothing()

    def show_recognition(self, recognition: Recognition) -> None:
        """Show what was read."""
        answer = put_into_words(recognition)
        if answer.state == "blank":
            self.show_blank()
            return
        self._say(answer)
        self._seen.show_pixels(recognition.network_input)

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
        self._seen.set_scale(_SCALES[size])
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
    label = QLabel()
    label.setObjectName(name)
    label.setAccessibleName(words)
    label.setAccessibleDescription(description)
    label.setWhatsThis(f"The answer\n{description}" if description else "")
    label.setFont(font(pixels))
    label.setTextFormat(Qt.TextFormat.PlainText)
    return label
