"""Reads what is drawn in a thread of its own, so that the window never waits."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, Any, Protocol, TypeAlias

from PyQt6.QtCore import QObject, pyqtSignal

from digit_recognizer.app.core.drawing import Point, Sheet
from digit_recognizer.app.core.jobs import Worker
from digit_recognizer.app.core.pictures import Picture, open_as_picture

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from digit_recognizer.hands.learning import Teacher
    from digit_recognizer.hands.profile import Profile
    from digit_recognizer.ink import PictureError
    from digit_recognizer.numbers.drawn_segments import DrawnSegments
    from digit_recognizer.numbers.reading import NumberRecognition
    from digit_recognizer.recognizer import Recognition

__all__ = ["Offer", "Reader", "Reading", "Reads"]

Offer: TypeAlias = "tuple[Path | bytes | NDArray[np.uint8], str]"
"""A picture that may be one, and what to call it."""


class Reads(Protocol):
    """What the window needs of a recognizer."""

    def recognize_any(
        self,
        picture: Any,
        *,
        format: str | None = None,  # noqa: A002
    ) -> Recognition | NumberRecognition:
        """Read a picture of a digit or of a number; with a format it is a number."""

    def reconsider(
        self,
        picture: Any,
        alone: Recognition,
        *,
        format: str | None = None,  # noqa: A002
    ) -> Recognition | NumberRecognition:
        """Return what was read as one digit, or the number that it is instead."""

    def recognize_each(
        self, pictures: Sequence[Any], *, thumbnail: int = 0
    ) -> Iterator[Recognition | PictureError]:
        """Read many pictures."""

    def recognize_strokes(
        self, strokes: Sequence[Sequence[Point]], *, pen_width: float | None = None
    ) -> Recognition:
        """Read strokes of a pen as one digit."""

    def recognize_any_strokes(
        self,
        strokes: Sequence[Sequence[Point]],
        *,
        format: str | None = None,  # noqa: A002
        pen_width: float | None = None,
        second: bool = True,
        drawn: DrawnSegments | None = None,
    ) -> Recognition | NumberRecognition:
        """Read strokes of a pen, a digit or a number; with a format it is a number."""

    @property
    def network_of_hand(self) -> Any:
        """The network with the last layers of the hand that is read, as ``inspection`` takes it."""

    @property
    def teacher(self) -> Teacher:
        """What learns hands for its network."""

    def reading(self, profile: Profile | None) -> Reads:
        """Return what reads with the same network and a profile, or with none."""

    def warm_up(self, *, compiles: bool = True) -> bool:
        """Load compiled code, which reads faster."""


@dataclass(frozen=True)
class Reading:
    """The answer to one request.

    Parameters
    ----------
    sequence
        Number of the request that it answers.
    recognition
        What was read.
    milliseconds
        How long that took.
    """

    sequence: int
    recognition: Recognition | NumberRecognition
    milliseconds: float


class Reader(QObject):
    """Reads in a thread of its own; of requests that wait, only the latest is answered.

    It reads with the recognizer it was last given. Requests wait until there is one.
    """

    format_changed = pyqtSignal()
    """Numbers of another format are read from now on."""
    ready = pyqtSignal()
    """A recognizer is ready to read."""
    read = pyqtSignal(object)
    """A ``Reading``; they come in the order of their requests."""
    opened = pyqtSignal(object)
    """A ``Picture`` that was asked for."""
    failed = pyqtSignal(str)
    """Something went wrong; what and what to do, in plain words."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.sequence = 0
        """Number of the latest request."""
        self.format: str | None = None
        """Which numbers are read; None for digits and numbers of any format."""
        self._sheet: Sheet | None = None
        self._alone = self._growing = False
        self._recognizer: Reads | None = None
        self._drawn: DrawnSegments | None = None
        self._worker = Worker("reader", self, starts=False)
        self._worker.reported.connect(self._take)
        self._worker.failed.connect(self.failed)

    @property
    def recognizer(self) -> Reads | None:
        """What reads, once it is loaded; other threads may read with it, too."""
        return self._recognizer

    def start(self) -> None:
        """Start the thread."""
        self._worker.start()

    def use(self, make_recognizer: Callable[[], Reads]) -> None:
        """Read with another recognizer from now on, first of all what was last asked for.

        Parameters
        ----------
        make_recognizer
            Called in the thread, as making a recognizer may take a while.
        """
        self._worker.submit(partial(_load, make_recognizer), "load")

    def request(self, sheet: Sheet, *, alone: bool = False, growing: bool = False) -> int:
        """Ask for `sheet` to be read and return the number of the request.

        Parameters
        ----------
        sheet
            What is drawn.
        alone
            Whether it is read as one digit, unless numbers of a format are expected: to look for a
            number takes ten times as long.
        growing
            Whether the pen still moves: numbers are read by one reader only, and what did not
            change since the last movement is not drawn anew.
        """
        self.sequence += 1
        self._sheet, self._alone, self._growing = sheet, alone, growing
        self._read()
        return self.sequence

    def expect(self, format_name: str | None) -> None:
        """Read numbers of a format from now on, first of all what was last asked for."""
        self.format = format_name
        self._read()
        self.format_changed.emit()

    def cancel(self) -> None:
        """Drop what was asked for; no reading of it comes any more."""
        self.sequence += 1
        self._sheet = None
        self._worker.cancel("read")

    def open(self, source: Path | bytes | NDArray[np.uint8], name: str) -> None:
        """Ask for a picture to be opened."""
        self.open_offer(lambda: (source, name))

    def open_offer(self, offer: Callable[[], Offer]) -> None:
        """Ask for the picture to be opened that `offer` returns; it is called in the thread."""
        self._worker.submit(partial(_open, offer), "open")

    def close(self) -> None:
        """Stop, and wait until the thread has ended."""
        self._worker.close()

    def _read(self) -> None:
        if self._sheet is not None and self._recognizer is not None:
            alone = self._alone and self.format is None
            read = (
                _read_digit
                if alone
                else partial(
                    _read_any,
                    format_name=self.format,
                    second=not self._growing,
                    drawn=self._drawn if self._growing else None,
                )
            )
            job = partial(_timed, read, self._recognizer, self._sheet, self.sequence)
            self._worker.submit(job, "read")

    def _take(self, message: object) -> None:
        match message:
            case Reading():
                self.read.emit(message)
            case Picture():
                self.opened.emit(message)
            case _Loaded(recognizer, drawn):
                self._recognizer, self._drawn = recognizer, drawn
                self.ready.emit()
                self._read()


