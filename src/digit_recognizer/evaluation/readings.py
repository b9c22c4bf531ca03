"""What a network said about digits of which the truth is known."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from digit_recognizer.data.written_digits import WrittenDigits
from digit_recognizer.evaluation.calibration import Reliability, reliability
from digit_recognizer.evaluation.confusion import confusion_matrix
from digit_recognizer.evaluation.intervals import Share
from digit_recognizer.nn.network import Network

__all__ = ["NOT_SURE_BELOW", "Readings", "probabilities", "read_digits"]

NOT_SURE_BELOW = 0.6
"""A confidence below this is no answer: "not sure"."""


@dataclass(frozen=True, eq=False)
class Readings:
    """Answers and truth.

    Attributes
    ----------
    digits : WrittenDigits
        What was read.
    probabilities : NDArray[np.float32]
        Shape (n, 10), each row sums to 1; all 0 where no ink was found, which is always wrong.
    """

    digits: WrittenDigits
    probabilities: NDArray[np.float32]

    @cached_property
    def answers(self) -> NDArray[np.int64]:
        """The likeliest digit of each, shape (n,)."""
        likeliest: NDArray[np.int64] = self.probabilities.argmax(axis=1)
        return likeliest

    @cached_property
    def confidence(self) -> NDArray[np.float32]:
        """The probability of each answer, shape (n,)."""
        highest: NDArray[np.float32] = self.probabilities.max(axis=1)
        return highest

    @cached_property
    def right(self) -> NDArray[np.bool_]:
        """Whether each answer is true, shape (n,)."""
        found: NDArray[np.bool_] = (self.answers == self.digits.labels) & (self.confidence > 0)
        return found

    @property
    def accuracy(self) -> Share:
        """How many were read right."""
        return _share(self.right)

    @property
    def blank(self) -> Share:
        """In how many no ink was found."""
        return _share(self.confidence == 0)

    @property
    def reliability(self) -> Reliability:
        """Confidence against truth."""
        return reliability(self.confidence, self.right)

    @property
    def confusion(self) -> NDArray[np.int64]:
        """Digits by answers, (10, 10), without those in which no ink was found."""
        inked = self.confidence > 0
        return confusion_matrix(self.digits.labels[inked], self.answers[inked])

    def not_sure(self, below: float = NOT_SURE_BELOW) -> Share:
        """How many got no answer because the confidence was below a threshold."""
        return _share(self.confidence < below)

    def by_writer(self) -> dict[str, Share]:
        """How many of each writer's digits were read right, the worst writer first."""
        writers = self.digits.writers
        shares = {name: _share(self.right[writers == name]) for name in self.digits.all_writers}
        return dict(sorted(shares.items(), key=lambda entry: entry[1].value))


def read_digits(network: Network, digits: WrittenDigits) -> Readings:
    """Let a network read digits that are prepared."""
    return Readings(digits, probabilities(network, digits.images))


def probabilities(network: Network, images: NDArray[np.uint8]) -> NDArray[np.float32]:
    """Return what the network says about images (n, 28, 28): (n, 10); all 0 for a black image."""
    from digit_recognizer.nn.engine import Program

    said = Program(network.architecture).probabilities(network.parameters, images)
    said[~images.any(axis=(1, 2))] = 0
    return said


def _share(which: NDArray[np.bool_]) -> Share:
    return Share(int(which.sum()), len(which))
