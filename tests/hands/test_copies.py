"""Copies of learned digits: a little distorted, in the same place, always the same."""

import numpy as np
from numpy.typing import NDArray

from digit_recognizer.hands.copies import COPIES, distorted_copies, strange_copies
from tests.hands.conftest import odd_seven


def centre(image: NDArray[np.uint8]) -> NDArray[np.float64]:
    middle: NDArray[np.float64] = np.argwhere(image).mean(axis=0)
    return middle


def test_each_copy_is_another_and_near_the_digit() -> None:
    images = np.stack([odd_seven(-2.0), odd_seven(2.0)])
    copies = distorted_copies(images)
    assert copies.shape == (2, COPIES, 28, 28)
    assert len({copy.tobytes() for copy in copies.reshape(-1, 28, 28)}) == 2 * COPIES
    for image, some in zip(images, copies, strict=True):
        for copy in some:
            assert np.abs(centre(copy) - centre(image)).max() < 1.5
            assert 0.75 < copy.sum() / image.sum() < 1.25
            assert (copy != image).any()
    np.testing.assert_array_equal(distorted_copies(images), copies)


def test_strange_copies_differ_more_and_follow_their_generator() -> None:
    images = np.stack([odd_seven(lean) for lean in np.linspace(-2, 2, 20)])
    strange = strange_copies(images, np.random.default_rng(3))
    assert strange.shape == images.shape
    np.testing.assert_array_equal(strange_copies(images, np.random.default_rng(3)), strange)

    def moved(copies: NDArray[np.uint8]) -> float:
        return float(np.abs(copies.astype(int) - images).mean())

    assert moved(strange) > max(
        moved(copies) for copies in np.moveaxis(distorted_copies(images), 1, 0)
    )
