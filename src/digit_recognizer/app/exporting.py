"""Writes the network that reads as a file for others, beside the window."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PyQt6.QtCore import QObject
from PyQt6.QtWidgets import QWidget

from digit_recognizer.app.core.session import Session
from digit_recognizer.app.widgets.file_saver import FileSaver

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
        self._session = session
        self._saver = FileSaver(window, session.settings, session.messages.about("export"))

    def export(self, ending: str) -> None:
        """Write the network as the kind of file that has this ending."""
        current = self._session.networks.current
        if current is not None:
            title, proposed = f"Export {current.name}", f"{current.name}{ending}"
            write = partial(_export, current.checkpoint)
            self._saver.save(title, proposed, KINDS[ending][1], write)


def _export(checkpoint: Checkpoint, path: Path) -> str:
    from digit_recognizer.exchange.files import export_network

    export_network(checkpoint, path)
    return f"Exported as {path}."
