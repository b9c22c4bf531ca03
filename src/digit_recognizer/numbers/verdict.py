"""Whether what was read is an answer: the string as a whole, and every digit by itself."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from digit_recognizer.networks.verdict import VerdictRule

__all__ = ["NumberRule", "NumberVerdict"]

NumberVerdict = Literal["number", "not sure", "not a number", "blank"]


@dataclass(frozen=True)
class NumberRule:
    """When a number is an answer.

    Attributes
    ----------
    digit_rule : VerdictRule
        Of the network, for each digit: the posterior of a string compares readings with each
        other, and is high for a scribble that can be cut in one way only.
    sure_from : float
        An answer has at least this posterior, 0 to 1.
    digit_sure_from : float
        The network gives every digit of an answer at least this probability.
    agreed_from : float
        Where both readers read the same, an answer has at least this posterior by both.
    agreed_digit_from : float
        The network then gives every digit of an answer at least this probability.

    Notes
    -----
    With these two, 99.5 % of the strings of UNIPEN that are answered are correct, when every one is
    read by what has not met its writer (``benchmarks.numbers``).
    """

    digit_rule: VerdictRule
    sure_from: float = 0.98
    digit_sure_from: float = 0.95
    agreed_from: float = 0.995
    agreed_digit_from: float = 0.7

    def __call__(
        self,
        posterior: float,
        digits: Sequence[tuple[int, NDArray[np.floating]]],
        agree: bool | None = None,
    ) -> NumberVerdict:
        """Return the verdict on a text.

        Parameters
        ----------
        posterior : float
            Of the text among all that may be.
        digits : sequence of (int, (10,) array)
            Each digit of it, and the network's probabilities of its ink.
        agree : bool, optional
            Whether the second reader reads the same, where it was asked.
        """
        alone = [self.digit_rule(probabilities) for _, probabilities in digits]
        if not digits or "not a digit" in alone:
            return "not a number"
        if agree is None:
            each_sure = all(self.is_sure(digit, probabilities) for digit, probabilities in digits)
            return "number" if posterior >= self.sure_from and each_sure else "not sure"
        least = min(float(probabilities[digit]) for digit, probabilities in digits)
        sure = agree and posterior >= self.agreed_from and least >= self.agreed_digit_from
        return "number" if sure else "not sure"

    def is_sure(self, digit: int, probabilities: NDArray[np.floating]) -> bool:
        """Return whether one digit of a text is one by itself too, by its (10,) probabilities."""
        return (
            int(probabilities.argmax()) == digit
            and float(probabilities[digit]) >= self.digit_sure_from
            and self.digit_rule(probabilities) == "digit"
        )
