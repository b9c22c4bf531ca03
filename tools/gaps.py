"""How long the window's event loop is away, and what went on then."""

from collections.abc import Callable
from time import perf_counter, thread_time

from PyQt6.QtCore import QObject, QTimer

__all__ = ["Gaps"]

WORTH_A_NOTE = 0.05
"""Seconds without the event loop."""


class Gaps(QObject):
    """Notes how long the event loop is away, by the clock and in work of its own thread.

    Parameters
    ----------
    parent
        What it lives as long as.
    what
        Says what goes on; asked after a gap worth a note.
    """

    def __init__(self, parent: QObject, what: Callable[[], str]) -> None:
        super().__init__(parent)
        self._what = what
        self.notes: list[tuple[float, str]] = []
        self.by_clock: list[float] = []
        self.in_work: list[float] = []
        self._last = 0.0, 0.0
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._tick)

    def start(self) -> None:
        """Note from now on."""
        self._last = perf_counter(), thread_time()
        self._timer.start(1)

    def stop(self) -> None:
        """Note no more."""
        self._timer.stop()

    def _tick(self) -> None:
        now = perf_counter(), thread_time()
        self.by_clock.append(now[0] - self._last[0])
        self.in_work.append(now[1] - self._last[1])
        if self.by_clock[-1] > WORTH_A_NOTE:
            work = f"{1000 * self.in_work[-1]:.0f} ms of work"
            self.notes.append((self.by_clock[-1], f"{work}, {self._what()}"))
        self._last = now
