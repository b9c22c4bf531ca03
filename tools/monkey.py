"""A monkey at mouse and keyboard: the window must neither fail, grow, nor freeze.

Run it by ``make monkey``, or ``python -m tools.monkey MINUTES SEED``; it needs Xvfb. What it does
follows from the seed alone.
"""

import faulthandler
import json
import logging
import os
import random
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable
from pathlib import Path
from time import perf_counter
from types import TracebackType

from PyQt6.QtCore import QEvent, QObject, QPoint, QPointF, Qt, QTimer
from PyQt6.QtGui import QDrag, QKeyEvent, QWheelEvent
from PyQt6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QFileDialog,
    QInputDialog,
    QWidget,
)

from digit_recognizer.app.settings_menu import SettingsMenu
from digit_recognizer.app.start import leave
from digit_recognizer.app.window import MainWindow
from tools.gaps import Gaps, told
from tools.hand import send
from tools.virtual_screen import virtual_screen

__all__ = ["Monkey"]

MILLISECONDS_BETWEEN = 4
SMALLEST, LARGEST = (480, 400), (1600, 1000)
SETTLED = 0.4
"""Memory is compared with what it was after this part of the time, when all pages are loaded."""
PATIENCE = 60
"""Seconds after which a window that should have closed is taken for frozen."""
SUSPICIOUS = 20
"""Seconds without the event loop after which every thread says what it is at."""

_CONTROL, _SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
_KEYS = (
    *(Qt.Key.Key_Tab, Qt.Key.Key_Backtab, Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Escape),
    *(Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_F1),
    *(Qt.Key.Key_1, Qt.Key.Key_2, Qt.Key.Key_3, Qt.Key.Key_4, Qt.Key.Key_E, Qt.Key.Key_R),
    *(Qt.Key.Key_B, Qt.Key.Key_Z, Qt.Key.Key_Y, Qt.Key.Key_C, Qt.Key.Key_V, Qt.Key.Key_Delete),
    *(Qt.Key.Key_Home, Qt.Key.Key_End, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown),
)


