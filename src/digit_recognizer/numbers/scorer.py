"""What each segment costs as each character: the network's answer, its shape and its place.

The network tells digits, signs and what is neither apart by their shape. What its answer is worth
here, a hidden layer learns from that answer, the network input, made coarse, and the geometry: a
point, a comma and a minus differ by place more than by shape, and half a digit has a place too. All
of it learns through the graph (``numbers.learning``).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache

import numpy as np
from numpy.typing import NDArray

from digit_recognizer.numbers.geometry import FEATURES
from digit_recognizer.numbers.graph import NO_CHARACTER
from digit_recognizer.numbers.patterns import DIGITS, SIGNS
from digit_recognizer.numbers.shipped_tensors import shipped_tensors

__all__ = [
    "LABELS",
    "LEAST_LOG",
    "NOTHING",
    "OF_KIND",
    "WEIGHTS",
    "Scorer",
    "scorer_inputs",
    "shipped_scorer",
    "split",
]

LABELS = (*DIGITS, *SIGNS, NO_CHARACTER)
"""What a segment may be, in the order of the costs."""
NOTHING = LABELS.index(NO_CHARACTER)
"""The place of no character among them."""

_KINDS = 2 + len(SIGNS)
OF_KIND = np.zeros((_KINDS, len(LABELS)))
"""Digits are one kind, and share what the hidden layer says of them; all others are their own."""
OF_KIND[0, : len(DIGITS)] = 1
OF_KIND[1:, len(DIGITS) :] = np.eye(_KINDS - 1)

_COARSE = 7
LEAST_LOG = float(np.log(1e-4))
"""Probabilities with a lower logarithm are as good as none."""
_INPUTS = len(LABELS) + _COARSE**2 + len(FEATURES)
WEIGHTS = "scorers.safetensors"
"""The file of the package that holds what was learned, for strokes and for pictures."""

_Array = NDArray[np.float64]


def scorer_inputs(images: NDArray[np.uint8], logs: _Array, geometry: _Array) -> _Array:
    """Return what a scorer looks at.

    Parameters
    ----------
    images : (n, 28, 28) uint8
        The network inputs of segments.
    logs : (n, labels)
        Logarithms of the probabilities that the network gives each label.
    geometry : (n, features)

    Returns
    -------
    (n, inputs) float64
        The first ones are the logarithms, those of next to nothing raised, the last ones the
        geometry.
    """
    side = images.shape[1] // _COARSE
    # Rows, then columns, are added: NumPy's mean over axes so short takes ten times as long.
    rows = np.stack([images[:, row::side] for row in range(side)]).sum(axis=0, dtype=np.uint16)
    coarse = np.stack([rows[:, :, at::side] for at in range(side)]).sum(axis=0)
    coarse = coarse / (255 * side**2)
    return np.concatenate(
        (np.maximum(logs, LEAST_LOG), coarse.reshape(len(images), -1), geometry), axis=1
    )


def split(vector: NDArray[np.floating], units: int) -> dict[str, NDArray[np.floating]]:
    """Return a scorer's parameters as views of one vector.

    Parameters
    ----------
    vector : ndarray
        As long as ``Scorer.size(units)``.
    units : int
        Of the hidden layer.
    """
    views, start = {}, 0
    for name, shape in _shapes(units).items():
        stop = start + int(np.prod(shape))
        views[name] = vector[start:stop].reshape(shape)
        start = stop
    return views


def _shapes(units: int) -> dict[str, tuple[int, ...]]:
    return {
        "hidden": (_INPUTS + 1, units),
        "output": (units + 1, _KINDS),
        "place": (len(FEATURES), len(DIGITS)),
        "trust": (_KINDS,),
    }


@dataclass(frozen=True, eq=False)
class Scorer:
    """From what a segment looks like to the cost of each label.

    Attributes
    ----------
    hidden : (inputs + 1, units)
        Weights of the hidden layer; the last row is added as it is.
    output : (units + 1, kinds)
        The same of the cost of each kind.
    place : (features, 10)
        What geometry adds to the cost of each digit: a 1 is narrow.
    trust : (kinds,)
        What the network's own cost of each kind is multiplied by.
    """

    hidden: NDArray[np.floating]
    output: NDArray[np.floating]
    place: NDArray[np.floating]
    trust: NDArray[np.floating]

    @staticmethod
    def size(units: int) -> int:
        """Return the number of parameters with so many units in the hidden layer."""
        return sum(int(np.prod(shape)) for shape in _shapes(units).values())

    @classmethod
    def of(cls, tensors: Mapping[str, NDArray[np.floating]], prefix: str = "") -> "Scorer":
        """Return the scorer whose parameters have these names.

        Features that came after it had learned, the last ones, count nothing.
        """
        found = cls(*(tensors[prefix + name] for name in _shapes(1)))
        later = len(FEATURES) - len(found.place)
        if not later:
            return found
        before_last = [len(found.hidden) - 1] * later
        return replace(
            found,
            hidden=np.insert(found.hidden, before_last, 0, axis=0),
            place=np.pad(found.place, ((0, later), (0, 0))),
        )

    @classmethod
    def mean_of(cls, scorers: Sequence["Scorer"]) -> "Scorer":
        """Return the scorer whose costs are the mean of those of some, with all their units."""
        share = np.float32(1 / len(scorers))
        return cls(
            np.concatenate([each.hidden for each in scorers], axis=1),
            np.concatenate(
                [each.output[:-1] * share for each in scorers]
                + [np.mean([each.output[-1:] for each in scorers], axis=0)]
            ),
            np.mean([each.place for each in scorers], axis=0),
            np.mean([each.trust for each in scorers], axis=0),
        )

    def activations(self, inputs: _Array) -> _Array:
        """Return those of the hidden layer, (n, units)."""
        activations: _Array = np.tanh(inputs @ self.hidden[:-1] + self.hidden[-1])
        return activations

    def costs(self, inputs: _Array, activations: _Array | None = None) -> _Array:
        """Return the cost of each label, (n, labels), for segments as ``scorer_inputs`` gives them.

        Parameters
        ----------
        inputs : (n, inputs) float64
        activations : (n, units) float64, optional
            Where they are known.
        """
        if activations is None:
            activations = self.activations(inputs)
        costs: _Array = (activations @ self.output[:-1] + self.output[-1]) @ OF_KIND
        costs[:, : len(DIGITS)] += inputs[:, -len(FEATURES) :] @ self.place
        costs -= (self.trust @ OF_KIND) * inputs[:, : len(LABELS)]
        return costs


@cache
def shipped_scorer(of: str) -> Scorer:
    """Return what was learned for ``"strokes"``, ``"pictures"`` or ``"cells"``."""
    return Scorer.of(shipped_tensors(WEIGHTS), prefix=f"{of}.")
