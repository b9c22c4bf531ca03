"""The place, with real events: what is pressed and written, and what is then shown."""

from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from PyQt6 import QtTest
from PyQt6.QtCore import Qt
from PyQt6.QtWidgets import QFileDialog, QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from digit_recognizer.app.train.page import TrainPage
from digit_recognizer.app.train.phase import Phase
from digit_recognizer.app.train.setting_row import OTHER_DATA, ChoiceEditor, NumberEditor
from digit_recognizer.app.widgets.style_sheet import give_style, use_theme
from digit_recognizer.app.widgets.theme import DARK, LIGHT
from digit_recognizer.training.settings import settings
from tests.app.hand import click, part
from tests.app.train.conftest import LONG, RECIPE, Reach
from tests.training.digits import write_pictures

QTest: Any = QtTest.QTest


def write(place: TrainPage, name: str, text: str) -> None:
    """Write into the field of a setting, as a person does."""
    field = part(place, QLineEdit, f"setting-{name}")
    field.setFocus()
    field.selectAll()
    QTest.keyClicks(field, text)
    QTest.keyClick(field, Qt.Key.Key_Return)


def test_one_button_starts_pauses_and_resumes(place: TrainPage, reach: Reach) -> None:
    place.state.change("epochs", LONG)
    button, stop = (part(place, QPushButton, name) for name in ("train-primary", "train-stop"))
    assert (button.text(), stop.isEnabled()) == ("Start", False)
    click(place, "train-primary")
    reach(place.state, Phase.RUNNING)
    assert (button.text(), stop.isEnabled()) == ("Pause", True)
    click(place, "train-primary")
    reach(place.state, Phase.PAUSED)
    assert button.text() == "Resume"
    click(place, "train-primary")
    reach(place.state, Phase.RUNNING)
    click(place, "train-stop")
    reach(place.state, Phase.ENDED)
    assert (button.text(), stop.isEnabled()) == ("Start", False)


def test_what_is_learned_is_shown(place: TrainPage, reach: Reach, qtbot: QtBot) -> None:
    click(place, "train-primary")
    reach(place.state, Phase.ENDED)
    assert len(place.learning.kernels.tiles()) == 6
    last = place.state.seen.snapshots[-1]
    assert len(place.learning.mistakes.tiles()) == len(last.mistakes)
    curves = place.curves.curves
    qtbot.waitUntil(lambda: "after 2.0 passes" in curves.error.accessibleDescription())
    assert place.bar.figures[1].value() == "done"
    assert "% error" in place.bar.figures[2].value()


def test_stop_ends_it_and_the_network_can_be_used(
    place: TrainPage, reach: Reach, qtbot: QtBot
) -> None:
    place.state.change("epochs", LONG)
    click(place, "train-primary")
    qtbot.waitUntil(lambda: len(place.state.seen.progress) > 2, timeout=30_000)
    click(place, "train-stop")
    reach(place.state, Phase.ENDED)
    networks = place.session.networks
    with (
        qtbot.waitSignal(networks.current_changed),
        qtbot.waitSignal(place.page_wanted) as wanted,
    ):
        click(place, "use-network")
    assert wanted.args == ["Draw"]
    assert networks.current is not None
    assert networks.current.checkpoint is place.state.best


def test_a_network_is_kept_named_compared_and_deleted(
    place: TrainPage, reach: Reach, qtbot: QtBot
) -> None:
    click(place, "train-primary")
    reach(place.state, Phase.ENDED)
    click(place, "save-network")
    library, kept = place.session.networks.library, place.networks
    assert library.stored() == ("classic",)
    editor = kept.list.findChild(QLineEdit)
    assert editor is not None
    editor.selectAll()
    QTest.keyClicks(editor, "my first")
    QTest.keyClick(editor, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: library.stored() == ("my first",))
    current = kept.list.currentItem()
    assert current is not None
    assert current.text() == "my first"
    with qtbot.waitSignal(kept.compared) as compared:
        kept.choose("my first")
    assert compared.args[0] == "my first"
    assert len(compared.args[1].history) >= 1
    click(place, "network-delete")
    assert library.stored() == ()


