"""Saves what the user wants as a file of their own: asks where to, writes it beside the window."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

from PyQt6.QtCore import QObject
from PyQt6.QtWidgets import QWidget

from digit_recognizer.app.core.jobs import Worker
from digit_recognizer.app.core.messages import Topic
from digit_recognizer.app.core.settings import CurrentSettings
from digit_recognizer.app.widgets.dialogs import choose_file_to_save

__all__ = ["FileSaver"]


class FileSaver(QObject):
    """Writes files in a thread of its own; those that are begun are finished when it closes.

    Parameters
    ----------
    owner
        Over what the dialog opens.
    settings
        Remember the folder.
    messages
        Say what was saved, or why it was not.
    """

    def __init__(self, owner: QWidget, settings: CurrentSettings, messages: Topic) -> None:
        super().__init__(owner)
        self._owner, self._settings = owner, settings
        self._messages = messages  # Qt holds no Python object to whose method a signal leads
        self.worker = Worker("saver", self, finishes=True)
        self.worker.reported.connect(messages.news)
        self.worker.failed.connect(messages.ask)

    def save(
        self, title: str, proposed: str, kinds: str, write: Callable[[Path], str | None]
    ) -> None:
        """Let the user choose a file, and write it; nothing happens where none was chosen.

        Parameters
        ----------
        title, proposed, kinds
            As ``choose_file_to_save`` takes them.
        write
            Writes the file, in the thread; what it returns is said in place of the file's name.
        """
        path = choose_file_to_save(self._owner, self._settings, title, proposed, kinds)
        if path is not None:
            self.worker.submit(partial(_saved, write, path), str(path))


def _saved(write: Callable[[Path], str | None], path: Path) -> Iterator[str]:
    yield write(path) or f"Saved as {path}."
