"""Changes of recipes as people may write them."""

from hypothesis import strategies as st

from digit_recognizer.training.recipe import Recipe
from digit_recognizer.training.recipes import RECIPES
from digit_recognizer.training.settings import settings

Change = tuple[Recipe, str, str]
"""A recipe, the name of one of its settings, and what is written there."""


@st.composite
def changes(draw: st.DrawFn) -> Change:
    """A setting of a recipe, and a text that may be a value of it."""
    recipe = RECIPES[draw(st.sampled_from(list(RECIPES)))]
    setting = draw(st.sampled_from(settings(recipe)))
    numbers = st.one_of(
        st.integers(-2, 10),
        st.sampled_from([128, 4_000, 55_001, 60_000, 99_999_999_999]),
        st.floats(-0.5, 1.5).map(lambda number: round(number, 3)),
    )
    texts = {
        "choice": st.sampled_from([*setting.choices, "magic"]),
        "numbers": st.lists(numbers, max_size=5).map(lambda row: " ".join(map(str, row))),
    }
    written = texts.get(setting.kind, numbers.map(str))
    return recipe, setting.name, draw(st.one_of(written, st.sampled_from(["none", "many", ""])))
