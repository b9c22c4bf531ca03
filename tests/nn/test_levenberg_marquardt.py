import numpy as np
import pytest

from digit_recognizer.lenet.architectures import lenet5_1998
from digit_recognizer.nn.initializers import fan_in_uniform
from digit_recognizer.nn.levenberg_marquardt import StochasticDiagonalLevenbergMarquardt
from digit_recognizer.nn.network import Network
from digit_recognizer.nn.optimizers import OptimizerState


def test_a_step_is_the_gradient_over_mu_plus_curvature() -> None:
    optimizer = StochasticDiagonalLevenbergMarquardt(mu=0.5)
    parameters, gradients = np.array([1.0, 1.0]), np.array([2.0, 2.0])
    state: OptimizerState = {"rates": 1 / (0.5 + np.array([0.0, 1.5]))}
    optimizer.update(parameters, gradients, state, 0.1, ())
    np.testing.assert_allclose(parameters, [1 - 0.1 * 2 / 0.5, 1 - 0.1 * 2 / 2.0])


def test_rates_come_from_the_curvatures_of_as_many_patterns_as_asked_for() -> None:
    network = Network(lenet5_1998())
    network.initialize(fan_in_uniform, np.random.default_rng(0))
    generator = np.random.default_rng(0)
    images = generator.integers(0, 256, (30, 28, 28), dtype=np.uint8)
    labels = generator.integers(0, 10, 30)
    optimizer = StochasticDiagonalLevenbergMarquardt(mu=0.02, patterns=30)
    state = optimizer.initial_state(network.architecture.size)
    assert (state["rates"] == 50).all()
    optimizer.prepare_pass(network, images, labels, state, generator)
    curvatures = network.curvatures(network.architecture.encoding(images), labels)
    np.testing.assert_allclose(state["rates"], 1 / (0.02 + curvatures), rtol=1e-3)


@pytest.mark.parametrize(("mu", "patterns"), [(0, 500), (0.02, 0)])
def test_settings_out_of_range_are_refused(mu: float, patterns: int) -> None:
    with pytest.raises(ValueError, match="expected mu above 0 and at least 1 pattern"):
        StochasticDiagonalLevenbergMarquardt(mu, patterns)
