import numpy as np
import pytest

from digit_recognizer.nn.layers import Tanh
from tests import reference
from tests.nn.layers.checks import check_curvatures, check_gradients


@pytest.mark.parametrize(("amplitude", "slope"), [(1.0, 1.0), (1.7159, 2 / 3)])
class TestTanh:
    def test_agrees_with_slow_loops(self, amplitude: float, slope: float) -> None:
        inputs = np.random.default_rng(0).normal(size=(2, 3, 3, 2))
        expected = reference.tanh(inputs, amplitude, slope)
        outputs = Tanh("T", amplitude, slope).forward({}, inputs)
        np.testing.assert_allclose(outputs, expected, rtol=1e-12)

    def test_gradients_are_those_of_finite_differences(
        self, amplitude: float, slope: float
    ) -> None:
        check_gradients(Tanh("T", amplitude, slope), (2, 3, 3))

    def test_leaves_its_input_alone(self, amplitude: float, slope: float) -> None:
        inputs = np.ones((1, 1, 1, 1), np.float32)
        outputs = Tanh("T", amplitude, slope).forward({}, inputs)
        assert inputs == 1
        assert outputs.dtype == np.float32

    def test_curvatures_are_those_of_second_differences(
        self, amplitude: float, slope: float
    ) -> None:
        # A slope of the loss would add the second derivative of tanh, which the paper drops.
        check_curvatures(Tanh("T", amplitude, slope), (2, 3, 3), slope=0)


def test_the_papers_squashing_maps_one_to_one() -> None:
    ones = np.array([1.0, -1.0]).reshape(1, 1, 1, 2)
    outputs = Tanh("T", 1.7159, 2 / 3).forward({}, ones)
    np.testing.assert_allclose(outputs, ones, atol=1e-4)
