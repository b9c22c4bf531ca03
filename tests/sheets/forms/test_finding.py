"""A form in a photograph: every box is where it is, from any angle; or the form is refused."""

from pathlib import Path

import numpy as np
import pytest

from digit_recognizer.sheets.forms.finding import FormNotSeenError, find_form, mapped
from digit_recognizer.sheets.forms.form import EXAMPLE, Form, form_from_toml
from digit_recognizer.sheets.forms.placing import place
from tools.paper import ANGLES, camera, photographed, print_and_fill

FORM = form_from_toml(EXAMPLE)
SCALE = 8.0


@pytest.fixture(scope="module")
def page(
    tmp_path_factory: pytest.TempPathFactory,
) -> np.ndarray[tuple[int, int], np.dtype[np.uint8]]:
    boxes = [each.box for each in place(FORM)[0].boxes if each.format]
    return print_and_fill(FORM, dict.fromkeys(boxes, "37"), tmp_path_factory.mktemp("form"))


@pytest.mark.parametrize("angle", ANGLES, ids=str)
def test_every_box_is_found_from_every_angle(
    page: np.ndarray, angle: tuple[float, float, float]
) -> None:
    photograph = photographed(page, angle, np.random.default_rng(1), size=(1600, 1200))
    found = find_form(photograph)
    assert found is not None
    assert found.code.form == FORM
    truth = camera(page.shape, angle, (1200, 1600), np.random.default_rng(1))
    for each in found.page.boxes:
        left, top, right, bottom = (side * SCALE - 0.5 for side in each.box)
        corners = np.array([[left, top], [right, top], [right, bottom], [left, bottom]])
        off = np.abs(found.corners(each.box) - mapped(truth, corners)).max()
        assert off < 1.5, "in pixels"


def test_a_form_without_one_of_its_corners_is_refused(page: np.ndarray) -> None:
    """Where three corners are seen, a box could be beside its place, and nobody would know."""
    covered = page.copy()
    covered[-200:, :200] = 255
    with pytest.raises(FormNotSeenError, match="all four"):
        find_form(covered)


def test_a_page_that_is_no_form_of_ours_is_none() -> None:
    assert find_form(np.full((300, 200), 255, np.uint8)) is None
    assert find_form(np.zeros((1, 1), np.uint8)) is None


def test_each_page_of_a_form_says_which_it_is(tmp_path: Path) -> None:
    form = form_from_toml('title = "x"\n[[tables]]\nrows = 60\ncolumns = [{name = "a"}]')
    for number in range(len(place(form))):
        found = find_form(print_and_fill(form, {}, tmp_path, number))
        assert found is not None
        assert found.code.page == number


def test_the_same_form_gives_the_same_bytes(tmp_path: Path) -> None:
    print_and_fill(FORM, {}, tmp_path)
    once = (tmp_path / "form.pdf").read_bytes()
    print_and_fill(FORM, {}, tmp_path)
    assert (tmp_path / "form.pdf").read_bytes() == once


def test_letters_of_other_alphabets_can_be_printed(tmp_path: Path) -> None:
    form = Form("Класс, Ελλάδα", FORM.fields)
    assert find_form(print_and_fill(form, {}, tmp_path)) is not None
