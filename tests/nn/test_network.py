import copy
import pickle
from collections.abc import Callable

import numpy as np
import pytest

from digit_recognizer.lenet.architectures import lenet5, lenet5_1998
from digit_recognizer.nn.architecture import Architecture
from digit_recognizer.nn.encoding import Encoding
from digit_recognizer.nn.initializers import fan_in_uniform
from digit_recognizer.nn.layers import AverageSubsampling, Convolution, Dense, ShapeError, Tanh
from digit_recognizer.nn.network import Network
from tests.nn.layers.checks import numerical_gradient, second_differences

SMALL = Architecture(
    "small",
    (
        Convolution("C1", 2, 3, ((0,), (0, 1))),
        Tanh("C1 squashed", 1.7159, 2 / 3),
        AverageSubsampling("S2"),
        Convolution("C3", 3, 2),
        Tanh("C3 squashed"),
        Dense("output", 4),
    ),
    input_shape=(2, 6, 8),
)


def images(count: int) -> np.ndarray:
    return np.random.default_rng(0).integers(0, 256, (count, 28, 28), dtype=np.uint8)


def test_parameters_and_gradients_are_one_vector() -> None:
    network = Network(SMALL)
    views = network.views(network.parameters)
    views["C3"]["biases"][...] = 7
    assert (network.parameters == 7).sum() == 3
    assert sum(view.size for layer in views.values() for view in layer.values()) == SMALL.size


@pytest.mark.parametrize(
    "copied",
    [copy.copy, copy.deepcopy, lambda network: pickle.loads(pickle.dumps(network))],
    ids=["copied", "deep-copied", "pickled"],
)
@pytest.mark.parametrize("architecture", [lenet5(), lenet5_1998()], ids=lambda each: each.name)
def test_a_copy_reads_by_its_own_parameters(
    copied: Callable[[Network], Network], architecture: Architecture
) -> None:
    network = Network(architecture)
    network.initialize(fan_in_uniform, np.random.default_rng(0))
    other = copied(network)
    np.testing.assert_array_equal(other.probabilities(images(3)), network.probabilities(images(3)))
    other.parameters *= 0.5
    expected = Network(architecture, other.parameters.copy()).probabilities(images(3))
    np.testing.assert_array_equal(other.probabilities(images(3)), expected)


def test_a_deep_copy_shares_nothing() -> None:
    network = Network(SMALL)
    other = copy.deepcopy(network)
    other.parameters[...] = 1
    assert not network.parameters.any()


def test_gradients_of_the_whole_network_are_those_of_finite_differences() -> None:
    network = Network(SMALL, dtype=np.float64)
    generator = np.random.default_rng(0)
    network.parameters[...] = generator.normal(size=SMALL.size) / 2
    inputs = generator.normal(size=(2, 6, 8, 3))
    labels = np.array([0, 3, 1])
    gradients = np.empty(SMALL.size)
    scratch = np.empty(SMALL.size)
    network.loss_and_gradients(inputs, labels, gradients)
    expected = numerical_gradient(
        lambda: network.loss_and_gradients(inputs, labels, scratch)[0], network.parameters
    )
    np.testing.assert_allclose(gradients, expected, rtol=1e-5, atol=1e-9)


def test_input_gradient_is_that_of_finite_differences() -> None:
    network = Network(SMALL, dtype=np.float64)
    generator = np.random.default_rng(0)
    network.parameters[...] = generator.normal(size=SMALL.size) / 2
    inputs = generator.normal(size=(2, 6, 8, 2))
    weights = generator.normal(size=(4, 1, 1, 2))
    found = network.backward(network.forward(inputs), weights, np.empty(SMALL.size))
    expected = numerical_gradient(
        lambda: float((network.forward(inputs)[-1] * weights).sum()), inputs
    )
    np.testing.assert_allclose(found, expected, rtol=1e-5, atol=1e-9)


def test_curvatures_of_one_layer_are_the_gauss_newton_diagonal() -> None:
    """Where nothing is dropped (one layer of units), they are exact: p (1 - p) x**2."""
    network = Network(
        Architecture("linear", (Dense("output", 4),), input_shape=(1, 3, 2)), dtype=np.float64
    )
    generator = np.random.default_rng(0)
    network.parameters[...] = generator.normal(size=28)
    inputs, labels = generator.normal(size=(1, 3, 2, 5)), np.array([0, 3, 1, 1, 2])
    scratch = np.empty(28)
    expected = second_differences(
        lambda: network.loss_and_gradients(inputs, labels, scratch)[0], network.parameters
    )
    np.testing.assert_allclose(network.curvatures(inputs, labels), expected, atol=1e-5)


def test_curvatures_of_lenet5_1998_are_never_negative() -> None:
    network = Network(lenet5_1998())
    network.initialize(fan_in_uniform, np.random.default_rng(0))
    curvatures = network.curvatures(network.architecture.encoding(images(50)), np.arange(50) % 10)
    assert np.isfinite(curvatures).all()
    assert (curvatures >= 0).all()
    assert curvatures.max() > 0


def test_an_image_is_read_the_same_alone_and_in_company() -> None:
    network = Network(lenet5())
    network.initialize(fan_in_uniform, np.random.default_rng(0))
    network.parameters *= 10
    together = network.probabilities(images(300))
    assert together.shape == (300, 10)
    np.testing.assert_allclose(together.sum(axis=1), 1, rtol=1e-5)
    np.testing.assert_allclose(
        network.probabilities(images(300)[270:271])[0], together[270], rtol=1e-4
    )


def test_no_images_give_no_answers() -> None:
    assert Network(lenet5()).probabilities(images(0)).shape == (0, 10)


def test_activations_go_by_the_names_of_the_layers() -> None:
    activations = Network(lenet5()).activations(images(2))
    assert activations["input"].shape == (1, 32, 32, 2)
    assert activations["C3 squashed"].shape == (16, 10, 10, 2)
    assert list(activations)[-1] == "output"


def test_layers_that_do_not_fit_are_refused_when_the_network_is_made() -> None:
    with pytest.raises(ShapeError, match=r"layer C3: expected .* 1×5×5 .* got \(6, 4, 4\)"):
        Architecture("bad", (Convolution("C1", 6), Convolution("C3", 16)), input_shape=(1, 8, 8))


@pytest.mark.parametrize("layers", [(), (Tanh("T"), Tanh("T"))])
def test_layers_need_names_of_their_own(layers: tuple[Tanh, ...]) -> None:
    with pytest.raises(ShapeError, match="network bad: expected layers with names of their own"):
        Architecture("bad", layers)


def test_a_vector_of_another_length_is_refused() -> None:
    with pytest.raises(ShapeError, match=r"lenet5: expected a vector of 61706 .* \(3,\)"):
        Network(lenet5(), np.zeros(3))


def test_an_input_of_another_shape_is_refused() -> None:
    inputs = Encoding(margin=0)(images(1))
    with pytest.raises(ShapeError, match=r"expected an input of \(1, 32, 32\) .* \(1, 28, 28, 1\)"):
        Network(lenet5()).forward(inputs)
