"""Reads what is drawn in a thread of its own, so that the window never waits."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, Any, Protocol, TypeAlias

from PyQt6.QtCore import QObject, pyqtSignal

from digit_recognizer.app.core.drawing import Point, Sheet
from digit_recognizer.app.core.pictures import open_as_picture
from digit_recognizer.errors import DigitRecognizerError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from digit_recognizer.recognizer import Recognition

__all__ = ["Offer", "Reader", "Reading", "Reads"]

Offer: TypeAlias = "tuple[Path | bytes | NDArray[np.uint8], str]"
"""A picture that may be one, and what to call it."""

_log = logging.getLogger(__name__)


class Reads(Protocol):
    """What the window needs of a recognizer."""

    def recognize(self, picture: Any) -> Recognition:
        """Read a picture."""

    def recognize_strokes(
        self, strokes: Sequence[Sequence[Point]], *, pen_width: float | None = None
    ) -> Recognition:
        """Read strokes of a pen."""


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
    recognition: Recognition
    milliseconds: float


class Reader(QObject):
    """Answers requests from a thread; of those that wait, only the latest is answered.

    It reads with the recognizer it was last told to use. Requests wait until there is one.
    """

    ready = pyqtSignal()
    """A recognizer is ready to read."""
    read = pyqtSignal(object)
    """A ``Reading``, never one of an older request than the last."""
    opened = pyqtSignal(object)
    """A ``Picture`` that was asked for."""
    failed = pyqtSignal(str)
    """Something went wrong; what and what to do, in plain words."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._make_recognizer: Callable[[], Reads] | None = None
        self._recognizer: Reads | None = None
        self._work = threading.Condition()
        self._sequence = 0
        self._sheet: Sheet | None = None
        self._last_sheet: Sheet | None = None
        self._offer: Callable[[], Offer] | None = None
        self._closing = False
        self._thread = threading.Thread(target=self._run, name="reader", daemon=True)

    @property
    def sequence(self) -> int:
        """Number of the latest request."""
        return self._sequence

    def start(self) -> None:
        """Start the thread."""
        if not self._thread.is_alive() and not self._closing:
            self._thread.start()

    def use(self, make_recognizer: Callable[[], Reads]) -> None:
        """Read with another recognizer from now on, first of all what was last asked for.

        Parameters
        ----------
        make_recognizer
            Called in the thread, as making a recognizer may take a while.
        """
        with self._work:
            self._make_recognizer = make_recognizer
            self._work.notify()

    def request(self, sheet: Sheet) -> int:
        """Ask for `sheet` to be read and return the number of the request."""
        with self._work:
            self._sequence += 1
            self._sheet = self._last_sheet = sheet
            self._work.notify()
            return self._sequence

    def cancel(self) -> int:
        """Drop what waits; return the number up to which readings no longer count."""
        with self._work:
            self._sequence += 1
            self._sheet = self._last_sheet = None
            return self._sequence

    def open(self, source: Path | bytes | NDArray[np.uint8], name: str) -> None:
        """Ask for a picture to be opened."""
        self.open_offer(lambda: (source, name))

    def open_offer(self, offer: Callable[[], Offer]) -> None:
        """Ask for the picture to be opened that `offer` returns; it is called in the thread."""
        with self._work:
            self._offer = offer
            self._work.notify()

    def close(self) -> None:
        """Stop, and wait until the thread has ended."""
        with self._work:
            self._closing = True
            self._work.notify()
        if self._thread.is_alive():
            self._thread.join()

    def _run(self) -> None:
        while True:
            with self._work:
                self._work.wait_for(self._has_work)
                if self._closing:
                    return
                make_recognizer, self._make_recognizer = self._make_recognizer, None
                offer, self._offer = self._offer, None
            if make_recognizer is not None:
                self._guarded(partial(self._load, make_recognizer))
            if offer is not None:
                self._guarded(partial(self._open, offer))
            self._guarded(self._read_latest)

    def _has_work(self) -> bool:
        can_read = self._sheet is not None and self._recognizer is not None
        return self._closing or can_read or bool(self._make_recognizer or self._offer)

    def _guarded(self, work: Callable[[], object]) -> None:
        try:
            work()
        except DigitRecognizerError as error:
            self._tell("failed", str(error))
        except Exception:
            _log.exception("the reader failed")
            self._tell("failed", "Reading failed; the drawing is kept. Draw on, or undo.")

    def _tell(self, signal: str, *values: object) -> None:
        try:
            getattr(self, signal).emit(*values)
        except RuntimeError:
            # The window is gone without having been closed: there is no one left to tell.
            self._closing = True

    def _load(self, make_recognizer: Callable[[], Reads]) -> None:
        recognizer = make_recognizer()
        # The first reading loads all that reading needs; better now than under the first stroke.
        recognizer.recognize_strokes([((0.0, 0.0), (1.0, 1.0))])
        with self._work:
            self._recognizer = recognizer
            self._sheet = self._last_sheet
        self._tell("ready")

    def _open(self, offer: Callable[[], Offer]) -> None:
        self._tell("opened", open_as_picture(*offer()))

    def _read_latest(self) -> None:
        with self._work:
            sheet, sequence, recognizer = self._sheet, self._sequence, self._recognizer
            if sheet is None or recognizer is None:
                return
            self._sheet = None
        start = perf_counter()
        if sheet.picture is not None:
            recognition = recognizer.recognize(sheet.picture.pixels)
        else:
            recognition = recognizer.recognize_strokes(
                [stroke.points for stroke in sheet.strokes],
                pen_width=max((stroke.width for stroke in sheet.strokes), default=None),
            )
        self._tell("read", Reading(sequence, recognition, 1000 * (perf_counter() - start)))
