"""What the ten probabilities amount to: a digit, not sure, not a digit."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

__all__ = ["Verdict", "VerdictRule"]

Verdict = Literal["digit", "not sure", "not a digit", "blank"]


@dataclass(frozen=True)
class VerdictRule:
    """When an answer is given; each network is shipped with a rule of its own.

    Attributes
    ----------
    sure_from : float
        An answer has at least this probability, 0 to 1.
    rivals_from : float
        Without an answer, if the two likeliest digits have at least this probability together, it
        is one of the two, "not sure"; if they have less, it is not a digit. At 0 everything is a
        digit: the rule of networks that never saw anything else.

    Raises
    ------
    ValueError
        If a probability is outside 0 to 1.
    """

    sure_from: float = 0.6
    rivals_from: float = 0.0

    def __post_init__(self) -> None:
        """Check both."""
        for name in ("sure_from", "rivals_from"):
            if not 0 <= getattr(self, name) <= 1:
                raise ValueError(
                    f"{name}: expected a probability from 0 to 1, got {getattr(self, name)}"
                )

    def __call__(self, probabilities: Sequence[float] | NDArray[np.floating]) -> Verdict:
        """Return the verdict on ten probabilities, of something that has ink."""
        second, first = np.sort(probabilities)[-2:]
        if first >= self.sure_from:
            return "digit"
        return "not sure" if first + second >= self.rivals_from else "not a digit"
