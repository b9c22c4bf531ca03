"""A program for ``test_real_window``: destroys things in the window, and has them back again.

Another program, xdotool, moves the pointer and presses the keys of a real screen. What is there
after each step is printed as JSON, and pictures of the messages go to the folder that is named.
"""

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from PyQt6.QtCore import QPoint, Qt
from PyQt6.QtWidgets import QApplication, QLineEdit, QWidget

from digit_recognizer.app.train.page import TrainPage
from digit_recognizer.app.train.phase import Phase
from digit_recognizer.app.window import MainWindow
from digit_recognizer.networks.checkpoint import find_checkpoint
from tests.app.hand import QTest, part


class Hand:
    """Works the window from outside."""

    def __init__(self, window: MainWindow, pictures: Path) -> None:
        self.window = window
        self._pictures = pictures
        self._facts: dict[str, object] = {}

    def do(self, *commands: str) -> None:
        """Let xdotool do something, while the window goes on."""
        other = subprocess.Popen(["xdotool", *commands])
        while other.poll() is None:
            QTest.qWait(5)
        assert other.returncode == 0
        QTest.qWait(100)

    def click(self, target: QWidget | str, place: QPoint | None = None) -> None:
        widget = part(self.window, QWidget, target) if isinstance(target, str) else target
        while not widget.isVisible():
            QTest.qWait(5)
        point = widget.mapToGlobal(place or widget.rect().center())
        self.do("mousemove", str(point.x()), str(point.y()), "sleep", "0.05", "click", "1")

    def key(self, *keys: str) -> None:
        self.do("windowfocus", str(int(self.window.winId())), "key", *keys)

    def write(self, text: str) -> None:
        self.do("type", "--delay", "20", text)

    def note(self, step: str, fact: object) -> None:
        self._facts[step] = fact

    def picture(self, name: str) -> None:
        QTest.qWait(50)
        self.window.grab().save(str(self._pictures / f"{name}.png"))

    def print(self) -> None:
        print(json.dumps(self._facts))


def draw_clear_and_undo(hand: Hand) -> None:
    """Escape closes a message first; then it clears, which can be undone."""
    window = hand.window
    canvas = window.draw_page.canvas

    def strokes() -> int:
        return len(window.drawing.sheet.strokes)

    hand.click(canvas)
    hand.note("drawn", strokes())
    hand.key("ctrl+c")
    window.draw_page.messages.news("The drawing was saved as /somewhere/digit.png.")
    hand.picture("draw")
    hand.key("Escape")
    hand.note("after Escape", (strokes(), window.session.messages.text))
    hand.key("Escape")
    hand.note("after another Escape", strokes())
    hand.key("ctrl+z")
    hand.note("after Ctrl+Z", strokes())


def delete_rename_and_undo(hand: Hand) -> None:
    """What is deleted or renamed is there again as it was."""
    window = hand.window
    networks = window.session.networks
    for name in ("one", "two"):
        networks.save(name, find_checkpoint())
    window.show_page("Train")
    place = window.page("Train")
    assert isinstance(place, TrainPage)
    hand.click("tab-networks")

    def chosen(name: str) -> None:
        rows = place.networks.list
        [item] = rows.findItems(name, Qt.MatchFlag.MatchExactly)
        viewport = rows.viewport()
        assert viewport is not None
        hand.click(viewport, rows.visualItemRect(item).center())

    steps: list[tuple[str, Callable[[], None]]] = [
        ("button", lambda: hand.click("message-button")),
        ("key", lambda: hand.key("ctrl+z")),
    ]
    for by, undo in steps:
        chosen("one")
        hand.click("network-delete")
        hand.note(f"deleted, {by}", (networks.library.stored(), place.session.messages.text))
        hand.picture(f"deleted-{by}")
        undo()
        hand.note(f"undone, {by}", (networks.library.stored(), place.session.messages.text))
        chosen("two")
        hand.key("F2")
        hand.write("three")
        hand.key("Return")
        hand.note(f"renamed, {by}", (networks.library.stored(), place.session.messages.text))
        hand.picture(f"renamed-{by}")
        undo()
        hand.note(f"named again, {by}", networks.library.stored())


def start_with_a_wrong_field(hand: Hand) -> None:
    """Nothing starts, and the field has the focus."""
    window = hand.window
    place = window.page("Train")
    assert isinstance(place, TrainPage)
    hand.click("tab-settings")
    field = part(window, QLineEdit, "setting-epochs")
    hand.click(field)
    hand.key("ctrl+a")
    hand.write("many")
    hand.click("train-primary")
    hand.note("wrong", (place.state.phase is Phase.IDLE, window.focusWidget() is field))
    hand.picture("wrong-field")
    hand.write("3")
    hand.note("corrected", (place.settings.row("epochs").problem, field.text()))


def main(pictures: Path) -> None:
    """Open the window, do all that, close it."""
    application = QApplication(sys.argv)
    application.setStyle("Fusion")
    assert application.platformName() == "xcb"
    window = MainWindow(theme="dark")
    window.resize(1040, 720)
    window.show()
    assert QTest.qWaitForWindowExposed(window)
    hand = Hand(window, pictures)
    window.activateWindow()
    draw_clear_and_undo(hand)
    delete_rename_and_undo(hand)
    start_with_a_wrong_field(hand)
    hand.print()
    window.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
