"""Learning a hand in the window: said below the answer, seen in a list, and undone."""

from dataclasses import replace
from pathlib import Path

import pytest
from PyQt6.QtWidgets import QCheckBox, QInputDialog, QLabel, QListWidget, QPushButton
from pytestqt.qtbot import QtBot

from digit_recognizer import Profile, Recognizer
from digit_recognizer.app.core.hands import FIRST_NAME
from digit_recognizer.app.core.settings import CurrentSettings, Settings
from digit_recognizer.app.draw import guided
from digit_recognizer.app.hands_dialog import HandsDialog
from digit_recognizer.app.inside.page import InsidePage
from digit_recognizer.app.widgets import file_saver
from digit_recognizer.app.window import MainWindow
from digit_recognizer.hands.fit import Change, Fit
from digit_recognizer.hands.library import HandLibrary
from digit_recognizer.hands.profile_file import load_profile
from tests.app.conftest import OpenWindow
from tests.app.hand import Line, click, draw, part
from tests.app.test_about import choose
from tests.hands.conftest import odd_seven

ODD_SEVEN: list[Line] = [[(0.42, 0.28), (0.5, 0.2), (0.46, 0.5), (0.43, 0.8)]]
"""The shipped network takes it for a 1."""


@pytest.fixture
def window(open_window: OpenWindow, qtbot: QtBot) -> MainWindow:
    window = open_window(Recognizer())
    window.resize(1040, 720)
    qtbot.waitUntil(lambda: window.reader.recognizer is not None)
    return window


def digit(window: MainWindow) -> str:
    return part(window, QLabel, "digit").text()


def learned(window: MainWindow, count: int) -> bool:
    """Whether so many digits were learned, and all that comes of them is there."""
    hands = window.session.hands
    there = 0 if hands.profile is None else len(hands.profile.digits)
    return there == count and not hands.is_learning


def dialog_of(window: MainWindow) -> HandsDialog:
    choose(window, "My hand…")
    return part(window, HandsDialog, "hands")


def test_what_is_said_below_the_answer_takes_effect_at_once(
    window: MainWindow, qtbot: QtBot
) -> None:
    assert not part(window, QPushButton, "it-is-7").isEnabled()
    draw(window.draw_page.canvas, ODD_SEVEN)
    qtbot.waitUntil(lambda: digit(window) == "1")
    click(window, "it-is-7")
    qtbot.waitUntil(lambda: digit(window) == "7")
    assert window.session.messages.text == f"Learned as a 7, by {FIRST_NAME}."
    qtbot.waitUntil(lambda: learned(window, 1))
    window.session.hands.use(False)
    qtbot.waitUntil(lambda: digit(window) == "1")
    window.session.hands.use(True)
    qtbot.waitUntil(lambda: digit(window) == "7")
    window.close()
    assert HandLibrary().load(FIRST_NAME).counts[7] == 1


def test_of_a_number_the_digit_that_is_looked_at_is_learned(
    window: MainWindow, qtbot: QtBot
) -> None:
    canvas = window.draw_page.canvas
    draw(canvas, [[(0.15, 0.3), (0.15, 0.7)], [(0.75, 0.3), (0.75, 0.7)]])
    qtbot.waitUntil(lambda: digit(window) == "11")
    assert part(window, QLabel, "correction-caption").text() == "Digit 2 of 2: it is a"
    click(window, "it-is-1")
    qtbot.waitUntil(lambda: learned(window, 1))


def test_every_learned_digit_is_seen_removed_and_brought_back(
    window: MainWindow, qtbot: QtBot
) -> None:
    for lean in (-2.0, 2.0):
        window.session.hands.learn(odd_seven(lean), 7, "test")
    qtbot.waitUntil(lambda: learned(window, 2))
    dialog = dialog_of(window)
    shown = part(dialog, QListWidget, "learned-digits")
    assert shown.count() == 2
    assert part(dialog, QLabel, "hand-counts").text().startswith("2 digits")
    assert "misread before" in part(dialog, QLabel, "hand-others").text()
    shown.setCurrentRow(0)
    click(dialog, "remove-digits")
    assert shown.count() == 1
    library = HandLibrary()
    qtbot.waitUntil(
        lambda: FIRST_NAME in library.names() and len(library.load(FIRST_NAME).digits) == 1
    )
    click(dialog, "undo-remove")
    assert shown.count() == 2
    click(dialog, "erase-hand")
    assert shown.count() == 0
    qtbot.waitUntil(lambda: HandLibrary().names() == ())
    click(dialog, "undo-remove")
    assert shown.count() == 2
    assert part(dialog, QCheckBox, "use-hand").isChecked()
    dialog.close()


