import numpy as np
import pytest
from hypothesis import given, settings

from digit_recognizer.inspection import take_snapshot
from digit_recognizer.lenet.architectures import ARCHITECTURES
from digit_recognizer.nn.architecture import Architecture
from tests.inspection.networks import random_image, random_network
from tests.nn.engine.architectures import architectures


@pytest.mark.parametrize("name", ARCHITECTURES)
def test_it_holds_what_the_network_computes(name: str) -> None:
    network, image = random_network(name), random_image()
    snapshot = take_snapshot(network, image)
    activations = network.activations(image[None])
    for stage, sums, values in zip(snapshot.stages, snapshot.sums, snapshot.values, strict=True):
        assert np.array_equal(sums, activations[stage.name][..., 0])
        last = f"{stage.name} squashed" if stage.squashing else stage.name
        assert np.array_equal(values, activations[last][..., 0])
    expected = network.probabilities(image[None])[0]
    assert snapshot.probabilities == pytest.approx(expected, abs=1e-6)


@given(architectures())
@settings(max_examples=30)
def test_it_follows_a_network_of_any_layers(described: Architecture) -> None:
    side = described.input_shape[1] - 2 * described.encoding.margin
    breadth = described.input_shape[2] - 2 * described.encoding.margin
    snapshot = take_snapshot(random_network(described), np.full((side, breadth), 99, np.uint8))
    assert [values.shape for values in snapshot.values] == [s.shape for s in snapshot.stages]


def test_nothing_in_it_changes_any_more() -> None:
    image = random_image()
    snapshot = take_snapshot(random_network("lenet5"), image)
    image[...] = 0
    assert snapshot.image.any()
    with pytest.raises(ValueError, match="read-only"):
        snapshot.values[1][0, 0, 0] = 1
