"""What the 1998 paper warns of, and that its network learns."""

from dataclasses import replace

import numpy as np
import pytest

from digit_recognizer.lenet.architectures import lenet5_1998
from digit_recognizer.nn.architecture import Architecture
from digit_recognizer.nn.initializers import fan_in_root_uniform
from digit_recognizer.nn.layers import Dense, EuclideanRadialBasis, Tanh
from digit_recognizer.nn.losses import Loss, MaximumAPosteriori, RightPenalty
from digit_recognizer.nn.network import Network
from digit_recognizer.nn.numpy_training import NumpyTraining
from digit_recognizer.nn.optimizers import GradientDescent
from digit_recognizer.training.recipes import recipe
from digit_recognizer.training.trainer import EpochDone, Trainer
from tests.training.digits import patterns

UNITS, STEPS = 12, 500


def with_free_centres(loss: Loss, steps: int) -> Network:
    """A small network whose radial basis functions may move, after training by a criterion."""
    centres = ((0.0,) * UNITS,) * 10
    layers = (
        Dense("F6", UNITS),
        Tanh("F6 squashed", 1.7159, 2 / 3),
        EuclideanRadialBasis("output", centres, trainable=True),
    )
    network = Network(Architecture("free", layers, loss=loss))
    network.initialize(fan_in_root_uniform, np.random.default_rng(0))
    digits = patterns(200)
    training = NumpyTraining(
        network.architecture,
        digits.images,
        digits.labels,
        optimizer=GradientDescent(),
        batch_size=20,
    )
    order = np.random.default_rng(1).integers(0, 200, 20 * steps)
    training.run(network.parameters, {}, order, np.full(steps, 0.005))
    return network


def distance_of_wrong_classes(network: Network) -> float:
    """Mean penalty of the classes that fresh digits are not."""
    digits = patterns(100, 1)
    penalties = network.forward(network.architecture.encoding(digits.images))[-1][:, 0, 0]
    wrong = np.arange(10)[:, None] != digits.labels
    return float(penalties[wrong].mean())


def test_equation_8_has_nothing_against_a_collapsed_network() -> None:
    """F6 is a constant and all centres are there: no penalty, and no way to do better."""
    digits = patterns(50)
    found = {}
    for loss in (RightPenalty(), MaximumAPosteriori(5.0)):
        network = with_free_centres(loss, 0)
        network.parameters[...] = 0
        gradients = np.ones_like(network.parameters)
        inputs = network.architecture.encoding(digits.images)
        found[loss], _ = network.loss_and_gradients(inputs, digits.labels, gradients)
        if isinstance(loss, RightPenalty):
            assert not gradients.any()
    assert list(found.values()) == [0, pytest.approx(np.log(10 + np.exp(-5)))]


def test_equation_8_pulls_classes_together_when_centres_may_move() -> None:
    before, after = (with_free_centres(RightPenalty(), steps) for steps in (0, STEPS))
    assert distance_of_wrong_classes(after) < distance_of_wrong_classes(before) / 2


def test_equation_9_pushes_classes_apart() -> None:
    before, after = (with_free_centres(MaximumAPosteriori(5.0), steps) for steps in (0, STEPS))
    assert distance_of_wrong_classes(after) > distance_of_wrong_classes(before) * 2


@pytest.mark.parametrize("loss", [lenet5_1998().loss, RightPenalty()], ids=["9", "8"])
def test_the_network_of_1998_learns_by_either_criterion(
    loss: Loss, monkeypatch: pytest.MonkeyPatch
) -> None:
    architecture = replace(lenet5_1998(), loss=loss)
    monkeypatch.setattr("digit_recognizer.training.trainer.architecture", lambda _: architecture)
    made = replace(recipe("paper-1998"), epochs=2)
    passes = [
        event
        for event in Trainer(made, patterns(600), patterns(200, 1)).run()
        if isinstance(event, EpochDone)
    ]
    assert passes[-1].validation.accuracy > 0.95


def test_penalties_tell_what_is_no_digit() -> None:
    trainer = Trainer(replace(recipe("paper-1998"), epochs=3), patterns(600), patterns(200, 1))
    for _ in trainer.run():
        pass
    noise = np.random.default_rng(2).integers(0, 256, (50, 28, 28), np.uint8)
    digits, others = (
        trainer.network.forward(trainer.network.architecture.encoding(images))[-1].min(axis=0)
        for images in (patterns(50, 2).images, noise)
    )
    assert np.median(others) > 5 * np.median(digits)
