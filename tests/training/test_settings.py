"""A recipe's settings: each can be read and changed by its name."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digit_recognizer.data.catalogue import find_public_dataset
from digit_recognizer.training.known_settings import KNOWN_SETTINGS, known_setting
from digit_recognizer.training.recipe import PARTS, Recipe, RecipeError
from digit_recognizer.training.recipes import RECIPES
from digit_recognizer.training.settings import (
    Setting,
    Value,
    changed,
    edited,
    setting_names,
    settings,
)
from tests.training.changes import Change, changes

CLASSIC, MNIST = RECIPES["classic"], RECIPES["mnist"]


def named(recipe: Recipe, name: str) -> Setting:
    (found,) = [setting for setting in settings(recipe) if setting.name == name]
    return found


@pytest.mark.parametrize("recipe", RECIPES.values(), ids=list(RECIPES))
def test_setting_what_is_there_already_changes_nothing(recipe: Recipe) -> None:
    for setting in settings(recipe):
        assert changed(recipe, setting.name, setting.value) == recipe, setting.name


@pytest.mark.parametrize("recipe", RECIPES.values(), ids=list(RECIPES))
def test_every_setting_has_a_known_name(recipe: Recipe) -> None:
    names = [setting.name for setting in settings(recipe)]
    assert set(names) <= setting_names()
    assert len(names) == len(set(names))
    assert "name" not in names


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("epochs", 3),
        ("batch_size", 8),
        ("seed", 5),
        ("initializer", "normal"),
        ("architecture", "lenet5-1998"),
        ("averaging", 0.9),
        ("averaging", None),
        ("measures_training", "no"),
        ("optimizer", "Adam"),
        ("optimizer.momentum", 0.9),
        ("schedule", "Cosine"),
        ("schedule.learning_rate", 0.01),
        ("schedule.decay_every", 2),
        ("augmentation", "everyday"),
    ],
)
def test_a_changed_setting_has_the_new_value(name: str, value: Value) -> None:
    assert named(changed(CLASSIC, name, value), name).value == value


@pytest.mark.parametrize("part", ["optimizer", "schedule"])
@pytest.mark.parametrize("recipe", [CLASSIC, MNIST], ids=["classic", "mnist"])
def test_any_kind_of_a_part_can_take_the_place_of_another(recipe: Recipe, part: str) -> None:
    for kind in PARTS[part]:
        other = changed(recipe, part, kind)
        assert named(other, part).value == kind
        for again in PARTS[part]:
            assert named(changed(other, part, again), part).value == again


def test_another_kind_keeps_what_the_two_have_in_common() -> None:
    before = named(MNIST, "schedule.learning_rate").value
    assert named(changed(MNIST, "schedule", "Cosine"), "schedule.learning_rate").value == before
    decayed = changed(changed(CLASSIC, "optimizer.weight_decay", 0.5), "optimizer", "AdamW")
    assert named(decayed, "optimizer.weight_decay").value == 0.5


@pytest.mark.parametrize("epochs", [1, 2, 400])
def test_a_schedule_that_ends_is_stretched_with_the_passes(epochs: int) -> None:
    longer = changed(MNIST, "epochs", epochs)
    assert longer.epochs == epochs
    assert longer.schedule(epochs) == 0
    assert longer.schedule(epochs * 0.99) > 0
    assert "schedule.epochs" not in [setting.name for setting in settings(longer)]


def test_distortions_are_none_a_preset_or_ones_own() -> None:
    plain = changed(MNIST, "augmentation", "none")
    assert plain.augmentation is None
    assert not [setting for setting in settings(plain) if setting.name.startswith("augmentation.")]
    own = changed(changed(plain, "augmentation", "everyday"), "augmentation.rotation", 5.0)
    assert named(own, "augmentation").value == "own"
    assert named(changed(own, "augmentation", "own"), "augmentation.rotation").value == 5.0


def test_kinds_tell_what_a_setting_takes() -> None:
    assert named(CLASSIC, "epochs").kind == "whole number"
    assert named(CLASSIC, "optimizer.momentum").kind == "number"
    assert named(CLASSIC, "averaging").optional
    assert "mnist" in named(CLASSIC, "data").choices
    assert named(changed(CLASSIC, "schedule", "Piecewise"), "schedule.epochs").kind == "numbers"


def test_ones_own_data_are_among_the_choices() -> None:
    own = changed(CLASSIC, "data", "/home/me/digits")
    assert named(own, "data").choices[-1] == "/home/me/digits"


def test_ten_passes_of_sprint_warm_up_five_times_as_long_as_its_two() -> None:
    assert named(changed(RECIPES["sprint"], "epochs", 10), "schedule.warm_up").value == 1.0


@given(changes())
def test_a_value_is_taken_or_refused_by_the_words_of_the_setting(change: Change) -> None:
    recipe, name, text = change
    setting = named(recipe, name)
    try:
        value = setting.value_of(text)
        after = changed(recipe, name, value)
    except RecipeError:
        with pytest.raises(RecipeError, match=re.escape(f"{known_setting(name).label}: expected")):
            edited(recipe, {name: text})
    else:
        assert named(after, name).value == value
        assert edited(recipe, {name: text}) == after


@given(changes(), st.integers(1, 100_000))
def test_the_order_of_what_is_written_does_not_matter(change: Change, epochs: int) -> None:
    recipe, name, text = change
    forwards = {"epochs": str(epochs), name: text}
    backwards = dict(reversed(forwards.items()))
    try:
        after = edited(recipe, forwards)
    except RecipeError:
        with pytest.raises(RecipeError):
            edited(recipe, backwards)
    else:
        assert edited(recipe, backwards) == after


def test_parts_come_before_what_belongs_to_them() -> None:
    texts = {"schedule.final": "0.001", "schedule": "Cosine", "epochs": "9"}
    after = edited(CLASSIC, texts)
    assert after.schedule(0) == named(CLASSIC, "schedule.learning_rate").value
    assert after.schedule(8.9) > after.schedule(9) == 0.001


def test_every_setting_has_a_label_and_a_sentence() -> None:
    assert set(KNOWN_SETTINGS) == setting_names()
    labels = [known.label for known in KNOWN_SETTINGS.values()]
    assert len(set(labels)) == len(labels)
    for known in KNOWN_SETTINGS.values():
        assert 1 <= len(known.label) <= 27
        assert len(known.help) <= 90
        assert known.help[0].isupper()
        assert known.help.endswith(".")


def test_what_nobody_explained_goes_by_its_own_name() -> None:
    assert known_setting("optimizer.magic_number").label == "Magic number"


MNIST_IMAGES = len(find_public_dataset("mnist").split("train"))


@pytest.mark.parametrize(
    ("recipe", "name", "value", "message"),
    [
        (CLASSIC, "epochs", 0, "Passes (epochs): expected a whole number from 1 to 100,000"),
        (CLASSIC, "epochs", 99_999_999_999, "Passes (epochs): expected a whole number from 1"),
        (CLASSIC, "epochs", 2.5, "Passes (epochs): expected a whole number"),
        (CLASSIC, "epochs", True, "Passes (epochs): expected a whole number"),
        (CLASSIC, "batch_size", -1, "Images a step (batch size): expected a whole number from 1"),
        (
            CLASSIC,
            "batch_size",
            MNIST_IMAGES - 5_000 + 1,
            "Images a step (batch size): expected at most 55,000, the number of training images",
        ),
        (
            CLASSIC,
            "validation_size",
            MNIST_IMAGES,
            "Set aside (validation): expected less than 60,000, the number of images of mnist",
        ),
        (RECIPES["everyday"], "batch_size", 60_000, "expected at most 55,000"),
        (CLASSIC, "optimizer.momentum", 2.0, "Momentum: expected a number from 0 to below 1"),
        (CLASSIC, "optimizer", "Magic", "Method (optimizer): expected one of GradientDescent"),
        (CLASSIC, "architecture", "magic", "Architecture: expected one of lenet5"),
        (CLASSIC, "schedule.learning_rate", 0.0, "Learning rate: expected a number above 0"),
        (MNIST, "schedule.warm_up", 200.0, "Warm-up: expected from 0 to below"),
        (MNIST, "schedule.first", 1.0, "First rate: expected from 0 to the learning rate"),
        (MNIST, "augmentation.rotation", 500.0, "Turned by: expected a number from 0 to 180"),
        (CLASSIC, "averaging", 1.0, "Averaging of weights: expected a number from 0 to below 1"),
        (MNIST, "optimizer.momentum", 0.5, "Momentum: expected Method (optimizer) GradientDescent"),
        (CLASSIC, "epochs", 10**400, "Passes (epochs): expected a whole number from 1"),
        (CLASSIC, "seed", 10**400, "Seed: expected a whole number from 0"),
        (CLASSIC, "optimizer.momentum", 10**400, "Momentum: expected a number from 0 to below 1"),
        (MNIST, "augmentation.rotation", 10**400, "Turned by: expected a number from 0 to 180"),
        (CLASSIC, "optimizer.momentu", 0.5, "no setting is called 'optimizer.momentu': expected"),
    ],
)
def test_a_value_out_of_range_is_refused_with_what_was_expected(
    recipe: Recipe, name: str, value: Value, message: str
) -> None:
    with pytest.raises(RecipeError, match=re.escape(message)):
        changed(recipe, name, value)
