"""The answer: the digit or number, how sure, the ten probabilities, what the network sees."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PyQt6.QtCore import QSize, Qt
from PyQt6.QtGui import (
    QColor,
    QFont,
    QFontMetrics,
    QImage,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
)
from PyQt6.QtWidgets import QGridLayout, QLabel, QLayout, QSizePolicy, QVBoxLayout, QWidget

from digit_recognizer.app.core.pictures import image_of_grey
from digit_recognizer.app.draw.correction import Correction
from digit_recognizer.app.draw.probability_bars import ProbabilityBars
from digit_recognizer.app.draw.words import BLANK, Answer, put_into_words
from digit_recognizer.app.widgets.parts import new_label
from digit_recognizer.app.widgets.style_sheet import set_look
from digit_recognizer.app.widgets.theme import SPACING, current_theme, font

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from digit_recognizer.numbers.reading import NumberRecognition
    from digit_recognizer.numbers.segmentation import Character
    from digit_recognizer.recognizer import Recognition

__all__ = ["AnswerPanel", "AnswerText", "NetworkInput"]

_LARGEST, _SMALLEST = 96, 13
_ANSWER_HEIGHT = 92
_BEARING = 0.05
"""Of the height of a figure: the room before it."""
_WIDTHS = (190, 310, 480)
"""From each of these widths on, the panel takes a larger form."""
_LOW = 340
"""A lower panel has a smaller picture, and all of it closer together."""
_WITH_KEYS = 430
"""From this height on there is room for the keys that say what it is."""
_SCALES = (2, 3, 4, 5)
"""How many logical pixels one of the network's is wide, in each form."""

_TONES = {"blank": "muted", "sure": "accent"}
"""All others are in the colour of caution."""
_WITHOUT_DIGIT = {"blank": "The canvas is blank.", "not a digit": "This is not a digit."}


