import threading
import time

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from digit_recognizer.lenet.architectures import lenet5, lenet5_1998
from digit_recognizer.nn.architecture import Architecture
from digit_recognizer.nn.engine import EngineError, Program
from digit_recognizer.nn.engine.lanes import WIDTHS
from digit_recognizer.nn.initializers import fan_in_uniform
from digit_recognizer.nn.layers import Array, Convolution, Dense, Tanh
from digit_recognizer.nn.network import Network
from tests.nn.engine.architectures import CLASSES, architectures

Images = NDArray[np.uint8]
Labels = NDArray[np.int64]


def drawn(architecture: Architecture, count: int, seed: int) -> tuple[Network, Images, Labels]:
    """A network of float64 with weights, images and labels."""
    generator = np.random.default_rng(seed)
    network = Network(architecture, dtype=np.float64)
    network.initialize(fan_in_uniform, generator)
    network.parameters[...] = network.parameters.astype(np.float32)
    margin = 2 * architecture.encoding.margin
    _, height, breadth = architecture.input_shape
    shape = (count, height - margin, breadth - margin)
    images = generator.integers(0, 256, shape, np.uint8)
    return network, images, generator.integers(0, CLASSES, count)


def name_of(architecture: Architecture) -> str:
    return architecture.name


def inputs(network: Network, images: Images) -> Array:
    return network.architecture.encoding(images).astype(np.float64)


def assert_agrees(program: Program, network: Network, images: Images, labels: Labels) -> None:
    """Engine and layers agree: forward to 1e-5, gradients to 1e-4 of each parameter's largest."""
    outputs = network.forward(inputs(network, images))[-1].reshape(CLASSES, -1).T
    weights = network.parameters.astype(np.float32)
    np.testing.assert_allclose(program.outputs(weights, images), outputs, rtol=1e-5, atol=1e-5)
    expected, found = np.empty_like(network.parameters), np.empty_like(weights)
    loss, _ = network.loss_and_gradients(inputs(network, images), labels, expected)
    engine_loss, _ = program.loss_and_gradients(weights, images, labels, found)
    assert engine_loss == pytest.approx(loss, rel=1e-5, abs=1e-5)
    for slot in network.architecture.slots:
        largest = np.abs(slot.view(expected)).max()
        difference = np.abs(slot.view(found) - slot.view(expected)).max()
        assert difference <= 1e-4 * largest + 1e-7, slot.name


@pytest.mark.parametrize("width", WIDTHS)
@given(architecture=architectures(), count=st.integers(1, 50), seed=st.integers(0, 2**32 - 1))
@settings(max_examples=60, deadline=None)
def test_engine_agrees_with_the_numpy_layers(
    width: int, architecture: Architecture, count: int, seed: int
) -> None:
    network, images, labels = drawn(architecture, count, seed)
    assert_agrees(Program(architecture, lanes=width, threads=1), network, images, labels)


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("architecture", [lenet5(), lenet5(2), lenet5_1998()], ids=name_of)
def test_engine_agrees_with_the_numpy_layers_on_lenet5(
    width: int, architecture: Architecture
) -> None:
    network, images, labels = drawn(architecture, 37, 5)
    assert_agrees(Program(architecture, lanes=width, threads=1), network, images, labels)


def test_probabilities_are_the_networks() -> None:
    network, images, _ = drawn(lenet5(), 100, 1)
    program = Program(lenet5(), threads=2)
    found = program.probabilities(network.parameters, images)
    np.testing.assert_allclose(found, network.probabilities(images), atol=1e-6)


def test_number_read_right_is_the_networks() -> None:
    network, images, labels = drawn(lenet5(), 100, 2)
    gradients = np.empty_like(network.parameters)
    _, right = network.loss_and_gradients(inputs(network, images), labels, gradients)
    program = Program(lenet5(), threads=1)
    assert program.loss_and_gradients(network.parameters, images, labels, gradients)[1] == right


def test_no_images_have_no_probabilities() -> None:
    network, images, _ = drawn(lenet5(), 1, 3)
    assert Program(lenet5()).probabilities(network.parameters, images[:0]).shape == (0, CLASSES)


@pytest.mark.parametrize("count", [1, 16, 17, 48, 100, 129, 600])
def test_gradients_do_not_depend_on_the_number_of_threads(count: int) -> None:
    network, images, labels = drawn(lenet5(), count, 4)
    weights = network.parameters.astype(np.float32)
    gradients = {}
    for threads in (1, 2, 5):
        gradients[threads] = np.empty_like(weights)
        program = Program(lenet5(), threads=threads)
        program.loss_and_gradients(weights, images, labels, gradients[threads])
    assert gradients[1].tobytes() == gradients[2].tobytes() == gradients[5].tobytes()


