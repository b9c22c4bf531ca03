import numpy as np
import pytest

from digit_recognizer.nn.layers import EuclideanRadialBasis, ShapeError
from tests import reference
from tests.nn.layers.checks import check_curvatures, check_gradients, random_parameters

CENTRES = ((1.0, -1.0, 1.0, 1.0), (-1.0, 1.0, 1.0, -1.0), (1.0, 1.0, 1.0, 1.0))


def test_agrees_with_slow_loops() -> None:
    inputs = np.random.default_rng(0).normal(size=(4, 1, 1, 3))
    outputs = EuclideanRadialBasis("output", CENTRES).forward({}, inputs)
    for image in range(3):
        expected = reference.radial_basis(inputs[..., image], np.array(CENTRES))
        np.testing.assert_allclose(outputs[..., image], expected, rtol=1e-12)


def test_a_perfect_fit_has_no_penalty_and_all_others_have() -> None:
    inputs = np.array(CENTRES[1]).reshape(4, 1, 1, 1)
    penalties = EuclideanRadialBasis("output", CENTRES).forward({}, inputs).ravel()
    assert penalties.tolist() == [12, 0, 8]


@pytest.mark.parametrize("trainable", [False, True])
def test_gradients_are_those_of_finite_differences(trainable: bool) -> None:
    check_gradients(EuclideanRadialBasis("output", CENTRES, trainable), (4, 1, 1))


@pytest.mark.parametrize("trainable", [False, True])
def test_curvatures_are_those_of_second_differences(trainable: bool) -> None:
    check_curvatures(EuclideanRadialBasis("output", CENTRES, trainable), (2, 2, 1), slope=1.5)


def test_a_curvature_is_never_negative() -> None:
    layer = EuclideanRadialBasis("output", CENTRES)
    inputs = np.array(CENTRES[1]).reshape(4, 1, 1, 1)
    outputs = layer.forward({}, inputs)
    found = layer.curvature({}, {}, inputs, outputs, np.full_like(outputs, -9), outputs * 0)
    assert (found == 0).all()


def test_only_trainable_centres_are_parameters() -> None:
    assert EuclideanRadialBasis("output", CENTRES).parameter_specs((4, 1, 1)) == {}
    layer = EuclideanRadialBasis("output", CENTRES, trainable=True)
    assert random_parameters(layer, (4, 1, 1), np.random.default_rng(0))["centres"].shape == (3, 4)


def test_an_input_of_another_length_is_refused() -> None:
    message = r"layer output: expected an input of \[4\] values, .* got \(84, 1, 1\)"
    with pytest.raises(ShapeError, match=message):
        EuclideanRadialBasis("output", CENTRES).output_shape((84, 1, 1))
