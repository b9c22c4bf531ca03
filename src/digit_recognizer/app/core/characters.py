"""The number that was read last, and which of its characters is looked at."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PyQt6.QtCore import QObject, pyqtSignal

from digit_recognizer.app.core.drawing import Drawing
from digit_recognizer.app.core.reading import Reader, Reading

if TYPE_CHECKING:
    from digit_recognizer.app.core.pictures import Picture
    from digit_recognizer.numbers.reading import NumberRecognition
    from digit_recognizer.numbers.segmentation import Character
    from digit_recognizer.recognizer import Recognition

__all__ = ["Characters"]


class Characters(QObject):
    """What was read of the drawing, for all pages that show it.

    Until one is chosen, the character that was written last is looked at.

    Parameters
    ----------
    drawing
        What is read.
    reader
        Reads it.
    """

    read = pyqtSignal(object)
    """A ``Reading``, after it was taken in."""
    changed = pyqtSignal()
    """Another number, none any more, or another character is looked at."""

    def __init__(self, drawing: Drawing, reader: Reader, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._drawing = drawing
        self.digit: Recognition | None = None
        """What was read, if it is one digit or none at all."""
        self.number: NumberRecognition | None = None
        """The same, if it is a number."""
        self._picture: Picture | None = None
        self._chosen: int | None = None
        reader.read.connect(self._take)
        drawing.listen(self._follow_drawing)

    @property
    def recognition(self) -> Recognition | NumberRecognition | None:
        """What was read; None where nothing is there."""
        return self.digit or self.number

    @property
    def all(self) -> tuple[Character, ...]:
        """The characters of the number, from left to right; none of a digit alone."""
        return () if self.number is None else self.number.characters

    @property
    def index(self) -> int | None:
        """Which one is looked at."""
        if not self.all:
            return None
        if self._chosen is not None:
            return self._chosen
        return max(range(len(self.all)), key=lambda index: max(self.all[index].strokes, default=0))

    @property
    def looked_at(self) -> Character | None:
        """The character that is looked at."""
        return None if self.index is None else self.all[self.index]

    def choose(self, index: int) -> None:
        """Look at a character."""
        self._chosen = index
        self.changed.emit()

    def step(self, by: int) -> None:
        """Look at the one so many further to the right, round the end."""
        if self.index is not None:
            self.choose((self.index + by) % len(self.all))

    def _take(self, reading: Reading) -> None:
        from digit_recognizer.numbers.reading import NumberRecognition

        read, before = reading.recognition, self.number
        number = self.number = read if isinstance(read, NumberRecognition) else None
        self.digit = None if isinstance(read, NumberRecognition) else read
        self._picture = self._drawing.sheet.picture
        if number is None or before is None or len(number.characters) != len(before.characters):
            self._chosen = None
        if number is not None or before is not None:
            self.changed.emit()
        self.read.emit(reading)

    def _follow_drawing(self) -> None:
        sheet = self._drawing.sheet
        if sheet.is_blank or sheet.picture is not self._picture:
            self.digit = None
            if self.number is not None:
                self.number = self._chosen = None
                self.changed.emit()
