import threading

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from digit_recognizer.lenet.architectures import ARCHITECTURES, lenet5
from digit_recognizer.nn.architecture import Architecture
from digit_recognizer.nn.engine import EngineError, PatternReading
from digit_recognizer.nn.engine.lanes import WIDTHS
from digit_recognizer.nn.initializers import fan_in_uniform
from digit_recognizer.nn.layers import Convolution
from digit_recognizer.nn.network import Network
from tests.nn.engine.architectures import architectures
from tests.nn.engine.pattern.test_training import has_maps


def drawn(architecture: Architecture, count: int, seed: int) -> tuple[Network, NDArray[np.uint8]]:
    """A network with weights, and images."""
    generator = np.random.default_rng(seed)
    network = Network(architecture)
    network.initialize(fan_in_uniform, generator)
    margin = 2 * architecture.encoding.margin
    _, height, breadth = architecture.input_shape
    shape = (count, height - margin, breadth - margin)
    return network, generator.integers(0, 256, shape, np.uint8)


def assert_agrees(architecture: Architecture, count: int, width: int, seed: int) -> None:
    network, images = drawn(architecture, count, seed)
    found = PatternReading(architecture, lanes=width).probabilities(network.parameters, images)
    np.testing.assert_allclose(found, network.probabilities(images), rtol=1e-4, atol=1e-6)


@pytest.mark.parametrize("width", WIDTHS)
@given(
    architecture=architectures().filter(has_maps),
    count=st.integers(0, 3),
    seed=st.integers(0, 2**32 - 1),
)
@settings(max_examples=25, deadline=None)
def test_probabilities_are_those_of_the_numpy_layers(
    width: int, architecture: Architecture, count: int, seed: int
) -> None:
    assert_agrees(architecture, count, width, seed)


@pytest.mark.parametrize("name", ARCHITECTURES)
def test_probabilities_are_those_of_the_numpy_layers_for_each_network(name: str) -> None:
    assert_agrees(ARCHITECTURES[name](), 3, 8, 1)


def test_weights_that_changed_in_place_are_noticed() -> None:
    network, images = drawn(lenet5(), 2, 2)
    reading = PatternReading(lenet5())
    reading.probabilities(network.parameters, images)
    network.parameters[:] *= 1.5
    found = reading.probabilities(network.parameters, images)
    np.testing.assert_allclose(found, network.probabilities(images), atol=1e-6)


def test_other_weights_are_noticed_though_neither_can_be_written_to() -> None:
    reading = PatternReading(lenet5())
    for seed in (3, 4):
        network, images = drawn(lenet5(), 2, seed)
        network.parameters.flags.writeable = False
        for _ in range(2):
            found = reading.probabilities(network.parameters, images)
            np.testing.assert_allclose(found, network.probabilities(images), atol=1e-6)


def test_images_may_be_read_only_or_scattered() -> None:
    network, images = drawn(lenet5(), 9, 5)
    images.flags.writeable = False
    found = PatternReading(lenet5()).probabilities(network.parameters, images[::3])
    np.testing.assert_allclose(found, network.probabilities(images[::3]), atol=1e-6)


def test_several_threads_read_at_the_same_time() -> None:
    network, images = drawn(lenet5(), 40, 6)
    reading = PatternReading(lenet5())
    expected = reading.probabilities(network.parameters, images).tobytes()
    answers: list[bytes] = []

    def read() -> None:
        results = (reading.probabilities(network.parameters, images) for _ in range(5))
        answers.extend(each.tobytes() for each in results)

    readers = [threading.Thread(target=read) for _ in range(4)]
    for reader in readers:
        reader.start()
    for reader in readers:
        reader.join()
    assert answers == [expected] * 20


def test_refuses_images_and_weights_that_do_not_fit() -> None:
    network, images = drawn(lenet5(), 1, 7)
    reading = PatternReading(lenet5())
    with pytest.raises(EngineError, match="images: expected uint8"):
        reading.probabilities(network.parameters, images[:, 1:])
    with pytest.raises(EngineError, match="expected a vector of 61706 parameters"):
        reading.probabilities(np.zeros(5, np.float32), images)


def test_refuses_outputs_that_are_maps() -> None:
    with pytest.raises(EngineError, match="expected one output a class"):
        PatternReading(Architecture("maps", (Convolution("C1", 3),)))
