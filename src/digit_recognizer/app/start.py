"""Opens the window, or says in one line why there can be none."""

from __future__ import annotations

import logging
import os
import signal
import socket
import sys
from collections.abc import Sequence
from functools import partial
from itertools import chain, count
from pathlib import Path
from typing import TYPE_CHECKING

from digit_recognizer.errors import DigitRecognizerError
from digit_recognizer.extras import require
from digit_recognizer.system import display_problem, missing_libraries, missing_packages

if TYPE_CHECKING:
    from PyQt6.QtCore import QLockFile
    from PyQt6.QtWidgets import QWidget

    from digit_recognizer.app.core.autosave import Autosave
    from digit_recognizer.app.core.repeated_save import RepeatedSave
    from digit_recognizer.app.core.settings import CurrentSettings
    from digit_recognizer.app.core.settings_file import SettingsFile
    from digit_recognizer.app.window import MainWindow

__all__ = ["DESKTOP_NAME", "WindowError", "check", "leave", "run"]

_NAME = "digit-recognizer"
_SECONDS_TO_SAVE = 2.0
DESKTOP_NAME = "org.digitrecognizer.DigitRecognizer"
"""By this the desktop finds the entry in its menus, and the icon."""


class WindowError(DigitRecognizerError):
    """No window can be opened here."""


def run() -> int:
    """Open the window and return the exit status once it is closed.

    Raises
    ------
    WindowError
        If PyQt6, one of Qt's system libraries or the display is missing.
    """
    check()
    try:
        from PyQt6.QtCore import Qt
        from PyQt6.QtWidgets import QApplication

        from digit_recognizer.app.core.crash import catch_crashes
        from digit_recognizer.app.core.settings_file import SettingsFile
        from digit_recognizer.app.window import MainWindow
    except ImportError as error:
        raise WindowError(
            f"The window cannot open, because Qt does not load: {error}.",
            "Type: digit-recognizer doctor",
        ) from error
    application = QApplication(sys.argv[:1])
    # Every movement of the mouse counts: Qt would otherwise leave some out when they come fast.
    # Its part for the X server allows that as it starts, so only now can it be forbidden.
    application.setAttribute(Qt.ApplicationAttribute.AA_CompressHighFrequencyEvents, False)
    application.setApplicationName(_NAME)
    application.setApplicationDisplayName("Digit Recognizer")
    application.setDesktopFileName(DESKTOP_NAME)
    application.setStyle("Fusion")
    autosave, lock = _session(_state_folder())
    settings, problem = _settings(file := SettingsFile(_config_folder() / "settings.json"))
    window = MainWindow(autosave=autosave, settings=settings)
    settings_saving = _save_settings(settings, file, window)
    _save_at_signals(window, (window.saving, settings_saving))
    catch_crashes(window, _log_folder())
    window.show()
    window.restore()
    if problem:
        window.session.messages.about("settings").ask(problem)
    if not settings.now.welcomed and window.drawing.sheet.is_blank:
        window.welcome()
    # Qt itself ends only once every other window, such as a dialog, agrees to close.
    window.closed.connect(lambda: application.exit(0))
    status = application.exec()
    if lock is not None:
        lock.unlock()
    leave(window, status)
    return status


def leave(window: QWidget, status: int) -> None:
    """End what is left of a window that was closed, while Qt's application is still there.

    The process ends here, with that status, where a thread did not: Python would take away, in its
    last moments, what such a thread still works with.
    """
    from PyQt6 import sip

    from digit_recognizer.app.core.jobs import Worker

    if any(worker.is_at_work for worker in window.findChildren(Worker)):
        logging.shutdown()
        for stream in (sys.stdout, sys.stderr):
            if stream is not None:
                stream.flush()
        os._exit(status)
    sip.delete(window)


def check() -> None:
    """Find out what a window would fail on; Qt itself would end the process without a word.

    Raises
    ------
    WindowError
        If something is missing.
    """
    for extra in ("app", "train"):  # Train and Judge do what the commands do
        require(extra, "The window")
    if not sys.platform.startswith("linux") or os.environ.get("QT_QPA_PLATFORM"):
        return
    if libraries := missing_libraries():
        raise WindowError(
            f"The window needs system libraries that are missing: {', '.join(libraries)}.",
            f"Type: sudo apt-get install {' '.join(missing_packages())}",
        )
    if problem := display_problem():
        raise WindowError(
            f"The window cannot open: {problem}.",
            "Start it in a desktop session, or read pictures: digit-recognizer read PICTURE",
        )