@dataclass(frozen=True)
class _Loaded:
    recognizer: Reads
    drawn: DrawnSegments


def _load(make_recognizer: Callable[[], Reads]) -> Iterator[_Loaded]:
    from digit_recognizer.numbers.drawn_segments import DrawnSegments

    recognizer = make_recognizer()
    # The first reading loads all that reading needs; better now than under the first stroke.
    recognizer.recognize_any_strokes([((0.0, 0.0), (0.0, 1.0)), ((1.0, 0.0), (1.0, 1.0))])
    yield _Loaded(recognizer, DrawnSegments())


def _open(offer: Callable[[], Offer]) -> Iterator[Picture]:
    yield open_as_picture(*offer())


def _timed(
    read: Callable[[Reads, Sheet], Recognition | NumberRecognition],
    recognizer: Reads,
    sheet: Sheet,
    sequence: int,
) -> Iterator[Reading]:
    start = perf_counter()
    recognition = read(recognizer, sheet)
    yield Reading(sequence, recognition, 1000 * (perf_counter() - start))


def _read_any(
    recognizer: Reads,
    sheet: Sheet,
    format_name: str | None,
    *,
    second: bool,
    drawn: DrawnSegments | None,
) -> Recognition | NumberRecognition:
    if sheet.picture is not None:
        return recognizer.recognize_any(sheet.picture.pixels, format=format_name)
    strokes = [stroke.points for stroke in sheet.strokes]
    return recognizer.recognize_any_strokes(
        strokes,
        format=format_name,
        pen_width=_pen_width(sheet),
        second=second,
        drawn=drawn,
    )


def _read_digit(recognizer: Reads, sheet: Sheet) -> Recognition:
    strokes = [stroke.points for stroke in sheet.strokes]
    return recognizer.recognize_strokes(strokes, pen_width=_pen_width(sheet))


def _pen_width(sheet: Sheet) -> float | None:
    return max((stroke.width for stroke in sheet.strokes), default=None)
