"""Digits as learning and gates have them, and what reads them."""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from digit_recognizer.hands.last_layers import LastLayers

__all__ = ["Digits", "Fits", "Reads", "Values"]

Values = NDArray[np.float32]


class Digits(NamedTuple):
    """Digits of one hand, or of others: what the layers make of them, labels, and images.

    What reaches the last layers of distorted copies, (n, COPIES, values), and images, (n, 28, 28),
    level two alone needs: there may be none of them.
    """

    inputs: Values
    values: Values
    outputs: Values
    labels: NDArray[np.int64]
    copies: Values
    images: NDArray[np.uint8]

    @classmethod
    def of(cls, layers: LastLayers, inputs: Values, labels: NDArray[np.int64]) -> "Digits":
        """Return what the layers make of what reaches them, without copies and images."""
        copies = np.empty((len(labels), 0, inputs.shape[1]), np.float32)
        images = np.empty((len(labels), 0, 0), np.uint8)
        return cls(inputs, *layers.read(inputs), labels, copies, images)

    def chosen(self, which: NDArray[np.bool_]) -> "Digits":
        """Return some of them."""
        inputs, values, outputs, labels, copies, images = self
        return Digits(
            *(inputs[which], values[which], outputs[which]),
            *(labels[which], copies[which], images[which]),
        )


Reads = Callable[[Digits], Values]
"""From digits to outputs, (n, 10)."""
Fits = Callable[[Digits], Reads]
"""From the digits that are learned to what reads others then."""
