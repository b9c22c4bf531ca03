"""The answer to one picture."""

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from digit_recognizer.ink import Box
from digit_recognizer.networks.verdict import Verdict

__all__ = ["Recognition"]


@dataclass(frozen=True, eq=False)
class Recognition:
    """What was read.

    Attributes
    ----------
    likeliest : int or None
        The digit of the highest probability, 0 to 9; None where there was no ink.
    confidence : float
        The probability of ``likeliest``, 0 to 1; 0 where there was no ink.
    probabilities : (10,) float64
        One for each digit; all 0.1 where there was no ink.
    network_input : (28, 28) uint8
        The image that the network read, white ink (255) on black (0).
    verdict : {"digit", "not sure", "not a digit", "blank"}
        Whether ``likeliest`` is an answer.
    box : (left, top, right, bottom) or None
        Where in the picture the ink was found, in pixels, right and bottom exclusive; None where
        there was none, and for strokes.
    thumbnail : (height, width) uint8 or None
        The picture made small, in grey, where ``recognize_each`` was asked for it.
    """

    likeliest: int | None
    confidence: float
    probabilities: NDArray[np.float64] = field(repr=False)
    network_input: NDArray[np.uint8] = field(repr=False)
    verdict: Verdict = "digit"
    box: Box | None = None
    thumbnail: NDArray[np.uint8] | None = field(default=None, repr=False)

    @property
    def answer(self) -> int | None:
        """The digit, 0 to 9, if the verdict is that it is one; else None."""
        return self.likeliest if self.verdict == "digit" else None

    def __str__(self) -> str:
        """Return the answer in one line, or what keeps it from being one."""
        if self.likeliest is None:
            return "blank"
        sure = f"{100 * self.confidence:.1f} %"
        if self.answer is None:
            return f"{self.verdict}  nearest: {self.likeliest} ({sure})"
        return f"{self.answer}  {sure} sure"