def test_an_image_is_read_the_same_whatever_stands_beside_it() -> None:
    network, images, _ = drawn(lenet5(), 40, 6)
    program = Program(lenet5(), threads=2)
    together = program.outputs(network.parameters, images)
    alone = program.outputs(network.parameters, images[7:8])
    assert together[7:8].tobytes() == alone.tobytes()


def test_several_threads_use_one_program() -> None:
    network, images, _ = drawn(lenet5(), 200, 8)
    program = Program(lenet5(), threads=2)
    expected = program.outputs(network.parameters, images).tobytes()
    answers: list[bytes] = []

    def read() -> None:
        answers.extend(program.outputs(network.parameters, images).tobytes() for _ in range(5))

    readers = [threading.Thread(target=read) for _ in range(4)]
    for reader in readers:
        reader.start()
    for reader in readers:
        reader.join()
    assert answers == [expected] * 20


def test_weights_that_are_not_numbers_show_in_the_loss() -> None:
    network, images, labels = drawn(lenet5(), 20, 9)
    network.parameters[3] = np.nan
    gradients = np.empty_like(network.parameters)
    loss, _ = Program(lenet5()).loss_and_gradients(network.parameters, images, labels, gradients)
    assert np.isnan(loss)


def test_images_may_be_read_only_or_scattered() -> None:
    network, images, _ = drawn(lenet5(), 60, 10)
    program = Program(lenet5())
    expected = program.outputs(network.parameters, images[::3].copy())
    images.flags.writeable = False
    assert program.outputs(network.parameters, images[::3]).tobytes() == expected.tobytes()


@pytest.mark.parametrize("distorts", [False, True])
def test_warming_up_says_how_long_it_took(distorts: bool) -> None:
    begin = time.perf_counter()
    seconds = Program(lenet5()).warm_up(distorts=distorts)
    assert 0 < seconds <= time.perf_counter() - begin


def test_refuses_images_of_another_shape() -> None:
    network, _, _ = drawn(lenet5(), 1, 11)
    with pytest.raises(EngineError, match=r"uint8 of shape \(n, 28, 28\), got uint8 of shape"):
        Program(lenet5()).outputs(network.parameters, np.zeros((2, 20, 20), np.uint8))


def test_refuses_parameters_of_another_network() -> None:
    with pytest.raises(EngineError, match="expected a vector of 61706 parameters"):
        Program(lenet5()).outputs(np.zeros(5), np.zeros((2, 28, 28), np.uint8))


def test_refuses_labels_that_are_no_classes() -> None:
    network, images, _ = drawn(lenet5(), 2, 12)
    gradients = np.empty_like(network.parameters)
    program = Program(lenet5())
    with pytest.raises(EngineError, match="expected classes from 0 to 9, got 3 to 10"):
        program.loss_and_gradients(network.parameters, images, np.array([3, 10]), gradients)
    with pytest.raises(EngineError, match="expected one for each of at least one image"):
        program.loss_and_gradients(network.parameters, images, np.array([3]), gradients)


def test_refuses_less_than_one_thread() -> None:
    with pytest.raises(EngineError, match="threads: expected a whole number from 1, got 0"):
        Program(lenet5(), threads=0)


def test_number_of_threads_follows_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DIGIT_RECOGNIZER_THREADS", "3")
    assert Program(lenet5()).threads == 3
    monkeypatch.setenv("DIGIT_RECOGNIZER_THREADS", "many")
    with pytest.raises(EngineError, match="DIGIT_RECOGNIZER_THREADS: expected a whole number"):
        Program(lenet5())


def test_refuses_outputs_that_are_maps() -> None:
    with pytest.raises(EngineError, match=r"expected one output a class, got .*\(3, 28, 28\)"):
        Program(Architecture("maps", (Convolution("C1", 3),)))


def test_refuses_a_network_that_cannot_learn() -> None:
    architecture = Architecture("still", (Tanh("squashed"),), (1, 1, 1))
    with pytest.raises(EngineError, match="expected something to learn"):
        Program(architecture)


def test_refuses_layers_it_does_not_know() -> None:
    class Wide(Dense):
        pass

    class Strange(Tanh):
        pass

    architecture = Architecture("odd", (Wide("output", 10), Strange("strange")))
    with pytest.raises(EngineError, match=r"no Wide \(layer output\); use the NumPy layers"):
        Program(architecture)
