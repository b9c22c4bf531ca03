"""The code of pages is loaded beside the window: the first visit finds it there."""

import subprocess
import sys
from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from digit_recognizer.app.core.drawing import Drawing
from digit_recognizer.app.core.reading import Reader
from digit_recognizer.app.loading_ahead import LoadingAhead
from digit_recognizer.app.page import PAGES
from tests.app.hand import FakeRecognizer

OPEN_A_WINDOW = """
import sys, time
from PyQt6.QtWidgets import QApplication
from digit_recognizer.app.page import PAGES
from digit_recognizer.app.window import MainWindow

def loaded():
    return [title for title, path in PAGES.items() if path.split(":")[0] in sys.modules]

application = QApplication(sys.argv[:1])
window = MainWindow()
window.show()
print(*loaded(), sep=",")
end = time.monotonic() + 60
while len(loaded()) < len(PAGES) and time.monotonic() < end:
    application.processEvents()
window.close()
print(*loaded(), sep=",")
"""


def test_an_open_window_loads_the_other_pages_by_itself() -> None:
    answer = subprocess.run(
        [sys.executable, "-c", OPEN_A_WINDOW], stdout=subprocess.PIPE, text=True, check=True
    )
    assert answer.stdout.splitlines()[-2:] == ["Draw", ",".join(PAGES)]


def test_nothing_that_reads_is_loaded_before_the_window_can_be_painted() -> None:
    code = "import sys, digit_recognizer.app.window; print(*sys.modules)"
    answer = subprocess.run(
        [sys.executable, "-c", code], stdout=subprocess.PIPE, text=True, check=True
    )
    loaded = set(answer.stdout.split())
    reading = ("answers", "ink", "numbers", "recognizer", "sheets")
    assert not loaded & {"numpy", "cv2", *(f"digit_recognizer.{name}" for name in reading)}


@pytest.fixture
def reader(qapp: object, fake: FakeRecognizer) -> Iterator[Reader]:
    reader = Reader()
    reader.use(lambda: fake)
    yield reader
    reader.close()


def test_compiled_code_is_loaded_when_the_hand_rests_where_nobody_has_to_wait_for_it(
    reader: Reader, fake: FakeRecognizer, qtbot: QtBot
) -> None:
    drawing = Drawing()
    drawing.begin_stroke((10.0, 10.0), 20.0)
    ahead = LoadingAhead(drawing, reader, reader, rest=0)
    with qtbot.waitSignal(reader.ready):
        reader.start()
    for _ in range(20):
        qtbot.wait(1)
    assert fake.compiles is None
    drawing.end_gesture()
    qtbot.waitUntil(lambda: fake.compiles is False)
    ahead.close()
