"""How the settings of a recipe are arranged, and what their choices are called."""

from __future__ import annotations

from digit_recognizer.training.recipe import Recipe
from digit_recognizer.training.settings import NONE, Setting, Value, settings

__all__ = ["CHOICES", "in_words", "sections", "value_in_words"]


CHOICES: dict[str, str] = {
    "lenet5": "LeNet-5",
    "lenet5-1998": "LeNet-5 of 1998",
    "mnist": "MNIST",
    "emnist-digits": "EMNIST digits",
    "fashion-mnist": "Fashion-MNIST",
    "fan-in": "small, by inputs",
    "fan-in-root": "by root of inputs",
    "normal": "large",
    "GradientDescent": "gradient descent",
    "Adam": "Adam",
    "AdamW": "AdamW",
    "Muon": "Muon",
    "StochasticDiagonalLevenbergMarquardt": "Levenberg-Marquardt",
    "Constant": "constant",
    "Cosine": "cosine wave",
    "OneCycle": "up, down",
    "Piecewise": "table of rates",
    "StepDecay": "in stairs",
    "none": "none",
    "own": "my own",
    "everyday": "everyday",
    "paper-1998": "paper of 1998",
}
"""What a choice is called; one that is not here goes by its own name."""

_FIRST = ("epochs", "schedule.learning_rate", "schedule.learning_rates", "data")
"""What most people change."""

_SECTIONS: tuple[tuple[str, tuple[str, ...]], ...] = (
    (
        "Learning",
        ("batch_size", "schedule", "optimizer", "averaging", "measures_training"),
    ),
    ("Images", ("validation_size", "fold", "fold_by", "augmentation")),
    ("Network", ("architecture", "initializer", "seed")),
)
"""Headings of the others, and what stands under each with all that belongs to it."""


def in_words(choice: str) -> str:
    """Return what a choice is called."""
    return CHOICES.get(choice, choice)


def value_in_words(value: Value) -> str:
    """Return a value as a person would write it."""
    if isinstance(value, tuple):
        return " ".join(map(value_in_words, value))
    if isinstance(value, str):
        return in_words(value)
    return NONE if value is None else f"{value:.10g}"


def sections(recipe: Recipe) -> list[tuple[str, list[Setting]]]:
    """Return the recipe's settings under headings, in the order of reading.

    The first section, without a heading, holds what most people change.
    """
    listed = settings(recipe)
    first = [setting for name in _FIRST for setting in listed if setting.name == name]
    others = [setting for setting in listed if setting not in first]
    arranged = [
        (title, [setting for head in heads for setting in others if _belongs(setting, head)])
        for title, heads in _SECTIONS
    ]
    placed = {setting.name for _, group in arranged for setting in group}
    rest = [setting for setting in others if setting.name not in placed]
    return [("", first), *arranged, *([("More", rest)] if rest else [])]


def _belongs(setting: Setting, head: str) -> bool:
    return setting.name.partition(".")[0] == head
