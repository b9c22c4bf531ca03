"""One scale of colours for all values."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PyQt6.QtGui import QColor

from digit_recognizer.app.inside.scale import (
    colour_of,
    image_of_evidence,
    image_of_values,
    ink_on,
    neutral,
)
from digit_recognizer.app.widgets.theme import DARK, LIGHT, Theme
from tests.app.widgets.test_theme import contrast

THEMES = pytest.mark.parametrize("theme", [LIGHT, DARK], ids=lambda theme: theme.name)


@THEMES
def test_zero_is_neutral_positive_orange_and_negative_blue(theme: Theme) -> None:
    assert colour_of(0, 1.7, theme) == neutral(theme)
    assert 20 <= colour_of(1, 1.7, theme).hue() <= 40
    assert 200 <= colour_of(-1, 1.7, theme).hue() <= 220


@THEMES
def test_values_beyond_the_scale_have_the_colour_of_its_end(theme: Theme) -> None:
    assert colour_of(9, 1.7, theme) == colour_of(1.7, 1.7, theme)
    assert colour_of(-9, 1.7, theme) == colour_of(-1.7, 1.7, theme)


@THEMES
@given(value=st.floats(-2, 2))
def test_numbers_can_be_read_on_every_colour(theme: Theme, value: float) -> None:
    ground = colour_of(value, 1.7, theme)
    ink = QColor(int(ink_on(np.array([value]), 1.7, theme)[0]))
    assert contrast(ink.name(), ground.name()) >= 4.5


@pytest.mark.parametrize("shape", [(1, 1), (5, 5), (3, 7), (28, 13)])
def test_an_image_has_a_pixel_for_each_value(shape: tuple[int, int]) -> None:
    values = np.random.default_rng(0).uniform(-2, 2, shape)
    image = image_of_values(values, 1.7, LIGHT)
    assert (image.height(), image.width()) == shape
    for (row, column), value in np.ndenumerate(values):
        assert image.pixelColor(column, row) == colour_of(float(value), 1.7, LIGHT)


@THEMES
def test_ink_that_says_nothing_is_grey_and_paper_neutral(theme: Theme) -> None:
    ink = np.array([[0, 255, 255, 255]], np.uint8)
    weights = np.array([[0.0, 0.0, 2.0, -2.0]])
    paper, silent, good, bad = (
        QColor(image_of_evidence(weights, ink, 2.0, theme).pixel(x, 0)) for x in range(4)
    )
    assert paper == neutral(theme)
    assert silent.saturation() < 60
    assert good == colour_of(1, 1, theme)
    assert bad == colour_of(-1, 1, theme)
