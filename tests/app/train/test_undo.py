"""What is destroyed where one trains can be brought back: by the message, or by Ctrl+Z."""

from dataclasses import replace

import pytest
from PyQt6.QtCore import Qt
from PyQt6.QtWidgets import QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from digit_recognizer.app.train.page import TrainPage
from digit_recognizer.app.train.phase import Phase
from digit_recognizer.app.train.setting_row import ChoiceEditor
from digit_recognizer.networks.checkpoint import find_checkpoint
from digit_recognizer.training.recipes import RECIPES
from tests.app.hand import QTest, click, part
from tests.app.train.conftest import LONG, RECIPE, Reach
from tests.app.train.test_page import write


@pytest.fixture
def kept(place: TrainPage) -> list[str]:
    """The names of networks that are in the library and in the list."""
    for name in ("one", "two"):
        place.session.networks.save(name, find_checkpoint())
    click(place, "tab-networks")
    return ["one", "two"]


def names(place: TrainPage) -> tuple[str, ...]:
    """The networks that are in the library, which are those that are listed."""
    networks = place.session.networks
    assert networks.names == networks.library.names()
    rows = [place.networks.list.item(row) for row in range(place.networks.list.count())]
    assert tuple(row.text() for row in rows if row is not None) == networks.names
    return networks.library.stored()


def delete(place: TrainPage, name: str) -> None:
    place.networks.choose(name)
    click(place, "network-delete")


def rename(place: TrainPage, name: str, new_name: str) -> None:
    place.networks.choose(name)
    click(place, "network-rename")
    editor = place.networks.list.findChild(QLineEdit)
    assert editor is not None
    editor.selectAll()
    QTest.keyClicks(editor, new_name)
    QTest.keyClick(editor, Qt.Key.Key_Return)
    # The list takes the name, and lets the field go, when it is back at its events.
    while place.networks.list.findChild(QLineEdit) is not None:
        QTest.qWait(1)


def press_undo_key(place: TrainPage) -> None:
    place.activateWindow()
    QTest.keyClick(place.networks.list, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)


def window_of(place: TrainPage) -> QWidget:
    window = place.window()
    assert window is not None
    return window


def undo_button(place: TrainPage) -> QPushButton:
    return part(window_of(place), QPushButton, "message-button")


def test_a_deleted_network_comes_back_by_the_button_of_its_message(
    place: TrainPage, kept: list[str]
) -> None:
    delete(place, "one")
    assert names(place) == ("two",)
    assert place.session.messages.text == "“one” was deleted."
    assert undo_button(place).isVisible()
    click(window_of(place), "message-button")
    assert names(place) == ("one", "two")
    assert place.session.messages.text == ""
    assert place.networks.list.findItems("one", Qt.MatchFlag.MatchExactly)


@pytest.mark.parametrize("width", [700, 1040, 1600])
def test_the_message_leaves_the_buttons_free(
    place: TrainPage, kept: list[str], width: int, qtbot: QtBot
) -> None:
    window = window_of(place)
    window.resize(width, 660)
    qtbot.waitUntil(lambda: place.width() == width)
    for name in kept:
        delete(place, name)
        assert place.networks.list.hasFocus()
    assert names(place) == ()
    undo = undo_button(place)
    assert undo.width() >= undo.minimumSizeHint().width()
    assert not place.geometry().intersects(part(window, QWidget, "messages").geometry())


def test_a_renamed_network_has_its_old_name_again(place: TrainPage, kept: list[str]) -> None:
    rename(place, "one", "three")
    assert names(place) == ("three", "two")
    assert place.session.messages.text == "“one” is called “three” from now on."
    click(window_of(place), "message-button")
    assert names(place) == ("one", "two")


def test_a_name_that_is_taken_overwrites_nothing(place: TrainPage, kept: list[str]) -> None:
    rename(place, "one", "two")
    assert names(place) == ("one", "two")
    assert "already" in place.session.messages.text
    assert not undo_button(place).isVisible()


def test_every_step_can_be_taken_back_by_the_key_after_its_message_is_gone(
    place: TrainPage, kept: list[str]
) -> None:
    rename(place, "two", "three")
    delete(place, "three")
    delete(place, "one")
    assert names(place) == ()
    click(window_of(place), "message-close")
    for expected in (("one",), ("one", "three"), ("one", "two"), ("one", "two")):
        press_undo_key(place)
        assert names(place) == expected


def test_what_cannot_be_taken_back_is_explained(place: TrainPage, kept: list[str]) -> None:
    delete(place, "one")
    for file in place.session.networks.library.folder.glob("*.deleted"):
        file.unlink()
    click(window_of(place), "message-button")
    assert "The network one cannot be brought back" in place.session.messages.text
    assert not undo_button(place).isVisible()


def test_the_figures_beside_a_name_are_of_the_network_that_has_it(
    place: TrainPage, kept: list[str]
) -> None:
    other = replace(find_checkpoint(), recipe=RECIPES["classic"].to_values())
    place.session.networks.save("three", other)
    rename(place, "one", "four")
    click(window_of(place), "message-button")
    rename(place, "three", "four")
    place.networks.choose("four")
    with_story = place.networks.list.currentItem()
    assert with_story is not None
    assert "classic" in with_story.toolTip()


def choose_recipe(place: TrainPage, name: str) -> None:
    editor = part(place, ChoiceEditor, "recipe")
    editor.setFocus()
    while editor.currentData() != name:
        QTest.keyClick(editor, Qt.Key.Key_Down)


def test_settings_that_another_recipe_replaces_can_be_had_again(place: TrainPage) -> None:
    place.state.take(RECIPES["classic"])
    write(place, "epochs", "8")
    mine = place.state.recipe
    editor = part(place, ChoiceEditor, "recipe")
    for _ in range(2):
        editor.activated.emit(editor.findData("classic"))
        assert place.state.recipe == RECIPES["classic"]
        assert "replaced the settings" in place.session.messages.text
        click(window_of(place), "message-button")
        assert place.state.recipe == mine
        assert part(place, QLineEdit, "setting-epochs").text() == "8"


def test_settings_that_a_training_that_goes_on_replaces_can_be_had_again_at_its_end(
    place: TrainPage, reach: Reach
) -> None:
    write(place, "epochs", str(LONG))
    mine = place.state.recipe
    other = replace(RECIPE, epochs=LONG + 1)
    place.state.take(other)
    click(place, "train-primary")
    reach(place.state, Phase.RUNNING)
    press_undo_key(place)
    assert "while a training is under way" in place.session.messages.text
    assert place.state.recipe == other
    click(place, "train-stop")
    reach(place.state, Phase.ENDED)
    press_undo_key(place)
    assert place.state.recipe == mine


def test_a_recipe_that_was_not_changed_is_replaced_without_a_word(place: TrainPage) -> None:
    place.state.take(RECIPES["classic"])
    choose_recipe(place, "mnist")
    assert place.state.recipe == RECIPES["mnist"]
    assert place.session.messages.text == ""