class AnswerPanel(QWidget):
    """Shows a recognition; everything keeps its place whatever it says."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._size: int | None = None
        self._is_low = self._has_keys = False
        self._named = ""
        """What the network input is of; empty for all of the ink."""
        self._digit = AnswerText()
        _describe(self._digit, "answer", "The digit or number that was read, if there is one.")
        self._confidence = _label(
            "confidence",
            "confidence",
            20,
            "How sure the network is: so many of 100 such answers are correct.",
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
        self._caption = new_label(name="input-name", pixels=11, tone="muted")
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
        self.correction = Correction()
        self._layout.addWidget(self.correction)
        self._say(BLANK)
        self._arrange()

    def show_blank(self) -> None:
        """Show that there is nothing to read."""
        self._say(BLANK)
        self._name_input("")
        self._input.show_nothing()
        self.correction.offer(None, "")

    def show_recognition(self, recognition: Recognition) -> None:
        """Show what was read."""
        answer = put_into_words(recognition)
        if answer.state == "blank":
            self.show_blank()
            return
        self._say(answer)
        self._name_input("")
        self._input.show_pixels(recognition.network_input)
        self.correction.offer(-1 if answer.state == "not a digit" else recognition.likeliest, "")

    def show_number(
        self, number: NumberRecognition, looked_at: Character | None, place: int
    ) -> None:
        """Show what was read, and of one of its characters, counted from 0, how."""
        self._say(put_into_words(number, looked_at))
        kind = "Digit" if looked_at is None or looked_at.is_digit else "Sign"
        name = f"{kind} {place + 1} of {len(number.characters)}"
        self._name_input(name)
        can_be_said = looked_at is not None and kind == "Digit"
        self.correction.offer(looked_at.likeliest if looked_at and can_be_said else None, name)
        if looked_at is None:
            self._input.show_nothing()
        else:
            self._input.show_pixels(looked_at.network_input)

    def _name_input(self, name: str) -> None:
        self._named = name
        usual = "Network input" if self._size else "Input"
        self._caption.setText(name or usual)

    def _say(self, answer: Answer) -> None:
        tone = _TONES.get(answer.state, "caution")
        for label, text in (
            (self._digit, answer.digit),
            (self._confidence, answer.confidence),
            (self._runner_up, answer.runner_up),
        ):
            label.setText(text)
        for label in (self._digit, self._confidence):
            set_look(label, "tone", tone)
        self._digit.setAccessibleDescription(
            f"{answer.digit}, {answer.confidence}"
            if answer.digit
            else _WITHOUT_DIGIT.get(answer.state, "This is not a number.")
        )
        self._confidence.setAccessibleDescription(f"{answer.confidence}. {answer.runner_up}")
        self._runner_up.setAccessibleDescription(answer.runner_up or "There is no other answer.")
        for_it = "caution" if answer.doubtful else "accent"
        self._bars.show_probabilities(
            answer.probabilities,
            [for_it if digit in answer.contenders else "muted" for digit in range(10)],
        )

    def resizeEvent(self, event: QResizeEvent | None) -> None:
        """Take the arrangement that fits."""
        self._arrange()

    def _arrange(self) -> None:
        size = sum(self.width() >= least for least in _WIDTHS)
        is_low = self.height() < _LOW
        has_keys = size > 0 and self.height() >= _WITH_KEYS
        if (size, is_low, has_keys) == (self._size, self._is_low, self._has_keys):
            return
        self._has_keys = has_keys
        self._size, self._is_low = size, is_low
        wide = size > 1
        self.correction.setVisible(has_keys)
        top = Qt.AlignmentFlag.AlignTop
        self._input.set_scale(min(_SCALES[size], _SCALES[1]) if is_low else _SCALES[size])
        self._name_input(self._named)
        self._confidence.setFont(font(20 if size else 13, QFont.Weight.DemiBold))
        for label in (self._confidence, self._runner_up):
            label.setFixedHeight(label.fontMetrics().height() + 2)
        span = 1 if wide else 2
        self._head.addWidget(self._digit, 0, 0, top)
        self._head.addWidget(self._picture, 0, 1, 4 if wide else 1, 1, top)
        self._head.addWidget(self._confidence, 1, 0, 1, span)
        self._head.addWidget(self._runner_up, 2, 0, 1, span)
        self._head.setColumnStretch(0, 1)
        self._head.setRowStretch(3, 1)
        self._layout.setSpacing(SPACING[4] if wide and not is_low else SPACING[1])


class AnswerText(QLabel):
    """The digit or number that was read, as large as it fits."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("digit")
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setFixedHeight(_ANSWER_HEIGHT)
        # As wide as there is room, whatever it says.
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self._pixels = 0
        self._fit()

    def setText(self, text: str | None) -> None:
        """Say something else."""
        super().setText(text)
        self._fit()

    def resizeEvent(self, event: QResizeEvent | None) -> None:
        """Fit again."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        lines = self.text().split("\n")
        widest = max(QFontMetrics(font(_LARGEST)).horizontalAdvance(line) for line in lines)
        by_width = int(_LARGEST * (self.width() - SPACING[0]) / max(widest, 1))
        by_height = _LARGEST if len(lines) == 1 else int(_ANSWER_HEIGHT / len(lines) / 1.25)
        pixels = max(min(_LARGEST, by_width, by_height), _SMALLEST)
        if pixels != self._pixels:
            self._pixels = pixels
            self.setFont(font(pixels))
            # The figures' own margin is left of the edge, so that all lines begin alike.
            self.setContentsMargins(-round(pixels * _BEARING), 0, 0, 0)


def _label(name: str, words: str, pixels: int, description: str) -> QLabel:
    label = new_label(name=name, pixels=pixels)
    _describe(label, words, description)
    return label


def _describe(label: QLabel, words: str, description: str) -> None:
    label.setAccessibleName(words)
    label.setAccessibleDescription(description)
    label.setWhatsThis(f"The answer\n{description}")


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
        painter.fillRect(self.rect(), QColor(theme.canvas))
        if self._image is not None:
            # The lighter of the two: black pixels become background.
            painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Lighten)
            painter.drawImage(self.rect(), self._image)
            painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_SourceOver)
        if theme.name == "dark":
            painter.setPen(QPen(QColor(theme.hairline), 1))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(self.rect().adjusted(0, 0, -1, -1))
