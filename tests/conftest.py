"""What every test may count on: folders of its own, and leaving nothing behind."""

import gc
import logging
import os
import re
import shutil
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

if TYPE_CHECKING:
    from digit_recognizer.data.dataset import Dataset

pytest_plugins = ("pytester",)

ROOT = Path(__file__).resolve().parents[1]
BESIDE_THE_CHECKOUT = ROOT.parent / "shared" / "data"
SECONDS_TO_END = 1.0


# First calls compile, and machines are shared: no example is judged by its time. The same examples
# in every run: a failure is there for the next person too.
settings.register_profile("suite", deadline=None, derandomize=True)
settings.load_profile("suite")


def pytest_configure(config: pytest.Config) -> None:
    """Settle what libraries read once, when they are imported."""
    if "DIGIT_RECOGNIZER_DATA" not in os.environ and BESIDE_THE_CHECKOUT.is_dir():
        os.environ["DIGIT_RECOGNIZER_DATA"] = str(BESIDE_THE_CHECKOUT)
    for display in ("DISPLAY", "WAYLAND_DISPLAY"):
        os.environ.pop(display, None)  # no test draws on the screen of whoever runs it
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    os.environ["MPLBACKEND"] = "Agg"
    os.environ["OPENBLAS_NUM_THREADS"] = "1"  # as the command has it
    if cache := getattr(config, "cache", None):
        os.environ["MPLCONFIGDIR"] = str(cache.mkdir("matplotlib"))


def pytest_make_parametrize_id(val: object, argname: str) -> str | None:
    """Name long bytes by their argument.

    Processes that share the work must find tests of the same names, and packed bytes may carry the
    second in which they were packed.
    """
    return argname if isinstance(val, bytes) and len(val) > 20 else None


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Skip, with the reason, a test whose marker names something that is not here."""
    if item.get_closest_marker("shared_data") and (lack := _lack_of_shared_data()):
        pytest.skip(lack)
    if item.get_closest_marker("x_server") and (lack := _lack_of_x_server()):
        pytest.skip(lack)


def _shared_data() -> Path:
    return Path(os.environ.get("DIGIT_RECOGNIZER_DATA", BESIDE_THE_CHECKOUT))


def _lack_of_shared_data() -> str:
    if (_shared_data() / "mnist").is_dir():
        return ""
    return "needs MNIST: set DIGIT_RECOGNIZER_DATA to the folder that has it in mnist/"


def _lack_of_x_server() -> str:
    return "" if shutil.which("Xvfb") else "needs the X server Xvfb: apt-get install xvfb"


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The folder that has the public data sets, each in a folder of its own."""
    if lack := _lack_of_shared_data():
        pytest.skip(lack)
    return _shared_data()


@pytest.fixture(scope="session")
def mnist_train(shared_data: Path) -> "Dataset":
    """MNIST's 60,000 training digits."""
    from digit_recognizer.data.dataset import load_dataset

    return load_dataset("mnist", "train", shared_data, download=False)


@pytest.fixture(scope="session")
def mnist_test(shared_data: Path) -> "Dataset":
    """MNIST's 10,000 test digits."""
    from digit_recognizer.data.dataset import load_dataset

    return load_dataset("mnist", "test", shared_data, download=False)


@pytest.fixture(scope="session")
def x_server() -> Iterator[str]:
    """The name of a real X server's display, without a screen, for as long as the tests run."""
    if lack := _lack_of_x_server():
        pytest.skip(lack)
    from tools.virtual_screen import virtual_screen

    with virtual_screen(1280, 1024) as environment:
        yield environment["DISPLAY"]


@pytest.fixture(autouse=True)
def own_folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each test has its own empty folders for the user's cache, settings and data."""
    for kind in ("CACHE", "CONFIG", "DATA", "STATE"):
        monkeypatch.setenv(f"XDG_{kind}_HOME", str(tmp_path / "home" / kind.lower()))


@pytest.fixture(autouse=True)
def nothing_left_running(
    request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> Iterator[None]:
    """Fail a test that leaves a thread or an active timer behind."""
    uses_qt = "qapp" in request.fixturenames
    if uses_qt:
        # Only what the test makes is looked through at its end: all that is loaded takes 0.2 s.
        gc.collect()
        gc.freeze()
        monkeypatch.setattr(gc, "freeze", lambda: None)  # the window spares what it has loaded
    before = set(threading.enumerate())
    yield
    left = [thread for thread in threading.enumerate() if thread not in before]
    for thread in left:
        thread.join(SECONDS_TO_END)
    running = [thread.name for thread in left if thread.is_alive()]
    if uses_qt:
        running += _running_in_qt()
    assert not running, f"left running: {', '.join(running)}"


class _Errors(logging.Handler):
    """What is logged as an error."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.texts: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Note a record, with what was raised."""
        self.texts.append(logging.Formatter("%(name)s: %(message)s").format(record))


@pytest.fixture(autouse=True)
def no_error_logged(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[None]:
    """Fail a test in which something is logged as an error, by a window in a child process too.

    ``@pytest.mark.logs_error(PATTERN)`` says that errors are expected: at least one, and each with
    text that the regular expression finds.
    """
    handler = _Errors()
    logging.getLogger().addHandler(handler)
    yield
    logging.getLogger().removeHandler(handler)
    crash_logs = (tmp_path / "home").rglob("window.log")
    errors = handler.texts + [log.read_text(encoding="utf-8") for log in crash_logs]
    expected = request.node.get_closest_marker("logs_error")
    if expected is None:
        assert not errors, (
            f"logged as an error: {'; '.join(errors)}; "
            "where that is right, mark the test by pytest.mark.logs_error(PATTERN)"
        )
        return
    (pattern,) = expected.args
    assert errors, f"expected an error to be logged that has {pattern!r}, got none"
    others = [text for text in errors if not re.search(pattern, text)]
    assert not others, f"expected logged errors to have {pattern!r}, got: " + "\n".join(others)


def _running_in_qt() -> list[str]:
    """The threads and timers of Qt that are still at work."""
    if "PyQt6.QtCore" not in sys.modules:
        return []
    from PyQt6 import sip
    from PyQt6.QtCore import QCoreApplication, QEvent, QObject, QThread, QTimer

    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    gc.collect()
    main_thread = QThread.currentThread()
    objects = [
        thing
        for thing in gc.get_objects()
        # Its own type: a weak proxy has that of something that may be gone.
        if issubclass(type(thing), QObject) and not sip.isdeleted(thing)
    ]
    threads = [
        thing
        for thing in objects
        if isinstance(thing, QThread) and thing is not main_thread and thing.isRunning()
    ]
    timers = [thing for thing in objects if isinstance(thing, QTimer) and thing.isActive()]
    return [f"{type(thing).__name__} {thing.objectName()}".strip() for thing in threads + timers]
