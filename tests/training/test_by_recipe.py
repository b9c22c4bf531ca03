"""Training as one call: what goes in, what comes out, and that a seed decides all of it."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from digit_recognizer import Checkpoint, Recognizer, lenet5, train
from digit_recognizer.data.dataset import DatasetError
from digit_recognizer.data.record import DataRecord
from digit_recognizer.nn.architecture import Architecture
from digit_recognizer.nn.encoding import Encoding
from digit_recognizer.nn.layers import Dense
from digit_recognizer.nn.optimizers import GradientDescent
from digit_recognizer.nn.schedules import Constant
from digit_recognizer.training.recipe import Recipe, RecipeError
from digit_recognizer.training.run import TrainingRun
from digit_recognizer.training.stored import recipe_of
from digit_recognizer.training.trainer import EpochDone, StepDone
from digit_recognizer.training.training_data import TrainingData, divide
from tests.training.digits import patterns

DIGITS = patterns(450, seed=2)
RECIPE = Recipe(
    "quick",
    architecture="linear",
    epochs=2,
    batch_size=4,
    validation_size=45,
    optimizer=GradientDescent(momentum=0.5),
    schedule=Constant(0.05),
)


def weights(trained: Checkpoint) -> bytes:
    return trained.network.parameters.tobytes()


def test_it_ends_in_the_network_of_a_training_session() -> None:
    training, validation, records = divide(replace(RECIPE, data=DIGITS.name), DIGITS)
    data = TrainingData(training, validation, None, records)
    with TrainingRun(RECIPE, None, data, reports=False) as run:
        list(run.events())
    trained = train(RECIPE, DIGITS)
    assert run.best is not None
    assert weights(trained) == weights(run.best)
    assert trained.scores == run.best.scores
    assert trained.data == {"training": DataRecord(DIGITS.sha256)}
    assert recipe_of(trained) == replace(RECIPE, data=DIGITS.name)


def test_arrays_are_learned_as_a_data_set_is() -> None:
    labels = DIGITS.labels.astype(np.int64)
    trained = train(RECIPE, (DIGITS.images, labels))
    assert weights(trained) == weights(train(RECIPE, DIGITS))
    images = patterns(100, seed=3)
    assert (Recognizer(trained).predict(images.images) == images.labels).mean() > 0.9


def test_a_seed_decides_the_weights() -> None:
    first, again, other = (train(RECIPE, DIGITS, seed=seed) for seed in (1, 1, 2))
    assert weights(first) == weights(again) != weights(other)
    assert first.recipe["seed"] == 1


def test_every_event_is_handed_over_and_what_it_raises_ends_the_training() -> None:
    events: list[Any] = []
    train(RECIPE, DIGITS, on_event=events.append)
    assert sum(isinstance(event, EpochDone) for event in events) == 2
    assert isinstance(events[0], StepDone)

    def stop(event: object) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        train(RECIPE, DIGITS, on_event=stop)


@pytest.mark.parametrize(
    "made",
    [
        lenet5(width=2),
        Architecture("mine", (Dense("output", 10),), (1, 28, 28), Encoding(margin=0)),
    ],
    ids=lambda made: made.name,
)
def test_any_architecture_is_trained(made: Architecture) -> None:
    trained = train(replace(RECIPE, epochs=1), DIGITS, architecture=made)
    assert trained.network.architecture == made
    assert trained.recipe["architecture"] == made.name


def test_of_few_images_a_tenth_is_set_aside() -> None:
    trained = train(replace(RECIPE, validation_size=5_000, epochs=1), DIGITS)
    assert trained.recipe["validation_size"] == 45


@pytest.mark.parametrize(
    ("labels", "found"),
    [
        (DIGITS.labels.astype(float), "expected whole numbers from 0 to 9"),
        (DIGITS.labels.astype(np.int64) - 1, "expected whole numbers from 0 to 9"),
        (DIGITS.labels.astype(np.int64) + 256, "expected labels from 0 to 9"),
        (DIGITS.labels[:-1], "expected as many labels as images"),
        ([], "expected"),
    ],
)
def test_labels_that_are_no_digits_are_refused(labels: Any, found: str) -> None:
    with pytest.raises(DatasetError, match=found):
        train(RECIPE, (DIGITS.images, labels))


def test_images_of_another_kind_are_refused() -> None:
    with pytest.raises(DatasetError, match="expected images of 28×28 bytes"):
        train(RECIPE, (DIGITS.images / 255, DIGITS.labels))


def test_a_recipe_that_is_not_known_is_answered_with_those_that_are() -> None:
    with pytest.raises(RecipeError, match=r"no recipe is called 'marathon': .* sprint"):
        train("marathon", DIGITS)
