import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from digit_recognizer.sheets.erasing import without_rules
from digit_recognizer.sheets.grids import Line

Map = NDArray[np.float32]
HEIGHT, WIDTH = 80, 300


def ruled(*, slope: float = 0.0, strokes: tuple[tuple[int, int, int, int], ...] = ()) -> Map:
    """Return how dark a page is with a rule through its middle, and strokes of a pen."""
    large = np.zeros((4 * HEIGHT, 4 * WIDTH), np.uint8)
    y = HEIGHT // 2
    cv2.line(large, (0, 4 * y), (4 * WIDTH, round(4 * (y + slope * WIDTH))), 230, 10)
    for x0, y0, x1, y1 in strokes:
        cv2.line(large, (4 * x0, 4 * y0), (4 * x1, 4 * y1), 180, 12)
    smooth = cv2.GaussianBlur(large, (0, 0), 3)
    dark = cv2.resize(smooth, (WIDTH, HEIGHT), interpolation=cv2.INTER_AREA)
    return np.asarray(dark / 255, np.float32)


def rule(off: float = 0.0, slope: float = 0.0) -> Line:
    x = np.arange(WIDTH)
    return Line(np.column_stack((x, HEIGHT // 2 + off + slope * x)), 3.0, True)


@pytest.mark.parametrize("off", [-2.0, -0.6, 0.0, 1.3, 2.0])
@pytest.mark.parametrize("slope", [0.0, 0.02])
def test_nothing_is_left_of_a_rule_that_was_found_a_little_off_its_place(
    off: float, slope: float
) -> None:
    assert without_rules(ruled(slope=slope), [rule(off, slope)]).max() < 0.08


def test_a_stroke_that_crosses_a_rule_goes_on_through_it_as_thick_as_it_is() -> None:
    cleared = without_rules(ruled(strokes=((150, 10, 150, 70),)), [rule()])
    inked = (cleared > 0.3).sum(axis=1)[15:65]
    assert (inked >= 2).all()
    assert inked.max() - inked.min() <= 1


@pytest.mark.parametrize("across", [-4, 4])
def test_a_slanted_stroke_that_crosses_a_rule_stays_in_one_piece(across: int) -> None:
    page = ruled(strokes=((150, 20, 150 + 5 * across, 60),))
    cleared = without_rules(page, [rule()])
    assert cv2.connectedComponents((cleared > 0.2).astype(np.uint8))[0] == 2


def test_a_stroke_that_ends_in_a_rule_does_not_go_on_beyond_it() -> None:
    cleared = without_rules(ruled(strokes=((150, 10, 150, 38),)), [rule()])
    assert cleared[44:].max() < 0.08
    assert cleared[15:35, 150].min() > 0.4


def test_rules_that_cross_are_no_strokes_of_each_other() -> None:
    page = np.maximum(ruled(), np.pad(ruled().T, ((0, 0), (110, 110)))[:HEIGHT, :WIDTH])
    upright = Line(np.column_stack((np.full(HEIGHT, 150.0), np.arange(HEIGHT))), 3.0, False)
    assert without_rules(page, [rule(), upright]).max() < 0.08


def out_of_focus(page: Map, sigma: float = 3.0) -> Map:
    return np.asarray(cv2.GaussianBlur(page, (0, 0), sigma), np.float32)


def test_out_of_focus_a_number_that_stands_close_to_a_rule_stays_as_it_is() -> None:
    bars = tuple((x, 47, x, 62) for x in range(60, 160, 7))
    page, without = ruled(strokes=bars), np.maximum(ruled(strokes=bars) - ruled(), 0)
    thick = rule()._replace(thickness=8.0)
    cleared = without_rules(out_of_focus(page), [thick])
    written = out_of_focus(without)
    assert np.abs(cleared - written)[47:].max() < 0.12
    assert written[47:49].max() > 0.2


def test_nothing_is_left_of_a_rule_that_bends() -> None:
    x = np.arange(WIDTH)
    y = HEIGHT // 2 + 1.5 * np.sin(x / 30)
    page = np.exp(-0.5 * ((np.arange(HEIGHT)[:, None] - y) / 1.2) ** 2).astype(np.float32)
    assert without_rules(page, [rule()]).max() < 0.08