def _session(folder: Path) -> tuple[Autosave, QLockFile | None]:
    """Return the file for this session's drawing and the lock that keeps others off it.

    Windows that are open at the same time have files of their own. A file that no living window
    holds is of an earlier session, so the latest of these is the first choice.
    """
    from PyQt6.QtCore import QLockFile

    from digit_recognizer.app.core.autosave import Autosave

    # Where nothing can be written the first stroke tries again, and the user is told.
    nowhere = Autosave(folder / "drawing-1.json"), None
    try:
        folder.mkdir(parents=True, exist_ok=True)
        stored = sorted(folder.glob("*-*.json"), key=_last_written, reverse=True)
    except OSError:
        return nowhere
    # The drawing or the sheets of a session may be blank, and have no file.
    names = (file.stem.partition("-") for file in stored)
    left = (
        folder / f"drawing-{number}.json"
        for kind, _, number in names
        if kind in ("drawing", "sheets")
    )
    for file in chain(
        dict.fromkeys(left), (folder / f"drawing-{number}.json" for number in count(1))
    ):
        lock = QLockFile(str(file.with_suffix(".lock")))
        lock.setStaleLockTime(0)
        if lock.tryLock(0):
            return Autosave(file), lock
        if lock.error() != QLockFile.LockError.LockFailedError:
            break
    return nowhere


def _last_written(file: Path) -> float:
    try:
        return file.stat().st_mtime
    except OSError:
        return 0.0  # another window has just removed it


def _settings(file: SettingsFile) -> tuple[CurrentSettings, str]:
    """Return what the user has set, and what to say where that could not be read."""
    from digit_recognizer.app.core.settings import CurrentSettings

    try:
        return CurrentSettings(file.load()), ""
    except ValueError as error:
        return CurrentSettings(), str(error)


def _save_settings(
    settings: CurrentSettings, file: SettingsFile, window: MainWindow
) -> RepeatedSave:
    """Save the settings whenever they change, and say where that cannot be."""
    from digit_recognizer.app.core.repeated_save import RepeatedSave, report

    saving = RepeatedSave(window)
    loss = "They hold until the window closes."
    report(saving, window.session.messages, "settings", loss, file.file.parent)
    settings.changed.connect(lambda now: saving.save(partial(file.save, now)))
    window.closed.connect(saving.close)
    return saving


def _save_at_signals(window: MainWindow, savings: Sequence[RepeatedSave]) -> None:
    """Let Ctrl-C, a polite kill and a closed terminal end the window, with all on disk."""
    from digit_recognizer.app.core.jobs import Worker

    listening, waking = socket.socketpair()
    waking.setblocking(False)

    def wait() -> None:
        (number,) = listening.recv(1)
        if number:
            for saving in savings:
                saving.finish(_SECONDS_TO_SAVE)
            os._exit(128 + number)

    def let_go() -> None:
        signal.set_wakeup_fd(-1)
        listening.close()
        waking.close()

    for name in ("SIGINT", "SIGTERM", "SIGHUP"):
        number = getattr(signal, name, None)
        # nohup asks that a closed terminal be ignored; Windows has no such signal.
        if number is not None and signal.getsignal(number) != signal.SIG_IGN:
            signal.signal(number, lambda *_: None)
    # Python's own handlers wait for the event loop; this socket is written to at once.
    signal.set_wakeup_fd(waking.fileno(), warn_on_full_buffer=False)
    Worker("signals", window).submit(wait, stop=partial(waking.send, bytes(1)))
    window.closed.connect(let_go)


def _config_folder() -> Path:
    from platformdirs import user_config_path

    return user_config_path(_NAME)


def _state_folder() -> Path:
    from platformdirs import user_state_path

    return user_state_path(_NAME)


def _log_folder() -> Path:
    from platformdirs import user_log_path

    return user_log_path(_NAME)
