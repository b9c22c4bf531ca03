"""A second look at doubtful digits: read again, distorted, and compared with the learned ones.

What few digits teach the last layers is little: below them a network has thrown away what one
person's seven has and the same person's nine lacks. The pictures still have it.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from digit_recognizer.hands.deformation import deformed_distances, gradients

__all__ = ["FARS", "Examples", "candidates", "compared", "doubtful", "latest", "looked_again"]

_DOUBTFUL = 5.0
"""Where the best output is less above the next, there is doubt,"""
_OF_A_DIGIT = 0.5
"""unless the two best share less than this of the probability: what is no digit is like all."""
_CANDIDATES = 3
"""So many of the likeliest classes are compared."""
_WEIGHT = 4.0
"""What the logarithm of a distance weighs beside outputs. Chosen on writers for validation, with
the next."""
FARS = (90.0, 60.0)
"""Digits that are farther than this from all that was learned are of another hand, from what is
tried first. Less asks less of others."""
_NEAREST, _MOST_TIMES = 5.0, 4.0
"""No distance is less than the one; none counts as more than so many times the least."""
_OF_EACH = 15
"""So many learned digits of each class, the latest, are compared with."""

Values = NDArray[np.float32]


@dataclass(frozen=True, eq=False)
class Examples:
    """Learned digits as pictures.

    Attributes
    ----------
    gradients : (n, 2, 28, 28) float32
        As ``gradients`` returns them.
    labels : (n,) int64
        What they show.
    """

    gradients: Values
    labels: NDArray[np.int64]

    @classmethod
    def of(cls, images: NDArray[np.uint8], labels: NDArray[np.int64]) -> "Examples":
        """Return the latest of each class, of network inputs in the order of learning."""
        places = latest(labels)
        return cls(gradients(images[places]), labels[places])

    def distances(self, images: NDArray[np.uint8], wanted: NDArray[np.bool_]) -> Values:
        """Return how far images are from the nearest example of each wanted class, (n, 10).

        Parameters
        ----------
        images : (n, 28, 28) uint8
            Network inputs.
        wanted : (n, 10) bool
            Which classes; the distance of others, and of those without example, is infinite.
        """
        distances = np.full((len(images), 10), np.inf, np.float32)
        for row, read, classes in zip(distances, gradients(images), wanted, strict=True):
            which = np.flatnonzero(classes[self.labels])
            if len(which):
                apart = deformed_distances(read[None], self.gradients[which])
                np.minimum.at(row, self.labels[which], apart)
        return distances


def latest(labels: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return the places of the latest digits of each class, which are compared with."""
    return np.concatenate([np.flatnonzero(labels == each)[-_OF_EACH:] for each in range(10)])


def doubtful(outputs: Values) -> NDArray[np.bool_]:
    """Return which outputs, (n, 10), leave a doubt between two digits."""
    best = np.sort(outputs, axis=1)[:, ::-1]
    powers = np.exp(best - best[:, :1])
    share = powers[:, :2].sum(axis=1) / powers.sum(axis=1)
    doubt: NDArray[np.bool_] = (best[:, 0] - best[:, 1] < _DOUBTFUL) & (share >= _OF_A_DIGIT)
    return doubt


def candidates(outputs: Values) -> NDArray[np.bool_]:
    """Return which classes, (n, 10), the outputs have for the likeliest."""
    least = np.sort(outputs, axis=1)[:, -_CANDIDATES, None]
    return np.asarray(outputs >= least)


def compared(outputs: Values, distances: Values, far: float) -> Values:
    """Return outputs, (n, 10), with the distances of ``Examples.distances`` taken into account.

    What counts is by how many times a class is farther than the nearest one, and that the nearest
    one is nearer than ``far``.
    """
    distances = np.clip(distances, _NEAREST, 10 * far)
    nearest = distances.min(axis=1, keepdims=True)
    near = np.exp(-((nearest / np.float32(far)) ** 2))
    # A class of which nothing was learned is not known to be farther than that.
    times = np.minimum(np.minimum(distances, np.maximum(nearest, far)) / nearest, _MOST_TIMES)
    weighed: Values = outputs - np.float32(_WEIGHT) * np.log(times) * near
    return weighed


def looked_again(
    outputs: Values,
    copies_read: Callable[[NDArray[np.bool_]], Values],
    distances: Callable[[NDArray[np.bool_], NDArray[np.bool_]], Values],
    far: float,
) -> Values:
    """Return outputs after a second look at those that leave a doubt.

    Parameters
    ----------
    outputs : (n, 10) float32
        Of the first.
    copies_read : callable
        Returns for those that are doubtful, (n,) bool, the outputs of the distorted copies of each,
        (k, COPIES, 10).
    distances : callable
        Returns for those, and for the classes that are wanted of each, (k, 10) bool, how far they
        are from what was learned, as ``Examples.distances`` does.
    far : float
        As ``compared`` takes it.
    """
    doubt = doubtful(outputs)
    if not doubt.any():
        return outputs
    together = np.concatenate([outputs[doubt][:, None], copies_read(doubt)], axis=1).mean(axis=1)
    looked = outputs.copy()
    looked[doubt] = compared(together, distances(doubt, candidates(together)), far)
    return looked
