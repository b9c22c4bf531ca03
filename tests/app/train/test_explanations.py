"""Every setting is explained, in plain words."""

import pytest

from digit_recognizer.app.train.explanations import EXPLANATIONS, explanation, sections
from digit_recognizer.app.train.words import duration, error_percent, in_short, speed
from digit_recognizer.training.recipes import RECIPES
from digit_recognizer.training.settings import setting_names, settings


def test_every_setting_of_every_recipe_is_explained_and_nothing_else() -> None:
    assert set(EXPLANATIONS) == setting_names()


@pytest.mark.parametrize("name", EXPLANATIONS)
def test_an_explanation_is_one_short_sentence_under_a_short_label(name: str) -> None:
    explained = EXPLANATIONS[name]
    assert 1 <= len(explained.label) <= 18
    assert len(explained.help) <= 90
    assert explained.help.endswith(".")
    assert explained.help[0].isupper()


def test_what_nobody_explained_goes_by_its_own_name() -> None:
    assert explanation("optimizer.magic_number").label == "Magic number"


@pytest.mark.parametrize("name", RECIPES)
def test_every_setting_stands_under_one_heading(name: str) -> None:
    arranged = [setting.name for _, group in sections(RECIPES[name]) for setting in group]
    assert sorted(arranged) == sorted(setting.name for setting in settings(RECIPES[name]))
    assert "More" not in [title for title, _ in sections(RECIPES[name])]


def test_figures_are_written_as_people_do() -> None:
    assert duration(59.4) == "59 s"
    assert duration(61) == "1 min 01 s"
    assert duration(7260) == "2 h 01 min"
    assert speed(41_234) == "41,200 images/s"
    assert speed(87.4) == "87 images/s"
    assert error_percent(0.0123) == "1.23 %"
    assert error_percent(0.1, 50) == "10.0 %"


def test_a_recipe_in_short() -> None:
    assert in_short(RECIPES["classic"]) == (
        "7 passes over MNIST. Gradient descent, 32 images a step."
    )
    assert "32 passes over everyday handwriting, each distorted" in in_short(RECIPES["everyday"])
