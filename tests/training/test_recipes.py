from dataclasses import replace

import pytest

from digit_recognizer.nn.optimizers import Adam, AdamW, GradientDescent, Optimizer
from digit_recognizer.nn.schedules import (
    Constant,
    Cosine,
    OneCycle,
    Piecewise,
    Schedule,
    StepDecay,
)
from digit_recognizer.training.recipes import RECIPES, Recipe, RecipeError, recipe


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
        ({"epochs": 0}, "epochs: expected a whole number of at least 1, got 0"),
        ({"batch_size": 0}, "batch size: expected a whole number of at least 1, got 0"),
        (
            {"initializer": "zeros"},
            "initializer: expected one of fan-in, fan-in-root, fan-in-variance, normal, "
            "got 'zeros'",
        ),
    ],
)
def test_settings_out_of_range_are_refused(changes: dict[str, object], message: str) -> None:
    with pytest.raises(RecipeError, match=message):
        replace(recipe("classic"), **changes)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "text", ["", "{}", "[]", '{"optimizer": {"kind": "Magic"}, "schedule": {"kind": "StepDecay"}}']
)
def test_text_that_is_no_recipe_is_refused(text: str) -> None:
    with pytest.raises(RecipeError, match="not a recipe that this version knows"):
        Recipe.from_json(text)
