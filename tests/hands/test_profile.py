"""A profile is a value: learning and forgetting give another one."""

import numpy as np
import pytest

from digit_recognizer import HandError, Profile
from digit_recognizer.hands.profile import MOST_DIGITS, LearnedDigit
from digit_recognizer.samples import sample_pictures
from tests.hands.conftest import odd_seven


def test_what_is_learned_can_be_seen_and_forgotten() -> None:
    nothing = Profile("Ann")
    one = nothing.learn(sample_pictures()[3], 3, origin="three.png")
    both = one.learn_input(odd_seven(), 7)
    assert len(nothing.digits) == 0
    assert [(each.label, each.origin) for each in both.digits] == [(3, "three.png"), (7, "")]
    assert both.counts == (0, 0, 0, 1, 0, 0, 0, 1, 0, 0)
    assert both.images.shape == (2, 28, 28)
    assert both.digits[1].learned_at >= both.digits[0].learned_at > 1.7e9
    assert both.forget(0).digits == both.digits[1:]


def test_a_digit_of_a_profile_cannot_be_changed() -> None:
    image = odd_seven()
    learned = LearnedDigit(image, 7)
    image[:] = 0
    assert learned.image.any()
    with pytest.raises(ValueError, match="read-only"):
        learned.image[0, 0] = 1


@pytest.mark.parametrize("label", [-1, 10])
def test_what_is_no_digit_is_refused(label: int) -> None:
    with pytest.raises(HandError, match=f"expected a digit from 0 to 9, got {label}"):
        Profile("Ann").learn_input(odd_seven(), label)


def test_nothing_is_learned_from_no_ink() -> None:
    with pytest.raises(HandError, match="found no ink"):
        Profile("Ann").learn(np.full((50, 50), 255, np.uint8), 4)
    with pytest.raises(HandError, match="a digit with ink"):
        Profile("Ann").learn_input(np.zeros((28, 28), np.uint8), 4)


def test_a_profile_has_an_end() -> None:
    full = Profile("Ann").with_digits([LearnedDigit(odd_seven(), 7)] * MOST_DIGITS)
    with pytest.raises(HandError, match="at most 1,000 learned digits, got 1,001; forget some"):
        full.learn_input(odd_seven(), 7)


def test_only_what_was_learned_can_be_forgotten() -> None:
    with pytest.raises(HandError, match="from 0 to 0, got 1"):
        Profile("Ann").learn_input(odd_seven(), 7).forget(1)
