"""The state tells of changes, and only of changes."""

import numpy as np
from numpy.typing import NDArray
from pytestqt.qtbot import QtBot

from digit_recognizer.app.inside.state import InsideState
from digit_recognizer.inspection import Unit, find_evidence, take_snapshot
from digit_recognizer.nn.architecture import Architecture
from digit_recognizer.nn.layers import Convolution, Dense
from tests.inspection.networks import bar, random_network

SMALL = Architecture("small", (Convolution("C1", 2), Dense("output", 10)))
NETWORK = random_network("lenet5")


def seeing(image: NDArray[np.uint8]) -> InsideState:
    state = InsideState()
    state.show_snapshot(take_snapshot(NETWORK, image))
    return state


def test_the_first_unit_that_is_looked_at_is_the_strongest_of_the_first_layer() -> None:
    state = seeing(bar())
    assert state.snapshot is not None
    assert state.unit is not None
    assert state.unit.stage == 1
    assert state.snapshot.value(state.unit) == state.snapshot.values[1].max()


def test_a_unit_stays_while_the_image_changes() -> None:
    state = seeing(bar())
    state.look_at(Unit(3, 2, 1, 1))
    state.show_snapshot(take_snapshot(NETWORK, bar(5)))
    assert state.unit == Unit(3, 2, 1, 1)


def test_a_unit_that_another_network_lacks_is_left() -> None:
    state = seeing(bar())
    state.look_at(Unit(3, 15, 9, 9))
    state.show_snapshot(take_snapshot(random_network(SMALL), bar()))
    assert state.unit is not None
    assert state.unit.stage == 1


def test_looking_and_asking_twice_tells_once(qtbot: QtBot) -> None:
    state = seeing(bar())
    state.look_at(Unit(1, 1, 1, 1))
    state.ask(3)
    with qtbot.assertNotEmitted(state.unit_changed), qtbot.assertNotEmitted(state.digit_changed):
        state.look_at(Unit(1, 1, 1, 1))
        state.ask(3)


def test_asking_about_another_class_drops_the_evidence() -> None:
    state = seeing(bar())
    state.ask(3)
    state.show_evidence(find_evidence(NETWORK, bar(), 3))
    state.ask(4)
    assert state.evidence is None


def test_a_blank_sheet_has_no_evidence() -> None:
    state = seeing(bar())
    state.ask(3)
    state.show_evidence(find_evidence(NETWORK, bar(), 3))
    state.show_snapshot(take_snapshot(NETWORK, np.zeros((28, 28), np.uint8)))
    assert state.is_blank
    assert state.evidence is None
