"""A recipe's settings: each can be read and changed by its name."""

import pytest

from digit_recognizer.errors import DigitRecognizerError
from digit_recognizer.training.recipes import PARTS, RECIPES, Recipe
from digit_recognizer.training.settings import Setting, Value, changed, setting_names, settings

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


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("epochs", 0),
        ("batch_size", -1),
        ("optimizer.momentum", 2.0),
        ("optimizer", "Magic"),
        ("schedule.learning_rate", 0.0),
        ("averaging", 1.0),
        ("epochs", 10**400),
        ("seed", 10**400),
        ("optimizer.momentum", 10**400),
        ("augmentation.rotation", 10**400),
    ],
)
def test_a_value_out_of_range_is_refused_with_what_was_expected(name: str, value: Value) -> None:
    with pytest.raises((DigitRecognizerError, ValueError), match="expected"):
        changed(RECIPES["sprint"], name, value)
