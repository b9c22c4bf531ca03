"""The last step: from outputs to probabilities, by the loss's own rule."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from digit_recognizer.inspection import posterior_of, take_snapshot
from digit_recognizer.nn.losses import Loss, MaximumAPosteriori, RightPenalty, SoftmaxCrossEntropy
from tests.inspection.networks import random_image, random_network

LOSSES = pytest.mark.parametrize(
    "loss", [SoftmaxCrossEntropy(), RightPenalty(), MaximumAPosteriori(5.0)], ids=repr
)
OUTPUTS = arrays(np.float64, 10, elements=st.floats(-1500, 1500))


@LOSSES
@given(outputs=OUTPUTS)
def test_each_probability_is_a_power_divided_by_the_sum_of_all(
    loss: Loss, outputs: np.ndarray
) -> None:
    found = posterior_of(loss, outputs)
    shares = np.exp(found.exponents - found.exponent_of_sum)
    np.testing.assert_allclose(shares, found.probabilities, rtol=1e-9, atol=1e-300)


@LOSSES
@given(outputs=OUTPUTS)
def test_the_probabilities_and_that_of_rubbish_add_up_to_1(loss: Loss, outputs: np.ndarray) -> None:
    found = posterior_of(loss, outputs)
    assert found.probabilities.sum() + found.rubbish_probability == pytest.approx(1)


def test_softmax_raises_e_to_the_scores_and_the_1998_rule_to_minus_the_distances() -> None:
    outputs = np.arange(10.0)
    assert posterior_of(SoftmaxCrossEntropy(), outputs).exponents.tolist() == outputs.tolist()
    nine = posterior_of(MaximumAPosteriori(5.0), outputs)
    assert nine.exponents.tolist() == (-outputs).tolist()
    assert nine.rubbish_exponent == -5.0
    assert nine.rule == "penalties and rubbish"


@pytest.mark.parametrize("name", ["lenet5", "lenet5-1998", "linear"])
def test_a_snapshot_has_the_posterior_of_its_last_values(name: str) -> None:
    snapshot = take_snapshot(random_network(name), random_image(), temperature=1.5)
    assert snapshot.posterior.temperature == 1.5
    assert snapshot.probabilities is snapshot.posterior.probabilities
    sign = -1 if name == "lenet5-1998" else 1
    np.testing.assert_array_equal(sign * snapshot.posterior.exponents, snapshot.values[-1].ravel())
