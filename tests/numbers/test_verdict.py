"""When a number is an answer."""

import numpy as np
from numpy.typing import NDArray

from digit_recognizer.networks.verdict import VerdictRule
from digit_recognizer.numbers.verdict import NumberRule

RULE = NumberRule(
    VerdictRule(sure_from=0.6, rivals_from=0.5),
    sure_from=0.95,
    digit_sure_from=0.7,
    agreed_from=0.98,
    agreed_digit_from=0.61,
)


def seen(digit: int, probability: float, rival: float = 0.0) -> tuple[int, NDArray[np.float64]]:
    probabilities = np.full(10, (1 - probability - rival) / 8)
    probabilities[digit], probabilities[(digit + 1) % 10] = probability, rival
    return digit, probabilities


def test_a_number_is_sure_as_a_whole_and_in_every_digit() -> None:
    assert RULE(0.99, [seen(4, 0.9), seen(2, 0.9)]) == "number"
    assert RULE(0.90, [seen(4, 0.9), seen(2, 0.9)]) == "not sure"
    assert RULE(0.99, [seen(4, 0.9), seen(2, 0.5, 0.4)]) == "not sure"
    assert RULE(0.99, [seen(4, 0.9), seen(2, 0.65)]) == "not sure"


def test_what_the_network_takes_for_another_digit_is_doubtful() -> None:
    _, of_seven = seen(7, 0.9)
    assert RULE(0.99, [(1, of_seven)]) == "not sure"


def test_where_two_readers_agree_less_is_asked_of_each_digit_and_else_it_is_doubtful() -> None:
    digits = [seen(4, 0.9), seen(2, 0.62, 0.3)]
    assert RULE(0.99, digits) == "not sure"
    assert RULE(0.99, digits, agree=True) == "number"
    assert RULE(0.99, [seen(4, 0.99)] * 2, agree=False) == "not sure"
    assert RULE(0.5, digits, agree=True) == "not sure"
    assert RULE(0.99, [seen(4, 0.9), seen(2, 0.2)], agree=True) == "not sure"
    assert RULE(0.5, [seen(4, 0.9), seen(2, 0.2)], agree=True) == "not a number"


def test_one_scrawl_among_digits_is_no_number_however_sure_the_string() -> None:
    assert RULE(1.0, [seen(4, 0.9), seen(2, 0.2)]) == "not a number"
    assert RULE(1.0, []) == "not a number"
