from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from digit_recognizer.nn.architecture import Architecture
from digit_recognizer.nn.augmentation import EVERYDAY, PAPER_1998, Augmentation
from digit_recognizer.nn.encoding import Encoding
from digit_recognizer.nn.engine import distortion
from digit_recognizer.nn.engine.distortion import distorted
from digit_recognizer.nn.engine.kernels.compile import entry
from digit_recognizer.nn.engine.plan import EngineError
from digit_recognizer.nn.engine.program import Program
from digit_recognizer.nn.engine.training import Training
from digit_recognizer.nn.layers import Dense
from digit_recognizer.nn.optimizers import GradientDescent
from tests.nn.engine import reference_distortion as reference

distort = entry(distortion.distort)
BACKGROUND, SCALE = np.float32(-0.1), np.float32(1.275 / 255)
Levels = NDArray[np.floating[Any]]


def drawn_digit() -> NDArray[np.uint8]:
    """A seven with soft edges, as a pen would leave it."""
    image = np.zeros((28, 28), np.uint8)
    image[5:8, 7:20] = 255
    for row in range(8, 24):
        left = 18 - (row - 8) // 2
        image[row, left : left + 3] = 160, 255, 160
    return image


SEVEN = drawn_digit()


def levels(
    image: NDArray[np.uint8],
    augmentation: Augmentation,
    seed: int = 0,
    counter: int = 0,
    side: int = 32,
) -> Levels:
    result = np.empty(side * side, np.float32)
    zero, one = np.float32(0), np.float32(1)
    numbers = np.uint64(seed), np.uint64(counter)
    distort(image, augmentation.vector(), *numbers, zero, one, result, side, 0, 1)
    return result.reshape(side, side)


def some_image() -> st.SearchStrategy[NDArray[np.uint8]]:
    def image(seed: int) -> NDArray[np.uint8]:
        generator = np.random.default_rng(seed)
        picture = generator.integers(0, 256, (28, 28), dtype=np.uint8)
        picture[generator.random((28, 28)) < 0.5] = 0
        return picture

    return st.integers(0, 2**32 - 1).map(image) | st.just(SEVEN)


def some_augmentation() -> st.SearchStrategy[Augmentation]:
    return st.builds(
        Augmentation,
        rotation=st.sampled_from([0.0, 20, 180]),
        scale=st.sampled_from([0.0, 0.2, 0.9]),
        squeeze=st.sampled_from([0.0, 0.3]),
        shear=st.sampled_from([0.0, 0.4, 2]),
        shift=st.sampled_from([0.0, 2.5, 28]),
        elastic=st.sampled_from([0.0, 1.2, 10]),
        smoothness=st.floats(2, 16),
        thickness=st.sampled_from([0.0, 1, 2]),
        untouched=st.sampled_from([0.0, 0.3]),
    )


numbers = st.integers(0, 2**64 - 1)


@settings(max_examples=300, deadline=None)
@given(some_image(), some_augmentation(), numbers, numbers, st.sampled_from([28, 30, 32]))
def test_it_agrees_with_slow_and_obvious_code(
    image: NDArray[np.uint8], augmentation: Augmentation, seed: int, counter: int, side: int
) -> None:
    expected = reference.distorted(image, augmentation, seed, counter, side)
    result = levels(image, augmentation, seed, counter, side)
    # A coordinate is known to some 1e-5 pixels, and neighbours differ by up to 255 levels.
    np.testing.assert_allclose(result, expected, atol=0.05)


@pytest.mark.parametrize("augmentation", [Augmentation(), replace(EVERYDAY, untouched=1.0)])
def test_without_distortion_it_is_the_networks_own_encoding(augmentation: Augmentation) -> None:
    encoded = np.empty(32 * 32, np.float32)
    one = np.uint64(1)
    distort(SEVEN, augmentation.vector(), one, one, BACKGROUND, SCALE, encoded, 32, 0, 1)
    expected = Encoding()(SEVEN[None])[0, :, :, 0]
    np.testing.assert_allclose(encoded.reshape(32, 32), expected, atol=1e-6)


def test_the_margin_is_filled_with_background() -> None:
    blank = np.zeros((28, 28), np.uint8)
    encoded = np.full(32 * 32, np.nan, np.float32)
    distort(
        blank, EVERYDAY.vector(), np.uint64(1), np.uint64(2), BACKGROUND, SCALE, encoded, 32, 0, 1
    )
    np.testing.assert_array_equal(encoded, BACKGROUND)


@pytest.mark.parametrize("lanes", [1, 4, 8, 16])
def test_an_image_is_the_same_in_every_lane(lanes: int) -> None:
    destination = np.full(32 * 32 * lanes, np.nan, np.float32)
    vector = EVERYDAY.vector()
    for lane in range(lanes):
        counter = np.uint64(100 + lane)
        distort(
            SEVEN, vector, np.uint64(7), counter, BACKGROUND, SCALE, destination, 32, lane, lanes
        )
    for lane in range(lanes):
        alone = np.empty(32 * 32, np.float32)
        counter = np.uint64(100 + lane)
        distort(SEVEN, vector, np.uint64(7), counter, BACKGROUND, SCALE, alone, 32, 0, 1)
        np.testing.assert_array_equal(destination[lane::lanes], alone)


