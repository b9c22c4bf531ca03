from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from digit_recognizer.lenet.architectures import lenet5, lenet5_1998
from digit_recognizer.nn.architecture import Architecture
from digit_recognizer.nn.augmentation import PAPER_1998
from digit_recognizer.nn.engine import EngineError, PatternTraining
from digit_recognizer.nn.engine.lanes import WIDTHS
from digit_recognizer.nn.initializers import fan_in_uniform
from digit_recognizer.nn.layers import Convolution, Dense, EuclideanRadialBasis, Tanh
from digit_recognizer.nn.levenberg_marquardt import StochasticDiagonalLevenbergMarquardt
from digit_recognizer.nn.losses import RightPenalty
from digit_recognizer.nn.network import Network
from digit_recognizer.nn.numpy_training import NumpyTraining
from digit_recognizer.nn.optimizers import AdamW, GradientDescent, Optimizer
from tests.nn.engine.architectures import CLASSES, architectures

STEPS = 3
OPTIMIZERS: list[Optimizer] = [GradientDescent(), StochasticDiagonalLevenbergMarquardt()]


def weights_of(architecture: Architecture) -> NDArray[np.float32]:
    network = Network(architecture)
    network.initialize(fan_in_uniform, np.random.default_rng(1))
    return network.parameters


def pictures(architecture: Architecture, count: int) -> tuple[NDArray[np.uint8], NDArray[np.int64]]:
    generator = np.random.default_rng(2)
    margin = 2 * architecture.encoding.margin
    _, height, breadth = architecture.input_shape
    shape = (count, height - margin, breadth - margin)
    return generator.integers(0, 256, shape, np.uint8), generator.integers(0, CLASSES, count)


def assert_same_steps(architecture: Architecture, optimizer: Optimizer, width: int) -> None:
    """Engine and layers move each parameter alike, to 1e-4 of its largest move."""
    images, labels = pictures(architecture, STEPS)
    first = weights_of(architecture)
    state = optimizer.initial_state(len(first))
    if "rates" in state:
        state["rates"][...] = np.random.default_rng(3).uniform(0, 2, len(first))
    order, rates = np.array([2, 0, 1]), np.array([3e-4, 2e-4, 1e-4])
    expected, found = first.copy(), first.copy()
    slow = NumpyTraining(architecture, images, labels, optimizer=optimizer, batch_size=1)
    fast = PatternTraining(architecture, images, labels, optimizer=optimizer, lanes=width)
    losses, right = slow.run(expected, state, order, rates)
    engine_losses, engine_right = fast.run(found, state, order, rates)
    np.testing.assert_allclose(engine_losses, losses, rtol=1e-4, atol=1e-5)
    assert (engine_right == right).all()
    for slot in architecture.slots:
        moves = slot.view(expected) - slot.view(first)
        difference = np.abs(slot.view(found) - slot.view(expected)).max()
        assert difference <= 1e-4 * np.abs(moves).max() + 1e-7, slot.name


def has_maps(architecture: Architecture) -> bool:
    return isinstance(architecture.layers[0], Convolution | Dense)


@pytest.mark.parametrize("width", WIDTHS)
@given(architecture=architectures().filter(has_maps), optimizer=st.sampled_from(OPTIMIZERS))
@settings(max_examples=25, deadline=None)
def test_makes_the_same_steps_as_the_numpy_layers(
    width: int, architecture: Architecture, optimizer: Optimizer
) -> None:
    assert_same_steps(architecture, optimizer, width)


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("loss", [lenet5_1998().loss, RightPenalty()], ids=repr)
def test_makes_the_same_steps_on_the_network_of_1998(width: int, loss: object) -> None:
    assert_same_steps(replace(lenet5_1998(), loss=loss), OPTIMIZERS[1], width)  # type: ignore[arg-type]


@pytest.mark.parametrize("width", WIDTHS)
def test_makes_the_same_steps_above_a_single_feature_map(width: int) -> None:
    layers = (Convolution("C1", 1, 2), Convolution("C2", 3, 2), Dense("output", CLASSES))
    assert_same_steps(Architecture("thin", layers, (1, 9, 9)), OPTIMIZERS[1], width)


