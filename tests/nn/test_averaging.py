import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from digit_recognizer.nn.averaging import ExponentialAverage
from tests.nn import reference_optimizers as reference


@given(st.lists(st.floats(-10, 10, width=32), min_size=1, max_size=30), st.floats(0, 0.999))
def test_older_steps_count_less_by_the_decay(values: list[float], decay: float) -> None:
    average = ExponentialAverage(decay)
    state = average.initial_state(1)
    for value in values:
        average.update(np.array([value], np.float32), state)
    expected = reference.weighted_mean(values, decay)
    np.testing.assert_allclose(average.parameters(state), expected, rtol=1e-3, atol=1e-3)


def test_the_first_average_is_the_first_steps_parameters() -> None:
    average = ExponentialAverage(0.999)
    state = average.initial_state(3)
    average.update(np.array([1, -2, 3], np.float32), state)
    np.testing.assert_allclose(average.parameters(state), [1, -2, 3], rtol=1e-5)


def test_without_a_step_there_is_no_average() -> None:
    average = ExponentialAverage()
    with pytest.raises(ValueError, match="expected at least one step, found none"):
        average.parameters(average.initial_state(3))


@pytest.mark.parametrize("decay", [-0.1, 1, float("nan")])
def test_a_decay_out_of_range_is_refused(decay: float) -> None:
    with pytest.raises(ValueError, match="decay: expected a number from 0 to below 1, got"):
        ExponentialAverage(decay)
