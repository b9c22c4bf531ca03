"""A few seconds of random input; ``make monkey`` plays for half an hour."""

import pytest
from PyQt6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from tests.app.conftest import OpenWindow
from tests.app.hand import part
from tools.monkey import Monkey

DEEDS = 250


@pytest.mark.parametrize("seed", [1998, 28])
def test_random_input_does_no_harm(open_window: OpenWindow, qtbot: QtBot, seed: int) -> None:
    window = open_window()
    monkey = Monkey(window, seed)
    monkey.start()
    [leave] = [each for each in window.actions() if each.text() == "Quit"]
    leave.trigger()
    qtbot.waitUntil(lambda: monkey.actions >= DEEDS, timeout=60_000)
    monkey.stop()
    assert window.isVisible()
    window.show_page("Draw")
    window.drawing.clear()
    assert part(window, QLabel, "digit").text() == ""