@pytest.mark.parametrize("width", WIDTHS)
def test_makes_the_same_steps_on_lenet5(width: int) -> None:
    assert_same_steps(lenet5(), OPTIMIZERS[0], width)


def test_connections_that_are_not_there_stay_away() -> None:
    architecture = lenet5_1998()
    images, labels = pictures(architecture, 20)
    training = PatternTraining(architecture, images, labels, optimizer=GradientDescent())
    together, apart = weights_of(architecture), weights_of(architecture)
    order, rates = np.arange(20), np.full(20, 1e-4)
    training.run(together, {}, order, rates)
    for step in range(20):  # each call fills the engine's vector anew from the network's
        training.run(apart, {}, order[step : step + 1], rates[:1], step)
    assert together.tobytes() == apart.tobytes()


def test_distortions_depend_on_seed_and_step_alone() -> None:
    architecture = lenet5_1998()
    images, labels = pictures(architecture, 20)

    def trained(seed: int, cut: int) -> bytes:
        training = PatternTraining(
            architecture,
            images,
            labels,
            optimizer=GradientDescent(),
            augmentation=PAPER_1998,
            seed=seed,
        )
        weights, order = weights_of(architecture), np.arange(20)
        for part in (slice(0, cut), slice(cut, 20)):
            rates = np.full(len(order[part]), 1e-5)
            training.run(weights, {}, order[part], rates, part.start)
        return weights.tobytes()

    assert trained(1, 20) == trained(1, 7) != trained(2, 7)


def test_says_how_long_warming_up_took() -> None:
    images, labels = pictures(lenet5(), 1)
    training = PatternTraining(lenet5(), images, labels, optimizer=GradientDescent())
    assert training.warm_up() > 0


@pytest.mark.parametrize("optimizer", [GradientDescent(momentum=0.9), AdamW()], ids=repr)
def test_refuses_other_optimizers(optimizer: Optimizer) -> None:
    images, labels = pictures(lenet5(), 1)
    with pytest.raises(EngineError, match="expected plain gradient descent or stochastic diagonal"):
        PatternTraining(lenet5(), images, labels, optimizer=optimizer)


def test_refuses_images_and_labels_that_do_not_fit() -> None:
    images, labels = pictures(lenet5(), 3)
    for wrong, answers in ((images[:, 1:], labels), (images, labels[:2]), (images, labels + 10)):
        with pytest.raises(EngineError, match="images: expected uint8|labels: expected"):
            PatternTraining(lenet5(), wrong, answers, optimizer=GradientDescent())


def test_refuses_an_order_that_does_not_fit() -> None:
    images, labels = pictures(lenet5(), 3)
    training = PatternTraining(lenet5(), images, labels, optimizer=GradientDescent())
    for order in (np.array([0]), np.array([0, 3]), np.array([0, -1])):
        with pytest.raises(EngineError, match="order: expected"):
            training.run(weights_of(lenet5()), {}, order, np.zeros(2))


def test_refuses_distortion_of_images_of_another_size() -> None:
    small = Architecture("small", (Dense("output", CLASSES),), (1, 9, 9))
    images, labels = pictures(small, 1)
    with pytest.raises(EngineError, match="augmentation: expected images of 28×28 pixels"):
        PatternTraining(small, images, labels, optimizer=GradientDescent(), augmentation=PAPER_1998)


def test_refuses_layers_it_does_not_have() -> None:
    class Strange(Tanh):
        pass

    loose = EuclideanRadialBasis("output", ((1.0, -1.0),) * CLASSES, trainable=True)
    for layers in (
        (Dense("F6", 2), loose),
        (Dense("output", 10), Strange("strange")),
        (Tanh("squashed"), Dense("output", 10)),
        (Convolution("C1", 10),),
    ):
        architecture = Architecture("odd", layers)
        images, labels = pictures(architecture, 1)
        with pytest.raises(EngineError, match="expected|use the NumPy layers"):
            PatternTraining(architecture, images, labels, optimizer=GradientDescent())
