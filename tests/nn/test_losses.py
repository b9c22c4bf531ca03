import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from digit_recognizer.nn.losses import SoftmaxCrossEntropy
from tests import reference
from tests.nn.layers.checks import numerical_gradient


def test_agrees_with_slow_loops() -> None:
    outputs = np.random.default_rng(0).normal(size=(10, 1, 1, 4))
    labels = np.array([3, 0, 9, 3])
    losses, _ = SoftmaxCrossEntropy().losses(outputs, labels)
    expected = [
        reference.softmax_cross_entropy(outputs[..., image], label)
        for image, label in enumerate(labels)
    ]
    np.testing.assert_allclose(losses, expected, rtol=1e-12)


def test_gradient_is_that_of_finite_differences() -> None:
    outputs = np.random.default_rng(0).normal(size=(10, 1, 1, 4))
    labels = np.array([3, 0, 9, 3])
    loss = SoftmaxCrossEntropy()
    _, gradient = loss.losses(outputs, labels)
    expected = numerical_gradient(lambda: float(loss.losses(outputs, labels)[0].sum()), outputs)
    np.testing.assert_allclose(gradient, expected, rtol=1e-6, atol=1e-8)


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
