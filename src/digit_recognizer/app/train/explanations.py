"""How the settings of a recipe are arranged, and what their choices are called."""

from __future__ import annotations

from digit_recognizer.training.recipes import Recipe
from digit_recognizer.training.settings import Setting, settings

__all__ = ["CHOICES", "in_words", "sections"]


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

_SECTIONS: tuple[tuple[str, tuple[str, ...]], ...] = (
    (
        "Learning",
        ("epochs", "batch_size", "schedule", "optimizer", "averaging", "measures_training"),
    ),
    ("Images", ("data", "validation_size", "fold", "augmentation")),
    ("Network", ("architecture", "initializer", "seed")),
)
"""Headings, and what stands under each with all that belongs to it."""


def in_words(choice: str) -> str:
    """Return what a choice is called."""
    return CHOICES.get(choice, choice)


def sections(recipe: Recipe) -> list[tuple[str, list[Setting]]]:
    """Return the recipe's settings under headings, in the order of reading."""
    listed = settings(recipe)
    arranged = [
        (title, [setting for head in heads for setting in listed if _belongs(setting, head)])
        for title, heads in _SECTIONS
    ]
    placed = {setting.name for _, group in arranged for setting in group}
    rest = [setting for setting in listed if setting.name not in placed]
    return [*arranged, *([("More", rest)] if rest else [])]


def _belongs(setting: Setting, head: str) -> bool:
    return setting.name.partition(".")[0] == head
