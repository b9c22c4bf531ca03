"""A thread that does one long work and passes on, one by one, what it tells."""

from __future__ import annotations

import logging
import os
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol

from PyQt6.QtCore import QObject, pyqtSignal

from digit_recognizer.errors import DigitRecognizerError

__all__ = ["Note", "Work", "Worker"]

_NICENESS = 10
_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Note:
    """Something went wrong, in plain words, but the work goes on."""

    text: str


class Work(Protocol):
    """Something that takes a while and tells of itself in immutable messages."""

    def messages(self) -> Iterator[object]:
        """Do it."""

    def stop(self) -> None:
        """End it soon; called from another thread."""


class Worker(QObject):
    """Does `work` in a thread of its own.

    Parameters
    ----------
    work
        What to do.
    name
        Of the thread.
    """

    told = pyqtSignal(object)
    """One of the work's messages."""
    failed = pyqtSignal(str)
    """The work broke off; what happened and what to do, in plain words."""
    ended = pyqtSignal()
    """Nothing more will come."""

    def __init__(
        self, work: Work, parent: QObject | None = None, *, name: str = "training"
    ) -> None:
        super().__init__(parent)
        self.work = work
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def close(self) -> None:
        """Let the work end, and wait for it."""
        self.work.stop()
        if self._thread.is_alive():
            self._thread.join()

    def _run(self) -> None:
        _give_way()
        try:
            for message in self.work.messages():
                self.told.emit(message)
        except (DigitRecognizerError, ValueError, OSError) as error:
            self._tell_failure(str(error))
        except MemoryError:
            self._tell_failure(
                "There is not enough memory for this training. Close other programs, or take a "
                "smaller batch or network."
            )
        except RuntimeError:
            # The window is gone without having been closed: there is no one left to tell.
            self.work.stop()
            return
        except Exception:
            _log.exception("the training failed")
            self._tell_failure("The training failed unexpectedly; the log says more. Start again.")
        try:
            self.ended.emit()
        except RuntimeError:
            return

    def _tell_failure(self, text: str) -> None:
        try:
            self.failed.emit(text)
        except RuntimeError:
            return


def _give_way() -> None:
    """Let the window come first where all cores are at work; Linux knows this for one thread."""
    if hasattr(os, "setpriority") and hasattr(threading, "get_native_id"):
        try:
            os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), _NICENESS)
        except OSError:
            return
