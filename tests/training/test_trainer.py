from dataclasses import replace

import numpy as np
import pytest

from digit_recognizer.nn.augmentation import PAPER_1998
from digit_recognizer.nn.levenberg_marquardt import StochasticDiagonalLevenbergMarquardt
from digit_recognizer.nn.optimizers import GradientDescent
from digit_recognizer.nn.schedules import Constant, StepDecay
from digit_recognizer.training.recipe import Recipe, RecipeError
from digit_recognizer.training.recipes import recipe
from digit_recognizer.training.trainer import EpochDone, StepDone, Trainer, epoch_order
from tests.training.digits import patterns

QUICK = Recipe("quick", epochs=3, batch_size=16, schedule=StepDecay(0.1, 1, 0.9))


def trainer(recipe: Recipe = QUICK, compiled: bool = True) -> Trainer:
    return Trainer(recipe, patterns(330), patterns(100, seed=1), compiled=compiled)


def test_an_epoch_is_told_after_its_steps() -> None:
    events = list(trainer().run())
    epochs = [event for event in events if isinstance(event, EpochDone)]
    steps = [event for event in events if isinstance(event, StepDone)]
    assert [event.epoch for event in epochs] == [1, 2, 3]
    assert sum(event.images for event in steps) == 3 * 330
    assert steps[-1].step == steps[-1].steps == 3 * 21
    assert isinstance(events[-1], EpochDone)


def test_the_learning_rate_follows_the_schedule() -> None:
    rates = [event.learning_rate for event in trainer().run() if isinstance(event, EpochDone)]
    assert rates == pytest.approx([0.1, 0.09, 0.081])


def test_it_learns() -> None:
    optimizer = GradientDescent(momentum=0.9)
    recipe = Recipe("quick", epochs=10, batch_size=8, optimizer=optimizer)
    *_, last = trainer(recipe).run()
    assert isinstance(last, EpochDone)
    assert last.validation.accuracy > 0.95


def test_the_same_seed_gives_the_same_weights_and_another_seed_others() -> None:
    def weights(seed: int) -> bytes:
        run = trainer(Recipe("quick", epochs=1, batch_size=16, seed=seed))
        list(run.run())
        return run.state.parameters.tobytes()

    assert weights(1) == weights(1)
    assert weights(1) != weights(2)


def test_every_epoch_sees_every_image_once_in_an_order_of_its_own() -> None:
    first, second = epoch_order(0, 0, 100), epoch_order(0, 1, 100)
    assert sorted(first) == sorted(second) == list(range(100))
    assert not np.array_equal(first, second)
    assert np.array_equal(first, epoch_order(0, 0, 100))


@pytest.mark.parametrize("averaging", [None, 0.9])
def test_the_engine_learns_what_the_numpy_layers_learn(averaging: float | None) -> None:
    optimizer = GradientDescent(momentum=0.9)
    recipe = Recipe("quick", epochs=2, batch_size=16, optimizer=optimizer, averaging=averaging)
    quick, plain = trainer(recipe), trainer(recipe, compiled=False)
    for fast, slow in zip(quick.run(), plain.run(), strict=True):
        if isinstance(fast, EpochDone) and isinstance(slow, EpochDone):
            assert fast.validation.loss == pytest.approx(slow.validation.loss, rel=1e-3)
    np.testing.assert_allclose(quick.network.parameters, plain.network.parameters, atol=1e-3)


def test_the_averaged_weights_are_the_ones_that_are_judged() -> None:
    averaged = trainer(Recipe("quick", epochs=1, averaging=0.9))
    list(averaged.run())
    state = averaged.state
    np.testing.assert_array_equal(averaged.network.parameters, state.optimizer["average"])
    assert not np.array_equal(state.optimizer["average"], state.parameters)


def test_the_numpy_layers_say_that_they_cannot_distort() -> None:
    recipe = Recipe("quick", augmentation=PAPER_1998)
    with pytest.raises(RecipeError, match="recipe quick distorts its images"):
        list(trainer(recipe, compiled=False).run())


def test_levenberg_marquardt_estimates_curvatures_before_each_pass_and_learns() -> None:
    recipe = Recipe(
        "quick",
        architecture="lenet5-1998",
        epochs=2,
        batch_size=1,
        optimizer=StochasticDiagonalLevenbergMarquardt(patterns=50),
        schedule=Constant(0.0005),
        initializer="fan-in-root",
    )
    run = trainer(recipe, compiled=False)
    rates = [run.state.optimizer["rates"].copy()]
    accuracies = []
    for event in run.run():
        if isinstance(event, EpochDone):
            rates.append(run.state.optimizer["rates"].copy())
            accuracies.append(event.training.accuracy)
    assert (rates[0] == 50).all()
    assert (rates[1] != rates[0]).any()
    assert (rates[2] != rates[1]).any()
    assert accuracies[0] > 0.5


def test_what_was_seen_while_it_learnt_may_stand_for_a_measurement() -> None:
    recipe = Recipe("quick", epochs=1, batch_size=16, measures_training=False)
    *steps, last = trainer(recipe).run()
    assert isinstance(last, EpochDone)
    told = [event for event in steps if isinstance(event, StepDone)]
    assert last.training.count == 330
    assert last.training.correct == round(sum(event.accuracy * event.images for event in told))
    mean = sum(event.loss * event.images for event in told) / 330
    assert last.training.loss == pytest.approx(mean)


def test_what_the_engine_cannot_follow_is_explained() -> None:
    impossible = replace(
        recipe("sprint"), optimizer=StochasticDiagonalLevenbergMarquardt(), validation_size=10
    )
    trainer = Trainer(impossible, patterns(100), patterns(10))
    with pytest.raises(RecipeError, match="expected 1 image a step"):
        next(trainer.run())
