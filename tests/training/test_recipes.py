import json
import re
from dataclasses import replace

import pytest

from digit_recognizer.nn.optimizers import Adam, AdamW, GradientDescent, Muon, Optimizer
from digit_recognizer.nn.schedules import (
    Constant,
    Cosine,
    OneCycle,
    Piecewise,
    Schedule,
    StepDecay,
)
from digit_recognizer.training.recipe import Recipe, RecipeError
from digit_recognizer.training.recipes import RECIPES, recipe


@pytest.mark.parametrize("name", RECIPES)
def test_a_recipe_survives_being_text(name: str) -> None:
    changed = replace(recipe(name), seed=5)
    assert Recipe.from_json(changed.to_json()) == changed


@pytest.mark.parametrize(
    "part",
    [
        GradientDescent(0.9, 1e-4),
        Adam(0.8, 0.99, 1e-6),
        AdamW(weight_decay=0.1),
        Muon(0.5),
        Constant(0.1),
        Piecewise((2, 3), (0.0005, 0.0002, 0.0001)),
        Cosine(0.1, 20, 0.001),
        OneCycle(0.1, 20, 5),
    ],
    ids=lambda part: type(part).__name__,
)
def test_every_kind_of_part_survives_being_text(part: Optimizer | Schedule) -> None:
    name = "optimizer" if hasattr(part, "update") else "schedule"
    changed = replace(recipe("classic"), **{name: part})  # type: ignore[arg-type]
    assert Recipe.from_json(changed.to_json()) == changed


def test_classic_is_the_recipe_of_the_project_we_start_from() -> None:
    classic = recipe("classic")
    assert classic.batch_size == 32
    assert classic.epochs == 7
    assert isinstance(classic.schedule, StepDecay)
    assert classic.schedule.learning_rate == 0.05
    assert classic.optimizer == GradientDescent()
    assert classic.initializer == "fan-in"


def test_an_unknown_recipe_is_answered_with_the_known_ones() -> None:
    with pytest.raises(RecipeError, match="no recipe is called 'best': expected one of classic"):
        recipe("best")


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"epochs": 0}, "Passes (epochs): expected a whole number from 1 to 100,000, got 0"),
        (
            {"epochs": 99_999_999_999},
            "Passes (epochs): expected a whole number from 1 to 100,000, got 99999999999",
        ),
        (
            {"batch_size": 0},
            "Images a step (batch size): expected a whole number from 1 to 100,000, got 0",
        ),
        ({"fold": 3}, "Writers left out (fold): expected a whole number from 0 to 2, got 3"),
        ({"averaging": 1.0}, "Averaging of weights: expected a number from 0 to below 1, got 1.0"),
        (
            {"initializer": "zeros"},
            "First weights (initializer): expected one of fan-in, fan-in-root, "
            "fan-in-variance, normal, got 'zeros'",
        ),
    ],
)
def test_settings_out_of_range_are_refused(changes: dict[str, object], message: str) -> None:
    with pytest.raises(RecipeError, match=re.escape(message)):
        replace(recipe("classic"), **changes)  # type: ignore[arg-type]


def test_images_that_do_not_suffice_are_told_with_how_many_there_are() -> None:
    asked = replace(recipe("classic"), validation_size=100, batch_size=41)
    message = "Set aside (validation): expected less than 100, the number of images of mine"
    with pytest.raises(RecipeError, match=re.escape(message)):
        asked.check_validation(100, "mine")
    message = "Images a step (batch size): expected at most 40, the number of training images"
    with pytest.raises(RecipeError, match=re.escape(message)):
        asked.check_batch(40, "mine")
    asked.check_validation(101, "mine")
    asked.check_batch(41, "mine")


@pytest.mark.parametrize(
    "text", ["", "{}", "[]", '{"optimizer": {"kind": "Magic"}, "schedule": {"kind": "StepDecay"}}']
)
def test_text_that_is_no_recipe_is_refused(text: str) -> None:
    with pytest.raises(RecipeError, match="not a recipe that this version knows"):
        Recipe.from_json(text)


def changed_text(**changes: object) -> str:
    """Return the text of a recipe with values changed; those of a part are merged into it."""
    values = json.loads(recipe("sprint").to_json())
    for name, value in changes.items():
        part = isinstance(value, dict) and isinstance(values[name], dict)
        values[name] = values[name] | value if part else value
    return json.dumps(values)


@pytest.mark.parametrize(
    "text",
    [
        "null",
        "[]",
        "[" * 100_000 + "]" * 100_000,
        changed_text(name=None),
        changed_text(name=7),
        changed_text(data=["mnist"]),
        changed_text(epochs=None),
        changed_text(epochs=2.5),
        changed_text(epochs=True),
        changed_text(epochs="many"),
        changed_text(epochs=10**30),
        changed_text(batch_size=0.5),
        changed_text(seed=-1),
        changed_text(averaging="half"),
        changed_text(measures_training="yes"),
        changed_text(fold=0.0),
        changed_text(initializer=[]),
        changed_text(optimizer=None),
        changed_text(optimizer="Adam"),
        changed_text(optimizer={"kind": ["Adam"]}),
        changed_text(optimizer={"momentum": None}),
        changed_text(optimizer={"weight_decay": float("inf")}),
        changed_text(schedule=None),
        changed_text(schedule={"learning_rate": "fast"}),
        changed_text(schedule={"warm_up": float("nan")}),
        changed_text(schedule={"unknown": 1}),
        changed_text(augmentation={"rotation": [1]}),
        changed_text(augmentation=[]),
        changed_text(optimizer={"kind": "x" * 5_000}),
        changed_text(schedule={"name\n" * 1_000: 1}),
        changed_text(initializer="\x1b" * 5_000),
    ],
)
def test_a_text_that_is_no_recipe_is_refused_in_one_way(text: str) -> None:
    with pytest.raises(RecipeError) as raised:
        Recipe.from_json(text)
    assert str(raised.value).isprintable()
    assert len(str(raised.value)) < 1_000


@pytest.mark.parametrize(
    ("name", "value"), [("epochs", 2.5), ("epochs", True), ("seed", None), ("batch_size", "8")]
)
def test_a_number_of_the_wrong_kind_is_refused(name: str, value: object) -> None:
    with pytest.raises(RecipeError, match=r".*: expected a whole number"):
        replace(recipe("classic"), **{name: value})  # type: ignore[arg-type]
