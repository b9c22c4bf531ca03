"""Every background gives a picture that shows the digit, and no other ink than it says."""

from pathlib import Path

import numpy as np
import pytest

from digit_recognizer.evaluation.backgrounds import BACKGROUNDS
from digit_recognizer.evaluation.digits_on_backgrounds import digits_on_background
from tests.ink.pictures import drawn_five, on_page

INK = on_page(drawn_five(), 150, 140, 25, 20)


@pytest.mark.parametrize("kind", BACKGROUNDS)
def test_a_background_is_a_picture_with_the_digit_on_it(kind: str) -> None:
    picture = BACKGROUNDS[kind](INK, np.random.default_rng(1)).astype(float)
    assert picture.shape[:2] == INK.shape
    differences = np.median(picture[INK == 1], axis=0) - np.median(picture[INK == 0], axis=0)
    assert np.abs(differences).max() > 10


@pytest.mark.parametrize("kind", BACKGROUNDS)
def test_the_same_generator_gives_the_same_picture(kind: str) -> None:
    first, second = (BACKGROUNDS[kind](INK, np.random.default_rng(3)) for _ in range(2))
    np.testing.assert_array_equal(first, second)
    assert first.dtype == np.uint8


def test_digits_on_a_background_are_the_same_for_each_kind(shared_data: Path) -> None:
    plain, ruled = (
        digits_on_background(kind, shared_data, count=10) for kind in ("plain", "ruled")
    )
    assert plain.labels.tolist() == ruled.labels.tolist()
    assert plain.writers.tolist() == ruled.writers.tolist()
    assert plain.images.any(axis=(1, 2)).all()
    assert (plain.images != ruled.images).any()
