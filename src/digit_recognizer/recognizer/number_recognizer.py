"""A picture or pen strokes in, the number out; or the digit, where it is one alone."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from numpy.typing import ArrayLike

from digit_recognizer.ink import PictureLike, Polarity, find_ink, open_picture
from digit_recognizer.recognizer.digit_or_number import is_a_digit, is_a_number
from digit_recognizer.recognizer.recognition import Recognition

if TYPE_CHECKING:
    from digit_recognizer.numbers.drawn_segments import DrawnSegments
    from digit_recognizer.numbers.reader import NumberReader
    from digit_recognizer.numbers.reading import NumberRecognition

__all__ = ["NumberRecognizer"]


class NumberRecognizer(ABC):
    """What a recognizer of digits can do with numbers."""

    @abstractmethod
    def recognize(self, picture: PictureLike, *, polarity: Polarity = "auto") -> Recognition:
        """Read the digit in a picture."""

    @abstractmethod
    def recognize_strokes(
        self, strokes: Sequence[ArrayLike], *, pen_width: float | None = None
    ) -> Recognition:
        """Read the digit that pen strokes draw."""

    @property
    @abstractmethod
    def _numbers(self) -> "NumberReader":
        """What reads numbers with the network for digits."""

    def recognize_number(
        self,
        picture: PictureLike,
        *,
        format: str | None = None,  # noqa: A002
        polarity: Polarity = "auto",
    ) -> "NumberRecognition":
        """Read the number in a picture, or one in each of its lines.

        Parameters
        ----------
        picture, polarity
            As ``recognize`` takes them.
        format : str, optional
            Which numbers may be there: a name of ``digit_recognizer.numbers.formats.FORMATS``,
            ``digits:5`` or a pattern such as ``99:99``; by default digits with any signs.

        Raises
        ------
        PictureError
            Where the picture cannot be opened.
        PatternError
            Where the format is not such.
        """
        ink = find_ink(open_picture(picture), polarity, one_digit=False)
        return self._numbers.read_ink(ink, format)

    def recognize_number_strokes(
        self,
        strokes: Sequence[ArrayLike],
        *,
        format: str | None = None,  # noqa: A002
        second: bool = True,
        drawn: "DrawnSegments | None" = None,
    ) -> "NumberRecognition":
        """Read the number that pen strokes draw in one line.

        Parameters
        ----------
        strokes : sequence of (n, 2) arrays
            x to the right, y down, any unit.
        format : str, optional
            As ``recognize_number`` takes it.
        second : bool
            Whether the second reader is asked, too. While a pen still moves, one will do: it takes
            half the time, and fewer numbers are sure.
        drawn : DrawnSegments, optional
            Given again for each state of a drawing that grows, what did not change is not drawn
            anew: the same answer, sooner.

        Raises
        ------
        StrokeError, PatternError
            Where strokes or format are not such.
        """
        return self._numbers.read_strokes(strokes, format, second=second, drawn=drawn)

    def recognize_any(
        self,
        picture: PictureLike,
        *,
        format: str | None = None,  # noqa: A002
        polarity: Polarity = "auto",
    ) -> "Recognition | NumberRecognition":
        """Read what is in a picture without being told whether it is one digit or a number.

        Parameters
        ----------
        picture, polarity
            As ``recognize`` takes them.
        format : str, optional
            Of a number, as ``recognize_number`` takes it; with one, it is a number.

        Raises
        ------
        PictureError, PatternError
            As ``recognize_number`` raises them.
        """
        grey = open_picture(picture)
        if format:
            return self.recognize_number(grey, format=format, polarity=polarity)
        return self.reconsider(grey, self.recognize(grey, polarity=polarity), polarity=polarity)

    def reconsider(
        self,
        picture: PictureLike,
        alone: Recognition,
        *,
        format: str | None = None,  # noqa: A002
        polarity: Polarity = "auto",
    ) -> "Recognition | NumberRecognition":
        """Return what was read as one digit, or the number that the picture holds instead.

        After ``recognize_each``, which reads single digits by the thousand, it costs nothing for
        what surely is one.

        Parameters
        ----------
        picture, polarity
            As they were read.
        alone : Recognition
            What was read.
        format : str, optional
            As ``recognize_any`` takes it.

        Raises
        ------
        PictureError, PatternError
            Where the picture cannot be opened any more, or the format is not such.
        """
        number = partial(self.recognize_number, picture, format=format, polarity=polarity)
        return number() if format else _either(alone, number)

    def recognize_any_strokes(
        self,
        strokes: Sequence[ArrayLike],
        *,
        format: str | None = None,  # noqa: A002
        pen_width: float | None = None,
        second: bool = True,
        drawn: "DrawnSegments | None" = None,
    ) -> "Recognition | NumberRecognition":
        """Read what pen strokes draw without being told whether it is one digit or a number.

        Parameters
        ----------
        strokes, pen_width
            As ``recognize_strokes`` takes them.
        format : str, optional
            Of a number, as ``recognize_number`` takes it; with one, it is a number.
        second, drawn
            As ``recognize_number_strokes`` takes them.

        Raises
        ------
        StrokeError, PatternError
            As ``recognize_number_strokes`` raises them.
        """
        number = partial(
            self.recognize_number_strokes, strokes, format=format, second=second, drawn=drawn
        )
        if format:
            return number()
        from digit_recognizer.numbers.stroke_pieces import is_one_piece

        alone = self.recognize_strokes(strokes, pen_width=pen_width)
        if is_a_digit(alone) or is_one_piece(strokes):
            return alone
        return _either(alone, number)


def _either(
    alone: Recognition, read: "Callable[[], NumberRecognition]"
) -> "Recognition | NumberRecognition":
    if is_a_digit(alone):
        return alone
    number = read()
    return number if is_a_number(alone, number) else alone
