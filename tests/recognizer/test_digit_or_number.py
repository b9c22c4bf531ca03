"""One digit or a number of several: found out, never told."""

import numpy as np
import pytest
from numpy.typing import NDArray

from digit_recognizer import Recognizer
from digit_recognizer.networks.verdict import Verdict
from digit_recognizer.numbers.graph import Segment
from digit_recognizer.numbers.reading import NumberRecognition
from digit_recognizer.numbers.segmentation import Character
from digit_recognizer.numbers.verdict import NumberVerdict
from digit_recognizer.recognizer.digit_or_number import is_a_digit, is_a_number
from digit_recognizer.recognizer.recognition import Recognition
from digit_recognizer.samples import sample_pictures
from tests.numbers.drawn import FOUR, POINT, SEVEN, TWO, beside

NOTHING = np.zeros((28, 28), np.uint8)


@pytest.fixture(scope="module")
def recognizer() -> Recognizer:
    return Recognizer()


def alone(verdict: Verdict, confidence: float) -> Recognition:
    return Recognition(4, confidence, np.full(10, 0.1), NOTHING, verdict)


def number(*characters: Verdict, verdict: NumberVerdict) -> NumberRecognition:
    read = tuple(
        Character(
            *("4", Segment(at, at + 1), (0, 0, 1, 1), (), NOTHING, np.full(10, 0.1)),
            each,
            is_sure=each == "digit",
        )
        for at, each in enumerate(characters)
    )
    return NumberRecognition("4" * len(read), 0.9, verdict, characters=read)


def test_strokes_of_two_digits_are_a_number(recognizer: Recognizer) -> None:
    read = recognizer.recognize_any_strokes(beside(FOUR, TWO))
    assert isinstance(read, NumberRecognition)
    assert read.text == "42"


@pytest.mark.parametrize("strokes", [FOUR, TWO, SEVEN])
def test_strokes_of_one_digit_are_read_as_they_ever_were(
    recognizer: Recognizer, strokes: list[NDArray[np.float64]]
) -> None:
    read, digit = recognizer.recognize_any_strokes(strokes), recognizer.recognize_strokes(strokes)
    assert isinstance(read, Recognition)
    assert (read.answer, read.verdict) == (digit.answer, digit.verdict)
    assert np.array_equal(read.probabilities, digit.probabilities)


def test_pictures_of_digits_are_digits_and_side_by_side_a_number(recognizer: Recognizer) -> None:
    pictures = sample_pictures()[:4]
    alone = [recognizer.recognize_any(picture) for picture in pictures]
    assert all(isinstance(each, Recognition) for each in alone)
    inputs = [recognizer.recognize(picture).network_input for picture in pictures]
    together = recognizer.recognize_any(np.hstack(inputs))
    assert isinstance(together, NumberRecognition)
    assert together.text == "0123"


def test_nothing_is_a_blank_digit(recognizer: Recognizer) -> None:
    assert recognizer.recognize_any_strokes([]).verdict == "blank"
    assert recognizer.recognize_any(np.full((40, 40), 255, np.uint8)).verdict == "blank"


def test_with_a_format_everything_is_a_number(recognizer: Recognizer) -> None:
    read = recognizer.recognize_any_strokes(FOUR, format="digits")
    assert isinstance(read, NumberRecognition)
    assert read.text == "4"


def test_a_sure_digit_is_not_even_read_as_a_number() -> None:
    assert is_a_digit(alone("digit", 0.99))
    assert not is_a_digit(alone("digit", 0.7))
    assert not is_a_digit(alone("not a digit", 0.3))


def test_what_may_be_a_digit_gives_way_to_a_sure_number_alone() -> None:
    assert is_a_number(alone("digit", 0.7), number("digit", "digit", verdict="number"))
    assert not is_a_number(alone("digit", 0.7), number("digit", "digit", verdict="not sure"))
    assert is_a_number(alone("not a digit", 0.3), number("digit", "digit", verdict="not sure"))


def test_of_what_is_neither_one_character_must_be_sure() -> None:
    nothing = alone("not a digit", 0.3)
    one = number("digit", "not a digit", verdict="not a number")
    none = number("not sure", "not a digit", "not sure", verdict="not a number")
    assert is_a_number(nothing, one)
    assert not is_a_number(nothing, none)


def test_a_number_has_two_characters_at_least() -> None:
    assert not is_a_number(alone("not a digit", 0.3), number("digit", verdict="number"))


def test_every_piece_is_in_exactly_one_segment(recognizer: Recognizer) -> None:
    read = recognizer.recognize_number_strokes(beside(FOUR, TWO, POINT, SEVEN))
    found = read.segmentation
    assert found is not None
    for piece in range(len(found.line)):
        over = [source <= piece < target for source, target in found.found.segments]
        assert found.shares[over].sum() == pytest.approx(1)


def test_characters_say_how_probable_they_are_and_what_they_are_alone(
    recognizer: Recognizer,
) -> None:
    read = recognizer.recognize_number_strokes(beside(FOUR, TWO))
    assert read.verdict == "number"
    for each in read.characters:
        assert each.is_sure
        assert each.verdict == "digit"
        assert each.posterior > 0.5
        assert each.probabilities.argmax() == int(each.text)
