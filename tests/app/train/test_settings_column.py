"""The settings: what runs is what is shown, always."""

from collections.abc import Callable

import pytest
from PyQt6.QtCore import Qt
from PyQt6.QtWidgets import QLabel, QLineEdit, QPushButton
from pytestqt.qtbot import QtBot

from digit_recognizer.app.train.page import TrainPage
from digit_recognizer.app.train.phase import Phase
from digit_recognizer.app.train.setting_row import ChoiceEditor
from digit_recognizer.training.recipe import RecipeError
from digit_recognizer.training.recipes import RECIPES
from digit_recognizer.training.settings import settings
from tests.app.hand import QTest, click, part
from tests.app.train.conftest import RECIPE, Reach
from tests.app.train.test_page import write


def field(place: TrainPage, name: str) -> QLineEdit:
    return part(place, QLineEdit, f"setting-{name}")


def type_into(place: TrainPage, name: str, text: str) -> None:
    """Write into a field, and stay there."""
    field(place, name).setFocus()
    field(place, name).selectAll()
    QTest.keyClicks(field(place, name), text)


def help_of(place: TrainPage, name: str) -> str:
    return place.settings.row(name).help()


def by_mouse(place: TrainPage) -> None:
    click(place, "train-primary")


def by_key(place: TrainPage) -> None:
    button = part(place, QPushButton, "train-primary")
    button.setFocus()
    QTest.keyClick(button, Qt.Key.Key_Space)


def without_focus(place: TrainPage) -> None:
    """As an assistive tool does, which leaves the focus where it is."""
    part(place, QPushButton, "train-primary").click()


STARTS = [by_mouse, by_key, without_focus]


@pytest.mark.parametrize("start", STARTS)
@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        ("epochs", "many", "Expected a whole number, got 'many'"),
        ("epochs", "0", "Expected a whole number from 1 to 100,000, got 0"),
        ("schedule.learning_rate", "-1", "Expected a number above 0"),
    ],
)
def test_an_invalid_field_does_not_start_and_has_the_focus(
    place: TrainPage,
    start: Callable[[TrainPage], None],
    name: str,
    text: str,
    expected: str,
    qtbot: QtBot,
) -> None:
    with qtbot.assertNotEmitted(place.state.phase_changed):
        type_into(place, name, text)
        start(place)
    assert place.state.phase is Phase.IDLE
    assert expected in help_of(place, name)
    window = place.window()
    assert window is not None
    assert window.focusWidget() is field(place, name)
    assert field(place, name).text() == text
    assert field(place, name).selectedText() == text


@pytest.mark.parametrize("start", STARTS)
def test_what_is_written_and_not_entered_is_what_runs(
    place: TrainPage, start: Callable[[TrainPage], None], reach: Reach
) -> None:
    type_into(place, "epochs", "3")
    start(place)
    reach(place.state, Phase.ENDED)
    assert place.state.best is not None
    assert place.state.best.recipe["epochs"] == 3
    assert field(place, "epochs").text() == "3"


def test_the_field_is_shown_though_the_networks_were(place: TrainPage) -> None:
    write(place, "epochs", "many")
    click(place, "tab-networks")
    assert not field(place, "epochs").isVisible()
    click(place, "train-primary")
    assert field(place, "epochs").isVisible()
    assert place.state.phase is Phase.IDLE


def test_the_first_of_several_is_led_to(place: TrainPage) -> None:
    write(place, "averaging", "x")
    write(place, "epochs", "many")
    click(place, "train-primary")
    window = place.window()
    assert window is not None
    first = min(("averaging", "epochs"), key=lambda name: place.settings.row(name).y())
    assert window.focusWidget() is field(place, first)
    assert "Expected" in help_of(place, "averaging")
    assert "Expected" in help_of(place, "epochs")


def test_the_value_as_it_was_takes_the_complaint_back(place: TrainPage) -> None:
    before = help_of(place, "epochs")
    write(place, "epochs", "many")
    assert "many" in help_of(place, "epochs")
    write(place, "epochs", str(RECIPE.epochs))
    assert help_of(place, "epochs") == before


def test_a_complaint_goes_while_one_still_writes(place: TrainPage) -> None:
    before = help_of(place, "epochs")
    write(place, "epochs", "many")
    type_into(place, "epochs", "4")
    assert help_of(place, "epochs") == before
    QTest.keyClicks(field(place, "epochs"), "2")
    assert field(place, "epochs").text() == "42"


def marked(place: TrainPage) -> list[str]:
    """The settings that are marked as changed, by a mark and in words."""
    labels = {name: part(place, QLabel, f"changed-{name}") for name in row_names(place)}
    return [
        name
        for name, label in labels.items()
        if label.isVisible() and label.text().startswith("● Changed: the recipe")
    ]


def row_names(place: TrainPage) -> list[str]:
    return [setting.name for setting in settings(place.state.recipe)]


