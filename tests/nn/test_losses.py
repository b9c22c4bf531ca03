import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from digit_recognizer.nn.losses import (
    Loss,
    MaximumAPosteriori,
    RightPenalty,
    SoftmaxCrossEntropy,
)
from tests import reference
from tests.nn.layers.checks import numerical_gradient, second_differences

LABELS = np.array([3, 0, 9, 3])
ALL = [SoftmaxCrossEntropy(), RightPenalty(), MaximumAPosteriori(1.5), MaximumAPosteriori(40)]


@pytest.fixture
def outputs() -> np.ndarray:
    return 3 * np.random.default_rng(0).random((10, 1, 1, 4))


@pytest.mark.parametrize("loss", ALL)
def test_gradient_is_that_of_finite_differences(loss: Loss, outputs: np.ndarray) -> None:
    _, gradient = loss.losses(outputs, LABELS)
    expected = numerical_gradient(lambda: float(loss.losses(outputs, LABELS)[0].sum()), outputs)
    np.testing.assert_allclose(gradient, expected, rtol=1e-5, atol=1e-8)


@pytest.mark.parametrize("loss", ALL)
def test_soft_targets_mix_the_losses_of_the_labels(loss: Loss, outputs: np.ndarray) -> None:
    targets = np.random.default_rng(1).dirichlet(np.ones(10), 4)
    losses, gradient = loss.losses(outputs, LABELS, targets)
    expected, expected_gradient = np.zeros(4), np.zeros(outputs.shape)
    for label in range(10):
        of_label, gradient_of_label = loss.losses(outputs, np.full(4, label))
        expected += targets[:, label] * of_label
        expected_gradient += targets[:, label] * gradient_of_label
    np.testing.assert_allclose(losses, expected)
    np.testing.assert_allclose(gradient, expected_gradient)


@pytest.mark.parametrize("loss", ALL)
def test_curvatures_are_those_of_second_differences(loss: Loss, outputs: np.ndarray) -> None:
    expected = second_differences(lambda: float(loss.losses(outputs, LABELS)[0].sum()), outputs)
    np.testing.assert_allclose(loss.curvatures(outputs, LABELS), expected, atol=1e-5)


@pytest.mark.parametrize("loss", [RightPenalty(), MaximumAPosteriori(1.5)])
def test_the_smallest_penalty_is_the_likeliest_class(loss: Loss, outputs: np.ndarray) -> None:
    likeliest = loss.probabilities(outputs).argmax(axis=0)
    np.testing.assert_array_equal(likeliest, outputs.argmin(axis=0).ravel())


def test_equation_9_is_the_log_of_a_probability_with_a_rubbish_class(outputs: np.ndarray) -> None:
    loss = MaximumAPosteriori(1.5)
    powers = np.exp(-outputs.reshape(10, 4))
    shares = powers / (np.exp(-1.5) + powers.sum(axis=0))
    np.testing.assert_allclose(loss.probabilities(outputs), shares, rtol=1e-12)
    losses, _ = loss.losses(outputs, LABELS)
    np.testing.assert_allclose(losses, -np.log(shares[LABELS, range(4)]), rtol=1e-12)


def test_classes_with_a_penalty_far_above_the_rubbish_class_are_left_alone() -> None:
    outputs = np.full((10, 1, 1, 1), 60.0)
    outputs[3] = 0
    _, gradient = MaximumAPosteriori(20).losses(outputs, np.array([3]))
    assert np.abs(np.delete(gradient.ravel(), 3)).max() < 1e-20
    assert gradient[3] < 1e-8


def test_penalties_without_bound_stay_finite() -> None:
    outputs = np.full((10, 1, 1, 1), 1e6, np.float32)
    losses, gradient = MaximumAPosteriori(40).losses(outputs, np.array([3]))
    assert losses[0] == pytest.approx(1e6 - 40)
    assert np.isfinite(gradient).all()


def test_agrees_with_slow_loops() -> None:
    outputs = np.random.default_rng(0).normal(size=(10, 1, 1, 4))
    labels = np.array([3, 0, 9, 3])
    losses, _ = SoftmaxCrossEntropy().losses(outputs, labels)
    expected = [
        reference.softmax_cross_entropy(outputs[..., image], label)
        for image, label in enumerate(labels)
    ]
    np.testing.assert_allclose(losses, expected, rtol=1e-12)


@given(shift=st.floats(-1e4, 1e4), seed=st.integers(0, 100))
def test_only_differences_between_scores_count(shift: float, seed: int) -> None:
    outputs = np.random.default_rng(seed).normal(size=(10, 1, 1, 3))
    loss = SoftmaxCrossEntropy()
    np.testing.assert_allclose(
        loss.probabilities(outputs + shift), loss.probabilities(outputs), atol=1e-9
    )


def test_huge_scores_stay_finite() -> None:
    outputs = np.array([1e4, -1e4, 0], np.float32).reshape(3, 1, 1, 1)
    losses, gradient = SoftmaxCrossEntropy().losses(outputs, np.array([1]))
    assert losses[0] == 2e4
    assert np.isfinite(gradient).all()
    np.testing.assert_array_equal(SoftmaxCrossEntropy().probabilities(outputs)[:, 0], [1, 0, 0])
