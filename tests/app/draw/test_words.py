"""What is said about an answer."""

import pytest

from digit_recognizer.app.draw.words import BLANK, percent, put_into_words
from tests.app.hand import recognition


def test_a_sure_answer_names_the_digit_and_the_next() -> None:
    answer = put_into_words(recognition(7, 0.992, second=1))
    assert answer.state == "sure"
    assert (answer.digit, answer.confidence) == ("7", "99.2 % sure")
    assert answer.runner_up == "next: 1 (0.4 %)"
    assert answer.contenders == (7,)


def test_a_runner_up_without_a_chance_is_not_called_impossible() -> None:
    assert put_into_words(recognition(7, 0.9999, second=1)).runner_up == "next: 1 (< 0.1 %)"


def test_below_sixty_percent_the_two_likeliest_are_named() -> None:
    answer = put_into_words(recognition(4, 0.5, second=9))
    assert answer.state == "not sure"
    assert (answer.digit, answer.confidence) == ("4", "not sure: 4 or 9")
    assert answer.runner_up == "50.0 % or 27.5 %"
    assert answer.contenders == (4, 9)


def test_sixty_percent_is_sure() -> None:
    assert put_into_words(recognition(4, 0.6)).state == "sure"


def test_what_is_not_a_digit_is_called_none() -> None:
    answer = put_into_words(recognition(4, 0.3, second=9, verdict="not a digit"))
    assert answer.state == answer.confidence == "not a digit"
    assert answer.digit == ""
    assert answer.runner_up == "nearest: 4 (30.0 %)"
    assert answer.contenders == ()


def test_no_ink_is_blank() -> None:
    assert put_into_words(recognition(None)) == BLANK
    assert BLANK.digit == ""


@pytest.mark.parametrize(
    ("probability", "text"),
    [(0, "0.0 %"), (0.5, "50.0 %"), (0.9949, "99.5 %"), (0.99999, "99.9 %"), (1, "99.9 %")],
)
def test_percent_has_one_decimal_and_never_claims_certainty(probability: float, text: str) -> None:
    assert percent(probability) == text
