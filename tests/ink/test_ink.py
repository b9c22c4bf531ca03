"""Telling ink from background: either polarity, faint or bold, on any sheet, or none at all."""

from typing import Any

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from digit_recognizer.ink import Polarity, find_ink
from tests.ink.pictures import drawn_five, grey_values, on_page

FIVE = drawn_five()


def ink_of(
    shares: NDArray[np.floating[Any]], polarity: Polarity = "auto"
) -> NDArray[np.float64] | None:
    """Find the ink of a picture of values from 0 to 1, as such values."""
    ink = find_ink(grey_values(shares), polarity)
    return None if ink is None else ink / 255


def agreement(found: NDArray[np.float64] | None, drawn: NDArray[np.float32]) -> float:
    """Return the overlap of two inks: 1 where they are the same, 0 where they share nothing."""
    assert found is not None
    return float(np.minimum(found, drawn).sum() / np.maximum(found, drawn).sum())


@pytest.mark.parametrize("picture", [FIVE, 1 - FIVE], ids=["light on dark", "dark on light"])
def test_polarity_is_found(picture: NDArray[np.float32]) -> None:
    assert agreement(ink_of(picture), FIVE) > 0.999


@pytest.mark.parametrize("scale", [1.0, 1.08])
def test_ink_may_touch_the_border(scale: float) -> None:
    rows, columns = np.nonzero(FIVE)
    tight = FIVE[rows.min() : rows.max() + 1, columns.min() : columns.max() + 1]
    cut = tight[: int(tight.shape[0] / scale)]
    assert agreement(ink_of(cut), cut) > 0.99
    assert agreement(ink_of(1 - cut), cut) > 0.99


def test_polarity_can_be_told() -> None:
    framed = on_page(FIVE, 130, 130, 15, 15)
    framed[:8], framed[-8:], framed[:, :8], framed[:, -8:] = 1, 1, 1, 1
    assert agreement(ink_of(framed, "light-on-dark"), framed) > 0.99
    assert agreement(ink_of(1 - framed, "dark-on-light"), framed) > 0.99
    inside = ink_of(framed, "dark-on-light")
    assert inside is None or agreement(inside, framed) < 0.1


@pytest.mark.parametrize("across", [40, 46, 52])
@pytest.mark.parametrize("polarity", ["light on dark", "dark on light"])
def test_a_large_disc_stays_filled(across: int, polarity: str) -> None:
    rows, columns = np.mgrid[:140, :140] - 70
    disc = ((rows / 60) ** 2 + (columns / across) ** 2 <= 1).astype(np.float32)
    assert agreement(ink_of(disc if polarity == "light on dark" else 1 - disc), disc) > 0.99


def test_a_page_on_a_dark_table_is_paper() -> None:
    page = np.zeros((200, 200), np.float32)
    page[20:180, 25:175] = 1
    page[50:150, 50:150] -= FIVE
    ink = ink_of(page, "dark-on-light")
    assert ink is not None
    assert agreement(ink[50:150, 50:150], FIVE) > 0.9


def test_the_thin_frame_of_a_form_is_no_ink() -> None:
    page = on_page(FIVE, 130, 130, 15, 15)
    framed = page.copy()
    framed[:2], framed[-2:], framed[:, :2], framed[:, -2:] = 1, 1, 1, 1
    assert agreement(ink_of(1 - framed, "dark-on-light"), page) > 0.99


def test_an_unknown_polarity_is_refused() -> None:
    with pytest.raises(ValueError, match="polarity must be 'auto', .* not 'upside-down'"):
        find_ink(grey_values(FIVE), "upside-down")  # type: ignore[arg-type]


@given(
    background=st.floats(0.1, 0.9),
    noise=st.floats(0, 0.02),
    seed=st.integers(0, 1000),
    shape=st.tuples(st.integers(1, 90), st.integers(1, 90)),
)
@example(background=0.125, noise=0.015625, seed=0, shape=(20, 20))
@settings(deadline=None)
def test_a_blank_sheet_has_no_ink(
    background: float, noise: float, seed: int, shape: tuple[int, int]
) -> None:
    grain = np.random.default_rng(seed).normal(0, noise, shape)
    sheet = np.clip(background + grain, 0, 1).astype(np.float32)
    if min(shape) > 12 or noise < 0.001:
        assert ink_of(sheet) is None