def test_there_may_be_more_than_one_person(
    window: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    HandLibrary().save(Profile("Ann").learn_input(odd_seven(), 7))
    dialog = dialog_of(window)
    assert dialog.person.currentText() == "Nobody's hand"
    monkeypatch.setattr(QInputDialog, "getText", lambda *_, **__: ("Ben", True))
    click(dialog, "another-person")
    assert dialog.person.currentText() == "Ben"
    names = [dialog.person.itemText(at) for at in range(dialog.person.count())]
    assert set(names) == {"Nobody's hand", "Ann", "Ben"}
    dialog.person.setCurrentIndex(names.index("Ann"))
    dialog.person.activated.emit(names.index("Ann"))
    qtbot.waitUntil(lambda: learned(window, 1))
    assert window.session.settings.now.hand == "Ann"
    dialog.close()


def test_a_hand_comes_back_with_the_next_window(open_window: OpenWindow, qtbot: QtBot) -> None:
    HandLibrary().save(Profile("Ann").learn_input(odd_seven(), 7))
    window = open_window(Recognizer(), settings=CurrentSettings(Settings(hand="Ann")))
    qtbot.waitUntil(lambda: learned(window, 1))


def test_a_damaged_hand_is_said_in_one_line_and_the_shipped_network_reads(
    open_window: OpenWindow, qtbot: QtBot
) -> None:
    folder = HandLibrary().folder
    folder.mkdir(parents=True)
    (folder / "Ann.safetensors").write_bytes(b"nothing")
    window = open_window(Recognizer(), settings=CurrentSettings(Settings(hand="Ann")))
    qtbot.waitUntil(lambda: "set aside as Ann.safetensors" in window.session.messages.text)
    draw(window.draw_page.canvas, ODD_SEVEN)
    qtbot.waitUntil(lambda: digit(window) == "1")


def test_thirty_digits_are_asked_for_one_after_another(
    open_window: OpenWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(guided, "ORDER", (7, 1))
    monkeypatch.setattr(guided, "_PAUSE", 1)
    window = open_window(Recognizer())
    qtbot.waitUntil(lambda: window.reader.recognizer is not None)
    dialog = dialog_of(window)
    click(dialog, "write-thirty")
    assert window.session.messages.text == "Write a 7, as you always do (1 of 2)."
    draw(window.draw_page.canvas, ODD_SEVEN)
    qtbot.waitUntil(lambda: window.draw_page.guide.wanted == 1)
    assert window.drawing.sheet.is_blank
    draw(window.draw_page.canvas, [[(0.5, 0.2), (0.5, 0.8)]])
    qtbot.waitUntil(lambda: window.draw_page.guide.wanted is None)
    profile = window.session.hands.profile
    assert profile is not None
    assert [each.label for each in profile.digits] == [7, 1]
    qtbot.waitUntil(lambda: not window.session.hands.is_learning)


def test_a_hand_is_exported(
    window: MainWindow, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    window.session.hands.learn(odd_seven(), 7, "test")
    file = tmp_path / "ann.safetensors"
    monkeypatch.setattr(file_saver, "choose_file_to_save", lambda *_: file)
    dialog = dialog_of(window)
    click(dialog, "export-hand")
    qtbot.waitUntil(lambda: window.session.messages.text == f"Saved as {file}.")
    assert load_profile(file).counts[7] == 1
    qtbot.waitUntil(lambda: learned(window, 1))
    dialog.close()


def test_look_inside_shows_the_layers_that_were_refined_for_the_hand(
    window: MainWindow, qtbot: QtBot
) -> None:
    recognizer = window.reader.recognizer
    assert recognizer is not None
    hands, messages = window.session.hands, window.session.messages
    shipped = recognizer.teacher.layers.network
    weights = shipped.parameters[-11_014:].copy()
    weights[-10:] += (0, 0, 0, 60, 0, 0, 0, 0, 0, 0)
    fit = Fit("refined", None, Change(10, 0, 0), refined=weights)
    profile = Profile("Ann").learn_input(odd_seven(), 3)
    HandLibrary().save(replace(profile, network=recognizer.teacher.identity, fit=fit))
    window.session.networks.use()
    window.show_page("Look inside")
    page = window.page("Look inside")
    assert isinstance(page, InsidePage)
    state = page.state
    hands.choose("Ann")
    draw(window.draw_page.canvas, ODD_SEVEN)

    def shown() -> int:
        return -1 if state.snapshot is None else int(state.snapshot.probabilities.argmax())

    qtbot.waitUntil(lambda: shown() == 3)
    assert messages.text == "F6 and output are those that were refined for your hand."
    window.show_page("Draw")
    assert messages.text == ""
    window.show_page("Look inside")
    hands.use(False)
    qtbot.waitUntil(lambda: shown() == 1)
    assert messages.text == ""
