"""Recipes: all that decides how a network is trained, as one value."""

import json
from collections.abc import Collection
from dataclasses import asdict, dataclass, field, fields, replace
from typing import Any

from digit_recognizer.data.folds import FOLDS_BY, FoldBy
from digit_recognizer.errors import DigitRecognizerError, quoted
from digit_recognizer.networks.typed import parsed, typed
from digit_recognizer.nn.augmentation import GENTLE, HANDS, PAPER_1998, Augmentation
from digit_recognizer.nn.initializers import INITIALIZERS
from digit_recognizer.nn.levenberg_marquardt import StochasticDiagonalLevenbergMarquardt
from digit_recognizer.nn.optimizers import Adam, AdamW, GradientDescent, Muon, Optimizer
from digit_recognizer.nn.schedules import (
    Constant,
    Cosine,
    OneCycle,
    Piecewise,
    Schedule,
    StepDecay,
)
from digit_recognizer.training.known_settings import Kind, known_setting, problem

__all__ = ["EVERYDAY_DATA", "RECIPES", "Recipe", "RecipeError", "images_of", "recipe"]

EVERYDAY_DATA = "everyday"
"""The name of the data that are mixed of several sets, MNIST the first; see ``everyday.py``."""


class RecipeError(DigitRecognizerError):
    """A recipe that cannot be followed."""


@dataclass(frozen=True)
class Recipe:
    """How a network is trained: with the data and the code, it decides every bit of the weights.

    Attributes
    ----------
    name : str
        Its name in commands.
    architecture : str
        Name of the network.
    data : str
        Name of the data set.
    validation_size : int
        Training images set aside, on which choices are made.
    epochs : int
        Passes over the training images.
    batch_size : int
        Images a step.
    optimizer : Optimizer
        From gradients to steps.
    schedule : Schedule
        Learning rate by epoch.
    initializer : str
        ``"fan-in"``, ``"fan-in-root"``, ``"fan-in-variance"`` or ``"normal"``.
    augmentation : Augmentation, optional
        How images are distorted before each look; not at all by default.
    averaging : float, optional
        Share of the running average of the weights that is left after a step; the average then
        is what is judged and kept. None is made by default.
    measures_training : bool
        Whether every pass ends with a measurement on the training images, which takes as long as
        a third of the pass; else what was read right while it learnt stands for it.
    fold : int, optional
        Of data with known writers, which third of them, 0 to 2, is left out and judged by. None
        is left out by default.
    fold_by : {"writer", "laboratory"}
        Whether a third of the writers is left out, or a third of the laboratories with all of
        their writers.
    seed : int
        Of the first weights, the order of the images and their distortions.

    Raises
    ------
    RecipeError
        If a number is out of range or a name unknown.
    """

    name: str
    architecture: str = "lenet5"
    data: str = "mnist"
    validation_size: int = 5_000
    epochs: int = 7
    batch_size: int = 32
    optimizer: Optimizer = field(default_factory=GradientDescent)
    schedule: Schedule = field(default_factory=lambda: StepDecay(0.05))
    initializer: str = "fan-in"
    augmentation: Augmentation | None = None
    averaging: float | None = None
    measures_training: bool = True
    fold: int | None = None
    fold_by: FoldBy = "writer"
    seed: int = 0

    def __post_init__(self) -> None:
        """Check the numbers."""
        for name, kind in _NUMBERS.items():
            value = getattr(self, name)
            optional = name in ("averaging", "fold") and value is None
            if not optional and (wrong := problem(name, value, kind)):
                raise RecipeError(wrong)
        for name, choices in _CHOICES.items():
            if (value := getattr(self, name)) not in choices:
                raise RecipeError(
                    f"{known_setting(name).label}: expected one of {', '.join(choices)}, got "
                    f"{quoted(value)}"
                )

    def check_validation(self, images: int, name: str) -> None:
        """Check that of so many images of a data set some are left to learn from.

        Raises
        ------
        RecipeError
            If all would be set aside.
        """
        if self.validation_size >= images:
            raise RecipeError(
                f"{known_setting('validation_size').label}: expected less than {images:,}, the "
                f"number of images of {name}, got {self.validation_size:,}",
                "set fewer aside",
            )

    def check_batch(self, images: int, name: str) -> None:
        """Check that so many training images of a data set suffice for a step.

        Raises
        ------
        RecipeError
            If a step takes more.
        """
        if self.batch_size > images:
            raise RecipeError(
                f"{known_setting('batch_size').label}: expected at most {images:,}, the number of "
                f"training images of {name}, got {self.batch_size:,}",
                "take fewer",
            )

    def to_values(self) -> dict[str, Any]:
        """Return the recipe as plain JSON values."""
        values = asdict(self)
        for part in PARTS:
            if values[part] is not None:
                values[part]["kind"] = type(getattr(self, part)).__name__
        # Lists take the place of tuples, as they do when it comes from a file.
        plain: dict[str, Any] = json.loads(json.dumps(values))
        return plain

    def to_json(self) -> str:
        """Return the recipe as text."""
        return json.dumps(self.to_values())

    @classmethod
    def from_json(cls, text: str) -> "Recipe":
        """Return the recipe that ``to_json`` wrote; raises as ``from_values`` does."""
        try:
            values = parsed(text)
        except ValueError as error:
            raise _unknown(error) from error
        return cls.from_values(values)

    @classmethod
    def from_values(cls, values: Any) -> "Recipe":
        """Return the recipe that ``to_values`` gave.

        Raises
        ------
        RecipeError
            If the values are no recipe that this version knows.
        """
        try:
            known = {item.name for item in fields(cls)}
            values = {name: value for name, value in values.items() if name in known}
            for part, kinds in PARTS.items():
                if values.get(part) is not None or part not in OPTIONAL:
                    inner = dict(values[part])
                    values[part] = typed(kinds[inner.pop("kind")], inner)
            return typed(cls, values)
        except (RecipeError, ValueError, KeyError, TypeError, AttributeError) as error:
            raise _unknown(error) from error


