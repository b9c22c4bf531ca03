import numpy as np
import pytest

from digit_recognizer.nn.optimizers import GradientDescent
from digit_recognizer.nn.schedules import StepDecay
from digit_recognizer.training.recipes import Recipe
from digit_recognizer.training.trainer import EpochDone, StepDone, Trainer, epoch_order
from tests.training.digits import patterns

QUICK = Recipe("quick", epochs=3, batch_size=16, schedule=StepDecay(0.1, 1, 0.9))


def trainer(recipe: Recipe = QUICK, count: int = 330) -> Trainer:
    return Trainer(recipe, patterns(count), patterns(100, seed=1))


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
