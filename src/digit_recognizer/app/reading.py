"""Reads what is drawn in a thread of its own, so that the window never waits."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, Any, Protocol

from PyQt6.QtCore import QObject, pyqtSignal

from digit_recognizer.app.drawing import Point, Sheet
from digit_recognizer.app.pictures import open_as_picture
from digit_recognizer.errors import DigitRecognizerError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from digit_recognizer.recognizer import Recognition

__all__ = ["Reader", "Reading", "Reads"]

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

    Parameters
    ----------
    make_recognizer
        Called once, in the thread, as making a recognizer may take a while.
    """

    ready = pyqtSignal(str)
    """The network is loaded; its name."""
    read = pyqtSignal(object)
    """A ``Reading``, never one of an older request than the last."""
    opened = pyqtSignal(object)
    """A ``Picture`` that was asked for."""
    failed = pyqtSignal(str)
    """Something went wrong; what and what to do, in plain words."""

    def __init__(self, make_recognizer: Callable[[], Reads], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._make_recognizer = make_recognizer
        self._recognizer: Reads | None = None
        self._work = threading.Condition()
        self._sequence = 0
        self._sheet: Sheet | None = None
        self._source: tuple[Path | bytes | NDArray[np.uint8], str] | None = None
        self._closing = False
        self._thread = threading.Thread(target=self._run, name="reader", daemon=True)

    def start(self) -> None:
        """Start the thread, which loads the network first."""
        if not self._thread.is_alive() and not self._closing:
            self._thread.start()

    def request(self, sheet: Sheet) -> int:
        """Ask for `sheet` to be read and return the number of the request."""
        with self._work:
            self._sequence += 1
            self._sheet = sheet
            self._work.notify()
            return self._sequence

    def cancel(self) -> int:
        """Drop what waits; return the number up to which readings no longer count."""
        with self._work:
            self._sequence += 1
            self._sheet = None
            return self._sequence

    def open(self, source: Path | bytes | NDArray[np.uint8], name: str) -> None:
        """Ask for a picture to be opened."""
        with self._work:
            self._source = (source, name)
            self._work.notify()

    def close(self) -> None:
        """Stop, and wait until the thread has ended."""
        with self._work:
            self._closing = True
            self._work.notify()
        if self._thread.is_alive():
            self._thread.join()

    def _run(self) -> None:
        self._guarded(self._load)
        while True:
            with self._work:
                self._work.wait_for(lambda: self._closing or self._sheet or self._source)
                if self._closing:
                    return
                sheet, self._sheet = self._sheet, None
                source, self._source = self._source, None
                sequence = self._sequence
            if source is not None:
                self._guarded(partial(self._open, *source))
            if sheet is not None:
                self._guarded(partial(self._read, sheet, sequence))

    def _guarded(self, work: Callable[[], object]) -> None:
        try:
            work()
        except DigitRecognizerError as error:
            self._tell("failed", str(error))
        except Exception:
            _log.exception("the reader failed")
            self._tell("failed", "Reading failed; the drawing is kept. Draw on, or undo.")

    def _tell(self, signal: str, value: object) -> None:
        try:
            getattr(self, signal).emit(value)
        except RuntimeError:
            # The window is gone without having been closed: there is no one left to tell.
            self._closing = True

    def _load(self) -> Reads:
        recognizer = self._make_recognizer()
        # The first reading loads all that reading needs; better now than under the first stroke.
        recognizer.recognize_strokes([((0.0, 0.0), (1.0, 1.0))])
        network = getattr(recognizer, "network", None)
        architecture = getattr(network, "architecture", None)
        self._recognizer = recognizer
        self._tell("ready", str(getattr(architecture, "name", "")))
        return recognizer

    def _open(self, source: Path | bytes | NDArray[np.uint8], name: str) -> None:
        self._tell("opened", open_as_picture(source, name))

    def _read(self, sheet: Sheet, sequence: int) -> None:
        # A network that could not be loaded is tried again, as the cause may have been mended.
        recognizer = self._recognizer or self._load()
        start = perf_counter()
        if sheet.picture is not None:
            recognition = recognizer.recognize(sheet.picture.pixels)
        else:
            recognition = recognizer.recognize_strokes(
                [stroke.points for stroke in sheet.strokes],
                pen_width=max((stroke.width for stroke in sheet.strokes), default=None),
            )
        self._tell("read", Reading(sequence, recognition, 1000 * (perf_counter() - start)))
