from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from digit_recognizer.lenet.architectures import ARCHITECTURES
from digit_recognizer.nn.architecture import Slot
from digit_recognizer.nn.layers.layer import ParameterSpec
from digit_recognizer.nn.optimizers import (
    Adam,
    AdamW,
    GradientDescent,
    Muon,
    Optimizer,
    blocks_of,
    orthogonal,
)
from tests.nn import reference_optimizers as reference

WEIGHTS = [0.7, -1.3, 0.0]


def slot(*shape: int, start: int = 0) -> Slot:
    return Slot("layer", "weights", ParameterSpec(shape, np.array(1)), start)


SLOTS = [slot(3)]
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
        optimizer.update(parameters, np.array(gradients, np.float32), state, learning_rate, SLOTS)
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


@pytest.mark.parametrize("optimizer", [GradientDescent(0.9, 0.001), Adam(), AdamW(), Muon()])
def test_steps_are_made_in_place_and_all_memory_is_in_the_state(optimizer: Optimizer) -> None:
    generator = np.random.default_rng(0)
    gradients = generator.normal(size=(20, 5)).astype(np.float32)
    whole, halves = np.ones(5, np.float32), np.ones(5, np.float32)
    state = optimizer.initial_state(5)
    for gradient in gradients:
        optimizer.update(whole, gradient, state, 0.01, SLOTS)
    state = optimizer.initial_state(5)
    for gradient in gradients[:10]:
        optimizer.update(halves, gradient, state, 0.01, SLOTS)
    state = {name: vector.copy() for name, vector in state.items()}
    for gradient in gradients[10:]:
        optimizer.update(halves, gradient, state, 0.01, SLOTS)
    assert whole.dtype == np.float32
    np.testing.assert_array_equal(whole, halves)


@pytest.mark.parametrize(
    "optimizer", [GradientDescent(0.9), Adam(), AdamW(weight_decay=1e-4), Muon()]
)
def test_every_optimizer_finds_the_bottom_of_a_bowl(optimizer: Optimizer) -> None:
    target = np.array([1.0, -2.0, 3.0], np.float32)
    parameters = np.zeros(3, np.float32)
    state = optimizer.initial_state(3)
    for step in range(2000):
        optimizer.update(parameters, parameters - target, state, 0.05 * 0.997**step, SLOTS)
    np.testing.assert_allclose(parameters, target, atol=0.01)


def matrix(rows: int, columns: int, seed: int = 0) -> NDArray[np.float32]:
    return np.random.default_rng(seed).normal(size=(rows, columns)).astype(np.float32)


@given(st.integers(1, 12), st.integers(1, 12), st.integers(0, 99), st.sampled_from([1e-6, 1, 1e6]))
def test_a_matrix_made_orthogonal_keeps_its_singular_vectors(
    rows: int, columns: int, seed: int, size: float
) -> None:
    before = matrix(rows, columns, seed) * np.float32(size)
    expected = reference.nearly_orthogonal(before.astype(float))
    np.testing.assert_allclose(orthogonal(before), expected, atol=1e-3)


def test_singular_values_become_about_one_and_nothing_stays_nothing() -> None:
    values = np.linalg.svd(orthogonal(matrix(40, 300)), compute_uv=False)
    assert values.min() > 0.68
    assert values.max() < 1.21
    assert not orthogonal(np.zeros((3, 5), np.float32)).any()


@given(st.integers(0, 99), fraction, st.lists(st.floats(0.001, 0.2), min_size=1, max_size=5))
def test_muon_is_its_recursion_on_each_matrix(
    seed: int, momentum: float, rates: list[float]
) -> None:
    slots = [slot(3, 2, 2), slot(5, start=12)]
    weights, *gradients = matrix(1 + len(rates), 17, seed)
    parameters, optimizer = weights.copy(), Muon(momentum)
    state = optimizer.initial_state(17)
    for gradient, rate in zip(gradients, rates, strict=True):
        optimizer.update(parameters, gradient, state, rate, slots)
    for part, shape in ((slice(12), (3, 4)), (slice(12, 17), (1, 5))):
        steps = [
            (gradient[part].reshape(shape).astype(float), rate)
            for gradient, rate in zip(gradients, rates, strict=True)
        ]
        expected = reference.muon(weights[part].reshape(shape).astype(float), steps, momentum)
        np.testing.assert_allclose(parameters[part], expected.ravel(), atol=1e-3)


@pytest.mark.parametrize("name", ARCHITECTURES)
def test_blocks_hold_every_parameter_once_in_rows_of_one_unit(name: str) -> None:
    slots = ARCHITECTURES[name]().slots
    blocks = blocks_of(slots)
    numbers = np.arange(slots[-1].stop)
    held = np.concatenate([block.view(numbers).ravel() for block in blocks])
    np.testing.assert_array_equal(held, numbers)
    assert max(block.rows for block in blocks) <= 64
    assert (60, 400) in [(block.rows, block.columns) for block in blocks_of([slot(120, 16, 5, 5)])]


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
        (Muon, {"momentum": 1}, "momentum: expected a number from 0 to below 1, got 1"),
    ],
)
def test_settings_out_of_range_are_refused(
    kind: type[Any], settings: dict[str, float], message: str
) -> None:
    with pytest.raises(ValueError, match=message):
        kind(**settings)
