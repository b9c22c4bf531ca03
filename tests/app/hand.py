"""A hand that draws with the mouse, and a recognizer whose answers are known beforehand."""

import threading
from collections.abc import Iterator, Sequence
from typing import Any, TypeVar

import numpy as np
from PyQt6 import QtTest
from PyQt6.QtCore import QPoint, QRect, Qt
from PyQt6.QtWidgets import QWidget

from digit_recognizer.app.draw.canvas import Canvas
from digit_recognizer.hands.last_layers import HandError
from digit_recognizer.hands.learning import Teacher
from digit_recognizer.hands.profile import Profile
from digit_recognizer.ink import PictureError, open_picture
from digit_recognizer.networks.verdict import Verdict, VerdictRule
from digit_recognizer.numbers.graph import Segment
from digit_recognizer.numbers.reading import Alternative, NumberRecognition
from digit_recognizer.numbers.segmentation import Character
from digit_recognizer.numbers.verdict import NumberVerdict
from digit_recognizer.recognizer import Recognition

# PyQt6's type hints take its functions for methods.
QTest: Any = QtTest.QTest

Part = TypeVar("Part", bound=QWidget)
Line = Sequence[tuple[float, float]]

ONE: list[Line] = [[(0.5, 0.2), (0.5, 0.4), (0.5, 0.6), (0.5, 0.8)]]
"""A one, in parts of the canvas."""
SEVEN: list[Line] = [[(0.3, 0.25), (0.5, 0.24), (0.7, 0.25), (0.6, 0.45), (0.5, 0.62), (0.45, 0.8)]]
FOUR: list[Line] = [
    [(0.55, 0.15), (0.45, 0.35), (0.35, 0.55), (0.5, 0.56), (0.7, 0.55)],
    [(0.6, 0.4), (0.6, 0.6), (0.6, 0.85)],
]


def draw(canvas: Canvas, lines: Sequence[Line], place: QRect | None = None) -> None:
    """Draw `lines`, in parts of `place` (by default the whole canvas), with real mouse events."""
    place = place or canvas.rect()
    for line in lines:
        points = [
            QPoint(round(place.x() + x * place.width()), round(place.y() + y * place.height()))
            for x, y in line
        ]
        QTest.mousePress(canvas, Qt.MouseButton.LeftButton, pos=points[0])
        for point in points[1:]:
            QTest.mouseMove(canvas, point)
        QTest.mouseRelease(canvas, Qt.MouseButton.LeftButton, pos=points[-1])


def part(whole: QWidget, kind: type[Part], name: str) -> Part:
    """The part of `whole` that has this object name."""
    found = whole.findChild(kind, name)
    assert found is not None, name
    return found


def click(window: QWidget, name: str) -> None:
    """Click in the middle of the part with this object name."""
    QTest.mouseClick(part(window, QWidget, name), Qt.MouseButton.LeftButton)


def recognition(
    digit: int | None, confidence: float = 0.9, second: int = 0, verdict: Verdict | None = None
) -> Recognition:
    """A recognition of `digit`, with `second` after it; below 60 % it is not sure."""
    if digit is None:
        return Recognition(None, 0.0, np.full(10, 0.1), np.zeros((28, 28), np.uint8), "blank")
    probabilities = np.full(10, (1 - confidence) / 20)
    probabilities[second if second != digit else 1] += (1 - confidence) / 2
    probabilities[digit] = confidence
    verdict = verdict or VerdictRule()(probabilities)
    seen = np.full((28, 28), 9, np.uint8)
    return Recognition(digit, confidence, probabilities, seen, verdict)


def number(
    text: str, *, verdict: NumberVerdict = "number", struck: str = "", width: float = 60
) -> NumberRecognition:
    """A number whose digits stand beside each other, a stroke each; some are no digits."""
    characters = []
    for place, each in enumerate(text):
        probabilities = np.full(10, 0.01)
        probabilities[int(each) if each.isdigit() else 0] = 0.91
        characters.append(
            Character(
                each,
                Segment(place, place + 1),
                (20 + place * width, 80, 20 + (place + 0.6) * width, 200),
                (place,),
                np.full((28, 28), place + 1, np.uint8),
                probabilities,
                "not a digit" if each in struck else "digit",
                0.99,
                each not in struck,
            )
        )
    alternatives = (Alternative(text, 0.97), Alternative(text[:-1] + "7", 0.02))
    return NumberRecognition(
        text, 0.97, verdict, characters=tuple(characters), alternatives=alternatives
    )


class FakeRecognizer:
    """Says how many strokes there are, or 9 for a picture; keeps what it was asked."""

    def __init__(self) -> None:
        self.asked: list[Any] = []
        self.may_answer = threading.Event()
        self.may_answer.set()
        self.confidence = 0.9
        self.format: str | None = None
        self.compiles: bool | None = None

    def recognize_any(self, picture: Any, **options: Any) -> Recognition | NumberRecognition:
        self.format = options.get("format")
        return self._read(picture)

    def reconsider(
        self, picture: Any, alone: Recognition, **options: Any
    ) -> Recognition | NumberRecognition:
        return alone

    def _read(self, picture: Any) -> Recognition:
        self.asked.append(picture)
        assert self.may_answer.wait(5)
        return recognition(9, self.confidence)

    def recognize_each(
        self, pictures: Sequence[Any], *, thumbnail: int = 0
    ) -> Iterator[Recognition | PictureError]:
        for picture in pictures:
            try:
                yield self._read(open_picture(picture))
            except PictureError as error:
                yield error

    def recognize_strokes(self, strokes: Sequence[Any], **options: Any) -> Recognition:
        return recognition(len(strokes) % 10, self.confidence)

    def recognize_any_strokes(
        self, strokes: Sequence[Any], **options: Any
    ) -> Recognition | NumberRecognition:
        self.format = options.get("format")
        self.asked.append([list(stroke) for stroke in strokes])
        assert self.may_answer.wait(5)
        return recognition(len(strokes) % 10, self.confidence)

    @property
    def network_of_hand(self) -> Any:
        raise HandError("the fake reads no hand", "take a recognizer")

    @property
    def teacher(self) -> Teacher:
        raise HandError("the fake learns no hand", "take a recognizer")

    def reading(self, profile: Profile | None) -> "FakeRecognizer":
        return self

    def warm_up(self, *, compiles: bool = True) -> bool:
        self.compiles = compiles
        return False
