"""Windows for the tests, closed again after them."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from digit_recognizer.app.core import jobs
from digit_recognizer.app.widgets.style_sheet import use_theme
from digit_recognizer.app.widgets.theme import LIGHT
from digit_recognizer.app.window import MainWindow
from tests.app.hand import FakeRecognizer

OpenWindow = Callable[..., MainWindow]


@pytest.fixture(autouse=True)
def light(qapp: object) -> None:
    """Begin with the light theme, whatever the test before used."""
    use_theme(LIGHT)


@pytest.fixture(autouse=True)
def nothing_gives_way(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let threads end in time where other tests are at work on all cores."""
    monkeypatch.setattr(jobs, "_NICENESS", 0)


@pytest.fixture
def fake() -> FakeRecognizer:
    return FakeRecognizer()


@pytest.fixture
def open_window(qtbot: QtBot, fake: FakeRecognizer) -> Iterator[OpenWindow]:
    """A function that opens a window with the fake recognizer, or another."""
    windows = []

    def open_one(recognizer: Any = fake, **options: Any) -> MainWindow:
        window = MainWindow(recognizer, **options)
        windows.append(window)
        window.resize(800, 600)
        window.show()
        qtbot.waitExposed(window)
        return window

    yield open_one
    for window in windows:
        fake.may_answer.set()
        window.close()
        window.deleteLater()


@pytest.fixture
def window(open_window: OpenWindow) -> MainWindow:
    return open_window()
