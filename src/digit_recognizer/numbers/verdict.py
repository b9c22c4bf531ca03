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
        The network then gives every digit of an answer at least this probability. That is little:
        the second reader has learned that letters and scrawls are nothing.
    """

    digit_rule: VerdictRule
    sure_from: float = 0.98
    digit_sure_from: float = 0.95
    agreed_from: float = 0.999
    agreed_digit_from: float = 0.3

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
        if not digits:
            return "not a number"
        if agree and posterior >= self.agreed_from:
            least = min(float(probabilities[digit]) for digit, probabilities in digits)
            return "number" if least >= self.agreed_digit_from else "not sure"
        if "not a digit" in [self.digit_rule(probabilities) for _, probabilities in digits]:
            return "not a number"
        each_sure = all(self.is_sure(digit, probabilities) for digit, probabilities in digits)
        sure = agree is None and posterior >= self.sure_from and each_sure
        return "number" if sure else "not sure"

    def is_sure(self, digit: int, probabilities: NDArray[np.floating]) -> bool:
        """Return whether one digit of a text is one by itself too, by its (10,) probabilities."""
        return (
            int(probabilities.argmax()) == digit
            and float(probabilities[digit]) >= self.digit_sure_from
            and self.digit_rule(probabilities) == "digit"
        )
