import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from digit_recognizer.nn.layers import Convolution, ShapeError
from tests import reference
from tests.nn.layers.checks import check_curvatures, check_gradients, random_parameters

TABLE = ((0, 1), (1, 2), (0, 2), (0, 1, 2))


@settings(max_examples=30, deadline=None)
@given(
    channels=st.integers(1, 3),
    height=st.integers(3, 7),
    width=st.integers(3, 7),
    feature_maps=st.integers(1, 3),
    size=st.integers(1, 3),
    batch=st.integers(1, 3),
)
def test_agrees_with_slow_loops(
    channels: int, height: int, width: int, feature_maps: int, size: int, batch: int
) -> None:
    layer = Convolution("C", feature_maps, size)
    generator = np.random.default_rng(0)
    parameters = random_parameters(layer, (channels, height, width), generator)
    inputs = generator.normal(size=(channels, height, width, batch))
    outputs = layer.forward(parameters, inputs)
    for image in range(batch):
        expected = reference.convolution(
            inputs[..., image], parameters["kernels"], parameters["biases"]
        )
        np.testing.assert_allclose(outputs[..., image], expected, rtol=1e-12, atol=1e-12)


@pytest.mark.parametrize("table", [None, TABLE])
def test_gradients_are_those_of_finite_differences(
    table: tuple[tuple[int, ...], ...] | None,
) -> None:
    check_gradients(Convolution("C", 4, 3, table), (3, 5, 6))


def test_a_feature_map_sees_only_the_maps_of_its_row() -> None:
    layer = Convolution("C3", 4, 3, TABLE)
    parameters = random_parameters(layer, (3, 5, 5), np.random.default_rng(0))
    inputs = np.zeros((3, 5, 5, 1))
    blank = layer.forward(parameters, inputs)
    inputs[2] = 1.0
    changed = (layer.forward(parameters, inputs) != blank).any(axis=(1, 2, 3))
    assert changed.tolist() == [2 in row for row in TABLE]


def test_full_table_equals_full_connection() -> None:
    generator = np.random.default_rng(0)
    full = Convolution("C", 2, 3)
    tabled = Convolution("C", 2, 3, ((0, 1, 2), (0, 1, 2)))
    parameters = random_parameters(full, (3, 6, 6), generator)
    same = {"kernels": parameters["kernels"].reshape(6, 3, 3), "biases": parameters["biases"]}
    inputs = generator.normal(size=(3, 6, 6, 2))
    np.testing.assert_array_equal(full.forward(parameters, inputs), tabled.forward(same, inputs))


def test_an_input_smaller_than_a_kernel_is_refused() -> None:
    with pytest.raises(ShapeError, match=r"layer C5: expected .* 1×5×5 .* got \(16, 4, 4\)"):
        Convolution("C5", 120).output_shape((16, 4, 4))


@pytest.mark.parametrize(
    ("table", "message"),
    [
        (((0,),), "layer C: expected a connection table of 2 rows, one a feature map, got 1"),
        (((0,), (3,)), r"expected row 1 .* from 0 to 2, got \(3,\)"),
        (((0,), ()), "expected row 1"),
        (((0, 0), (1,)), "expected row 0"),
    ],
)
def test_a_table_that_does_not_fit_is_refused(
    table: tuple[tuple[int, ...], ...], message: str
) -> None:
    with pytest.raises(ShapeError, match=message):
        Convolution("C", 2, 3, table).output_shape((3, 5, 5))


@pytest.mark.parametrize("table", [None, TABLE])
def test_curvatures_are_those_of_second_differences(
    table: tuple[tuple[int, ...], ...] | None,
) -> None:
    check_curvatures(Convolution("C", 4, 3, table), (3, 5, 4), slope=1.5)
