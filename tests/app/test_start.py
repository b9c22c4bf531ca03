"""Opening the window, and saying in one line why there can be none."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from digit_recognizer import extras
from digit_recognizer.app import start
from digit_recognizer.app.core.autosave import Autosave
from digit_recognizer.app.core.drawing import Sheet, Stroke
from digit_recognizer.app.start import WindowError, check
from digit_recognizer.extras import MissingExtraError

ROOT = Path(__file__).resolve().parents[2]
SHEET = Sheet((Stroke(((1, 1), (2, 2)), 16),))


@pytest.fixture
def bare_linux(monkeypatch: pytest.MonkeyPatch) -> None:
    """A Linux session without any display."""
    monkeypatch.setattr(sys, "platform", "linux")
    for name in ("QT_QPA_PLATFORM", "DISPLAY", "WAYLAND_DISPLAY"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(start, "missing_libraries", list)


def test_without_pyqt_it_names_the_line_to_type(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(extras, "find_spec", lambda _: None)
    with pytest.raises(MissingExtraError) as failure:
        check()
    assert str(failure.value) == (
        "The window needs packages that are not installed: expected those of the extra 'app', "
        "found no PyQt6; type: pip install 'digit-recognizer[app]'"
    )


def test_without_a_system_library_it_names_the_line_to_type(
    bare_linux: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(start, "missing_libraries", lambda: ["libEGL.so.1"])
    monkeypatch.setattr(start, "missing_packages", lambda: ["libegl1"])
    with pytest.raises(WindowError) as failure:
        check()
    assert str(failure.value) == (
        "The window needs system libraries that are missing: libEGL.so.1. "
        "Type: sudo apt-get install libegl1"
    )


def test_without_a_display_it_says_so_in_one_line(bare_linux: None) -> None:
    with pytest.raises(WindowError, match="cannot open: there is no display") as failure:
        check()
    assert "\n" not in str(failure.value)


def test_a_display_that_does_not_answer_is_named(
    bare_linux: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DISPLAY", ":4711")
    with pytest.raises(WindowError, match="cannot open: the display :4711 does not answer"):
        check()


@pytest.mark.x_server
def test_a_display_that_answers_is_taken(
    bare_linux: None, x_server: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DISPLAY", x_server)
    check()


def test_a_qt_that_does_not_load_is_explained(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(start, "check", lambda: None)
    monkeypatch.setitem(sys.modules, "PyQt6.QtWidgets", None)
    with pytest.raises(WindowError, match=r"Qt does not load: .* Type: digit-recognizer doctor"):
        start.run()


PROGRAM = """
from PyQt6.QtCore import QTimer
from digit_recognizer.app import run, start, window
opened = window.MainWindow.showEvent
def show(self, event):
    opened(self, event)
    self.reader.ready.connect(lambda: (print(len(self.drawing.sheet.strokes)), self.close()))
window.MainWindow.showEvent = show
raise SystemExit(run())
"""


def open_and_close() -> str:
    """Open the window as the command does, close it again, and return what it printed."""
    answer = subprocess.run(
        [sys.executable, "-W", "error", "-c", PROGRAM],
        cwd=ROOT,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    return answer.stdout.strip()


def test_it_opens_and_ends_well() -> None:
    assert open_and_close() == "0"


def test_it_brings_back_what_an_earlier_window_left() -> None:
    folder = start._state_folder()
    Autosave(folder / "drawing-3.json").save(SHEET)
    assert open_and_close() == "1"
    assert open_and_close() == "1"
    Autosave(folder / "drawing-3.json").save(Sheet())
    assert open_and_close() == "0"


def test_windows_that_are_open_together_keep_their_drawings_apart(tmp_path: Path) -> None:
    sessions = [start._session(tmp_path) for _ in range(20)]
    assert len({autosave.file for autosave, _ in sessions}) == 20
    for _, lock in sessions:
        assert lock is not None
        lock.unlock()


def test_the_latest_drawing_that_was_left_is_the_first_to_come_back(tmp_path: Path) -> None:
    for number, age in ((1, 300), (2, 100), (3, 200)):
        Autosave(tmp_path / f"drawing-{number}.json").save(SHEET)
        then = time.time() - age
        os.utime(tmp_path / f"drawing-{number}.json", (then, then))
    sessions = [start._session(tmp_path) for _ in range(4)]
    assert [autosave.file.stem[-1] for autosave, _ in sessions] == ["2", "3", "1", "4"]
    for _, lock in sessions:
        assert lock is not None
        lock.unlock()


@pytest.mark.skipif(not Path("/proc/self").exists(), reason="needs a folder that takes no file")
def test_a_folder_that_takes_no_file_still_gives_a_session_that_tells_of_it() -> None:
    autosave, lock = start._session(Path("/proc/self"))
    assert lock is None
    with pytest.raises(OSError, match="/proc/self"):
        autosave.save(SHEET)


def test_qt_is_not_loaded_before_the_window_is_asked_for() -> None:
    program = "import sys, digit_recognizer.app; print('PyQt6' in sys.modules)"
    answer = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert answer.stdout.strip() == "False"


DRAW_AND_KILL = """
import os, signal, sys, time
signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell's background ignores it
from PyQt6.QtCore import QTimer
from PyQt6.QtWidgets import QApplication
from digit_recognizer.app import start
from digit_recognizer.app.core.drawing import Sheet, Stroke
from digit_recognizer.app.core.state_file import StateFile
from digit_recognizer.app.window import MainWindow

original = StateFile.save

def slow(self, content):
    time.sleep(0.5)
    original(self, content)

def draw_and_kill(window):
    window.drawing.restore(Sheet((Stroke(((1.0, 1.0), (9.0, 9.0)), 8.0),)))
    os.kill(os.getpid(), int(sys.argv[1]))

def shown(self, event):
    QTimer.singleShot(0, lambda: draw_and_kill(self))

StateFile.save = slow
MainWindow.showEvent = shown
MainWindow.restore = lambda self: None
start.run()
"""


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_signal_ends_the_window_with_the_last_stroke_on_disk(number: signal.Signals) -> None:
    ended = subprocess.run(
        [sys.executable, "-c", DRAW_AND_KILL, str(int(number))], timeout=60, check=False
    )
    assert ended.returncode == 128 + number
    (file,) = start._state_folder().glob("drawing-*.json")
    saved = Autosave(file).restore()
    assert saved is not None
    assert len(saved.sheet.strokes) == 1
