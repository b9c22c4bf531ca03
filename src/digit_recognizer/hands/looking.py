"""The second look while a hand is learned: at its own digits, and at the others' of the gate."""

from collections.abc import Sequence
from functools import cached_property
from weakref import WeakKeyDictionary

import numpy as np
from numpy.typing import NDArray

from digit_recognizer.hands.copies import COPIES, distorted_copies
from digit_recognizer.hands.deformation import deformed_distances, gradients
from digit_recognizer.hands.digits import Digits, Reads, Values
from digit_recognizer.hands.generic import GenericDigits
from digit_recognizer.hands.last_layers import LastLayers
from digit_recognizer.hands.profile import LearnedDigit
from digit_recognizer.hands.second_look import (
    Examples,
    candidates,
    latest,
    looked_again,
)

__all__ = ["Looking"]


class Looking:
    """Looks again, with whatever read first.

    Parameters
    ----------
    layers : LastLayers
        Of the network.
    generic : GenericDigits
        Of other people, for this network.
    """

    def __init__(self, layers: LastLayers, generic: GenericDigits) -> None:
        self._layers = layers
        self._generic = generic
        self._others = gradients(generic.pictures)
        self._candidates = candidates(layers.read(generic.inputs[: len(self._others)])[1])
        self._known: WeakKeyDictionary[LearnedDigit, Values] = WeakKeyDictionary()

    @cached_property
    def _copies(self) -> Digits:
        """Of each of the others' pictures, one after another."""
        copies = distorted_copies(self._generic.pictures).reshape(-1, 28, 28)
        labels = self._generic.labels[: len(self._others)].repeat(COPIES)
        return Digits.of(self._layers, self._layers.inputs(copies), labels)

    def own(self, learned: Digits, reads: Reads, far: float) -> Reads:
        """Return what reads digits that have copies and images, and looks again."""
        examples = Examples.of(learned.images, learned.labels)

        def look(digits: Digits) -> Values:
            def copies_read(which: NDArray[np.bool_]) -> Values:
                rows = digits.copies[which].reshape(-1, digits.copies.shape[-1])
                labels = digits.labels[which].repeat(COPIES)
                return reads(Digits.of(self._layers, rows, labels)).reshape(-1, COPIES, 10)

            def distances(which: NDArray[np.bool_], wanted: NDArray[np.bool_]) -> Values:
                return examples.distances(digits.images[which], wanted)

            return looked_again(reads(digits), copies_read, distances, far)

        return look

    def at_others(
        self, learned: Sequence[LearnedDigit], reads: Reads, outputs: Values, far: float
    ) -> Values:
        """Return others' outputs after a second look, beside learned digits.

        Parameters
        ----------
        learned : sequence of LearnedDigit
        reads : callable
            What reads at first.
        outputs : (m, 10) float32
            Of the generic digits, by that.
        far : float
            As ``compared`` takes it.
        """
        count = len(self._others)
        apart = np.full((count, 10), np.inf, np.float32)
        for place in latest(np.array([each.label for each in learned], np.int64)):
            column = apart[:, learned[place].label]
            np.minimum(column, self._distances(learned[place]), out=column)

        def copies_read(which: NDArray[np.bool_]) -> Values:
            return reads(self._copies.chosen(which.repeat(COPIES))).reshape(-1, COPIES, 10)

        def distances(which: NDArray[np.bool_], wanted: NDArray[np.bool_]) -> Values:
            return np.where(wanted, apart[which], np.float32(np.inf))

        return np.concatenate(
            [looked_again(outputs[:count], copies_read, distances, far), outputs[count:]]
        )

    def _distances(self, digit: LearnedDigit) -> Values:
        """Return those of the others for whom the digit's class is a candidate, (count,)."""
        if digit not in self._known:
            which = self._candidates[:, digit.label]
            apart = np.full(len(which), np.inf, np.float32)
            apart[which] = deformed_distances(self._others[which], gradients(digit.image[None]))
            self._known[digit] = apart
        return self._known[digit]
