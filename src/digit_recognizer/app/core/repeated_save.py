"""Saving that is tried again until it succeeds, and the message as long as it does not."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PyQt6.QtCore import QObject, QTimer, pyqtSignal

from digit_recognizer.app.core.messages import Messages

__all__ = ["RepeatedSave", "report"]

_MILLISECONDS = 5_000


class RepeatedSave(QObject):
    """Saves one thing whenever it is asked to; where that fails, every five seconds once more.

    Parameters
    ----------
    save
        Saves it as it is now; raises ``OSError`` where that cannot be.
    """

    problem_changed = pyqtSignal(str)
    """Why it cannot be saved; empty as soon as it is saved again."""

    def __init__(self, save: Callable[[], None], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._save = save
        self._problem = ""
        self._timer = QTimer(self)
        self._timer.setInterval(_MILLISECONDS)
        self._timer.timeout.connect(self.save)

    def save(self) -> None:
        """Try to save."""
        problem = ""
        try:
            self._save()
        except OSError as error:
            problem = error.strerror or str(error)
        if problem != self._problem:
            self._problem = problem
            self.problem_changed.emit(problem)
        if problem and not self._timer.isActive():
            self._timer.start()
        elif not problem:
            self._timer.stop()

    def close(self) -> None:
        """Try no more."""
        self._timer.stop()


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