def test_every_setting_has_a_control_with_a_name_and_a_sentence(place: TrainPage) -> None:
    for setting in settings(place.state.recipe):
        row = place.settings.row(setting.name)
        assert isinstance(row.editor, ChoiceEditor if setting.kind == "choice" else NumberEditor)
        assert row.editor.accessibleName()
        assert row.help().endswith(".")


def test_what_is_written_changes_the_recipe(place: TrainPage) -> None:
    write(place, "epochs", "5")
    write(place, "schedule.learning_rate", "0,004")
    write(place, "averaging", "0.9")
    recipe = place.state.recipe
    assert (recipe.epochs, recipe.schedule(0), recipe.averaging) == (5, 0.004, 0.9)
    write(place, "validation_size", "1,000")
    assert place.state.recipe.validation_size == 1000
    write(place, "averaging", " ")
    assert place.state.recipe.averaging is None


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        ("epochs", "many", "Expected a whole number"),
        ("epochs", "1,5", "Expected a whole number"),
        ("schedule.learning_rate", "inf", "Expected a number"),
        ("epochs", "0", "Expected a whole number from 1 to 100,000"),
        ("schedule.learning_rate", "-1", "Expected a number above 0"),
        ("averaging", "x", "or none to switch it off"),
    ],
)
def test_what_cannot_be_is_explained_below_and_changes_nothing(
    place: TrainPage, name: str, text: str, expected: str
) -> None:
    help_ = place.settings.row(name).help()
    write(place, name, text)
    assert expected in place.settings.row(name).help()
    assert place.state.recipe == RECIPE
    write(place, name, "0.5" if name == "averaging" else "1")
    assert place.settings.row(name).help() == help_


def test_a_recipe_of_another_version_is_shown_by_its_name(place: TrainPage) -> None:
    place.state.recipe = replace(RECIPE, name="of old")
    place.state.recipe_changed.emit()
    assert place.settings.recipe.currentText() == "of old"
    place.state.choose("of old")
    assert place.state.recipe.name == "of old"


def test_another_method_brings_its_own_settings(place: TrainPage, qtbot: QtBot) -> None:
    method = part(place, ChoiceEditor, "setting-optimizer")
    method.setFocus()
    while method.currentData() != "GradientDescent":
        QTest.keyClick(method, Qt.Key.Key_Up)
    momentum = place.settings.row("optimizer.momentum").editor
    qtbot.waitUntil(lambda: momentum.isVisibleTo(place))
    with pytest.raises(KeyError):
        place.settings.row("optimizer.epsilon")


def test_while_it_trains_no_setting_can_be_changed(place: TrainPage, reach: Reach) -> None:
    place.state.change("epochs", LONG)
    click(place, "train-primary")
    reach(place.state, Phase.RUNNING)
    assert not place.settings.row("epochs").editor.isEnabled()
    assert not place.settings.recipe.isEnabled()
    click(place, "train-stop")
    reach(place.state, Phase.ENDED)
    assert place.settings.row("epochs").editor.isEnabled()


def test_missing_data_are_named_with_what_can_be_done(place: TrainPage, reach: Reach) -> None:
    place.state.change("data", "emnist-digits")
    click(place, "train-primary")
    reach(place.state, Phase.MISSING)
    words = place.curves.words
    assert words.isVisibleTo(place)
    assert words.heading.text() == "EMNIST digits: not on this computer"
    assert "280,000 digits" in words.text.text()
    for name in ("fetch", "choose-folder"):
        assert part(place, QPushButton, name).isVisibleTo(place)


def test_one_need_not_wait_for_missing_data(place: TrainPage, reach: Reach) -> None:
    place.state.change("data", "emnist-digits")
    click(place, "train-primary")
    reach(place.state, Phase.MISSING)
    click(place, "train-stop")
    assert place.state.phase is Phase.IDLE
    assert not part(place, QPushButton, "train-stop").isEnabled()


@pytest.mark.parametrize("width", [480, 800, 1600])
def test_what_can_be_done_about_missing_data_fits(
    place: TrainPage, reach: Reach, width: int, qtbot: QtBot
) -> None:
    window = place.window()
    assert window is not None
    window.resize(width, 560)
    place.state.change("data", "emnist-digits")
    click(place, "train-primary")
    reach(place.state, Phase.MISSING)
    words = place.curves.words
    for name in ("fetch", "choose-folder"):
        button = part(place, QPushButton, name)
        qtbot.waitUntil(
            lambda: words.isVisible() and place.curves.rect().contains(words.geometry())
        )
        qtbot.waitUntil(partial(fits, button, words))


