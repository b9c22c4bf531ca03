"""The code of pages is loaded beside the window: the first visit finds it there."""

import subprocess
import sys

from pytestqt.qtbot import QtBot

from digit_recognizer.app.page import PAGES
from tests.app.conftest import OpenWindow
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


def test_compiled_code_reads_where_nobody_has_to_wait_for_it(
    open_window: OpenWindow, qtbot: QtBot
) -> None:
    recognizer = FakeRecognizer()
    open_window(recognizer)
    qtbot.waitUntil(lambda: recognizer.compiles is not None)
    assert recognizer.compiles is False
