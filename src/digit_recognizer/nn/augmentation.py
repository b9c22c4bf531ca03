"""Augmentation: how far training images are moved, turned, bent and thickened before each look.

Only the settings live here; :mod:`digit_recognizer.nn.engine.distortion` draws and applies them.
"""

from dataclasses import dataclass, fields

import numpy as np
from numpy.typing import NDArray

__all__ = [
    "AUGMENTATIONS",
    "EVERYDAY",
    "GENTLE",
    "HANDS",
    "PAPER_1998",
    "Augmentation",
    "augmentation",
]

LIMITS = {
    "rotation": (0, 180),
    "scale": (0, 0.9),
    "squeeze": (0, 0.9),
    "shear": (0, 2),
    "shift": (0, 28),
    "elastic": (0, 10),
    "smoothness": (2, 16),
    "thickness": (0, 2),
    "untouched": (0, 1),
}
"""The least and the greatest value that each setting takes."""


@dataclass(frozen=True)
class Augmentation:
    """Limits of the distortions; each is drawn uniformly between minus and plus its limit.

    With every limit at 0, images stay as they are.

    Attributes
    ----------
    rotation : float
        Degrees.
    scale : float
        The digit grows, or shrinks, by a factor of up to 1 + ``scale``.
    squeeze : float
        The digit gets wider by a factor of up to 1 + ``squeeze`` and lower by the same, or the
        reverse (LeCun et al. 1998, section III-B).
    shear : float
        Pixels to the side for each pixel up: the slant, as a tangent.
    shift : float
        Pixels, to the side and up or down.
    elastic : float
        Standard deviation, in pixels, of a random displacement of every point (Simard, Steinkraus,
        Platt 2003). Their strength α = 34 with σ = 4 is 1.4 pixels.
    smoothness : float
        Pixels: the σ of the Gaussian that displacement is smoothed by.
    thickness : float
        Pixels that strokes get wider or thinner.
    untouched : float
        Probability that an image stays as it is.

    Raises
    ------
    ValueError
        If a setting is outside its limits.
    """

    rotation: float = 0.0
    scale: float = 0.0
    squeeze: float = 0.0
    shear: float = 0.0
    shift: float = 0.0
    elastic: float = 0.0
    smoothness: float = 4.0
    thickness: float = 0.0
    untouched: float = 0.0

    def __post_init__(self) -> None:
        """Check every setting."""
        for name, (least, greatest) in LIMITS.items():
            value = getattr(self, name)
            number = isinstance(value, int | float) and not isinstance(value, bool)
            if not (number and least <= value <= greatest):
                raise ValueError(
                    f"augmentation: expected {name} from {least} to {greatest}, got {value!r}"
                )

    def vector(self) -> NDArray[np.float32]:
        """Return the settings as ``(9,)`` float32, in the order above, for compiled code."""
        return np.array([getattr(self, field.name) for field in fields(self)], np.float32)


PAPER_1998 = Augmentation(scale=0.12, squeeze=0.12, shear=0.25, shift=1.5, untouched=0.1)
"""The distortions of LeCun et al. 1998, section III-B: one original to nine distorted images.

The paper names the kinds and shows pictures (Fig. 7) but gives no amounts; these are ours.
"""

EVERYDAY = Augmentation(
    rotation=12,
    scale=0.15,
    squeeze=0.15,
    shear=0.25,
    shift=2,
    elastic=0.9,
    smoothness=4,
    thickness=1,
    untouched=0.05,
)
"""For digits of MNIST alone, to read handwriting as people draw and photograph it."""

HANDS = Augmentation(
    rotation=8,
    scale=0.12,
    squeeze=0.12,
    shear=0.25,
    shift=1.5,
    elastic=0.5,
    smoothness=4,
    thickness=0.7,
    untouched=0.05,
)
"""Gentler, for many hands: more would turn a 1 with a flag into a 7."""

GENTLE = Augmentation(
    rotation=8,
    scale=0.1,
    squeeze=0.1,
    shear=0.15,
    shift=1,
    elastic=0.6,
    smoothness=4,
    thickness=0.6,
    untouched=0.05,
)
"""For MNIST alone, whose digits are all of one size and centred: so small a network has no room to
learn what is never asked of it."""

AUGMENTATIONS = {
    "paper-1998": PAPER_1998,
    "everyday": EVERYDAY,
    "hands": HANDS,
    "gentle": GENTLE,
}
"""The presets, by name."""


def augmentation(name: str) -> Augmentation:
    """Return the preset of that name.

    Raises
    ------
    ValueError
        If there is none; names those there are.
    """
    if name not in AUGMENTATIONS:
        known = ", ".join(AUGMENTATIONS)
        raise ValueError(f"no augmentation is called {name!r}: expected one of {known}")
    return AUGMENTATIONS[name]