class Monkey(QObject):
    """Does one thing after another to a window, each drawn by chance.

    Parameters
    ----------
    window
        What it plays with. Dialogs for files are answered with "Cancel", and Quit does nothing.
    seed
        Decides everything it does.
    """

    def __init__(self, window: MainWindow, seed: int) -> None:
        super().__init__(window)
        self._window = window
        self._random = random.Random(seed)
        self.actions = 0
        self.last_deed = ""
        self._is_playing = False
        self._choices: list[tuple[float, Callable[[], None]]] = [
            (6.0, self._draw),
            (4.0, self._click),
            (4.0, self._hover),
            (3.0, self._press_key),
            (1.0, self._wheel),
            (0.5, self._push),
            (0.3, self._visit),
            (0.1, self._resize),
        ]

    def start(self) -> None:
        """Act every few milliseconds from now on."""
        _cancel_dialogs()
        menu = self._window.findChild(SettingsMenu)
        assert menu is not None
        menu.quit_wanted.disconnect()
        self._is_playing = True
        self._play()

    def stop(self) -> None:
        """Act no more, and leave no menu open."""
        self._is_playing = False
        while popup := QApplication.activePopupWidget():
            popup.close()

    def _play(self) -> None:
        if self._is_playing:
            # The next deed is due before this one is done: a menu that opens waits for it.
            QTimer.singleShot(MILLISECONDS_BETWEEN, self._play)
            self.act()

    def act(self) -> None:
        """Do one thing."""
        self.actions += 1
        if self._window.findChildren(QDrag):
            # A drag of chosen words waits for a mouse that is not there.
            QDrag.cancel()
            return
        weights, deeds = zip(*self._choices, strict=True)
        [deed] = self._random.choices(deeds, weights)
        self.last_deed = deed.__name__.strip("_")
        deed()

    def _whole(self) -> QWidget:
        popup = QApplication.activePopupWidget()
        return popup or QApplication.activeModalWidget() or self._window

    def _widget(self) -> QWidget:
        """Return what a click somewhere in the window, or in the menu over it, would meet."""
        whole = self._whole()
        point = QPoint(
            self._random.randrange(whole.width()), self._random.randrange(whole.height())
        )
        found = whole.childAt(point) or whole
        self.last_deed += f" on {found.objectName() or type(found).__name__}"
        return found

    def _point(self, widget: QWidget) -> tuple[float, float]:
        return self._random.random() * widget.width(), self._random.random() * widget.height()

    def _draw(self) -> None:
        widget = self._widget()
        x, y = self._point(widget)
        send(widget, QEvent.Type.MouseButtonPress, (x, y))
        for _ in range(self._random.randrange(1, 12)):
            x += self._random.gauss(0, 12)
            y += self._random.gauss(0, 12)
            send(widget, QEvent.Type.MouseMove, (x, y))
        send(widget, QEvent.Type.MouseButtonRelease, (x, y))

    def _click(self) -> None:
        widget = self._widget()
        point = self._point(widget)
        send(widget, QEvent.Type.MouseButtonPress, point)
        send(widget, QEvent.Type.MouseButtonRelease, point)

    def _push(self) -> None:
        """Click a button, the small ones as often as the large."""
        whole = self._whole()
        buttons = [
            each
            for each in whole.findChildren(QAbstractButton)
            if each.isVisible() and each.isEnabled() and each.window() is whole
        ]
        if buttons:
            button = self._random.choice(buttons)
            self.last_deed += f" on {button.objectName() or button.text()}"
            middle = button.width() / 2, button.height() / 2
            send(button, QEvent.Type.MouseButtonPress, middle)
            send(button, QEvent.Type.MouseButtonRelease, middle)

    def _hover(self) -> None:
        widget = self._widget()
        send(widget, QEvent.Type.MouseMove, self._point(widget))

    def _press_key(self) -> None:
        target = QApplication.activePopupWidget() or QApplication.focusWidget() or self._window
        key = self._random.choice(_KEYS)
        self.last_deed += f" {key.name} at {target.objectName() or type(target).__name__}"
        held = self._random.choice((Qt.KeyboardModifier.NoModifier, _CONTROL, _SHIFT))
        text = chr(key).lower() if key < 128 and held != _CONTROL else ""
        for kind in (QEvent.Type.ShortcutOverride, QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            QApplication.sendEvent(target, QKeyEvent(kind, key, held, text))

    def _wheel(self) -> None:
        widget = self._widget()
        here = QPointF(*self._point(widget))
        turn = QPoint(0, self._random.choice((-120, 120)))
        nothing = Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier
        event = QWheelEvent(
            here, widget.mapToGlobal(here), QPoint(), turn, *nothing, Qt.ScrollPhase.NoScrollPhase,
            False,
        )  # fmt: skip
        QApplication.sendEvent(widget, event)

    def _visit(self) -> None:
        from digit_recognizer.app.page import PAGES

        self._window.show_page(self._random.choice(list(PAGES)))

    def _resize(self) -> None:
        pairs = zip(SMALLEST, LARGEST, strict=True)
        self._window.resize(*(self._random.randint(least, most) for least, most in pairs))


def _cancel_dialogs() -> None:
    def no_file(*_: object, **__: object) -> tuple[str, str]:
        return "", ""

    for name in ("getOpenFileName", "getOpenFileNames", "getSaveFileName"):
        setattr(QFileDialog, name, no_file)
    QFileDialog.getExistingDirectory = lambda *_, **__: ""  # type: ignore[method-assign]
    QInputDialog.getText = lambda *_, **__: ("", False)  # type: ignore[method-assign]


class _Errors(logging.Handler):
    """Takes what is logged as an error for a failure."""

    def __init__(self, failures: list[BaseException]) -> None:
        super().__init__(logging.ERROR)
        self._failures = failures

    def emit(self, record: logging.LogRecord) -> None:
        """Note the error, and show it."""
        text = f"{record.name}: {record.getMessage()}"
        print(text if record.exc_info is None else self.format(record), file=sys.stderr)
        self._failures.append(RuntimeError(f"logged as an error: {text}"))


def _memory() -> float:
    """Return the memory in use, in MB."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


def play(minutes: float, seed: int) -> None:
    """Let the monkey play, and print what was noted.

    Raises
    ------
    SystemExit
        At the first exception that nobody caught, or the first error that was logged.
    """
    application = QApplication(sys.argv[:1])
    application.setStyle("Fusion")
    failures: list[BaseException] = []

    def fail(
        kind: type[BaseException],
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        error = error or kind()
        sys.__excepthook__(kind, error, traceback)
        failures.append(error)

    sys.excepthook = fail
    threading.excepthook = lambda found: fail(*found[:3])
    logging.getLogger().addHandler(_Errors(failures))
    window = MainWindow()
    window.show()
    monkey = Monkey(window, seed)
    gaps = Gaps(window, lambda: f"{window.page_shown}, {monkey.last_deed}")
    memory: list[tuple[float, float]] = []
    begun = perf_counter()
    clock = QTimer(window)
    end = begun + 60 * minutes

    def look() -> None:
        faulthandler.dump_traceback_later(SUSPICIOUS, repeat=True)
        memory.append((perf_counter() - begun, _memory()))
        if failures or perf_counter() > end:
            monkey.stop()
            application.quit()

    clock.timeout.connect(look)
    clock.start(1000)
    for part in (monkey, gaps):
        QTimer.singleShot(1000, part.start)
    while perf_counter() < end and not failures:
        application.exec()
    gaps.stop()
    clock.stop()
    window.close()
    faulthandler.cancel_dump_traceback_later()
    if failures:
        print(f"after {monkey.actions} actions of seed {seed}: {failures[0]!r}", file=sys.stderr)
        leave(window, 1)
        sys.exit(1)
    settled = [megabytes for seconds, megabytes in memory if seconds > SETTLED * 60 * minutes]
    third = max(len(settled) // 3, 1)
    before, after = (sum(part) / len(part) for part in (settled[:third], settled[-third:]))
    figures = {
        "actions": monkey.actions,
        "minutes": minutes,
        "seed": seed,
        "memory before, MB": round(before, 1),
        "memory after, MB": round(after, 1),
        **told(gaps.noted),
    }
    print(json.dumps(figures, indent=2))
    leave(window, 0)


def main(minutes: float, seed: int) -> int:
    """Let the monkey play in a process, and with folders, of its own."""
    with virtual_screen() as environment, tempfile.TemporaryDirectory() as folder:
        for kind in ("CONFIG", "DATA", "STATE"):
            environment[f"XDG_{kind}_HOME"] = str(Path(folder) / kind)
        environment["OPENBLAS_NUM_THREADS"] = "1"  # as the command has it
        command = [sys.executable, "-m", "tools.monkey", str(minutes), str(seed), "--play"]
        try:
            seconds = 60 * minutes + PATIENCE
            return subprocess.run(command, env=environment, check=False, timeout=seconds).returncode
        except subprocess.TimeoutExpired:
            sys.exit(f"seed {seed}: the window stands still for ever.")


if __name__ == "__main__":
    wanted = float(sys.argv[1]) if len(sys.argv) > 1 else 30.0
    chance = int(sys.argv[2]) if len(sys.argv) > 2 else 1998
    if "--play" in sys.argv:
        play(wanted, chance)
    else:
        sys.exit(main(wanted, chance))
