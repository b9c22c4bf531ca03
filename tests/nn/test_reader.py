import sys

import numpy as np
import pytest
from numba import types
from numpy.typing import NDArray

from digit_recognizer.lenet.architectures import lenet5, lenet5_1998
from digit_recognizer.nn import reader as module
from digit_recognizer.nn.architecture import Architecture
from digit_recognizer.nn.engine import Program
from digit_recognizer.nn.engine.kernels.compile import Kernel
from digit_recognizer.nn.engine.lanes import Lanes
from digit_recognizer.nn.initializers import fan_in_uniform
from digit_recognizer.nn.layers import AverageSubsampling, Dense
from digit_recognizer.nn.network import Network
from digit_recognizer.nn.reader import ENGINE_FROM, Reader


def drawn(architecture: Architecture, count: int) -> tuple[Network, NDArray[np.uint8]]:
    """A network with weights, and images."""
    generator = np.random.default_rng(0)
    network = Network(architecture)
    network.initialize(fan_in_uniform, generator)
    return network, generator.integers(0, 256, (count, 28, 28), np.uint8)


def assert_reads_as_numpy(reader: Reader, network: Network, images: NDArray[np.uint8]) -> None:
    for count in (1, 3, 8, 9, len(images)):
        expected = network.probabilities(images[:count])
        np.testing.assert_allclose(reader.probabilities(images[:count]), expected, atol=1e-6)


@pytest.mark.parametrize("architecture", [lenet5(), lenet5_1998()], ids=lambda each: each.name)
def test_gives_the_same_probabilities_before_and_after_the_engine_is_loaded(
    architecture: Architecture,
) -> None:
    network, images = drawn(architecture, 20)
    reader = Reader(network)
    assert reader.probabilities(images).tobytes() == network.probabilities(images).tobytes()
    assert reader.warm_up()
    assert_reads_as_numpy(reader, network, images)


def test_the_numpy_layers_read_few_images_without_the_engine(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(sys.modules, "digit_recognizer.nn.engine", None)  # importing it fails
    network, images = drawn(lenet5(), 3)
    reader = Reader(network)
    reader.expect(ENGINE_FROM - 1)
    assert reader.probabilities(images).tobytes() == network.probabilities(images).tobytes()
    with pytest.raises(ImportError):
        reader.expect(ENGINE_FROM)


def test_the_numpy_layers_read_where_numba_is_not_installed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(module, "find_spec", lambda _: None)
    network, images = drawn(lenet5(), 20)
    reader = Reader(network)
    assert not reader.warm_up()
    assert reader.probabilities(images).tobytes() == network.probabilities(images).tobytes()


def test_the_numpy_layers_read_what_the_engine_cannot() -> None:
    class Other(Dense):
        """A layer that the engine does not know."""

    network, images = drawn(Architecture("other", (Other("output", 10),)), 20)
    reader = Reader(network)
    assert not reader.warm_up()
    assert reader.probabilities(images).tobytes() == network.probabilities(images).tobytes()


def test_a_network_that_cannot_be_read_pattern_by_pattern_is_read_side_by_side() -> None:
    layers = (AverageSubsampling("S1"), Dense("output", 10))
    network, images = drawn(Architecture("averages first", layers), 20)
    reader = Reader(network)
    assert reader.warm_up()
    assert_reads_as_numpy(reader, network, images)


def test_the_numpy_layers_read_what_is_not_on_the_disk_and_not_to_be_compiled(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def kernels_of_nobody(program: Program, **chosen: bool) -> None:
        def unheard_of(lanes: Lanes, number: int) -> None:
            """A kernel that no disk has."""

        Kernel(unheard_of, (types.int64,)).make_ready(program.lanes)

    monkeypatch.setattr(Program, "warm_up", kernels_of_nobody)
    network, images = drawn(lenet5(), 20)
    reader = Reader(network)
    assert not reader.warm_up(compiles=False)
    assert reader.probabilities(images).tobytes() == network.probabilities(images).tobytes()


def test_what_is_on_the_disk_reads_without_a_compiler() -> None:
    network, images = drawn(lenet5(), 20)
    Reader(network).warm_up()
    reader = Reader(network)
    assert reader.warm_up(compiles=False)
    assert_reads_as_numpy(reader, network, images)