def _unknown(error: Exception) -> RecipeError:
    return RecipeError(
        f"not a recipe that this version knows ({quoted(error)}): expected what training stored in "
        "the checkpoint",
        "train anew, or use the version that wrote it",
    )


_NUMBERS: dict[str, Kind] = {
    "epochs": "whole number",
    "batch_size": "whole number",
    "validation_size": "whole number",
    "seed": "whole number",
    "fold": "whole number",
    "averaging": "number",
}
"""The fields of a recipe that are numbers."""

_CHOICES: dict[str, Collection[str]] = {"initializer": INITIALIZERS, "fold_by": FOLDS_BY}
"""The fields of a recipe that are one of a few words."""

PARTS: dict[str, dict[str, Any]] = {
    part: {kind.__name__: kind for kind in kinds}
    for part, kinds in {
        "optimizer": (GradientDescent, Adam, AdamW, Muon, StochasticDiagonalLevenbergMarquardt),
        "schedule": (Constant, Cosine, OneCycle, Piecewise, StepDecay),
        "augmentation": (Augmentation,),
    }.items()
}
"""Kinds of the parts of a recipe, by the name that is stored."""
OPTIONAL = ("augmentation",)
"""The parts that a recipe may lack."""

PAPER_1998_RECIPE = Recipe(
    "paper-1998",
    architecture="lenet5-1998",
    epochs=20,
    batch_size=1,
    optimizer=StochasticDiagonalLevenbergMarquardt(mu=0.2),
    schedule=Piecewise((2, 3, 3, 4), (0.0005, 0.0002, 0.0001, 0.00005, 0.00001)),
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
            f"no recipe is called {quoted(name)}", f"take one of {', '.join(RECIPES)}"
        )
    return RECIPES[name]


def images_of(recipe: Recipe) -> str:
    """Return the name of the data set whose images a recipe divides, and to which it may add."""
    return "mnist" if recipe.data == EVERYDAY_DATA else recipe.data