@pytest.mark.parametrize(
    "picture", [FIVE, np.zeros((9, 9, 3), np.uint8)], ids=["float32", "colours"]
)
def test_what_is_no_picture_of_grey_values_is_refused(picture: NDArray[Any]) -> None:
    with pytest.raises(ValueError, match=r"the picture must be \(height, width\) uint8"):
        find_ink(picture)


@pytest.mark.parametrize("background", [0.0, 0.3, 0.7, 1.0])
def test_one_colour_all_over_is_blank(background: float) -> None:
    sheet = np.full((28, 28), background, np.float32)
    assert ink_of(sheet) is None
    assert ink_of(sheet, "dark-on-light") is None
    assert ink_of(sheet, "light-on-dark") is None


def test_a_shaded_sheet_is_blank() -> None:
    assert ink_of(np.tile(np.linspace(0.3, 0.9, 200, dtype=np.float32), (150, 1))) is None


@pytest.mark.parametrize("strength", [0.06, 0.12, 0.5])
def test_faint_pencil_is_brought_to_full_ink(strength: float) -> None:
    random = np.random.default_rng(1)
    background = 0.95 - strength * FIVE + random.normal(0, strength / 12, FIVE.shape)
    assert agreement(ink_of(background), FIVE) > 0.85


@pytest.mark.parametrize("polarity", ["auto", "dark-on-light"])
@pytest.mark.parametrize("direction", [(1, 0), (0, 1), (-1, 0.5), (-0.5, -1)])
def test_light_may_fall_from_one_side(direction: tuple[float, float], polarity: Polarity) -> None:
    page = on_page(FIVE, 160, 180, 40, 50)
    y, x = np.meshgrid(np.linspace(-1, 1, 160), np.linspace(-1, 1, 180), indexing="ij")
    light = 0.55 + 0.3 * (direction[0] * y + direction[1] * x) / 1.5
    picture = (light * (0.95 - 0.6 * page)).astype(np.float32)
    assert agreement(ink_of(picture, polarity), page) > 0.9


def test_a_shadow_with_an_edge_is_no_ink() -> None:
    page = on_page(drawn_five(pen=6), 200, 200, 50, 50)
    light = np.where(np.arange(200) < 90, 0.9, 0.55)[None, :]
    found = ink_of((light * (1 - 0.7 * page)).astype(np.float32), "dark-on-light")
    assert agreement(found, page) > 0.75


def test_specks_are_removed_and_the_parts_of_the_digit_stay() -> None:
    page = on_page(FIVE, 130, 130, 20, 20)
    specked = page.copy()
    specked[5:8, 3:5] = 1
    specked[120, 110] = 1
    specked[62:70, :] = 0
    clean = page.copy()
    clean[62:70, :] = 0
    found = ink_of(1 - specked)
    assert found is not None
    np.testing.assert_allclose(found, grey_values(clean) / 255)


def test_a_small_digit_on_a_large_noisy_page_is_found() -> None:
    small = drawn_five(size=24, pen=3)
    page = on_page(small, 700, 900, 600, 40)
    noise = np.random.default_rng(2).normal(0, 0.04, page.shape)
    found = ink_of(np.clip(0.9 - 0.7 * page + noise, 0, 1))
    assert agreement(found, page) > 0.8


def test_a_hair_line_on_a_large_page_is_found() -> None:
    page = np.zeros((1000, 1000), np.float32)
    page[np.arange(200, 800), np.arange(200, 800)] = 1
    found = ink_of(1 - page)
    assert found is not None
    np.testing.assert_array_equal(found, page)


@pytest.mark.parametrize("squares", [17, 30, 45])
@pytest.mark.parametrize("strength", [0.1, 0.2])
def test_checked_paper_is_no_ink(squares: int, strength: float) -> None:
    page = on_page(drawn_five(pen=7), 180, 180, 40, 40)
    rows, columns = np.indices(page.shape) // squares
    background = 0.95 - strength * ((rows + columns) % 2)
    picture = (background + page * (0.1 - background)).astype(np.float32)
    assert agreement(ink_of(picture), page) > 0.75


def test_fine_wavy_lines_as_on_cheques_are_no_ink() -> None:
    page = on_page(drawn_five(pen=7), 180, 180, 40, 40)
    rows, columns = np.indices(page.shape)
    background = 0.8 + 0.12 * np.sin((rows + 4 * np.sin(columns / 15)) * 0.9)
    picture = (background + page * (0.1 - background)).astype(np.float32)
    assert agreement(ink_of(picture), page) > 0.85
