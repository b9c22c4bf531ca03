"""A recipe: all that decides how a network is trained, as one value."""

import json
from collections.abc import Collection
from dataclasses import asdict, dataclass, field, fields
from typing import Any

from digit_recognizer.data.folds import FOLDS_BY, FoldBy
from digit_recognizer.errors import DigitRecognizerError, quoted
from digit_recognizer.networks.typed import parsed, typed
from digit_recognizer.nn.augmentation import Augmentation
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

__all__ = ["OPTIONAL", "PARTS", "Recipe", "RecipeError"]


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
        a third of the pass; else what was read correctly while it learned stands for it.
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
