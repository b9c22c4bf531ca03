"""Level one: prototypes beside the outputs, which speak up where a digit lies close to them.

Radial basis units on the values of the last hidden layer, added to the outputs of a network that
stays as it is: J. C. Platt, N. P. Matić, "A constructive RBF network for writer adaptation",
Advances in Neural Information Processing Systems 9, 1996. Each learned digit is the centre of one.
What the units add is found by kernel logistic regression with the network's outputs as the offset:
it is nothing where the network is right and sure by itself.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

__all__ = ["WIDTHS", "Prototypes", "fit_prototypes"]

WIDTHS = (4.0, 3.0, 2.0, 1.0)
"""Standard deviations of a unit, in F6, from the one that is tried first: digits of one class and
hand lie about 4 apart, those of two classes three times as far. A narrower one asks less of others.
Chosen on writers for validation, with the next."""
_PENALTY = 0.05
"""What a unit's amount costs. Less follows single digits more closely, and others pay for it."""
_STEPS = 30
_SMALL = 32
"""Half a matrix that is inverted as a whole."""


@dataclass(frozen=True, eq=False)
class Prototypes:
    """Radial basis units.

    Attributes
    ----------
    centres : (n, units) float32
        Values of the hidden layer.
    amounts : (n, 10) float32
        What each adds to the outputs at its centre.
    width : float
        Their standard deviation.
    """

    centres: NDArray[np.float32]
    amounts: NDArray[np.float32]
    width: float

    def added(self, values: NDArray[np.float32]) -> NDArray[np.float32]:
        """Return what is added to the outputs, (m, 10), for values of the hidden layer."""
        added: NDArray[np.float32] = _closeness(values, self.centres, self.width) @ self.amounts
        return added


def fit_prototypes(
    values: NDArray[np.float32],
    outputs: NDArray[np.float32],
    labels: NDArray[np.integer],
    width: float,
) -> Prototypes:
    """Return a unit for each learned digit.

    Parameters
    ----------
    values : (n, units) float32
        Of the hidden layer.
    outputs : (n, 10) float32
        Of the network.
    labels : (n,) integers
        What the digits are.
    width : float
        Of the units, in the unit of ``values``.
    """
    closeness = _closeness(values, values, width)
    wanted = np.eye(outputs.shape[1], dtype=np.float32)[labels]
    # The curvature of softmax is at most a half: with that bound every step goes down (Böhning,
    # "Multinomial logistic regression algorithm", 1992).
    step = _inverse(closeness / 2 + _PENALTY * np.eye(len(values), dtype=np.float32))
    amounts = np.zeros_like(wanted)
    for _ in range(_STEPS):
        missing = wanted - _softmax(outputs + closeness @ amounts) - _PENALTY * amounts
        amounts += step @ missing
    return Prototypes(values, amounts, width)


def _closeness(
    values: NDArray[np.float32], centres: NDArray[np.float32], width: float
) -> NDArray[np.float32]:
    squares = (values**2).sum(axis=1)[:, None] + (centres**2).sum(axis=1) - 2 * values @ centres.T
    closeness: NDArray[np.float32] = np.exp(np.maximum(squares, 0) / (-2 * width**2))
    return closeness


def _inverse(matrix: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return the inverse of a symmetric positive definite matrix, by halves (Schur).

    A third of the time that ``np.linalg.inv`` takes, which does not know that it is such.
    """
    half = len(matrix) // 2
    if half < _SMALL:
        return np.linalg.inv(matrix)
    across = matrix[:half, half:]
    first = _inverse(matrix[:half, :half])
    moved = first @ across
    last = _inverse(matrix[half:, half:] - across.T @ moved)
    corner = -moved @ last
    return np.block([[first - corner @ moved.T, corner], [corner.T, last]])


def _softmax(outputs: NDArray[np.float32]) -> NDArray[np.float32]:
    powers = np.exp(outputs - outputs.max(axis=1, keepdims=True))
    shares: NDArray[np.float32] = powers / powers.sum(axis=1, keepdims=True)
    return shares
