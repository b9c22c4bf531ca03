"""When a network answers, when it doubts, and when it says that this is no digit."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from digit_recognizer.networks.verdict import VerdictRule

RULE = VerdictRule(sure_from=0.7, rivals_from=0.8)


def probabilities(first: float, second: float) -> np.ndarray:
    """Ten of them; the others have what these two leave."""
    rest = np.full(10, (1 - first - second) / 8)
    rest[[4, 9]] = first, second
    return rest


@pytest.mark.parametrize(
    ("first", "second", "verdict"),
    [
        (0.99, 0.01, "digit"),
        (0.7, 0.05, "digit"),
        (0.5, 0.45, "not sure"),
        (0.69, 0.01, "not a digit"),
        (0.2, 0.1, "not a digit"),
    ],
)
def test_the_two_likeliest_decide(first: float, second: float, verdict: str) -> None:
    assert RULE(probabilities(first, second)) == verdict


@given(st.permutations(range(10)))
def test_which_digits_they_are_does_not_matter(order: list[int]) -> None:
    assert RULE(probabilities(0.5, 0.4)[order]) == "not sure"


def test_a_network_that_knows_digits_alone_calls_everything_a_digit() -> None:
    assert VerdictRule()(np.full(10, 0.1)) == "not sure"


@pytest.mark.parametrize("settings", [(1.5, 0), (0.5, -0.1)])
def test_a_probability_is_from_0_to_1(settings: tuple[float, float]) -> None:
    with pytest.raises(ValueError, match="expected a probability from 0 to 1"):
        VerdictRule(*settings)
