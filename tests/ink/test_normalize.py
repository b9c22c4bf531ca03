"""From ink to the network's input: MNIST stays as it is; place and size do not matter."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from PIL import Image

from digit_recognizer.data.dataset import Dataset
from digit_recognizer.ink import find_ink, normalize, open_picture
from digit_recognizer.ink.normalize import ink_box
from digit_recognizer.ink.slant import slant_of
from digit_recognizer.ink.thickness import stroke_width, thicken, with_usual_lines
from tests.ink.pictures import drawn_five, grey_values, on_page

FIVE = drawn_five()


def seen(picture: NDArray[np.float32] | NDArray[np.uint8]) -> NDArray[np.int64]:
    """Take a picture all the way to the network's input."""
    ink = find_ink(open_picture(picture))
    assert ink is not None
    return normalize(ink).astype(np.int64)


def centre_of_mass(image: NDArray[np.int64]) -> tuple[float, float]:
    places = np.arange(28)
    return (
        float(image.sum(axis=1) @ places / image.sum()),
        float(image.sum(axis=0) @ places / image.sum()),
    )


def test_the_result_is_28_by_28_white_on_black() -> None:
    result = normalize(grey_values(FIVE))
    assert result.shape == (28, 28)
    assert result.dtype == np.uint8
    assert result.max() > 250
    assert result[0].max() == 0


def test_the_ink_is_20_long_and_its_mass_is_in_the_middle() -> None:
    result = seen(1 - FIVE)
    box = ink_box(result.astype(np.uint8))
    assert box is not None
    left, top, right, bottom = box
    assert max(right - left, bottom - top) == 20
    assert all(13.5 <= centre <= 14.5 for centre in centre_of_mass(result))


def test_proportions_are_kept() -> None:
    bar = np.zeros((400, 400), np.uint8)
    bar[50:350, 100:160] = 255
    rows, columns = np.nonzero(normalize(bar))
    assert np.ptp(rows) + 1 == 20
    assert np.ptp(columns) + 1 == 4


def test_without_ink_there_is_nothing() -> None:
    assert ink_box(np.zeros((9, 9), np.uint8)) is None
    assert normalize(np.zeros((9, 9), np.uint8)).max() == 0


@given(top=st.integers(0, 140), left=st.integers(0, 190))
@settings(max_examples=40, deadline=None)
def test_the_place_in_the_picture_does_not_matter(top: int, left: int) -> None:
    page = on_page(FIVE, 240, 290, top, left)
    np.testing.assert_array_equal(seen(1 - page), seen(1 - FIVE))


@given(pen=st.integers(6, 81))
@settings(max_examples=25, deadline=None)
def test_the_size_in_the_picture_hardly_matters(pen: int) -> None:
    large = drawn_five(size=round(pen / 0.09), pen=pen)  # a pen's width is a whole number
    difference = np.abs(seen(1 - large) - seen(1 - drawn_five(size=400, pen=36)))
    assert difference.mean() < 5


@given(seed=st.integers(0, 10_000))
@settings(max_examples=30, deadline=None)
def test_what_went_through_once_goes_through_unchanged(seed: int) -> None:
    random = np.random.default_rng(seed)
    strokes = np.zeros((80, 80), np.uint8)
    place = random.integers(25, 55, 2).astype(np.float64)
    for _ in range(60):
        place = np.clip(place + random.normal(0, 4, 2), 4, 70)
        row, column = place.astype(int)
        strokes[row : row + 4, column : column + 4] = 255
    once = normalize(strokes)
    np.testing.assert_array_equal(normalize(once), once)


@pytest.mark.parametrize("side", [300, 1000])
@pytest.mark.parametrize("slope", [0.0, 0.3, 1.0])
def test_a_hair_line_survives(side: int, slope: float) -> None:
    page = np.zeros((side, side), np.uint8)
    rows = np.arange(side // 10, side * 9 // 10)
    page[rows, (side // 20 + rows * slope * 0.9).astype(int)] = 255
    result = normalize(page)
    assert result.max(axis=1)[np.flatnonzero(result.max(axis=1))].min() > 60
    assert np.median(result.max(axis=1)[5:23]) > 150


def test_a_tiny_picture_is_enlarged_smoothly() -> None:
    tiny = np.asarray(Image.fromarray(FIVE).resize((12, 12), Image.Resampling.BOX))
    assert np.abs(seen(1 - tiny) - seen(1 - FIVE)).mean() < 20


def test_lopsided_ink_is_kept_whole() -> None:
    lopsided = np.zeros((20, 20), np.uint8)
    lopsided[:, :3] = 255
    lopsided[10, :] = 13
    assert (normalize(lopsided) > 0).any(axis=0).sum() == 20


def test_stroke_width_is_measured_in_pixels() -> None:
    bar = np.zeros((300, 40), np.uint8)
    bar[5:295, 10:16] = 255
    assert stroke_width(bar) == pytest.approx(6, rel=0.05)
    assert stroke_width(np.zeros((5, 5), np.uint8)) == 0


@given(radius=st.floats(0, 6))
@settings(deadline=None)
def test_ink_grows_by_the_radius(radius: float) -> None:
    bar = np.zeros((60, 60), np.uint8)
    bar[:, 28:32] = 255
    assert thicken(bar, radius)[30].sum() / 255 == pytest.approx(4 + 2 * radius, abs=0.01)


@pytest.mark.parametrize("pen", [26, 30, 34])
def test_thick_strokes_are_made_thinner(pen: int) -> None:
    thick = grey_values(drawn_five(pen=pen))
    left, top, right, bottom = ink_box(thick) or (0, 0, 0, 0)
    thick = thick[top:bottom, left:right]
    thinner = with_usual_lines(thick)
    assert stroke_width(thick) / max(thick.shape) > 4.2 / 20
    assert stroke_width(thinner) / max(thinner.shape) == pytest.approx(4 / 20, rel=0.12)


def test_a_thin_stroke_that_ends_a_thick_one_stays() -> None:
    ink = np.zeros((100, 100), np.uint8)
    ink[:60, :60] = 255
    ink[25:35, 25:35] = 0
    ink[50:54, 60:] = 255
    ink = ink[:60]
    thinner = with_usual_lines(ink)
    assert thinner.shape[1] > thinner.shape[0] * 1.3
    assert (thinner.max(axis=0) > 127).all()


def test_strokes_of_usual_width_are_left_alone() -> None:
    five = grey_values(FIVE)
    assert with_usual_lines(five) is five


def test_a_dot_is_no_thick_line() -> None:
    rows, columns = np.indices((60, 60)) - 29.5
    dot = (np.hypot(rows, columns) < 30) * np.uint8(255)
    assert with_usual_lines(dot) is dot


def test_mnist_goes_through_unharmed(mnist_train: Dataset) -> None:
    images = mnist_train.images[-1000:]
    results = np.stack([seen(image) for image in images])
    differences = np.abs(results - images)
    usual = np.array([abs(slant_of(image)) < 0.6 for image in images])
    assert usual.mean() > 0.9
    assert (differences[usual].max(axis=(1, 2)) == 0).mean() > 0.94
    assert differences[usual].mean() < 0.8


def test_mnist_black_on_white_gives_the_same(mnist_train: Dataset) -> None:
    for image in mnist_train.images[-100:]:
        np.testing.assert_allclose(seen(255 - image), seen(image), atol=1)
