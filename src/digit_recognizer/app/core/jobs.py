"""The window's one helper for threads: work runs beside the window, its messages arrive in it."""

from __future__ import annotations

import logging
import os
import sys
import threading
from collections import deque
from collections.abc import Callable, Generator, Iterator
from dataclasses import dataclass
from time import monotonic
from typing import TypeAlias

from PyQt6.QtCore import QObject, pyqtSignal

from digit_recognizer.errors import DigitRecognizerError

__all__ = ["Job", "Worker", "close_workers"]

Job: TypeAlias = "Callable[[], object]"
"""Work that takes a while, called in the thread; a generator's items are immutable messages."""

PATIENCE = 10.0
"""Seconds that are waited for what need not be finished. What gives way to other programs may get
next to nothing of a processor where these are many."""
_NICENESS = 10
_log = logging.getLogger(__name__)


@dataclass(frozen=True, eq=False)
class _Request:
    number: int
    name: str
    job: Job
    stop: Callable[[], object] | None


class _OvertakenError(BaseException):
    """Nobody wants to hear of this job any more."""


class Worker(QObject):
    """Does jobs one after another in a thread of its own; of one name, the latest request wins.

    A new job takes the place of one of the same name that waits. One that is at work ends at its
    next message then, unless it can be stopped: then it goes on until it is. All signals are
    emitted in the window's thread, in the order of the job's messages.

    A failure that is explained is a signal. One that nobody foresaw, or whose signal nobody is
    connected to, goes to ``sys.excepthook`` in the window's thread, as a failure of the window
    itself does: it is logged, and the user hears of it.

    Parameters
    ----------
    name
        Of the thread.
    parent
        Where ``close_workers`` finds it.
    finishes
        Whether jobs that wait are still done when the worker closes.
    gives_way
        Whether the window and other programs come first where all cores are at work.
    starts
        Whether the thread starts with the first job; else with ``start``.
    """

    reported = pyqtSignal(object)
    """A message of a job."""
    failed = pyqtSignal(str)
    """A job broke off; what happened and what to do, in plain words."""
    ended = pyqtSignal(str)
    """The job of this name is over, whether it failed or not, and was not cancelled."""
    _posted = pyqtSignal(object, str, object)

    def __init__(
        self,
        name: str,
        parent: QObject | None = None,
        *,
        finishes: bool = False,
        gives_way: bool = False,
        starts: bool = True,
    ) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self._name, self._finishes, self._gives_way = name, finishes, gives_way
        self._starts = starts
        self._change = threading.Condition()
        self._number = 0
        self._waiting: dict[str, _Request] = {}
        self._at_work: _Request | None = None
        self._cancelled: dict[str, int] = {}
        self._closing = False
        self._thread: threading.Thread | None = None
        self._errors: deque[tuple[_Request, Exception]] = deque()
        self._posted.connect(self._deliver)

    def submit(self, job: Job, name: str = "", stop: Callable[[], object] | None = None) -> None:
        """Let `job` be done; nothing happens once the worker is closed.

        Parameters
        ----------
        job
            What to do.
        name
            Of jobs of one name that wait, only the latest is done.
        stop
            Ends the job soon; called from another thread when it is cancelled or the worker
            closes. Without it a generator ends at its next message.
        """
        with self._change:
            if self._closing:
                return
            self._number += 1
            self._waiting[name] = _Request(self._number, name, job, stop)
            self._change.notify_all()
            if self._starts:
                self._start()

    def report(self, message: object) -> None:
        """Pass on a message of the job at work, which calls this; for jobs that are called back.

        It does not return, and the job ends, where the job was cancelled or overtaken.
        """
        request = self._at_work
        assert request is not None
        if self._is_overtaken(request):
            raise _OvertakenError
        self._post(request, "reported", message)

    def start(self) -> None:
        """Start the thread, if that was left to this call."""
        with self._change:
            if not self._closing:
                self._starts = True
                self._start()

    def cancel(self, name: str = "") -> None:
        """End what is under way under a name; no signal comes of it any more."""
        with self._change:
            self._cancelled[name] = self._number
            self._waiting.pop(name, None)
            request = self._at_work
        if request is not None and request.name == name and request.stop is not None:
            request.stop()

    def wait(self, seconds: float) -> bool:
        """Wait until nothing is left to do, so long at most; return whether that is so."""
        with self._change:
            return self._change.wait_for(
                lambda: self._at_work is None and not self._waiting, seconds
            )

    def begin_to_close(self) -> None:
        """Take no more jobs, and let what is at work end; see ``close``."""
        with self._change:
            self._closing = True
            if not self._finishes:
                self._waiting.clear()
            request = self._at_work
            self._change.notify_all()
        if request is not None and request.stop is not None:
            request.stop()

    def close(self, seconds: float = PATIENCE) -> None:
        """End, and wait for that: so long at most where nothing has to be finished.

        No signal comes any more. What is at work then goes on in vain; see ``is_at_work``.
        """
        self.begin_to_close()
        if self._thread is not None:
            self._thread.join(None if self._finishes else seconds)
        self._log_errors()

    @property
    def is_at_work(self) -> bool:
        """Whether its thread has something to do or, once closed, did not end in time."""
        with self._change:
            return self._at_work is not None or bool(self._waiting)

    def _start(self) -> None:
        if self._thread is None:
            self._thread = threading.Thread(target=self._run, name=self._name, daemon=True)
            self._thread.start()

    def _run(self) -> None:
        if self._gives_way:
            _give_way()
        while (request := self._next()) is not None:
            self._do(request)
            self._post(request, "ended", request.name)

    def _next(self) -> _Request | None:
        with self._change:
            self._at_work = None
            self._change.notify_all()
            self._change.wait_for(lambda: self._closing or bool(self._waiting))
            if not self._waiting:
                return None
            self._at_work = self._waiting.pop(next(iter(self._waiting)))
            return self._at_work

    def _do(self, request: _Request) -> None:
        try:
            messages = request.job()
            if isinstance(messages, Iterator):
                self._pass_on(request, messages)
        except _OvertakenError:
            return
        except Exception as error:
            self._errors.append((request, error))
            self._post(request, "failed", None)

    def _pass_on(self, request: _Request, messages: Iterator[object]) -> None:
        try:
            for message in messages:
                self._post(request, "reported", message)
                if request.stop is None and self._is_overtaken(request):
                    break
        finally:
            if isinstance(messages, Generator):
                messages.close()

    def _is_overtaken(self, request: _Request) -> bool:
        with self._change:
            ends = self._closing and not self._finishes
            return ends or request.name in self._waiting or self._is_cancelled(request)

    def _is_cancelled(self, request: _Request) -> bool:
        return request.number <= self._cancelled.get(request.name, 0)

    def _post(self, request: _Request, signal: str, value: object) -> None:
        if self._closing:
            return  # nobody listens, and the window may be gone at any moment
        try:
            self._posted.emit(request, signal, value)
        except RuntimeError:
            # The window is gone without having been closed: there is no one left to hear of it.
            self.begin_to_close()
            self._log_errors()

    def _deliver(self, request: _Request, signal: str, value: object) -> None:
        if signal == "failed":
            self._deliver_failure()
        elif not self._closing and not self._is_cancelled(request):
            getattr(self, signal).emit(value)

    def _deliver_failure(self) -> None:
        if not self._errors:
            return  # they were logged when the worker closed
        request, error = self._errors.popleft()
        words = _explanation(error)
        if words is None or not self.receivers(self.failed):
            sys.excepthook(type(error), error, error.__traceback__)
        elif not self._is_cancelled(request):
            self.failed.emit(words)

    def _log_errors(self) -> None:
        while self._errors:
            request, error = self._errors.popleft()
            if _explanation(error) is None or not self._is_cancelled(request):
                _log.error("the %s failed", self._name, exc_info=error)


def _explanation(error: Exception) -> str | None:
    """Return what to say of an error that is to be expected, None of any other."""
    match error:
        case DigitRecognizerError():
            return str(error)
        case OSError():
            where = f"{error.filename}: " if error.filename else ""
            return f"{where}{error.strerror or error}."
        case MemoryError():
            return "There is not enough memory. Close other programs, or take less at once."
    return None


def close_workers(owner: QObject) -> None:
    """Close all workers below `owner`; they end beside each other, and all are waited for."""
    workers = owner.findChildren(Worker)
    for worker in workers:
        worker.begin_to_close()
    end = monotonic() + PATIENCE
    for worker in workers:
        worker.close(max(0.0, end - monotonic()))


def _give_way() -> None:
    """Let others come first where all cores are at work; Linux knows this for one thread."""
    if hasattr(os, "setpriority") and hasattr(threading, "get_native_id"):
        try:
            os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), _NICENESS)
        except OSError:
            return
