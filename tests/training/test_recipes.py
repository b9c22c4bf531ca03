from dataclasses import replace

import pytest

from digit_recognizer.nn.optimizers import GradientDescent
from digit_recognizer.nn.schedules import StepDecay
from digit_recognizer.training.recipes import RECIPES, Recipe, RecipeError, recipe


@pytest.mark.parametrize("name", RECIPES)
def test_a_recipe_survives_being_text(name: str) -> None:
    changed = replace(recipe(name), seed=5)
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
        ({"initializer": "zeros"}, "initializer: expected one of fan-in, normal, got 'zeros'"),
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
