"""A state that trains on a few patterns, in moments."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PyQt6.QtWidgets import QMainWindow
from pytestqt.qtbot import QtBot

from digit_recognizer.app.core.characters import Characters
from digit_recognizer.app.core.drawing import Drawing
from digit_recognizer.app.core.hands import Hands
from digit_recognizer.app.core.networks import Networks
from digit_recognizer.app.core.reading import Reader
from digit_recognizer.app.core.session import Session
from digit_recognizer.app.core.settings import CurrentSettings
from digit_recognizer.app.train.page import TrainPage
from digit_recognizer.app.train.phase import Phase
from digit_recognizer.app.train.state import TrainState
from digit_recognizer.app.widgets.message_line import MessageLine
from digit_recognizer.app.widgets.style_sheet import give_style
from digit_recognizer.data.dataset import Dataset
from digit_recognizer.data.locations import DataNotFoundError
from digit_recognizer.networks.library import NetworkLibrary
from digit_recognizer.nn.optimizers import Adam
from digit_recognizer.nn.schedules import Constant
from digit_recognizer.training import preparation, watched
from digit_recognizer.training.recipe import Recipe
from tests.training.digits import patterns
from tests.training.prepared import NothingToCompile, warm_up

RECIPE = Recipe(
    "classic",
    epochs=2,
    batch_size=5,
    validation_size=30,
    optimizer=Adam(),
    schedule=Constant(0.002),
    initializer="fan-in-root",
)
LONG = 50_000
"""Passes of a training that does not end before it is told to."""

DIGITS = patterns(130, seed=2)

Reach = Callable[[TrainState, Phase], None]


@pytest.fixture(scope="session", autouse=True)
def warm_engine() -> None:
    warm_up()


@pytest.fixture(autouse=True)
def small_data(monkeypatch: pytest.MonkeyPatch) -> None:
    """MNIST is 130 patterns, no other data set is here."""

    def load(name: str, split: str, folder: Path | None, *, download: bool) -> Dataset:
        if name == "mnist":
            return DIGITS
        raise DataNotFoundError(f"{folder}: expected {name}, found nothing.")

    monkeypatch.setattr(watched, "load_dataset", load)
    monkeypatch.setattr("digit_recognizer.training.trainer.IMAGES_A_BLOCK", 10)
    monkeypatch.setattr(preparation, "Process", NothingToCompile)


@pytest.fixture
def state(qapp: object) -> Iterator[TrainState]:
    state = TrainState()
    state.recipe = RECIPE
    yield state
    state.shut_down()


@pytest.fixture
def reach(qtbot: QtBot) -> Reach:
    """A function that waits until a state is in a phase."""

    def wait(state: TrainState, phase: Phase) -> None:
        qtbot.waitUntil(lambda: state.phase is phase, timeout=30_000)

    return wait


@pytest.fixture
def session(qapp: object) -> Iterator[Session]:
    drawing, reader = Drawing(), Reader()
    characters = Characters(drawing, reader)
    settings = CurrentSettings()
    hands = Hands(reader, settings)
    session = Session(drawing, reader, characters, Networks(NetworkLibrary()), settings, hands)
    yield session
    session.networks.close()
    session.reader.close()


@pytest.fixture
def place(session: Session, qtbot: QtBot) -> Iterator[TrainPage]:
    """The place, shown, its plots loaded, its recipe a small one."""
    window = QMainWindow()
    give_style(window)
    place = TrainPage(session)
    window.setMenuWidget(MessageLine(session.messages))
    window.setCentralWidget(place)
    place.state.recipe = RECIPE
    place.state.recipe_changed.emit()
    place.settings.fold.setChecked(True)
    window.resize(1040, 660)
    window.show()
    qtbot.waitExposed(window)
    yield place
    place.shut_down()
    window.close()
    window.deleteLater()
