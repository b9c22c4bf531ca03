from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from digit_recognizer.nn.optimizers import Adam, AdamW, GradientDescent, Optimizer
from tests.nn import reference_optimizers as reference

WEIGHTS = [0.7, -1.3, 0.0]
fraction = st.floats(0, 0.99)
steps = st.lists(
    st.tuples(st.lists(st.floats(-10, 10), min_size=3, max_size=3), st.floats(0.001, 0.2)),
    min_size=1,
    max_size=12,
)
Steps = list[tuple[list[float], float]]


def follow(optimizer: Optimizer, steps: Steps) -> NDArray[np.floating[Any]]:
    """The weights after each step, (steps, 3)."""
    parameters = np.array(WEIGHTS, np.float32)
    state = optimizer.initial_state(3)
    result = []
    for gradients, learning_rate in steps:
        optimizer.update(parameters, np.array(gradients, np.float32), state, learning_rate)
        result.append(parameters.copy())
    return np.array(result)


def of_one_weight(steps: Steps, place: int) -> list[tuple[float, float]]:
    return [(gradients[place], learning_rate) for gradients, learning_rate in steps]


@given(steps, fraction, st.floats(0, 0.1))
def test_gradient_descent_is_its_formula_number_by_number(
    steps: Steps, momentum: float, weight_decay: float
) -> None:
    result = follow(GradientDescent(momentum, weight_decay), steps)
    for place, weight in enumerate(WEIGHTS):
        expected = reference.gradient_descent(
            weight, of_one_weight(steps, place), momentum, weight_decay
        )
        np.testing.assert_allclose(result[:, place], expected, rtol=1e-4, atol=1e-4)


@given(steps, fraction, st.floats(0.5, 0.999), st.sampled_from([1e-8, 1e-4, 1.0]))
def test_adam_is_its_formula_number_by_number(
    steps: Steps, mean_decay: float, square_decay: float, epsilon: float
) -> None:
    result = follow(Adam(mean_decay, square_decay, epsilon), steps)
    for place, weight in enumerate(WEIGHTS):
        expected = reference.adamw(
            weight, of_one_weight(steps, place), mean_decay, square_decay, epsilon, 0
        )
        np.testing.assert_allclose(result[:, place], expected, rtol=1e-3, atol=1e-3)


@given(steps, st.floats(0, 1))
def test_adamw_takes_its_share_of_each_weight_before_the_step(
    steps: Steps, weight_decay: float
) -> None:
    result = follow(AdamW(epsilon=1e-4, weight_decay=weight_decay), steps)
    for place, weight in enumerate(WEIGHTS):
        expected = reference.adamw(
            weight, of_one_weight(steps, place), 0.9, 0.999, 1e-4, weight_decay
        )
        np.testing.assert_allclose(result[:, place], expected, rtol=1e-3, atol=1e-3)


def test_the_first_step_of_adam_is_the_learning_rate_whatever_the_gradients_size() -> None:
    (result,) = follow(Adam(), [([1e-3, -40.0, 7.0], 0.01)])
    np.testing.assert_allclose(result - WEIGHTS, [-0.01, 0.01, -0.01], rtol=1e-4)


@pytest.mark.parametrize("optimizer", [GradientDescent(0.9, 0.001), Adam(), AdamW()])
def test_steps_are_made_in_place_and_all_memory_is_in_the_state(optimizer: Optimizer) -> None:
    generator = np.random.default_rng(0)
    gradients = generator.normal(size=(20, 5)).astype(np.float32)
    whole, halves = np.ones(5, np.float32), np.ones(5, np.float32)
    state = optimizer.initial_state(5)
    for gradient in gradients:
        optimizer.update(whole, gradient, state, 0.01)
    state = optimizer.initial_state(5)
    for gradient in gradients[:10]:
        optimizer.update(halves, gradient, state, 0.01)
    state = {name: vector.copy() for name, vector in state.items()}
    for gradient in gradients[10:]:
        optimizer.update(halves, gradient, state, 0.01)
    assert whole.dtype == np.float32
    np.testing.assert_array_equal(whole, halves)


@pytest.mark.parametrize("optimizer", [GradientDescent(0.9), Adam(), AdamW(weight_decay=1e-4)])
def test_every_optimizer_finds_the_bottom_of_a_bowl(optimizer: Optimizer) -> None:
    target = np.array([1.0, -2.0, 3.0], np.float32)
    parameters = np.zeros(3, np.float32)
    state = optimizer.initial_state(3)
    for step in range(2000):
        optimizer.update(parameters, parameters - target, state, 0.05 * 0.997**step)
    np.testing.assert_allclose(parameters, target, atol=0.01)


@pytest.mark.parametrize(
    ("kind", "settings", "message"),
    [
        (GradientDescent, {"momentum": 1}, "momentum: expected a number from 0 to below 1, got 1"),
        (GradientDescent, {"weight_decay": -1}, "weight decay: expected a number of at least 0"),
        (Adam, {"mean_decay": -0.1}, "mean decay: expected a number from 0 to below 1, got -0.1"),
        (Adam, {"square_decay": 1.5}, "square decay: expected a number from 0 to below 1, got 1.5"),
        (Adam, {"epsilon": 0}, "epsilon: expected a number above 0, got 0"),
        (AdamW, {"weight_decay": float("nan")}, "weight decay: .* at least 0, got nan"),
        (AdamW, {"mean_decay": 2}, "mean decay: expected a number from 0 to below 1, got 2"),
    ],
)
def test_settings_out_of_range_are_refused(
    kind: type[Any], settings: dict[str, float], message: str
) -> None:
    with pytest.raises(ValueError, match=message):
        kind(**settings)
