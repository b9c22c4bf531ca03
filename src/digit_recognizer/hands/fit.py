"""What was found best for the digits of a profile, and by which figures."""

from dataclasses import dataclass, field
from typing import Literal

import numpy as np
from numpy.typing import NDArray

__all__ = ["Change", "Fit", "Level"]

Level = Literal["none", "prototypes", "refined"]
"""How a network reads a hand: as it was shipped, with prototypes beside its outputs, or with F6 and
output refined."""


@dataclass(frozen=True)
class Change:
    """Errors on some digits before and after a hand was learned.

    Attributes
    ----------
    digits : int
        How many digits.
    before, after : int
        How many of them are misread by the shipped network, and with the hand.
    """

    digits: int
    before: int
    after: int


@dataclass(frozen=True, eq=False)
class Fit:
    """What reads a hand.

    Attributes
    ----------
    level : {"none", "prototypes", "refined"}
        What passed.
    own : Change or None
        On the digits of the profile, each read by what was fitted without it; None where that was
        not measured.
    others : Change
        On digits of other people.
    width : float
        Of the prototypes, if that is the level.
    refined : (parameters,) float32 or None
        Those of F6 and output, if that is the level.
    far : float
        How near a learned digit has to be to a doubtful one for the second look to count; 0 where
        there is none.
    """

    level: Level
    own: Change | None
    others: Change
    width: float = 0.0
    refined: NDArray[np.float32] | None = field(default=None, repr=False)
    far: float = 0.0

    @property
    def looks_again(self) -> bool:
        """Whether doubtful digits are compared with the learned ones, whatever the level is."""
        return self.far > 0
