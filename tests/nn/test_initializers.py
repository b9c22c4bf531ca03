import numpy as np
import pytest

from digit_recognizer.lenet.architectures import lenet5
from digit_recognizer.nn.initializers import (
    INITIALIZERS,
    fan_in_root_uniform,
    fan_in_uniform,
    fan_in_variance_uniform,
    normal,
)
from digit_recognizer.nn.layers.layer import ParameterSpec
from digit_recognizer.nn.network import Network


def test_fan_in_draws_uniformly_within_the_papers_bounds() -> None:
    spec = ParameterSpec((1000, 25), np.array(25))
    values = fan_in_uniform(spec, np.random.default_rng(0))
    assert np.abs(values).max() <= 2.4 / 25
    assert np.abs(values).max() > 0.99 * 2.4 / 25
    assert values.std() == pytest.approx(2.4 / 25 / np.sqrt(3), rel=0.02)


def test_every_unit_has_the_bound_of_its_own_fan_in() -> None:
    spec = ParameterSpec((2, 5000), np.array([[3], [6]]))
    values = np.abs(fan_in_uniform(spec, np.random.default_rng(0)))
    np.testing.assert_allclose(values.max(axis=1), [0.8, 0.4], rtol=0.01)


def test_fan_in_root_keeps_the_size_of_signals() -> None:
    spec = ParameterSpec((50, 400), np.array(400))
    values = fan_in_root_uniform(spec, np.random.default_rng(0))
    assert 0.99 / 20 < np.abs(values).max() <= 1 / 20
    assert (values @ np.ones(400)).std() == pytest.approx(1 / np.sqrt(3), rel=0.2)


def test_fan_in_variance_keeps_the_variance_of_signals() -> None:
    spec = ParameterSpec((2000, 400), np.array(400))
    values = fan_in_variance_uniform(spec, np.random.default_rng(0))
    signals = np.random.default_rng(1).standard_normal(400)
    assert (values @ signals).std() == pytest.approx(signals.std(), rel=0.1)


def test_normal_has_mean_zero_and_variance_one() -> None:
    values = normal(ParameterSpec((100, 100), np.array(1)), np.random.default_rng(0))
    assert values.mean() == pytest.approx(0, abs=0.05)
    assert values.std() == pytest.approx(1, abs=0.05)


@pytest.mark.parametrize("name", INITIALIZERS)
def test_the_same_seed_draws_the_same_network(name: str) -> None:
    def drawn(seed: int) -> bytes:
        network = Network(lenet5())
        network.initialize(INITIALIZERS[name], np.random.default_rng(seed))
        return network.parameters.tobytes()

    assert drawn(1) == drawn(1)
    assert drawn(1) != drawn(2)