def test_four_things_are_shown_and_the_rest_is_folded_away(place: TrainPage) -> None:
    click(place, "all-settings")
    assert place.settings.recipe.isVisible()
    shown = {name for name in row_names(place) if place.settings.row(name).isVisible()}
    assert shown == {"epochs", "schedule.learning_rate", "data"}
    click(place, "all-settings")
    assert all(place.settings.row(name).isVisible() for name in row_names(place))


def test_what_differs_from_the_recipe_is_marked_and_there_is_a_way_back(
    place: TrainPage, qtbot: QtBot
) -> None:
    place.state.take(RECIPES["sprint"])
    assert marked(place) == []
    assert not place.settings.back.isVisible()
    write(place, "epochs", "9")
    write(place, "batch_size", "32")
    # The schedule is stretched with the passes.
    qtbot.waitUntil(lambda: set(marked(place)) == {"epochs", "batch_size", "schedule.warm_up"})
    assert part(place, QLabel, "changed-epochs").text() == "● Changed: the recipe has 2"
    click(place, "all-settings")
    assert part(place, QPushButton, "all-settings").text() == "▸ All settings (2 changed)"
    mine = place.state.recipe
    click(place, "back-to-recipe")
    assert place.state.recipe == RECIPES["sprint"]
    assert marked(place) == []
    assert not place.settings.back.isVisible()
    place.undo.take_back()
    assert place.state.recipe == mine
    assert place.settings.back.isVisible()


def test_a_part_of_another_kind_is_marked_with_what_belongs_to_it(
    place: TrainPage, qtbot: QtBot
) -> None:
    place.state.take(RECIPES["sprint"])
    place.state.change("optimizer", "Adam")
    qtbot.waitUntil(lambda: "optimizer.mean_decay" in marked(place))
    assert part(place, QLabel, "changed-optimizer").text() == "● Changed: the recipe has Muon"
    expected = "● Changed: the recipe does not have it"
    assert part(place, QLabel, "changed-optimizer.mean_decay").text() == expected


def test_a_folded_setting_that_is_wrong_is_led_to(place: TrainPage) -> None:
    write(place, "batch_size", "0")
    click(place, "all-settings")
    click(place, "train-primary")
    assert field(place, "batch_size").isVisible()
    assert field(place, "batch_size").hasFocus()
    assert place.state.phase is Phase.IDLE


def test_a_bound_is_said_before_and_while_one_writes(place: TrainPage) -> None:
    assert help_of(place, "epochs").endswith("From 1 to 100,000.")
    type_into(place, "epochs", "99999")
    assert help_of(place, "epochs").endswith("From 1 to 100,000.")
    QTest.keyClicks(field(place, "epochs"), "999999")
    assert "Expected a whole number from 1 to 100,000, got 99999999999" in help_of(place, "epochs")
    assert place.state.recipe.epochs == RECIPE.epochs


def test_a_batch_larger_than_the_data_is_refused_with_their_number(place: TrainPage) -> None:
    write(place, "batch_size", "60000")
    assert "Expected at most 59,970, the number of training images" in help_of(place, "batch_size")
    assert place.state.recipe.batch_size == RECIPE.batch_size


def test_a_wrong_text_waits_while_another_field_is_changed(place: TrainPage) -> None:
    write(place, "epochs", "many")
    write(place, "averaging", "0.9")
    assert field(place, "epochs").text() == "many"
    assert "Expected" in help_of(place, "epochs")
    assert place.state.recipe.averaging == 0.9
    write(place, "epochs", str(RECIPE.epochs))
    assert "Expected" not in help_of(place, "epochs")


@pytest.mark.parametrize("name", ["classic", "mnist"])
def test_another_recipe_refreshes_all(place: TrainPage, name: str) -> None:
    place.state.take(RECIPES["classic"])
    before = help_of(place, "epochs")
    write(place, "epochs", "many")
    editor = part(place, ChoiceEditor, "recipe")
    editor.activated.emit(editor.findData(name))
    assert help_of(place, "epochs") == before
    assert field(place, "epochs").text() == str(RECIPES[name].epochs)


def test_a_choice_that_cannot_be_is_given_up(
    place: TrainPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise RecipeError("Method (optimizer): expected another")

    monkeypatch.setattr(place.state, "change", refuse)
    method = part(place, ChoiceEditor, "setting-optimizer")
    before = method.currentData()
    other = next(index for index in range(method.count()) if method.itemData(index) != before)
    method.setCurrentIndex(other)
    method.activated.emit(other)
    assert method.currentData() == before
    assert "Expected another" in help_of(place, "optimizer")


def test_images_that_are_missing_are_not_fetched_for_settings_that_cannot_be(
    place: TrainPage, reach: Reach
) -> None:
    place.state.change("data", "emnist-digits")
    click(place, "train-primary")
    reach(place.state, Phase.MISSING)
    type_into(place, "epochs", "many")
    click(place, "fetch")
    assert place.state.phase is Phase.MISSING
    assert "many" in help_of(place, "epochs")
