"""Fetching a public data set in a process of its own, which can be ended at any moment."""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from digit_recognizer.app.judge.messages import Stage
from digit_recognizer.errors import DigitRecognizerError

if TYPE_CHECKING:
    from digit_recognizer.app.judge.measuring import Tell
    from digit_recognizer.app.judge.sources import Source

__all__ = ["FetchError", "fetch"]

_SECONDS = 0.1


class FetchError(DigitRecognizerError):
    """A data set that could not be fetched."""


def fetch(source: Source, folder: Path | None, tell: Tell) -> None:
    """Fetch `source` by ``digit-recognizer data fetch``, which leaves whole files or none.

    Raises
    ------
    FetchError
        Where no source gave it; the message is the command's.
    """
    into = [] if folder is None else ["--data", str(folder)]
    command = [sys.executable, "-m", "digit_recognizer", "data", "fetch", source.name, *into]
    stage = Stage(f"Fetching {source.title} ({source.megabytes} MB)")
    process = subprocess.Popen(
        command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, encoding="utf-8"
    )
    try:
        while True:
            tell(stage)
            try:
                _, errors = process.communicate(timeout=_SECONDS)
                break
            except subprocess.TimeoutExpired:
                continue
    except BaseException:
        _end(process)
        raise
    if process.returncode:
        raise FetchError(errors.strip().removeprefix("digit-recognizer: "))


def _end(process: subprocess.Popen[str]) -> None:
    """Interrupt the process as Ctrl-C does, so that it removes what it has half."""
    if sys.platform == "win32":
        process.terminate()
    else:
        process.send_signal(signal.SIGINT)
    process.communicate()
