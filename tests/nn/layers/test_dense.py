import numpy as np
import pytest

from digit_recognizer.nn.layers import Dense, ShapeError
from tests import reference
from tests.nn.layers.checks import check_curvatures, check_gradients, random_parameters


def test_agrees_with_slow_loops() -> None:
    layer = Dense("F6", 4)
    generator = np.random.default_rng(0)
    parameters = random_parameters(layer, (2, 3, 1), generator)
    inputs = generator.normal(size=(2, 3, 1, 5))
    outputs = layer.forward(parameters, inputs)
    for image in range(5):
        expected = reference.dense(inputs[..., image], parameters["weights"], parameters["biases"])
        np.testing.assert_allclose(outputs[..., image], expected, rtol=1e-12)


def test_gradients_are_those_of_finite_differences() -> None:
    check_gradients(Dense("F6", 4), (3, 2, 2))


def test_a_layer_without_units_is_refused() -> None:
    with pytest.raises(ShapeError, match="layer F6: expected at least one unit"):
        Dense("F6", 0).output_shape((120, 1, 1))


def test_curvatures_are_those_of_second_differences() -> None:
    check_curvatures(Dense("F6", 4), (3, 2, 2), slope=1.5)
