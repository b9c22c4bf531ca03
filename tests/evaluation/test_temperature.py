import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from digit_recognizer.evaluation.calibration import reliability
from digit_recognizer.evaluation.temperature import best_temperature, softmax, with_temperature
from digit_recognizer.lenet.architectures import lenet5_1998
from digit_recognizer.networks.checkpoint import Network


def truthful(seed: int, count: int = 4000) -> tuple[np.ndarray, np.ndarray]:
    """Outputs that are as sure as they may be, and what came true."""
    generator = np.random.default_rng(seed)
    outputs = generator.normal(0, 2, (count, 10))
    draws = (softmax(outputs).cumsum(axis=1) < generator.random((count, 1))).sum(axis=1)
    return outputs, np.minimum(draws, 9)


@given(st.floats(0.2, 5), st.integers(0, 9))
def test_finds_how_much_too_sure_outputs_are(factor: float, seed: int) -> None:
    outputs, labels = truthful(seed)
    assert best_temperature(outputs * factor, labels) == pytest.approx(factor, rel=0.1)


def test_makes_confidence_come_true() -> None:
    outputs, labels = truthful(3)
    too_sure = 3 * outputs

    def error(values: np.ndarray) -> float:
        chances = softmax(values)
        return reliability(chances.max(axis=1), chances.argmax(axis=1) == labels).error

    assert error(too_sure / best_temperature(too_sure, labels)) < 0.03 < error(too_sure)


def test_a_network_with_a_temperature_gives_its_outputs_divided() -> None:
    network = Network.load()
    images = np.random.default_rng(0).integers(0, 256, (5, 28, 28), np.uint8)
    cooler = with_temperature(network, 1.7)
    inputs = network.architecture.encoding(images)
    np.testing.assert_allclose(
        cooler.forward(inputs)[-1] * 1.7, network.forward(inputs)[-1], rtol=1e-4, atol=1e-4
    )
    assert (network.parameters == Network.load().parameters).all()


def test_refuses_what_it_cannot_divide() -> None:
    with pytest.raises(ValueError, match="a last layer of class Dense"):
        with_temperature(Network(lenet5_1998()), 2)
    with pytest.raises(ValueError, match="no outputs to go by"):
        best_temperature(np.zeros((0, 10)), np.zeros(0, int))
