"""A hand to learn: digits that the shipped network reads, and one that it does not."""

from collections.abc import Sequence

import numpy as np
import pytest
from numpy.typing import NDArray

from digit_recognizer.hands.learning import Teacher
from digit_recognizer.hands.profile import LearnedDigit, Profile
from digit_recognizer.ink import normalize, render_strokes
from digit_recognizer.networks.checkpoint import find_checkpoint

Strokes = Sequence[Sequence[tuple[float, float]]]

BAR = [[(0, 0), (0, 90)]]
"""A 1 as most people write it."""


def image_of(strokes: Strokes) -> NDArray[np.uint8]:
    ink = render_strokes([np.array(stroke, float) for stroke in strokes])
    assert ink is not None
    return normalize(ink)


def odd_seven(lean: float = 0.0) -> NDArray[np.uint8]:
    """A 7 written as a bar with a dot of a head: the network takes it for a 1."""
    return image_of([[(-14 - lean, 8), (0, 0), (-10 + lean, 90)]])


@pytest.fixture(scope="session")
def teacher() -> Teacher:
    return Teacher(find_checkpoint().network)


@pytest.fixture
def sevens() -> Profile:
    """Eight sevens that look like ones, each another."""
    return Profile("Ann").with_digits(
        [LearnedDigit(odd_seven(lean), 7, 1.0, "test") for lean in np.linspace(-4, 4, 8)]
    )
