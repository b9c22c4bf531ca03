"""Loading ahead: the first visit of a place finds its code there."""

import subprocess
import sys
import threading

import pytest

from digit_recognizer.app.core import ahead
from digit_recognizer.app.core.ahead import LoadingAhead
from digit_recognizer.app.pages import PLACES

OPEN_A_WINDOW = """
import sys, time
from PyQt6.QtWidgets import QApplication
from digit_recognizer.app.pages import PLACES
from digit_recognizer.app.window import MainWindow

def loaded():
    return [title for title, path in PLACES.items() if path.split(":")[0] in sys.modules]

application = QApplication(sys.argv[:1])
window = MainWindow()
window.show()
print(*loaded(), sep=",")
end = time.monotonic() + 60
while len(loaded()) < len(PLACES) and time.monotonic() < end:
    application.processEvents()
window.close()
print(*loaded(), sep=",")
"""


def test_an_open_window_loads_the_other_places_by_itself() -> None:
    answer = subprocess.run(
        [sys.executable, "-c", OPEN_A_WINDOW], stdout=subprocess.PIPE, text=True, check=True
    )
    assert answer.stdout.splitlines()[-2:] == ["Draw", ",".join(PLACES)]


def test_closing_waits_for_no_more_than_the_place_at_hand(monkeypatch: pytest.MonkeyPatch) -> None:
    begun, go_on = threading.Event(), threading.Event()
    asked: list[str] = []

    def load(title: str) -> None:
        asked.append(title)
        begun.set()
        go_on.wait(10)

    monkeypatch.setattr(ahead, "place_class", load)
    loading = LoadingAhead()
    loading.start()
    assert begun.wait(10)
    threading.Timer(0.05, go_on.set).start()
    loading.close()
    assert asked == [next(iter(PLACES))]


def test_it_does_not_begin_after_the_window_was_closed() -> None:
    loading = LoadingAhead()
    loading.close()
    loading.start()
    assert "loading ahead" not in [thread.name for thread in threading.enumerate()]


def test_a_place_that_cannot_be_loaded_keeps_no_other_from_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked: list[str] = []
    done = threading.Event()

    def load(title: str) -> None:
        asked.append(title)
        if len(asked) == len(PLACES):
            done.set()
        raise ImportError(title)

    monkeypatch.setattr(ahead, "place_class", load)
    loading = LoadingAhead()
    loading.start()
    assert done.wait(10)
    loading.close()
    assert asked == list(PLACES)
