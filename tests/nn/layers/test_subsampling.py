import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from digit_recognizer.nn.layers import AverageSubsampling, ShapeError, TrainableSubsampling
from digit_recognizer.nn.layers.subsampling import spread_squares, sum_squares
from tests import reference
from tests.nn.layers.checks import check_curvatures, check_gradients, random_parameters


@settings(max_examples=30, deadline=None)
@given(
    channels=st.integers(1, 3),
    rows=st.integers(1, 3),
    columns=st.integers(1, 3),
    size=st.integers(1, 3),
    batch=st.integers(1, 3),
)
def test_agrees_with_slow_loops(
    channels: int, rows: int, columns: int, size: int, batch: int
) -> None:
    layer = AverageSubsampling("S", size)
    inputs = np.random.default_rng(0).normal(size=(channels, rows * size, columns * size, batch))
    outputs = layer.forward({}, inputs)
    for image in range(batch):
        expected = reference.average_subsampling(inputs[..., image], size)
        np.testing.assert_allclose(outputs[..., image], expected, rtol=1e-12, atol=1e-12)


def test_gradients_are_those_of_finite_differences() -> None:
    check_gradients(AverageSubsampling("S2"), (2, 4, 6))


def test_spreading_undoes_summing_but_for_the_number_of_pixels() -> None:
    maps = np.random.default_rng(0).normal(size=(2, 3, 4, 5))
    np.testing.assert_allclose(sum_squares(spread_squares(maps, 2), 2), 4 * maps)


def test_a_map_that_squares_do_not_cover_is_refused() -> None:
    with pytest.raises(ShapeError, match="layer S2: expected .* 2 divides, got 27×28"):
        AverageSubsampling("S2").output_shape((6, 27, 28))


class TestTrainable:
    def test_agrees_with_slow_loops(self) -> None:
        layer = TrainableSubsampling("S2")
        generator = np.random.default_rng(0)
        parameters = random_parameters(layer, (3, 4, 6), generator)
        inputs = generator.normal(size=(3, 4, 6, 2))
        outputs = layer.forward(parameters, inputs)
        for image in range(2):
            averages = reference.average_subsampling(inputs[..., image], 2)
            for channel in range(3):
                coefficient = parameters["coefficients"][channel]
                expected = coefficient * 4 * averages[channel] + parameters["biases"][channel]
                np.testing.assert_allclose(outputs[channel, :, :, image], expected, rtol=1e-12)

    def test_gradients_are_those_of_finite_differences(self) -> None:
        check_gradients(TrainableSubsampling("S2"), (2, 4, 6))

    def test_has_one_coefficient_and_one_bias_a_map(self) -> None:
        specs = TrainableSubsampling("S2").parameter_specs((6, 28, 28))
        assert {name: spec.shape for name, spec in specs.items()} == {
            "coefficients": (6,),
            "biases": (6,),
        }


@pytest.mark.parametrize("layer", [AverageSubsampling("S2"), TrainableSubsampling("S2")])
def test_curvatures_are_those_of_second_differences(
    layer: AverageSubsampling | TrainableSubsampling,
) -> None:
    check_curvatures(layer, (2, 4, 6), slope=1.5)
