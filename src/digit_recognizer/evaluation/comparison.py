"""Which of two networks reads the same digits better, and whether that could be chance.

Source: Q. McNemar: Note on the sampling error of the difference between correlated proportions or
percentages. Psychometrika 12, 1947; here with the exact binomial distribution.
"""

from dataclasses import dataclass
from math import exp, lgamma, log

import numpy as np

from digit_recognizer.evaluation.readings import Readings

__all__ = ["Comparison", "compare"]

CHANCE = 0.05
"""A difference that chance makes less often than this is called real."""


@dataclass(frozen=True)
class Comparison:
    """How often only one of two networks was correct.

    Attributes
    ----------
    only_first, only_second : int
        Digits that one read correctly and the other did not.
    """

    only_first: int
    only_second: int

    @property
    def probability(self) -> float:
        """How often chance alone makes a difference as large as this, 0 to 1."""
        # Both tails of the tosses of a fair coin: the largest term, then each by the one before.
        # SciPy knows this too, but its statistics take half a second to load, where a window waits.
        tosses, heads = self.only_first + self.only_second, min(self.only_first, self.only_second)
        ways = lgamma(tosses + 1) - lgamma(heads + 1) - lgamma(tosses - heads + 1)
        fewer = np.arange(heads, 0, -1)
        terms = np.cumprod(fewer / (tosses - fewer + 1))
        return min(2 * exp(ways - tosses * log(2)) * (1 + float(terms.sum())), 1.0)

    @property
    def is_real(self) -> bool:
        """Whether the difference is larger than chance makes it 95 times in 100."""
        return self.probability < CHANCE


def compare(first: Readings, second: Readings) -> Comparison:
    """Compare what two networks said about the same digits.

    Raises
    ------
    ValueError
        If they are not the same digits.
    """
    if not np.array_equal(first.digits.images, second.digits.images):
        raise ValueError("two networks can be compared on the same digits only, got different ones")
    return Comparison(
        int((first.correct & ~second.correct).sum()), int((~first.correct & second.correct).sum())
    )
