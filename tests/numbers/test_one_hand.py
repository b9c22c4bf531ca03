from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest
from numpy.typing import NDArray

from digit_recognizer import Recognizer
from digit_recognizer.numbers.one_hand import (
    PageDigits,
    SureDigits,
    in_one_hand,
    learn_page_digits,
)
from digit_recognizer.numbers.reading import Alternative, NumberRecognition
from tests.numbers.drawn import FOUR, ONE, beside

MEANS = np.column_stack((np.argsort([0, 2, 3, 4, 5, 6, 1, 7, 8, 9]) * 20.0, np.zeros(10)))
"""Ten classes in a row, 20 apart; the 1 is beside the 7."""
Hidden = Callable[[NDArray[np.uint8]], NDArray[np.float64]]
DIGITS = PageDigits(np.eye(2), MEANS, np.full(2, 50.0))
BETWEEN_1_AND_7 = (MEANS[1] + MEANS[7]) / 2


def drawn_pages(
    generator: np.random.Generator,
) -> tuple[NDArray[np.float64], NDArray[np.intp], NDArray[np.intp]]:
    """Return digits of 400 pages, each page with means of its own."""
    labels = np.tile(np.repeat(np.arange(10, dtype=np.intp), 6), 400)
    pages = np.repeat(np.arange(400, dtype=np.intp), 60)
    own = MEANS + generator.normal(size=(400, 10, 2)) * (3.0, 0.5)
    return own[pages, labels] + generator.normal(size=(24_000, 2)) * (1.0, 2.0), labels, pages


def test_what_is_learned_are_the_variances_within_pages_and_between_them() -> None:
    values, labels, pages = drawn_pages(np.random.default_rng(1))
    learned = learn_page_digits(values, labels, pages)
    assert learned.between == pytest.approx((0.5**2 / 2.0**2, 3.0**2 / 1.0**2), rel=0.1)
    around = learned.on_axes(values)
    groups = pages * 10 + labels
    centres = np.stack([np.bincount(groups, axis) for axis in around.T], axis=1) / 6
    assert (around - centres[groups]).var(axis=0) * 6 / 5 == pytest.approx((1, 1), rel=0.05)


def test_without_a_sure_digit_nothing_is_gained() -> None:
    nobody = SureDigits(np.zeros(10), np.zeros((10, 2)))
    assert (DIGITS.gains(MEANS, nobody) == 0).all()


def test_what_is_like_the_sure_digits_of_a_page_gains_as_that_digit() -> None:
    sure = SureDigits.of(np.tile(BETWEEN_1_AND_7, (3, 1)), np.array([1, 1, 1]))
    (gains,) = DIGITS.gains(BETWEEN_1_AND_7[None], sure)
    assert gains.argmax() == 1
    assert gains[1] > 0 > gains[7]


def test_digits_are_taken_out_again() -> None:
    one, other = MEANS[[1, 4]], MEANS[[7, 7]]
    both = SureDigits.of(np.vstack((one, other)), np.array([1, 4, 7, 7]))
    left = both.without(SureDigits.of(other, np.array([7, 7])))
    assert left.counts.tolist() == SureDigits.of(one, np.array([1, 4])).counts.tolist()
    assert left.sums.tolist() == SureDigits.of(one, np.array([1, 4])).sums.tolist()


@pytest.fixture(scope="module")
def read() -> NumberRecognition:
    """Return 41, of which the last digit may be a 7."""
    found = Recognizer().recognize_number_strokes(beside(FOUR, ONE))
    assert found.text == "41"
    texts = Alternative("47", 0.51), Alternative("41", 0.49)
    return replace(found, text="47", confidence=0.51, verdict="not sure", alternatives=texts)


def page_of(read: NumberRecognition, last: str, sure: int) -> list[NumberRecognition]:
    """Return a page with that number, and with some that are sure to end otherwise."""
    text = f"4{last}"
    known = (Alternative(text, 1.0),)
    other = replace(read, text=text, confidence=1.0, verdict="number", alternatives=known)
    return [read, *[other] * sure]


@pytest.fixture(scope="module")
def hidden(read: NumberRecognition) -> Hidden:
    """Return a layer to which the last digit of that number lies between the 1 and the 7."""
    first, last = (character.network_input.tobytes() for character in read.characters)
    values = {first: MEANS[4], last: BETWEEN_1_AND_7}
    return lambda images: np.stack([values[image.tobytes()] for image in images])


def test_a_doubtful_digit_becomes_what_the_sure_ones_like_it_are_and_stays_in_doubt(
    read: NumberRecognition, hidden: Hidden
) -> None:
    again = in_one_hand(page_of(read, "1", 5), hidden, DIGITS, 0.5)[0]
    assert (again.text, again.alternatives[0].text) == ("41", "41")
    assert [character.text for character in again.characters] == ["4", "1"]
    assert 0.5 < again.confidence < 0.6
    assert again.verdict == "not sure"
    same = in_one_hand(page_of(read, "7", 5), hidden, DIGITS, 0.5)[0]
    assert (same.text, same.verdict) == ("47", "number")


def test_its_own_digits_are_no_witnesses_for_a_number(
    read: NumberRecognition, hidden: Hidden
) -> None:
    sure = replace(read, confidence=0.99, verdict="number")
    (alone,) = in_one_hand([sure], hidden, DIGITS, 0.9)
    assert dict(alone.alternatives) == pytest.approx(dict(read.alternatives), abs=1e-5)
    assert alone.verdict == "not sure"


def test_what_is_no_number_by_itself_is_sure_only_if_the_swept_network_reads_it_too(
    read: NumberRecognition, hidden: Hidden
) -> None:
    texts = Alternative("41", 0.999), Alternative("47", 0.001)
    doubtful = replace(read, text="41", verdict="not a number", alternatives=texts)
    alone = replace(doubtful, second=None)
    struck = replace(read.characters[0], verdict="not a digit", is_sure=False)
    scrawl = replace(doubtful, characters=(struck, read.characters[1]))
    unlikely = replace(doubtful, alternatives=(Alternative("41", 0.98), Alternative("47", 0.02)))
    verdicts = [
        in_one_hand([each], hidden, DIGITS, 0.9)[0].verdict
        for each in (doubtful, alone, scrawl, unlikely)
    ]
    assert verdicts == ["number", "not a number", "not a number", "not a number"]


def test_what_was_not_cut_stays_as_it_is(read: NumberRecognition, hidden: Hidden) -> None:
    uncut = replace(read, segmentation=None)
    assert in_one_hand([uncut], hidden, DIGITS, 0.9) == [uncut]
    assert in_one_hand([], hidden, DIGITS, 0.9) == []
