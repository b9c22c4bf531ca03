"""A window that notes its times; ``benchmarks.latency`` runs it in a process of its own."""

import json
import os
import sys
import tempfile
import time
from pathlib import Path
from time import perf_counter
from typing import Any

from PyQt6.QtCore import QEvent, QTimer
from PyQt6.QtWidgets import QApplication, QPushButton

from digit_recognizer.app.core.reading import Reading
from digit_recognizer.app.window import MainWindow

DIGITS = 30
LEARNED = 300
SIZE = (1040, 720)


class TimedWindow(MainWindow):
    """Notes when it was painted, and when the answer to each movement was."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.painted_at = self.ready_at = 0.0
        self.latencies: list[float] = []
        self.longest_gap = 0.0
        self._asked: list[tuple[int, float]] = []
        self._shown = 0
        self._last_tick = 0.0
        self.reader.ready.connect(self._note_ready)
        self.reader.read.connect(self._note_reading)
        self.timer = QTimer(self)
        self.timer.timeout.connect(self._tick)

    def note_movement(self) -> None:
        """A movement of the pen begins now; its request is the next one."""
        self._asked.append((self.reader.sequence + 1, perf_counter()))

    def event(self, event: QEvent | None) -> bool:
        """Note what is on the screen after it was painted."""
        done = super().event(event)
        if event is not None and event.type() == QEvent.Type.UpdateRequest:
            self.painted_at = self.painted_at or time.time()
            now = perf_counter()
            answered = [moment for sequence, moment in self._asked if sequence <= self._shown]
            self.latencies += [now - moment for moment in answered]
            self._asked = self._asked[len(answered) :]
        return done

    def watch_gaps(self) -> None:
        """Note from now on how long the event loop is away at most."""
        self._last_tick = perf_counter()
        self.timer.start(1)

    def _tick(self) -> None:
        now = perf_counter()
        self.longest_gap = max(self.longest_gap, now - self._last_tick)
        self._last_tick = now

    def _note_ready(self) -> None:
        self.ready_at = self.ready_at or time.time()

    def _note_reading(self, reading: Reading) -> None:
        self._shown = reading.sequence
        # An answer that looks like the last one would otherwise not be painted again.
        self.draw_page.answer.update()


def main(kind: str) -> dict[str, Any]:
    """Open the window, do what `kind` says, and return what was measured."""
    if kind == "start":
        return _start()
    from tools.hand import wait_for

    window = TimedWindow()
    window.resize(*SIZE)
    window.show()
    wait_for(lambda: window.ready_at > 0)
    measured: dict[str, Any] = {}
    if kind == "training":
        _begin_training(window)
    elif kind == "learning":
        _begin_learning(window)
    _draw_digits(window)
    if kind == "training":
        seen = window.page("Train").state.seen  # type: ignore[attr-defined]
        speeds = [progress.images_a_second for progress in seen.progress]
        measured["images_per_second"] = sum(speeds) / len(speeds)
        measured["recipe"] = window.page("Train").state.recipe.name  # type: ignore[attr-defined]
    measured |= {"latencies": window.latencies, "longest_gap": window.longest_gap}
    window.timer.stop()
    window.close()
    return measured


def _start() -> dict[str, Any]:
    from digit_recognizer.app import start, window

    class Closing(TimedWindow):
        def _note_ready(self) -> None:
            super()._note_ready()
            found.update(painted=self.painted_at, ready=self.ready_at)
            self.close()

    found: dict[str, Any] = {}
    window.MainWindow = Closing  # type: ignore[assignment, misc]
    start.run()
    return found


def _begin_training(window: TimedWindow) -> None:
    """Start a long training in the place for it, and come back to the canvas while it runs."""
    from tools.hand import click, wait_for

    window.show_page("Train")
    place = window.page("Train")
    place.state.change("epochs", 1000)  # type: ignore[attr-defined]
    button = place.findChild(QPushButton, "train-primary")
    assert button is not None
    click(button)
    wait_for(lambda: len(place.state.seen.progress) > 3, 180)  # type: ignore[attr-defined]
    window.show_page("Draw")


def _begin_learning(window: TimedWindow) -> None:
    """Learn a hand of three hundred digits, again and again as if there were one more each time."""
    import numpy as np

    from digit_recognizer.data.prepared_sets import pen_digits
    from digit_recognizer.hands.profile import LearnedDigit, Profile

    written = pen_digits()
    those = np.flatnonzero(np.isin(written.writers, np.unique(written.writers)[:2]))[:LEARNED]
    learned = zip(written.images[those], written.labels[those].tolist(), strict=True)
    profile = Profile("Timed", tuple(LearnedDigit(image, label) for image, label in learned))
    hands = window.session.hands

    def learn_again() -> None:
        if not hands.is_learning:
            QTimer.singleShot(0, lambda: hands.restore(profile))

    hands.restore(profile)
    hands.changed.connect(learn_again)


def _draw_digits(window: TimedWindow) -> None:
    from digit_recognizer.data.handwriting import PENDIGITS, find_handwriting
    from digit_recognizer.data.pendigits import read_pendigits
    from tools.hand import draw, fitted, wait

    file = find_handwriting(PENDIGITS)
    digits = read_pendigits(file)
    canvas = window.draw_page.canvas
    side = canvas.width()
    draw(canvas, fitted([[(0, 0), (1, 1)]], (9, 9, 99)))  # the first stroke loads what is left
    wait(0.3)
    window.drawing.clear()
    window.latencies.clear()
    window.watch_gaps()
    for digit in digits[:: len(digits) // DIGITS][:DIGITS]:
        strokes = [[(float(x), float(y)) for x, y in stroke] for stroke in digit.strokes]
        draw(
            canvas,
            fitted(strokes, (side * 0.2, side * 0.2, side * 0.6)),
            before_each=window.note_movement,
        )
        wait(0.05)
        window.drawing.clear()
        wait(0.02)


if __name__ == "__main__":
    QApplication.setStyle("Fusion")
    application = None if sys.argv[1] == "start" else QApplication(sys.argv[:1])
    with tempfile.TemporaryDirectory() as folder:
        for name in ("CONFIG", "STATE", "DATA"):
            os.environ[f"XDG_{name}_HOME"] = str(Path(folder) / name)
        print(json.dumps(main(sys.argv[1])))
