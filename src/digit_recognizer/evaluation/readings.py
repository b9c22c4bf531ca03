"""What a network said about digits of which the truth is known."""

from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from digit_recognizer.data.written_digits import WrittenDigits
from digit_recognizer.evaluation.calibration import Reliability, reliability
from digit_recognizer.evaluation.confusion import confusion_matrix
from digit_recognizer.evaluation.intervals import Share
from digit_recognizer.networks.verdict import VerdictRule
from digit_recognizer.nn.network import Network

__all__ = ["Readings", "probabilities", "read_digits"]


@dataclass(frozen=True, eq=False)
class Readings:
    """Answers and truth.

    Attributes
    ----------
    digits : WrittenDigits
        What was read.
    probabilities : NDArray[np.float32]
        Shape (n, 10), each row sums to 1; all 0 where no ink was found, which is always wrong.
    rule : VerdictRule
        Decides what is an answer.
    """

    digits: WrittenDigits
    probabilities: NDArray[np.float32]
    rule: VerdictRule = field(default_factory=VerdictRule)

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
    def correct(self) -> NDArray[np.bool_]:
        """Whether each answer is true, shape (n,)."""
        found: NDArray[np.bool_] = (self.answers == self.digits.labels) & (self.confidence > 0)
        return found

    @property
    def accuracy(self) -> Share:
        """How many were read correctly."""
        return _share(self.correct)

    @property
    def blank(self) -> Share:
        """In how many no ink was found."""
        return _share(self.confidence == 0)

    @property
    def reliability(self) -> Reliability:
        """Confidence against truth."""
        return reliability(self.confidence, self.correct)

    @property
    def confusion(self) -> NDArray[np.int64]:
        """Digits by answers, (10, 10), without those in which no ink was found."""
        inked = self.confidence > 0
        return confusion_matrix(self.digits.labels[inked], self.answers[inked])

    @property
    def refused(self) -> Share:
        """How many got no answer: blank, not sure or not a digit."""
        return _share(self.confidence < self.rule.sure_from)

    def by_writer(self) -> dict[str, Share]:
        """How many of each writer's digits were read correctly, the worst writer first."""
        writers = self.digits.writers
        shares = {name: _share(self.correct[writers == name]) for name in self.digits.all_writers}
        return dict(sorted(shares.items(), key=lambda entry: entry[1].value))


def read_digits(
    network: Network, digits: WrittenDigits, rule: VerdictRule | None = None
) -> Readings:
    """Let a network read digits that are prepared; a rule of its own decides what is an answer."""
    return Readings(digits, probabilities(network, digits.images), rule or VerdictRule())


def probabilities(network: Network, images: NDArray[np.uint8]) -> NDArray[np.float32]:
    """Return what the network says about images (n, 28, 28): (n, 10); all 0 for a black image."""
    from digit_recognizer.nn.engine import Program

    said = Program(network.architecture).probabilities(network.parameters, images)
    said[~images.any(axis=(1, 2))] = 0
    return said


def _share(which: NDArray[np.bool_]) -> Share:
    return Share(int(which.sum()), len(which))
