"""Writes the network that reads as a file for others, beside the window."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PyQt6.QtCore import QObject
from PyQt6.QtWidgets import QWidget

from digit_recognizer.app.core.jobs import Worker
from digit_recognizer.app.core.session import Session
from digit_recognizer.app.widgets.dialogs import choose_file_to_save

if TYPE_CHECKING:
    from digit_recognizer.networks.checkpoint import Checkpoint

__all__ = ["KINDS", "Exporting"]

KINDS = {
    ".html": ("A page that reads…", "Pages (*.html)"),
    ".onnx": ("ONNX, for other programs…", "ONNX (*.onnx)"),
}
"""For each ending what the menu says, and the filter of the dialog."""


class Exporting(QObject):
    """Asks where to, and writes the network that reads at that moment.

    Parameters
    ----------
    window
        Over which the dialog opens.
    session
        Knows the network that reads; remembers the folder.
    """

    def __init__(self, window: QWidget, session: Session) -> None:
        super().__init__(window)
        self._window, self._session = window, session
        self._messages = session.messages.about("export")
        self._worker = Worker("export", self, finishes=True)
        self._worker.reported.connect(self._messages.news)
        self._worker.failed.connect(self._messages.ask)

    def export(self, ending: str) -> None:
        """Write the network as the kind of file that has this ending."""
        current = self._session.networks.current
        if current is None:
            return
        path = choose_file_to_save(
            self._window,
            self._session.settings,
            f"Export {current.name}",
            f"{current.name}{ending}",
            KINDS[ending][1],
        )
        if path is not None:
            self._worker.submit(partial(_exported, current.checkpoint, path), str(path))


def _exported(checkpoint: Checkpoint, path: Path) -> Iterator[str]:
    from digit_recognizer.exchange.files import export_network

    export_network(checkpoint, path)
    yield f"Exported as {path}."
