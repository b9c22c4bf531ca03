"""Every setting is shown, and figures are words that people use."""

import pytest

from digit_recognizer.app.train.explanations import sections
from digit_recognizer.app.train.words import duration, error_percent, in_short, speed
from digit_recognizer.training.recipes import RECIPES
from digit_recognizer.training.settings import settings


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
    assert "24 passes over everyday handwriting, each distorted" in in_short(RECIPES["everyday"])
