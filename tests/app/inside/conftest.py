"""The page where one looks inside, open in a window, with a small network of random weights."""

from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from digit_recognizer.app.core.networks import NamedNetwork
from digit_recognizer.app.inside.page import InsidePage
from digit_recognizer.app.window import MainWindow
from digit_recognizer.networks.checkpoint import Checkpoint
from digit_recognizer.recognizer import Recognizer
from digit_recognizer.training.recipes import recipe
from tests.inspection.networks import random_network


def named(architecture: str) -> NamedNetwork:
    checkpoint = Checkpoint(random_network(architecture), recipe("mnist").to_values())
    return NamedNetwork(f"a random {architecture}", checkpoint)


@pytest.fixture
def window(qtbot: QtBot) -> Iterator[MainWindow]:
    """A window whose network is at hand, with the page to look inside in front."""
    network = named("lenet5")
    window = MainWindow(Recognizer(network.checkpoint.network))
    window.resize(1040, 720)
    window.show()
    qtbot.waitExposed(window)
    window.session.networks.use(network)
    window.show_page("Look inside")
    yield window
    window.close()
    window.deleteLater()


@pytest.fixture
def inside(window: MainWindow, qtbot: QtBot) -> InsidePage:
    """The page, looking at a blank sheet."""
    place = window.page("Look inside")
    assert isinstance(place, InsidePage)
    qtbot.waitUntil(lambda: place.state.snapshot is not None)
    return place


@pytest.fixture
def reading(inside: InsidePage, qtbot: QtBot) -> InsidePage:
    """The page, looking at a drawing."""
    drawing = inside.session.drawing
    drawing.begin_stroke((140, 40), 16)
    drawing.extend_stroke((150, 140))
    drawing.extend_stroke((140, 240))
    drawing.end_gesture()
    qtbot.waitUntil(lambda: not inside.state.is_blank)
    return inside
