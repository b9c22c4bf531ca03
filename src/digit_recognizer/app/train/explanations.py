"""What every setting of a recipe is called and means, in plain words."""

from __future__ import annotations

from dataclasses import dataclass

from digit_recognizer.training.recipes import Recipe
from digit_recognizer.training.settings import Setting, settings

__all__ = ["CHOICES", "EXPLANATIONS", "Explanation", "explanation", "in_words", "sections"]


@dataclass(frozen=True)
class Explanation:
    """A setting's label, and a sentence on what it does."""

    label: str
    help: str


EXPLANATIONS: dict[str, Explanation] = {
    name: Explanation(label, help_)
    for name, label, help_ in (
        ("architecture", "Architecture", "Which layers the network is made of."),
        ("initializer", "First weights", "How the random weights are drawn that it starts from."),
        ("data", "Images", "The digits that the network learns from."),
        (
            "validation_size",
            "Set aside",
            "So many images are never learned from: they show how it reads what is new to it.",
        ),
        ("epochs", "Passes", "How often the network sees every image."),
        (
            "batch_size",
            "Images a step",
            "After so many images the weights move; few at a time is restless, many is slow.",
        ),
        ("averaging", "Averaging", "Share of the past in a running average of the weights."),
        (
            "measures_training",
            "Measure training",
            "Whether it is measured on the training images after every pass, which takes time.",
        ),
        (
            "fold",
            "Fold",
            "Of the everyday images, which third of the writers (0 to 2) it is judged by.",
        ),
        ("seed", "Seed", "Chooses the chance; the same number gives the same network again."),
        ("optimizer", "Method", "How mistakes become changes of the weights."),
        (
            "optimizer.momentum",
            "Momentum",
            "Share of each change that is carried into the next, like a ball that rolls on.",
        ),
        (
            "optimizer.weight_decay",
            "Weight decay",
            "Pulls every weight a little towards zero, so that none grows without need.",
        ),
        (
            "optimizer.mean_decay",
            "Slope memory",
            "Share of the past in the average direction that each weight follows.",
        ),
        (
            "optimizer.square_decay",
            "Size memory",
            "Share of the past in the average size of slopes, which sets each weight's pace.",
        ),
        ("optimizer.epsilon", "Epsilon", "A tiny number that keeps the pace from running away."),
        ("optimizer.mu", "Mu", "The more, the shorter the steps where the error is nearly flat."),
        (
            "optimizer.patterns",
            "Curvature images",
            "From so many images it estimates, before each pass, how the error bends.",
        ),
        ("schedule", "Course", "How the learning rate changes while it learns."),
        (
            "schedule.learning_rate",
            "Learning rate",
            "Length of the steps: too small takes long, too large learns nothing.",
        ),
        ("schedule.decay_every", "Shorter every", "Passes after which the steps get shorter."),
        ("schedule.decay_rate", "Shorter by", "What the steps' length is multiplied by then."),
        ("schedule.final", "Last rate", "The learning rate at the end."),
        ("schedule.first", "First rate", "The learning rate at the start."),
        ("schedule.warm_up", "Warm-up", "Passes during which the steps grow longer."),
        ("schedule.epochs", "Lengths", "How many passes each learning rate but the last holds."),
        ("schedule.learning_rates", "Rates", "The learning rates, one after another."),
        (
            "augmentation",
            "Distortions",
            "Changes every image a little each time, so that it learns from handwriting as it is.",
        ),
        ("augmentation.rotation", "Turned by", "At most so many degrees, either way."),
        ("augmentation.scale", "Resized by", "At most this share larger or smaller."),
        ("augmentation.squeeze", "Squeezed by", "At most this share wider and lower, or reverse."),
        ("augmentation.shear", "Slanted by", "At most so many pixels to the side for each one up."),
        ("augmentation.shift", "Moved by", "At most so many pixels in each direction."),
        ("augmentation.elastic", "Bent by", "How far points stray from their place, in pixels."),
        ("augmentation.smoothness", "Smoothness", "Pixels over which neighbours bend alike."),
        ("augmentation.thickness", "Thickness", "At most so many pixels thicker or thinner."),
        ("augmentation.untouched", "Untouched", "Share of the images that stay as they are."),
    )
}
"""By the name of the setting."""

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


def explanation(name: str) -> Explanation:
    """Return what a setting is called and means; its own name where nobody has explained it."""
    known = EXPLANATIONS.get(name)
    return known or Explanation(name.rpartition(".")[2].replace("_", " ").capitalize(), "")


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
