"""The figures of the page on numbers show what is drawn there."""

import pytest

from digit_recognizer.app.widgets.theme import DARK, LIGHT
from tools.number_figures import FIGURES, draw


@pytest.mark.parametrize("name", FIGURES)
def test_a_figure_is_drawn_in_both_themes(qapp: object, name: str) -> None:
    light, dark = (draw(FIGURES[name], theme) for theme in (LIGHT, DARK))
    assert light.size() == dark.size()
    assert light.pixelColor(2, 2).name().upper() == LIGHT.card
    assert dark.pixelColor(2, 2).name().upper() == DARK.card
    assert light != dark
