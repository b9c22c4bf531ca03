"""What goes on in the background is seen beside the page's name, on whichever page one is."""

from pathlib import Path

import pytest
from PyQt6.QtGui import QColor
from PyQt6.QtWidgets import QPushButton, QTabBar
from pytestqt.qtbot import QtBot

from digit_recognizer.app.core.activity import Activity
from digit_recognizer.app.header import Tabs
from digit_recognizer.app.judge.page import JudgePage
from digit_recognizer.app.judge.sources import source_of_path
from digit_recognizer.app.page import PAGES
from digit_recognizer.app.train.page import TrainPage
from digit_recognizer.app.train.phase import Phase
from digit_recognizer.app.widgets.theme import DARK, LIGHT, Theme
from digit_recognizer.app.window import MainWindow
from tests.app.conftest import OpenWindow
from tests.app.hand import click, part
from tests.app.judge.test_page import ones
from tests.app.train.conftest import RECIPE, small_data, warm_engine

__all__ = ["ones", "small_data", "warm_engine"]

TRAIN, JUDGE = (list(PAGES).index(title) for title in ("Train", "Judge"))


def tabs_of(window: MainWindow) -> Tabs:
    tabs = part(window, QTabBar, "pages")
    assert isinstance(tabs, Tabs)
    return tabs


def coloured(window: MainWindow, number: int, colour: str) -> int:
    """How many pixels of a ring's place have nearly this colour."""
    tabs = tabs_of(window)
    image, place = tabs.grab().toImage(), tabs.ring_rect(number).toRect()
    wanted = QColor(colour)
    pixels = [
        QColor(image.pixel(x, y))
        for x in range(place.left(), place.right() + 1)
        for y in range(place.top(), place.bottom() + 1)
    ]
    return sum(
        abs(pixel.red() - wanted.red()) + abs(pixel.blue() - wanted.blue()) < 40 for pixel in pixels
    )


@pytest.mark.parametrize(
    ("activity", "words"),
    [
        (Activity("training"), "training"),
        (Activity.of("training", 43, 100), "training, 43 %"),
        (Activity.of("training", 43, 100, waits=True), "training, 43 %, paused"),
        (Activity.of("measuring", 0, 0), "measuring"),
        (Activity.of("measuring", 7, 5), "measuring, 100 %"),
    ],
)
def test_an_activity_is_told_in_words(activity: Activity, words: str) -> None:
    assert activity.words == words


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=lambda theme: theme.name)
def test_the_ring_grows_with_the_share_and_goes_when_it_is_over(
    open_window: OpenWindow, theme: Theme
) -> None:
    window = open_window(theme=theme.name)
    page = window.page("Train")
    assert coloured(window, TRAIN, theme.accent) == 0
    seen = []
    for done in (10, 50, 100):
        page.activity_changed.emit(Activity.of("training", done, 100))
        seen.append(coloured(window, TRAIN, theme.accent))
    assert 0 < seen[0] < seen[1] < seen[2]
    page.activity_changed.emit(Activity.of("training", 50, 100, waits=True))
    assert coloured(window, TRAIN, theme.accent) == 0
    assert coloured(window, TRAIN, theme.caution) > 0
    page.activity_changed.emit(None)
    assert coloured(window, TRAIN, theme.caution) == 0


def test_it_is_told_in_words_by_tooltip_and_to_screen_readers_and_moves_nothing(
    window: MainWindow,
) -> None:
    tabs = tabs_of(window)
    before = [tabs.tabRect(number) for number in range(tabs.count())]
    page = window.page("Train")
    page.activity_changed.emit(Activity.of("training", 43, 100))
    assert tabs.tabToolTip(TRAIN) == "Train (Ctrl+3): training, 43 %"
    assert tabs.accessibleTabName(TRAIN) == "Train: training, 43 %"
    assert [tabs.tabRect(number) for number in range(tabs.count())] == before
    page.activity_changed.emit(None)
    assert tabs.tabToolTip(TRAIN) == "Train (Ctrl+3)"
    assert tabs.accessibleTabName(TRAIN) == "Train"


def test_a_training_shows_in_the_header_until_it_is_over(window: MainWindow, qtbot: QtBot) -> None:
    page = window.page("Train")
    assert isinstance(page, TrainPage)
    page.state.take(RECIPE)
    shown: list[Activity | None] = []
    page.activity_changed.connect(shown.append)
    with qtbot.waitSignal(page.finished, timeout=30_000) as finished:
        page.state.start()
        assert tabs_of(window).activity(TRAIN) == Activity("preparing the training")
    assert page.state.phase is Phase.ENDED
    assert Activity("training", 100) in shown
    assert tabs_of(window).activity(TRAIN) is None
    assert finished.args is not None
    assert finished.args[0].startswith("Training done: ")
    assert finished.args[0].endswith(" % of the validation images misread.")


def test_a_measuring_shows_in_the_header_until_it_is_over(
    window: MainWindow, ones: Path, qtbot: QtBot
) -> None:
    page = window.page("Judge")
    assert isinstance(page, JudgePage)
    with qtbot.waitSignal(page.finished, timeout=120_000) as finished:
        page.measure_on(source_of_path(ones))
        shown = tabs_of(window).activity(JUDGE)
        assert shown is not None
        assert shown.name == "measuring"
    assert tabs_of(window).activity(JUDGE) is None
    assert finished.args == ["Measuring done: 33.33 % of ones misread."]


def test_who_is_on_another_page_is_told_that_it_is_over_and_led_there(
    open_window: OpenWindow,
) -> None:
    window = open_window()
    window.page("Train").finished.emit("Training done: 0.98 % misread.")
    messages = window.session.messages
    assert messages.text == "Training done: 0.98 % misread."
    assert part(window, QPushButton, "message-button").text() == "Go to Train"
    click(window, "message-button")
    assert window.page_shown == "Train"
    assert messages.text == ""


def test_who_goes_there_by_oneself_needs_the_message_no_more(window: MainWindow) -> None:
    window.page("Train").finished.emit("Training done: 0.98 % misread.")
    window.show_page("Train")
    assert window.session.messages.text == ""


def test_who_is_on_the_page_is_not_told_what_is_seen_there(window: MainWindow) -> None:
    window.show_page("Train")
    window.page("Train").finished.emit("Training done: 0.98 % misread.")
    assert window.session.messages.text == ""
