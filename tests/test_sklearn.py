"""LeNet as an estimator of scikit-learn."""

import doctest
import pickle
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from digit_recognizer import Recognizer
from digit_recognizer.errors import DigitRecognizerError
from tests.test_documentation import blocks_of
from tests.training.digits import patterns

pytest.importorskip("sklearn")

from joblib import parallel_config
from sklearn.model_selection import GridSearchCV
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import MinMaxScaler
from sklearn.utils.estimator_checks import parametrize_with_checks

import digit_recognizer.sklearn
from digit_recognizer.sklearn import LeNetClassifier

DIGITS = patterns(200, seed=2)
IMAGES, LABELS = np.array(DIGITS.images), np.array(DIGITS.labels)


def quick(**settings: Any) -> LeNetClassifier:
    chosen: dict[str, Any] = {
        "architecture": "lenet1",
        "epochs": 4,
        "batch_size": 16,
        "random_state": 0,
        "compiled": False,
    }
    return LeNetClassifier(**(chosen | settings))


@parametrize_with_checks([quick(batch_size=32)])  # type: ignore[untyped-decorator, unused-ignore]
@pytest.mark.filterwarnings("ignore")
def test_it_is_what_scikit_learn_calls_an_estimator(
    estimator: LeNetClassifier, check: Callable[[LeNetClassifier], None]
) -> None:
    """All of its checks, without an exception."""
    check(estimator)


def test_it_learns_images_in_either_shape() -> None:
    classifier = quick().fit(IMAGES, LABELS)
    rows = IMAGES.reshape(len(IMAGES), -1)
    assert classifier.score(IMAGES, LABELS) > 0.95
    np.testing.assert_array_equal(classifier.predict_proba(rows), classifier.predict_proba(IMAGES))
    np.testing.assert_array_equal(
        classifier.predict_proba(IMAGES), quick().fit(rows, LABELS).predict_proba(rows)
    )


def test_the_same_random_state_gives_the_same_network_and_another_one_another() -> None:
    first, same, other = (
        quick(random_state=seed, epochs=1).fit(IMAGES, LABELS).network_.parameters
        for seed in (1, 1, 2)
    )
    np.testing.assert_array_equal(first, same)
    assert (first != other).any()


def test_its_network_reads_for_the_recognizer() -> None:
    classifier = quick().fit(IMAGES, LABELS)
    read = Recognizer(classifier.network_).predict(IMAGES)
    np.testing.assert_array_equal(read, classifier.predict(IMAGES))


def test_numbers_of_any_range_and_classes_of_any_kind() -> None:
    names = np.array(["nought", "one", "two", "three"])[LABELS[LABELS < 4]]
    some: NDArray[np.float64] = IMAGES[LABELS < 4] / 255 - 3
    classifier = quick(epochs=8).fit(some, names)
    assert classifier.classes_.tolist() == ["nought", "one", "three", "two"]
    assert classifier.score(some, names) > 0.9
    np.testing.assert_allclose(classifier.predict_proba(some).sum(axis=1), 1)


def test_it_goes_on_with_more_images() -> None:
    classifier = quick()
    halves = (slice(None, 100), slice(100, None))
    for _ in range(4):
        for half in halves:
            classifier.partial_fit(IMAGES[half], LABELS[half], classes=range(10))
    assert classifier.score(IMAGES, LABELS) > 0.95
    with pytest.raises(ValueError, match="expected those of the first call"):
        classifier.partial_fit(IMAGES, LABELS, classes=[0, 1])
    with pytest.raises(ValueError, match="expected all classes at the first call"):
        quick().partial_fit(IMAGES, LABELS)


def test_it_works_in_pipelines_and_grid_searches_over_processes() -> None:
    rows = IMAGES.reshape(len(IMAGES), -1)
    pipeline = make_pipeline(MinMaxScaler(), quick(epochs=2))
    search = GridSearchCV(
        pipeline, {"lenetclassifier__learning_rate": [0.00001, 0.003]}, cv=2, n_jobs=2
    )
    with parallel_config("multiprocessing"):
        search.fit(rows, LABELS)
    assert search.best_params_ == {"lenetclassifier__learning_rate": 0.003}


def test_a_pickled_one_predicts_the_same() -> None:
    classifier = quick(epochs=1).fit(IMAGES, LABELS)
    again = pickle.loads(pickle.dumps(classifier))
    np.testing.assert_array_equal(again.predict(IMAGES), classifier.predict(IMAGES))


def test_settings_of_the_recipe_are_parameters() -> None:
    classifier = quick(optimizer="Muon", learning_rate=0.02, settings={"optimizer.momentum": 0.8})
    assert classifier.fit(IMAGES, LABELS).score(IMAGES, LABELS) > 0.9
    with pytest.raises(DigitRecognizerError, match="no setting is called 'momentum'"):
        quick(settings={"momentum": 1}).fit(IMAGES, LABELS)
    with pytest.raises(DigitRecognizerError, match="Passes"):
        quick(epochs=0).fit(IMAGES, LABELS)


@pytest.mark.parametrize(
    ("images", "labels", "message"),
    [
        (np.zeros((20, 785)), np.arange(20) % 2, "at most 784 features"),
        (IMAGES[:22], np.arange(22) % 11, "at most ten classes"),
    ],
)
def test_what_it_cannot_learn_is_refused(images: Any, labels: Any, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        quick().fit(images, labels)


def test_the_network_of_1998_has_ten_classes_and_no_fewer() -> None:
    with pytest.raises(ValueError, match="expected 10 classes for its outputs, got 3"):
        quick(architecture="lenet5-1998").fit(IMAGES[LABELS < 3], LABELS[LABELS < 3])


def test_the_documented_example_runs(capsys: pytest.CaptureFixture[str]) -> None:
    exec(blocks_of("docs/exchange.md")[-1], {})
    assert float(capsys.readouterr().out) > 0.85


def test_the_example_of_its_docstring_runs() -> None:
    result = doctest.testmod(digit_recognizer.sklearn)
    assert (result.attempted, result.failed) == (8, 0)
