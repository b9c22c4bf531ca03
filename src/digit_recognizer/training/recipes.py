"""The recipes that are known by name."""

from dataclasses import replace

from digit_recognizer.errors import quoted
from digit_recognizer.nn.augmentation import GENTLE, HANDS, PAPER_1998, Augmentation
from digit_recognizer.nn.levenberg_marquardt import StochasticDiagonalLevenbergMarquardt
from digit_recognizer.nn.optimizers import AdamW, Muon
from digit_recognizer.nn.schedules import OneCycle, Piecewise, StepDecay
from digit_recognizer.training.recipe import Recipe, RecipeError

__all__ = ["EVERYDAY_DATA", "RECIPES", "images_of", "recipe"]

EVERYDAY_DATA = "everyday"
"""The name of the data that are mixed of several sets, MNIST the first; see ``everyday.py``."""

PAPER_1998_RECIPE = Recipe(
    "paper-1998",
    architecture="lenet5-1998",
    epochs=20,
    batch_size=1,
    optimizer=StochasticDiagonalLevenbergMarquardt(mu=0.2),
    schedule=Piecewise((10,), (0.0001, 0.00001)),
    initializer="fan-in-root",
)
"""Sections II-C and III: pattern by pattern, twenty passes. docs/paper.md says why μ is ten times
the paper's and where the first weights come from."""

RECIPES: dict[str, Recipe] = {
    "classic": Recipe(
        "classic",
        epochs=7,
        batch_size=32,
        schedule=StepDecay(learning_rate=0.05, decay_every=5, decay_rate=0.2),
    ),
    "mnist": Recipe(
        "mnist",
        epochs=100,
        batch_size=128,
        optimizer=AdamW(weight_decay=0.05),
        schedule=OneCycle(learning_rate=0.003, epochs=100, warm_up=3, first=0.0003),
        initializer="fan-in-root",
        augmentation=GENTLE,
        averaging=0.999,
        measures_training=False,
    ),
    "sprint": Recipe(
        "sprint",
        validation_size=4_000,
        epochs=2,
        batch_size=128,
        optimizer=Muon(momentum=0.8),
        schedule=OneCycle(learning_rate=0.035, epochs=2, warm_up=0.2, first=0.0035),
        initializer="fan-in-variance",
        augmentation=Augmentation(rotation=6, scale=0.08, squeeze=0.08, shear=0.1, shift=1),
        measures_training=False,
    ),
    "everyday": Recipe(
        "everyday",
        data="everyday",
        epochs=24,
        batch_size=128,
        optimizer=AdamW(weight_decay=0.06),
        schedule=OneCycle(learning_rate=0.004, epochs=24, warm_up=3, first=0.0004),
        initializer="fan-in-root",
        augmentation=HANDS,
        averaging=0.999,
        measures_training=False,
    ),
    "paper-1998": PAPER_1998_RECIPE,
    "paper-1998-distorted": replace(
        PAPER_1998_RECIPE,
        name="paper-1998-distorted",
        augmentation=PAPER_1998,
        measures_training=False,
    ),
    "paper-1998-today": Recipe(
        "paper-1998-today",
        architecture="lenet5-1998",
        epochs=60,
        batch_size=64,
        optimizer=AdamW(weight_decay=0.01),
        schedule=OneCycle(learning_rate=0.004, epochs=60, warm_up=3, first=0.0004),
        initializer="fan-in-root",
        augmentation=GENTLE,
        averaging=0.999,
        measures_training=False,
    ),
}
"""The recipes that are known by name."""


def recipe(name: str) -> Recipe:
    """Return the recipe of that name.

    Raises
    ------
    RecipeError
        If there is none; names those there are.

    Examples
    --------
    >>> from digit_recognizer import recipe
    >>> recipe("sprint").epochs
    2
    """
    if name not in RECIPES:
        raise RecipeError(
            f"no recipe is called {quoted(name)}: expected one of {', '.join(RECIPES)}"
        )
    return RECIPES[name]


def images_of(recipe: Recipe) -> str:
    """Return the name of the data set whose images a recipe divides, and to which it may add."""
    return "mnist" if recipe.data == EVERYDAY_DATA else recipe.data
