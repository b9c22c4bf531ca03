import numpy as np
import pytest

from digit_recognizer.inspection import find_evidence
from digit_recognizer.lenet.architectures import ARCHITECTURES
from digit_recognizer.nn.architecture import Architecture
from digit_recognizer.nn.layers import Dense
from digit_recognizer.nn.network import Network
from tests.inspection.networks import bar, random_network


def network_that_looks_for(digit: int, rows: slice, columns: slice) -> Network:
    """A network of one layer, for which ink at one place speaks for a class."""
    described = Architecture("one layer", (Dense("output", 10),))
    network = Network(described)
    weights = network.views(network.parameters)["output"]["weights"].reshape(10, 32, 32)
    # The input has a margin of 2 pixels around the image.
    weights[digit, rows.start + 2 : rows.stop + 2, columns.start + 2 : columns.stop + 2] = 0.1
    return network


def test_ink_speaks_for_a_class_where_the_network_looks_for_it_and_against_the_others() -> None:
    network = network_that_looks_for(7, slice(4, 10), slice(0, 28))
    image = bar()
    evidence = find_evidence(network, image, 7)
    assert evidence.digit == 7
    assert evidence.weights[4:10, 13:16].min() > 0
    assert find_evidence(network, image, 1).weights[4:10, 13:16].max() < 0


def test_ink_where_the_network_does_not_look_says_nothing() -> None:
    network = network_that_looks_for(7, slice(4, 10), slice(0, 28))
    weights = find_evidence(network, bar(), 7).weights
    assert weights[14:] == pytest.approx(0, abs=1e-6)


@pytest.mark.parametrize("name", ARCHITECTURES)
def test_places_without_ink_say_nothing(name: str) -> None:
    image = bar()
    weights = find_evidence(random_network(name), image, 3).weights
    assert np.isfinite(weights).all()
    assert not weights[image == 0].any()
    assert weights[image > 0].any()


def test_a_blank_image_says_nothing_at_all() -> None:
    blank = np.zeros((28, 28), np.uint8)
    assert not find_evidence(random_network("lenet5"), blank, 3).weights.any()
