"""The second look: at doubtful digits only, and by digits of this hand only."""

import numpy as np

from digit_recognizer.hands.copies import COPIES
from digit_recognizer.hands.second_look import (
    Examples,
    candidates,
    compared,
    doubtful,
    looked_again,
)
from tests.hands.conftest import BAR, image_of, odd_seven

SEVEN, ONE = odd_seven(), image_of(BAR)


def outputs_of(**values: float) -> np.ndarray:
    """Return outputs for one image: 0 but for ``_DIGIT=value``."""
    outputs = np.zeros((1, 10), np.float32)
    for name, value in values.items():
        outputs[0, int(name[1:])] = value
    return outputs


def test_doubt_is_between_two_digits() -> None:
    assert doubtful(outputs_of(_1=9.0, _7=6.0)).all()
    assert not doubtful(outputs_of(_1=9.0, _7=3.0)).any()  # sure
    assert not doubtful(outputs_of(_1=0.5)).any()  # no digit


def test_the_likeliest_classes_are_compared() -> None:
    assert np.flatnonzero(candidates(outputs_of(_1=9.0, _7=6.0, _4=1.0))[0]).tolist() == [1, 4, 7]


def test_a_near_example_decides_what_outputs_leave_open() -> None:
    outputs = outputs_of(_1=6.5, _7=6.0)
    examples = Examples.of(np.stack([ONE, SEVEN]), np.array([1, 7]))
    again = examples.distances(np.stack([odd_seven(0.3)]), candidates(outputs))
    assert again[0, 7] < again[0, 1] < np.inf
    assert compared(outputs, again, 90.0).argmax() == 7


def test_what_is_far_from_all_that_was_learned_is_read_as_before() -> None:
    outputs, distances = outputs_of(_1=6.5, _7=6.0), np.full((1, 10), np.inf, np.float32)
    np.testing.assert_allclose(compared(outputs, distances, 90.0), outputs, atol=1e-30)
    distances[0, [1, 7]] = 1500, 1000
    np.testing.assert_allclose(compared(outputs, distances, 90.0), outputs, atol=1e-4)


def test_sure_digits_are_not_looked_at_again() -> None:
    sure, open_ = outputs_of(_1=20.0), outputs_of(_1=6.5, _7=6.0)
    asked = []

    def copies_read(which: np.ndarray) -> np.ndarray:
        asked.append(which.tolist())
        return np.repeat(open_[:, None], COPIES, axis=1)

    examples = Examples.of(np.stack([SEVEN]), np.array([7]))
    looked = looked_again(
        np.concatenate([sure, open_]),
        copies_read,
        lambda which, wanted: examples.distances(np.stack([SEVEN, SEVEN])[which], wanted),
        90.0,
    )
    assert asked == [[False, True]]
    np.testing.assert_array_equal(looked[0], sure[0])
    assert looked[1].argmax() == 7


def test_of_each_class_the_latest_are_compared_with() -> None:
    images = np.stack([ONE] * 20 + [SEVEN])
    images[0, 0, 0] = 99
    examples = Examples.of(images, np.array([1] * 20 + [7]))
    assert np.bincount(examples.labels).tolist() == [0, 15, 0, 0, 0, 0, 0, 1]
    assert len(examples.gradients) == 16
