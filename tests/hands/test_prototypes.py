"""Prototypes, against the slow way: the same steps in double precision, by the inverse itself."""

import numpy as np
import pytest
from numpy.typing import NDArray

from digit_recognizer.hands.prototypes import fit_prototypes

UNITS = 84


def fitted_slowly(
    values: NDArray[np.float64], outputs: NDArray[np.float64], labels: NDArray[np.int64]
) -> NDArray[np.float64]:
    """Return what each of some digits adds at its centre, at a width of 4 and a penalty of 0.05."""
    squares = ((values[:, np.newaxis] - values) ** 2).sum(axis=2)
    closeness = np.exp(-squares / (2 * 4**2))
    step = np.linalg.inv(closeness / 2 + 0.05 * np.eye(len(values)))
    amounts = np.zeros_like(outputs)
    for _ in range(30):
        powers = np.exp(outputs + closeness @ amounts)
        shares = powers / powers.sum(axis=1, keepdims=True)
        amounts += step @ (np.eye(outputs.shape[1])[labels] - shares - 0.05 * amounts)
    return amounts


@pytest.mark.parametrize("apart", [0.0, 0.3, 3.0])
@pytest.mark.parametrize("digits", [1, 2, 65, 130])
def test_prototypes_are_those_of_the_slow_way(digits: int, apart: float) -> None:
    """Also where all digits are the same one, ``apart`` is 0, and the matrix nearly singular."""
    rng = np.random.default_rng(7)
    values = rng.normal(0, 1, (1, UNITS)) + apart * rng.normal(0, 1, (digits, UNITS))
    outputs, labels = rng.normal(0, 2, (digits, 10)), rng.integers(0, 10, digits)
    found = fit_prototypes(
        values.astype(np.float32), outputs.astype(np.float32), labels, width=4.0
    ).amounts
    np.testing.assert_allclose(found, fitted_slowly(values, outputs, labels), atol=0.01)
