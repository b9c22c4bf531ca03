"""How long the window's event loop is away, and why."""

from collections.abc import Callable, Sequence
from pathlib import Path
from time import perf_counter, thread_time
from typing import Any, NamedTuple

from PyQt6.QtCore import QObject, QTimer

__all__ = ["Gap", "Gaps", "told"]

WORTH_A_NOTE = 0.05
"""Seconds without the event loop."""
LONG = 0.1
"""Seconds without the event loop that a hand notices."""
_SCHEDULER = Path("/proc/thread-self/schedstat")


class Gap(NamedTuple):
    """A time without the event loop, in seconds.

    What is left of ``seconds`` without ``work`` and ``queued`` is waiting for a lock or for a disk.
    """

    seconds: float
    """By the clock."""
    work: float
    """That the window's thread computed: the gap is ours where this is long."""
    queued: float
    """That it could have, but other threads and programs had the processors; 0 where the system
    does not tell."""
    what: str
    """What went on; empty for a short one."""

    @property
    def blocked(self) -> float:
        """The seconds that it waited for a lock or for a disk."""
        return max(self.seconds - self.work - self.queued, 0.0)


class Gaps(QObject):
    """Notes how long the event loop is away.

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
        self.noted: list[Gap] = []
        self._last = _clocks()
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._tick)

    def start(self) -> None:
        """Note from now on."""
        self._last = _clocks()
        self._timer.start(1)

    def stop(self) -> None:
        """Note no more."""
        self._timer.stop()

    def _tick(self) -> None:
        now = _clocks()
        seconds, work, queued = (
            after - before for before, after in zip(self._last, now, strict=True)
        )
        what = self._what() if seconds > WORTH_A_NOTE else ""
        self.noted.append(Gap(seconds, work, queued, what))
        self._last = now


def _clocks() -> tuple[float, float, float]:
    """Return the time, and how long this thread has worked and queued for a processor."""
    try:
        queued = int(_SCHEDULER.read_text().split()[1]) / 1e9
    except OSError:  # another system than Linux
        queued = 0.0
    return perf_counter(), thread_time(), queued


def told(gaps: Sequence[Gap]) -> dict[str, Any]:
    """Return how long the event loop was away, by cause, and the longest times of our own work."""
    causes = {
        "by the clock": [gap.seconds for gap in gaps],
        "of our work": [gap.work for gap in gaps],
        "queued for a processor": [gap.queued for gap in gaps],
        "waiting for a lock or a disk": [gap.blocked for gap in gaps],
    }
    figures: dict[str, Any] = {}
    for cause, times in causes.items():
        figures[f"longest gap {cause}, ms"] = round(1000 * max(times, default=0), 1)
        figures[f"gaps over 100 ms {cause}"] = sum(time > LONG for time in times)
    longest = sorted((gap for gap in gaps if gap.what), key=lambda gap: -gap.work)[:12]
    figures["most of our work"] = [
        f"{1000 * gap.work:.0f} ms of work, {1000 * gap.blocked:.0f} blocked, "
        f"{1000 * gap.seconds:.0f} by the clock: {gap.what}"
        for gap in longest
    ]
    return figures
