"""Writing files in a thread of its own, so that a slow disk stops nobody."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from pathlib import Path

from PyQt6.QtCore import QObject, pyqtSignal

from digit_recognizer.errors import DigitRecognizerError

__all__ = ["Saver"]

_log = logging.getLogger(__name__)


class Saver(QObject):
    """Writes one file after another, each in a thread that ends with it."""

    saved = pyqtSignal(str)
    """A file is written; its path."""
    failed = pyqtSignal(str)
    """A file could not be written; why and what to do."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._threads: list[threading.Thread] = []

    def save(self, path: Path, write: Callable[[Path], None]) -> None:
        """Let `write` write to `path`."""
        thread = threading.Thread(target=self._run, args=(path, write), name="saver", daemon=True)
        self._threads = [*(old for old in self._threads if old.is_alive()), thread]
        thread.start()

    def close(self) -> None:
        """Wait until all is written."""
        for thread in self._threads:
            thread.join()

    def _run(self, path: Path, write: Callable[[Path], None]) -> None:
        try:
            write(path)
        except DigitRecognizerError as error:
            self._tell("failed", str(error))
        except Exception:
            _log.exception("saving failed")
            self._tell("failed", f"{path} could not be written. Choose another place.")
        else:
            self._tell("saved", str(path))

    def _tell(self, signal: str, text: str) -> None:
        try:
            getattr(self, signal).emit(text)
        except RuntimeError:
            # The window is gone without having been closed: there is no one left to tell.
            return
