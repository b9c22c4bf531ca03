"""What happens when something fails that should not: it is logged, and the window stays."""

from __future__ import annotations

import logging
import sys
from logging.handlers import RotatingFileHandler
from pathlib import Path
from types import TracebackType

from PyQt6.QtWidgets import QMessageBox, QWidget

__all__ = ["catch_crashes", "log"]

_BYTES = 1_000_000
log = logging.getLogger("digit_recognizer.app")


def catch_crashes(window: QWidget, log_folder: Path) -> None:
    """Log unexpected failures to `log_folder` and tell the user, instead of ending the program.

    Parameters
    ----------
    window
        Over which the user is told.
    log_folder
        Where ``window.log`` is written.
    """
    log_file: Path | None = log_folder / "window.log"
    try:
        log_folder.mkdir(parents=True, exist_ok=True)
        handler = RotatingFileHandler(
            log_folder / "window.log", maxBytes=_BYTES, backupCount=1, encoding="utf-8", delay=True
        )
        handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(message)s"))
        log.addHandler(handler)
    except OSError:
        log_file = None
    telling = False

    def catch(
        kind: type[BaseException], error: BaseException, traceback: TracebackType | None
    ) -> None:
        nonlocal telling
        sys.__excepthook__(kind, error, traceback)
        log.error("unexpected failure", exc_info=(kind, error, traceback))
        # One message at a time: a failure while painting would otherwise pile up boxes.
        if not telling:
            telling = True
            try:
                _tell(window, log_file)
            finally:
                telling = False

    sys.excepthook = catch


def _tell(window: QWidget, log_file: Path | None) -> None:
    box = QMessageBox(window)
    box.setObjectName("crash")
    box.setIcon(QMessageBox.Icon.Warning)
    box.setWindowTitle("Digit Recognizer")
    box.setText("Something went wrong, and your drawing is safe.")
    written = f"What happened was written to {log_file}. " if log_file else ""
    box.setInformativeText(f"{written}You can go on, or close the window and open it again.")
    go_on = box.addButton("Go on", QMessageBox.ButtonRole.AcceptRole)
    box.addButton("Close the window", QMessageBox.ButtonRole.DestructiveRole)
    box.setDefaultButton(go_on)
    box.setEscapeButton(go_on)
    box.exec()
    if box.clickedButton() is not go_on:
        window.close()
