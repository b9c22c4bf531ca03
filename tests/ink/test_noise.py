"""Noise: how much there is, and that it goes; clean pictures stay as they are."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from digit_recognizer.data.dataset import Dataset
from digit_recognizer.ink import find_ink, normalize
from digit_recognizer.ink.histogram import histogram
from digit_recognizer.ink.noise import noise_of, without_noise
from tests.ink.pictures import drawn_five, grey_values

FIVE = drawn_five()


@given(deviation=st.floats(0.02, 0.3), seed=st.integers(0, 1000))
def test_normal_noise_is_measured(deviation: float, seed: int) -> None:
    noise = np.random.default_rng(seed).normal(0, deviation, FIVE.shape)
    # In the middle of the scale, so that nothing is cut off.
    picture = grey_values(0.5 + 0.2 * noise + 0.1 * FIVE)
    assert noise_of(picture, histogram(picture).counts) / 51 == pytest.approx(
        deviation, rel=0.25, abs=0.011
    )


def test_ink_and_a_slope_of_the_light_are_no_noise() -> None:
    picture = grey_values(FIVE * 0.6 + np.linspace(0, 0.3, 100, dtype=np.float32))
    assert noise_of(picture, histogram(picture).counts) < 1


def test_a_clean_picture_is_left_alone(mnist_train: Dataset) -> None:
    for image in [grey_values(FIVE), *mnist_train.images[-300:]]:
        assert without_noise(image, histogram(image)) is image


@pytest.mark.parametrize("deviation", [0.1, 0.2, 0.3])
def test_a_noisy_digit_looks_nearly_as_a_clean_one(deviation: float) -> None:
    clean = find_ink(grey_values(1 - FIVE))
    noise = np.random.default_rng(3).normal(0, deviation, FIVE.shape)
    noisy = find_ink(grey_values(1 - FIVE + noise))
    assert clean is not None
    assert noisy is not None
    difference = np.abs(normalize(noisy).astype(int) - normalize(clean).astype(int))
    assert difference.mean() < 18