def test_threads_and_order_change_nothing() -> None:
    def look(counter: int) -> Levels:
        return levels(SEVEN, EVERYDAY, seed=3, counter=counter)

    with ThreadPoolExecutor(2) as threads:
        backwards = list(threads.map(look, reversed(range(200))))
    for counter, result in enumerate(reversed(backwards)):
        np.testing.assert_array_equal(result, look(counter))


def test_every_seed_and_every_look_is_another_distortion() -> None:
    looks = {levels(SEVEN, PAPER_1998, seed, 0).tobytes() for seed in range(50)}
    looks |= {levels(SEVEN, PAPER_1998, 0, counter).tobytes() for counter in range(1, 51)}
    assert len(looks) > 80  # one in ten stays untouched


def test_the_share_of_untouched_images_is_as_set() -> None:
    original = levels(SEVEN, Augmentation())
    untouched = sum(
        np.array_equal(levels(SEVEN, PAPER_1998, 0, counter), original) for counter in range(3000)
    )
    assert 240 < untouched < 360  # 10 % of 3,000, within 3.6 standard deviations


def centre(picture: Levels) -> Levels:
    places = np.indices(picture.shape)
    return np.array([(picture * axis).sum() / picture.sum() for axis in places])


def test_shifts_reach_from_minus_to_plus_the_limit_in_both_directions() -> None:
    home = centre(levels(SEVEN, Augmentation()))
    moves = np.array(
        [centre(levels(SEVEN, Augmentation(shift=3), 0, look)) - home for look in range(400)]
    )
    assert np.abs(moves).max() <= 3.001
    assert (moves.min(axis=0) < -2.8).all()
    assert (moves.max(axis=0) > 2.8).all()
    assert np.abs(moves.mean(axis=0)).max() < 0.3


def test_shear_moves_the_top_against_the_bottom_and_nothing_up_or_down() -> None:
    for look in range(50):
        picture = levels(SEVEN, Augmentation(shear=0.5), 0, look)
        rows = np.flatnonzero(picture.sum(axis=1) > 0)
        assert (rows.min(), rows.max()) == (7, 25)


def test_scale_changes_the_inks_area_by_its_square() -> None:
    home = levels(SEVEN, Augmentation()).sum()
    areas = [levels(SEVEN, Augmentation(scale=0.25), 0, look).sum() for look in range(300)]
    assert min(areas) == pytest.approx(home / 1.25**2, rel=0.06)
    assert max(areas) == pytest.approx(home * 1.25**2, rel=0.06)


def test_squeezing_keeps_the_inks_area() -> None:
    home = levels(SEVEN, Augmentation()).sum()
    for look in range(50):
        area = levels(SEVEN, Augmentation(squeeze=0.2), 0, look).sum()
        assert area == pytest.approx(home, rel=0.06)


def test_strokes_get_thicker_or_thinner_but_never_fainter() -> None:
    line = np.zeros((28, 28), np.uint8)
    line[4:24, 12:16] = 200
    widths = []
    for look in range(200):
        picture = levels(line, Augmentation(thickness=1.5), 0, look)
        assert picture.max() == pytest.approx(200, abs=1)
        widths.append(picture[16].sum() / 200)
    assert min(widths) == pytest.approx(2.5, abs=0.1)
    assert max(widths) == pytest.approx(5.5, abs=0.1)


def test_the_public_function_returns_bytes_and_repeats_itself() -> None:
    images = np.repeat(SEVEN[None], 20, axis=0)
    first = distorted(images, EVERYDAY, seed=5)
    assert first.dtype == np.uint8
    assert first.shape == (20, 28, 28)
    assert len({image.tobytes() for image in first}) > 15
    np.testing.assert_array_equal(first, distorted(images, EVERYDAY, seed=5))
    assert not np.array_equal(first, distorted(images, EVERYDAY, seed=6))
    np.testing.assert_array_equal(distorted(images, Augmentation(), seed=5), images)


def test_no_images_give_no_images() -> None:
    assert distorted(np.empty((0, 28, 28), np.uint8), EVERYDAY, 0).shape == (0, 28, 28)


@pytest.mark.parametrize(
    "images", [np.zeros((2, 28, 28)), np.zeros((28, 28), np.uint8), np.zeros((2, 28, 27), np.uint8)]
)
def test_other_images_are_refused(images: Any) -> None:
    with pytest.raises(ValueError, match=r"expected uint8 of shape \(n, 28, 28\), got"):
        distorted(images, EVERYDAY, 0)


def test_a_negative_seed_is_refused() -> None:
    with pytest.raises(ValueError, match="seed: expected a whole number from 0, got -1"):
        distorted(SEVEN[None], EVERYDAY, -1)


@pytest.mark.parametrize(("side", "margin"), [(12, 2), (28, 3)])
def test_training_distorts_only_what_fits(side: int, margin: int) -> None:
    whole = side + 2 * margin
    architecture = Architecture(
        "small", (Dense("output", 10),), (1, whole, whole), Encoding(margin=margin)
    )
    images, labels = np.zeros((3, side, side), np.uint8), np.zeros(3, np.uint8)
    with pytest.raises(EngineError, match="expected images of 28×28 pixels and a margin of at"):
        Training(
            Program(architecture, threads=1),
            images,
            labels,
            optimizer=GradientDescent(),
            batch_size=1,
            augmentation=PAPER_1998,
        )
