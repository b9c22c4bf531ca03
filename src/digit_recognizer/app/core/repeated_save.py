"""Saving that is tried again until it succeeds, and the message as long as it does not."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

from PyQt6.QtCore import QObject, QTimer, pyqtSignal

from digit_recognizer.app.core.jobs import Worker
from digit_recognizer.app.core.messages import Messages

__all__ = ["RepeatedSave", "report"]

_MILLISECONDS = 5_000
_log = logging.getLogger(__name__)


class RepeatedSave(QObject):
    """Saves one thing beside the window; where that fails, every five seconds once more.

    Of several things to write that wait, only the latest is written. Closing waits for it.
    """

    problem_changed = pyqtSignal(str)
    """Why it cannot be saved; empty as soon as it is saved again."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._write: Callable[[], None] | None = None
        self._problem = ""
        self._worker = Worker("saver", self, finishes=True)
        self._worker.reported.connect(self._take)
        self._timer = QTimer(self)
        self._timer.setInterval(_MILLISECONDS)
        self._timer.timeout.connect(self._try)

    def save(self, write: Callable[[], None]) -> None:
        """Let `write` save what is to be saved now; it raises ``OSError`` where that cannot be."""
        self._write = write
        self._try()

    def finish(self, seconds: float) -> bool:
        """Wait until all is written, so long at most; return whether it is. From any thread."""
        return self._worker.wait(seconds)

    def close(self) -> None:
        """Write what waits, and try no more."""
        self._timer.stop()
        self._worker.close()

    def _try(self) -> None:
        if self._write is not None:
            self._worker.submit(partial(_attempt, self._write))

    def _take(self, problem: str) -> None:
        if problem != self._problem:
            self._problem = problem
            self.problem_changed.emit(problem)
        if problem and not self._timer.isActive():
            self._timer.start()
        elif not problem:
            self._timer.stop()


def _attempt(write: Callable[[], None]) -> Iterator[str]:
    """Yield why it cannot be written, or nothing to say."""
    try:
        write()
    except OSError as error:
        _log.warning("cannot be saved: %s", error)
        yield error.strerror or str(error)
    else:
        yield ""


def report(saving: RepeatedSave, messages: Messages, what: str, loss: str, folder: Path) -> None:
    """Say, as long as ``saving`` fails, that it does.

    Parameters
    ----------
    saving
        What is watched.
    messages
        Where it is said.
    what
        What it saves: ``"drawing"``.
    loss
        What its failure means, in a sentence.
    folder
        Where it saves.
    """

    def follow(problem: str) -> None:
        text = (
            f"The {what} cannot be saved: {problem}. {loss} "
            f"Free some space in {folder}, or mend its permissions."
        )
        messages.state(f"{what} cannot be saved", text if problem else None)

    saving.problem_changed.connect(follow)
