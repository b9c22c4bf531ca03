"""Which of two networks reads the same digits better, and whether that could be chance.

Source: Q. McNemar: Note on the sampling error of the difference between correlated proportions or
percentages. Psychometrika 12, 1947; here with the exact binomial distribution.
"""

from dataclasses import dataclass

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
        from scipy.stats import binomtest

        differing = self.only_first + self.only_second
        return float(binomtest(self.only_first, differing).pvalue) if differing else 1.0

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
