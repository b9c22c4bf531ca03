from collections.abc import Sequence
from types import SimpleNamespace
from typing import cast

import cv2
import numpy as np
import pytest

from digit_recognizer.numbers.reading import NumberRecognition
from digit_recognizer.sheets.points import Placed, decimals_of, placed

Box = tuple[int, int, int, int]


def read(text: str, *boxes: Box, point: float = 0.0) -> NumberRecognition:
    """Return a reading; ``point``: how probable one before the last digit is to the third."""

    def posteriors(texts: Sequence[str]) -> list[float]:
        return [
            {text: 1 - point, f"{text[:-1]}.{text[-1]}": point}.get(each, 0.0) for each in texts
        ]

    characters = [SimpleNamespace(is_digit=True, box=box) for box in boxes]
    second = SimpleNamespace(posteriors=posteriors)
    return cast(NumberRecognition, SimpleNamespace(text=text, characters=characters, second=second))


def ink(*boxes: Box) -> np.ndarray:
    """Digits as frames around their boxes."""
    field = np.zeros((70, 160), np.uint8)
    for left, top, right, bottom in boxes:
        cv2.rectangle(field, (left, top), (right - 1, bottom - 1), 255, 3)
    return field


TWO, NOUGHT, FOUR = (5, 7, 39, 52), (52, 5, 80, 56), (103, 5, 132, 50)


def anywhere(text: str) -> bool:
    return bool(text)


def found_in(number: NumberRecognition, field: np.ndarray) -> list[Placed]:
    found = placed(number, field, anywhere)
    assert sum(each.probability for each in found) == pytest.approx(1)
    return found


@pytest.mark.parametrize("box", [NOUGHT, (52, 5, 96, 56)], ids=["beside", "taken for a part"])
def test_a_point_between_two_digits_is_read(box: Box) -> None:
    field = ink(TWO, NOUGHT, FOUR)
    cv2.circle(field, (90, 50), 4, 255, -1)
    assert found_in(read("204", TWO, box, FOUR, point=0.3), field)[0].text == "20.4"


def test_specks_in_a_digit_high_up_or_behind_the_last_are_no_points() -> None:
    for place in ((66, 40), (90, 12), (145, 50)):
        field = ink(TWO, NOUGHT, FOUR)
        cv2.circle(field, place, 4, 255, -1)
        assert found_in(read("204", TWO, NOUGHT, FOUR), field)[0].text == "204"


def test_a_point_is_sure_where_the_reader_that_cuts_nothing_sees_it() -> None:
    field = ink(TWO, NOUGHT, FOUR)
    cv2.circle(field, (90, 50), 4, 255, -1)
    seen, unseen = (
        found_in(read("204", TWO, NOUGHT, FOUR, point=point), field)[0].probability
        for point in (0.9, 0.01)
    )
    assert seen > 0.95 > unseen


def test_ink_that_hangs_together_with_a_digit_where_it_is_pale_says_less() -> None:
    number = read("204", TWO, NOUGHT, FOUR, point=0.05)

    def without_point(grey: int) -> float:
        field = ink(TWO, NOUGHT, FOUR)
        cv2.line(field, (90, 49), (104, 49), grey, 3)
        cv2.circle(field, (90, 49), 4, 255, -1)
        return dict(found_in(number, field))["204"]

    assert without_point(grey=0) < 0.5 < without_point(grey=100) < without_point(grey=200)


def test_a_negative_number_has_its_point_behind_the_sign() -> None:
    field = ink(TWO, NOUGHT, FOUR)
    cv2.circle(field, (90, 50), 4, 255, -1)
    found = found_in(read("-204", TWO, NOUGHT, FOUR, point=0.9), field)
    assert found[0].text == "-20.4"
    assert {each.text for each in found} == {"-20.4", "-2.04", "-204"}


def test_a_number_of_a_format_has_points_only_where_the_format_has_them() -> None:
    number, field = read("204", TWO, NOUGHT, FOUR, point=0.9), ink(TWO, NOUGHT, FOUR)
    assert placed(number, field, str.isdecimal) == [Placed("204", 1.0)]
    assert placed(number, field, "20.4".__eq__) == [Placed("20.4", 1.0)]


def test_the_mark_that_was_read_stays_a_comma() -> None:
    texts = [each.text for each in found_in(read("20,4", TWO, NOUGHT, FOUR), ink(TWO, FOUR))]
    assert sorted(texts) == ["2.04", "20,4", "204"]


def test_one_digit_has_no_point_and_a_time_stays_as_it_is() -> None:
    for text in ("7", "12:30", "-5"):
        assert placed(read(text), ink(), anywhere) == [Placed(text, 1.0)]


def test_decimals_are_the_digits_behind_the_mark() -> None:
    assert [decimals_of(text) for text in ("204", "20.4", "2,04", "204.")] == [-1, 1, 2, 0]
