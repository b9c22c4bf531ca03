"""Judges in a thread of its own, so that the window never waits."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable

from PyQt6.QtCore import QObject, pyqtSignal

from digit_recognizer.app.core.garbage import keep_what_is_loaded
from digit_recognizer.app.judge.measuring import Measurer
from digit_recognizer.app.judge.messages import Failed, Message, Request, Tell

__all__ = ["Judger"]

_log = logging.getLogger(__name__)


class _Superseded(BaseException):
    """Nobody wants to hear of this request any more."""


class Judger(QObject):
    """Answers requests from a thread; the latest one wins, an older one ends at its next step.

    Parameters
    ----------
    work
        Answers one request; by default it measures.
    """

    told = pyqtSignal(int, object)
    """Number of the request and a ``Message`` about it, never about one that was superseded."""

    def __init__(
        self, work: Callable[[Request, Tell], None] | None = None, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._work = work or Measurer()
        self._change = threading.Condition()
        self._number = 0
        self._request: Request | None = None
        self._closing = False
        self._thread: threading.Thread | None = None

    def ask(self, request: Request) -> int:
        """Ask for something to be judged and return the number of the request."""
        with self._change:
            self._number += 1
            self._request = request
            if self._thread is None and not self._closing:
                self._thread = threading.Thread(target=self._run, name="judge", daemon=True)
                self._thread.start()
            self._change.notify()
            return self._number

    def cancel(self) -> int:
        """End what is under way; return the number up to which messages no longer count."""
        with self._change:
            self._number += 1
            self._request = None
            return self._number

    def close(self) -> None:
        """Stop, and wait until the thread has ended."""
        self.cancel()
        with self._change:
            self._closing = True
            self._change.notify()
        if self._thread is not None:
            self._thread.join()

    def _run(self) -> None:
        keep_what_is_loaded()
        has_loaded = False
        while True:
            with self._change:
                self._change.wait_for(lambda: self._closing or self._request is not None)
                if self._closing:
                    return
                request, self._request = self._request, None
                number = self._number
            assert request is not None
            try:
                self._answer(request, number)
            except _Superseded:
                continue
            if not has_loaded:
                # What measures was loaded with the first request.
                keep_what_is_loaded()
                has_loaded = True

    def _answer(self, request: Request, number: int) -> None:
        def tell(message: Message) -> None:
            if number != self._number:
                raise _Superseded
            try:
                self.told.emit(number, message)
            except RuntimeError as error:
                # The window is gone without having been closed: there is no one left to tell.
                self._closing = True
                raise _Superseded from error

        try:
            self._work(request, tell)
        except Exception:
            _log.exception("judging failed")
            tell(
                Failed(
                    "Judging failed for a reason that was not foreseen; it is in the log.",
                    "Try again, or choose another network or other digits.",
                    request.source,
                )
            )
