"""A studio that trains on a few patterns, in moments."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PyQt6.QtWidgets import QMainWindow
from pytestqt.qtbot import QtBot

from digit_recognizer.app.drawing import Drawing
from digit_recognizer.app.networks import Networks
from digit_recognizer.app.reading import Reader
from digit_recognizer.app.session import Session
from digit_recognizer.app.settings import KeptSettings
from digit_recognizer.app.theme import LIGHT, style_sheet
from digit_recognizer.app.train.phase import Phase
from digit_recognizer.app.train.place import TrainPlace
from digit_recognizer.app.train.studio import Studio
from digit_recognizer.data.dataset import Dataset
from digit_recognizer.data.places import PlaceError
from digit_recognizer.nn.optimizers import Adam
from digit_recognizer.nn.schedules import Constant
from digit_recognizer.training import live, readiness
from digit_recognizer.training.recipes import Recipe
from digit_recognizer.training.shelf import Shelf
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
LONG = 100_000
"""Passes of a training that does not end before it is told to."""

DIGITS = patterns(130, seed=2)

Reach = Callable[[Studio, Phase], None]


@pytest.fixture(scope="session", autouse=True)
def warm_engine() -> None:
    warm_up()


@pytest.fixture(autouse=True)
def small_data(monkeypatch: pytest.MonkeyPatch) -> None:
    """MNIST is 130 patterns, no other data set is here."""

    def load(name: str, split: str, folder: Path | None, *, download: bool) -> Dataset:
        if name == "mnist":
            return DIGITS
        raise PlaceError(f"{folder}: expected {name}, found nothing.")

    monkeypatch.setattr(live, "load_dataset", load)
    monkeypatch.setattr("digit_recognizer.training.trainer.IMAGES_A_BLOCK", 10)
    monkeypatch.setattr(readiness, "compilation_for", NothingToCompile)


@pytest.fixture
def studio(qapp: object) -> Iterator[Studio]:
    studio = Studio()
    studio.recipe = RECIPE
    yield studio
    studio.shut_down()


@pytest.fixture
def reach(qtbot: QtBot) -> Reach:
    """A function that waits until a studio is in a phase."""

    def wait(studio: Studio, phase: Phase) -> None:
        qtbot.waitUntil(lambda: studio.phase is phase, timeout=30_000)

    return wait


@pytest.fixture
def session(qapp: object) -> Iterator[Session]:
    session = Session(Drawing(), Reader(), Networks(Shelf()), KeptSettings())
    yield session
    session.networks.close()
    session.reader.close()


@pytest.fixture
def place(session: Session, qtbot: QtBot) -> Iterator[TrainPlace]:
    """The place, shown, its plots loaded, its recipe a small one."""
    window = QMainWindow()
    window.setStyleSheet(style_sheet(LIGHT))
    place = TrainPlace(session)
    window.setCentralWidget(place)
    place.studio.recipe = RECIPE
    place.studio.recipe_changed.emit()
    place.set_theme(LIGHT)
    window.resize(1040, 660)
    window.show()
    qtbot.waitUntil(lambda: place.curves.curves is not None, timeout=30_000)
    yield place
    place.shut_down()
    window.close()
    window.deleteLater()
