"""Gradients of a network's outputs, given from outside, go on into its weights."""

import numpy as np
import pytest

from digit_recognizer.lenet.architectures import lenet5
from digit_recognizer.nn.architecture import Architecture
from digit_recognizer.nn.encoding import Encoding
from digit_recognizer.nn.engine import EngineError, OutsideGradients
from digit_recognizer.nn.initializers import fan_in_uniform
from digit_recognizer.nn.layers import AverageSubsampling, Convolution, Tanh
from digit_recognizer.nn.network import Network

GENERATOR = np.random.default_rng(0)
NETWORK = Network(lenet5())
NETWORK.initialize(fan_in_uniform, GENERATOR)
IMAGES = GENERATOR.integers(0, 256, (21, 28, 28), np.uint8)
GIVEN = GENERATOR.normal(0, 1, (21, 10))


def test_they_are_those_of_the_numpy_layers() -> None:
    activations = NETWORK.forward(NETWORK.architecture.encoding(IMAGES))
    expected = np.empty_like(NETWORK.parameters)
    NETWORK.backward(activations, GIVEN.T.reshape(10, 1, 1, -1).astype(np.float32), expected)
    engine = OutsideGradients(NETWORK.architecture)
    outputs = engine.outputs(NETWORK.parameters, IMAGES)
    np.testing.assert_allclose(outputs, activations[-1].reshape(10, -1).T, rtol=1e-4, atol=1e-5)
    found = engine.gradients(NETWORK.parameters, IMAGES, GIVEN)
    np.testing.assert_allclose(found, expected, rtol=1e-3, atol=1e-3 * np.abs(expected).max())


@pytest.mark.parametrize("width", [14, 16])
def test_outputs_may_be_maps(width: int) -> None:
    layers = (
        Convolution("C1", 3, 3),
        Tanh("C1 squashed"),
        AverageSubsampling("S2"),
        Convolution("C3", 5, 5),
        Tanh("C3 squashed"),
        Convolution("output", 4, 1),
    )
    network = Network(Architecture("wide", layers, (1, 12, width), encoding=Encoding(margin=0)))
    network.initialize(fan_in_uniform, GENERATOR)
    images = GENERATOR.integers(0, 256, (19, 12, width), np.uint8)
    activations = network.forward(network.architecture.encoding(images))
    given = GENERATOR.normal(0, 1, activations[-1].shape).astype(np.float32)
    expected = np.empty_like(network.parameters)
    network.backward(activations, given, expected)
    engine = OutsideGradients(network.architecture)
    outputs = engine.outputs(network.parameters, images)
    np.testing.assert_allclose(outputs.T, activations[-1].reshape(-1, 19), rtol=1e-4, atol=1e-5)
    found = engine.gradients(network.parameters, images, given.reshape(-1, 19).T)
    np.testing.assert_allclose(found, expected, rtol=1e-3, atol=1e-3 * np.abs(expected).max())


def test_they_agree_with_finite_differences() -> None:
    found = OutsideGradients(NETWORK.architecture).gradients(NETWORK.parameters, IMAGES, GIVEN)
    exact = Network(NETWORK.architecture, NETWORK.parameters.astype(np.float64))
    inputs = exact.architecture.encoding(IMAGES).astype(np.float64)

    def criterion(weight: int, change: float) -> float:
        weights = exact.parameters.copy()
        weights[weight] += change
        outputs = Network(exact.architecture, weights).forward(inputs)[-1]
        return float((outputs.reshape(10, -1).T * GIVEN).sum())

    for weight in GENERATOR.integers(0, len(found), 12).tolist():
        slope = (criterion(weight, 1e-4) - criterion(weight, -1e-4)) / 2e-4
        assert found[weight] == pytest.approx(slope, rel=1e-2, abs=1e-3)


def test_as_many_are_expected_as_there_are_outputs() -> None:
    with pytest.raises(EngineError, match="expected 21 by 10, got"):
        OutsideGradients(NETWORK.architecture).gradients(
            NETWORK.parameters, IMAGES, np.zeros((21, 9))
        )