def fits(button: QPushButton, card: QWidget) -> bool:
    wide_enough = button.width() >= button.minimumSizeHint().width()
    return wide_enough and card.rect().contains(button.geometry())


def test_a_training_that_goes_astray_is_told_of_and_leaves_no_network(
    place: TrainPage, reach: Reach, qtbot: QtBot
) -> None:
    place.state.change("optimizer", "GradientDescent")
    write(place, "schedule.learning_rate", "1000000000")
    click(place, "train-primary")
    qtbot.waitUntil(
        lambda: "Take a smaller learning rate" in place.session.messages.text, timeout=30_000
    )
    reach(place.state, Phase.ENDED)
    assert not part(place, QPushButton, "save-network").isEnabled()


def test_what_a_training_that_waits_has_learned_can_be_used(
    place: TrainPage, reach: Reach, qtbot: QtBot
) -> None:
    place.state.change("epochs", LONG)
    click(place, "train-primary")
    qtbot.waitUntil(lambda: len(place.state.seen.progress) > 2, timeout=30_000)
    assert not part(place, QPushButton, "use-network").isEnabled()
    click(place, "train-primary")
    reach(place.state, Phase.PAUSED)
    with qtbot.waitSignal(place.session.networks.current_changed):
        click(place, "use-network")
    assert place.state.phase is Phase.PAUSED
    click(place, "train-primary")
    reach(place.state, Phase.RUNNING)
    assert not part(place, QPushButton, "use-network").isEnabled()


def test_failures_are_told_over_the_place(place: TrainPage, qtbot: QtBot) -> None:
    place.state.change("validation_size", 130)
    click(place, "train-primary")
    qtbot.waitUntil(lambda: "Set aside (validation)" in place.session.messages.text)


@pytest.mark.parametrize("width", [480, 800, 1040, 1600])
def test_everything_fits(place: TrainPage, width: int, qtbot: QtBot) -> None:
    window = place.window()
    assert window is not None
    window.resize(width, 560)
    qtbot.waitUntil(lambda: place.width() == width)
    for button in (place.bar.primary, place.bar.stop, place.bar.save, place.bar.use):
        assert button.geometry().right() < width
        assert button.width() >= button.minimumSizeHint().width()


def test_every_control_has_a_name_and_takes_the_keyboard(place: TrainPage) -> None:
    controls: list[QWidget] = []
    for kind in (QPushButton, QLineEdit, ChoiceEditor):
        controls += place.findChildren(kind)
    assert len(controls) > 15
    for control in controls:
        assert control.accessibleName(), control.objectName()
        assert control.focusPolicy() & Qt.FocusPolicy.TabFocus, control.objectName()


def test_both_themes_are_taken_at_any_time(place: TrainPage, reach: Reach) -> None:
    click(place, "train-primary")
    reach(place.state, Phase.ENDED)
    for theme in (DARK, LIGHT):
        use_theme(theme)
        give_style(place)
        image = place.grab().toImage()
        corner = image.pixelColor(image.width() // 2, 30)
        assert corner.name().upper() == theme.card


def test_pictures_of_ones_own_are_chosen_read_and_learned_from(
    place: TrainPage, reach: Reach, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_pictures(tmp_path, 120)
    (tmp_path / "3-broken.png").write_bytes(b"nothing")
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(tmp_path))
    images = part(place, ChoiceEditor, "setting-data")
    other = images.findData(OTHER_DATA)
    images.setCurrentIndex(other)
    images.activated.emit(other)
    assert place.state.recipe.data == str(tmp_path)
    click(place, "train-primary")
    reach(place.state, Phase.ENDED)
    assert place.state.best is not None
    assert place.state.complete
    assert "1 of 121 pictures could not be read; the first" in place.session.messages.text


def test_too_few_pictures_of_ones_own_are_told_how_many_are_needed(
    place: TrainPage, tmp_path: Path, qtbot: QtBot
) -> None:
    write_pictures(tmp_path, 10)
    place.settings.use_images(tmp_path)
    click(place, "train-primary")
    expected = "expected at least 100 pictures of digits to learn from, got 10"
    qtbot.waitUntil(lambda: expected in place.session.messages.text, timeout=30_000)
