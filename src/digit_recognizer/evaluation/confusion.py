"""Which digit is taken for which."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

__all__ = ["Confusion", "confusion_matrix", "most_confused"]

DIGITS = 10


@dataclass(frozen=True)
class Confusion:
    """A digit, what it was taken for, and how often."""

    digit: int
    taken_for: int
    count: int


def confusion_matrix(
    labels: NDArray[np.integer], answers: NDArray[np.integer]
) -> NDArray[np.int64]:
    """Count the answers to each digit.

    Parameters
    ----------
    labels, answers : (n,) integers
        0 to 9.

    Returns
    -------
    (10, 10) int64: a row for each digit, a column for each answer.
    """
    pairs = labels.astype(np.int64) * DIGITS + answers
    return np.bincount(pairs, minlength=DIGITS * DIGITS).reshape(DIGITS, DIGITS)


def most_confused(matrix: NDArray[np.int64], most: int = 5) -> list[Confusion]:
    """Return the most frequent mistakes of a confusion matrix, the most frequent one first."""
    mistakes = matrix.copy()
    np.fill_diagonal(mistakes, 0)
    order = np.argsort(-mistakes, axis=None, kind="stable")[:most]
    found = (Confusion(*divmod(int(place), DIGITS), int(mistakes.flat[place])) for place in order)
    return [confusion for confusion in found if confusion.count]
