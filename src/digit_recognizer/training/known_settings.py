"""What every setting of a recipe is called, means and allows: for command, window and errors."""

from dataclasses import dataclass
from math import inf
from typing import Literal

from digit_recognizer.errors import quoted
from digit_recognizer.networks.typed import is_of_type
from digit_recognizer.nn.augmentation import LIMITS

__all__ = ["ANY", "KNOWN_SETTINGS", "Bounds", "Kind", "KnownSetting", "known_setting", "problem"]

Kind = Literal["choice", "whole number", "number", "numbers"]
"""What a setting takes."""

_KINDS: dict[Kind, tuple[type, str]] = {
    "choice": (str, "a choice"),
    "whole number": (int, "a whole number"),
    "number": (float, "a number"),
    "numbers": (float, "numbers"),
}


@dataclass(frozen=True)
class Bounds:
    """The values that a number may have.

    Attributes
    ----------
    least, greatest : float
        The ends.
    includes_least, includes_greatest : bool
        Whether an end itself is allowed.
    """

    least: float = -inf
    greatest: float = inf
    includes_least: bool = True
    includes_greatest: bool = True

    def __contains__(self, value: float) -> bool:
        above = value > self.least or (self.includes_least and value == self.least)
        return above and not self.is_below(value)

    def is_below(self, value: float) -> bool:
        """Return whether a value is greater than all that is allowed."""
        return not (value < self.greatest or (self.includes_greatest and value == self.greatest))

    def __str__(self) -> str:
        least, greatest = f"{self.least:,.10g}", f"{self.greatest:,.10g}"
        if self.greatest == inf:
            return f"of at least {least}" if self.includes_least else f"above {least}"
        start = f"from {least}" if self.includes_least else f"above {least} and"
        return (
            f"{start} to {greatest}" if self.includes_greatest else f"{start} to below {greatest}"
        )


ANY = Bounds()
POSITIVE = Bounds(0, includes_least=False)
NOT_NEGATIVE = Bounds(0)
SHARE = Bounds(0, 1, includes_greatest=False)
COUNT = Bounds(1, 100_000)


@dataclass(frozen=True)
class KnownSetting:
    """A setting's label, a sentence on what it does, and the numbers that it takes."""

    label: str
    help: str
    bounds: Bounds = ANY


KNOWN_SETTINGS: dict[str, KnownSetting] = {
    name: KnownSetting(label, help_, *bounds)
    for name, label, help_, *bounds in (
        ("architecture", "Architecture", "Which layers the network is made of."),
        (
            "initializer",
            "First weights (initializer)",
            "How the random weights are drawn that it starts from.",
        ),
        ("data", "Images (data set)", "The digits that the network learns from."),
        (
            "validation_size",
            "Set aside (validation)",
            "So many images are never learned from: they show how it reads what is new to it.",
            Bounds(1, 1_000_000),
        ),
        ("epochs", "Passes (epochs)", "How often the network sees every image.", COUNT),
        (
            "batch_size",
            "Images a step (batch size)",
            "After so many images the weights move; few at a time is restless, many is slow.",
            COUNT,
        ),
        (
            "averaging",
            "Averaging of weights",
            "Share of the past in a running average of the weights.",
            SHARE,
        ),
        (
            "measures_training",
            "Measure training",
            "Whether it is measured on the training images after every pass, which takes time.",
        ),
        (
            "fold",
            "Writers left out (fold)",
            "Of the everyday images, which third of the writers it is judged by.",
            Bounds(0, 2),
        ),
        (
            "fold_by",
            "Left out by (fold by)",
            "Whether a fold is a third of the writers, or of the laboratories.",
        ),
        (
            "seed",
            "Seed",
            "Chooses the chance; the same number gives the same network again.",
            Bounds(0, 2**32 - 1),
        ),
        ("optimizer", "Method (optimizer)", "How mistakes become changes of the weights."),
        (
            "optimizer.momentum",
            "Momentum",
            "Share of each change that is carried into the next, like a ball that rolls on.",
            SHARE,
        ),
        (
            "optimizer.weight_decay",
            "Weight decay",
            "Pulls every weight a little towards zero, so that none grows without need.",
            NOT_NEGATIVE,
        ),
        (
            "optimizer.mean_decay",
            "Slope memory (beta 1)",
            "Share of the past in the average direction that each weight follows.",
            SHARE,
        ),
        (
            "optimizer.square_decay",
            "Size memory (beta 2)",
            "Share of the past in the average size of slopes, which sets each weight's pace.",
            SHARE,
        ),
        (
            "optimizer.epsilon",
            "Epsilon",
            "A tiny number that keeps the pace from running away.",
            POSITIVE,
        ),
        (
            "optimizer.mu",
            "Mu",
            "The more, the shorter the steps where the error is nearly flat.",
            POSITIVE,
        ),
        (
            "optimizer.patterns",
            "Curvature images",
            "From so many images it estimates, before each pass, how the error bends.",
            COUNT,
        ),
        ("schedule", "Course (schedule)", "How the learning rate changes while it learns."),
        (
            "schedule.learning_rate",
            "Learning rate",
            "Length of the steps: too small takes long, too large learns nothing.",
            POSITIVE,
        ),
        (
            "schedule.decay_every",
            "Shorter every (step size)",
            "Passes after which the steps get shorter.",
            COUNT,
        ),
        (
            "schedule.decay_rate",
            "Shorter by (decay rate)",
            "What the steps' length is multiplied by then.",
            POSITIVE,
        ),
        ("schedule.final", "Last rate", "The learning rate at the end.", NOT_NEGATIVE),
        ("schedule.first", "First rate", "The learning rate at the start.", NOT_NEGATIVE),
        (
            "schedule.warm_up",
            "Warm-up",
            "Passes during which the steps grow longer.",
            NOT_NEGATIVE,
        ),
        (
            "schedule.epochs",
            "Lengths",
            "How many passes each learning rate but the last holds.",
            POSITIVE,
        ),
        (
            "schedule.learning_rates",
            "Learning rates",
            "The learning rates, one after another.",
            POSITIVE,
        ),
        (
            "augmentation",
            "Distortions (augmentation)",
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
"""By the name of the setting; of distortions, ``known_setting`` adds the bounds."""


def known_setting(name: str) -> KnownSetting:
    """Return what a setting is called, means and allows; its own name where nothing is known."""
    part, _, inner = name.rpartition(".")
    known = KNOWN_SETTINGS.get(name, KnownSetting(inner.replace("_", " ").capitalize(), ""))
    if part == "augmentation" and inner in LIMITS:
        return KnownSetting(known.label, known.help, Bounds(*LIMITS[inner]))
    return known


def problem(name: str, value: object, kind: Kind) -> str:
    """Return what is wrong with a value of a setting; empty where nothing is.

    Parameters
    ----------
    name : str
        Of the setting.
    value : object
        What it would be; for ``"numbers"`` a sequence.
    kind : {"choice", "whole number", "number", "numbers"}
        What the setting takes.
    """
    known, (type_, what) = known_setting(name), _KINDS[kind]
    values = value if kind == "numbers" and isinstance(value, tuple | list) else (value,)
    if all(is_of_type(one, type_) and (kind == "choice" or one in known.bounds) for one in values):
        return ""
    bounds = "" if known.bounds == ANY else f" {known.bounds}"
    return f"{known.label}: expected {what}{bounds}, got {quoted(value)}"
