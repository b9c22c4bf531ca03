from collections.abc import Sequence
from types import SimpleNamespace
from typing import cast

import cv2
import numpy as np

from digit_recognizer.numbers.reading import NumberRecognition
from digit_recognizer.sheets.points import marked, with_point

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


def test_a_point_between_two_digits_is_read() -> None:
    field = ink(TWO, NOUGHT, FOUR)
    cv2.circle(field, (90, 50), 4, 255, -1)
    assert with_point(read("204", TWO, NOUGHT, FOUR), field) == "20.4"


def test_a_point_that_was_taken_for_a_part_of_a_digit_is_read() -> None:
    field = ink(TWO, NOUGHT, FOUR)
    cv2.circle(field, (90, 50), 4, 255, -1)
    with_the_point = (52, 5, 96, 56)
    assert with_point(read("204", TWO, with_the_point, FOUR), field) == "20.4"


def test_specks_in_a_digit_high_up_or_behind_the_last_are_no_points() -> None:
    for place in ((66, 40), (90, 12), (145, 50)):
        field = ink(TWO, NOUGHT, FOUR)
        cv2.circle(field, place, 4, 255, -1)
        assert with_point(read("204", TWO, NOUGHT, FOUR), field) == "204"


def test_of_two_specks_neither_is_a_point() -> None:
    field = ink(TWO, NOUGHT, FOUR)
    for place in ((45, 50), (90, 50)):
        cv2.circle(field, place, 2, 255, -1)
    assert with_point(read("204", TWO, NOUGHT, FOUR), field) == "204"


def test_a_point_is_sure_where_the_reader_that_cuts_nothing_sees_it() -> None:
    field = ink(TWO, NOUGHT, FOUR)
    cv2.circle(field, (90, 50), 4, 255, -1)
    for point, is_sure in ((0.9, True), (0.1, False)):
        found = marked(read("204", TWO, NOUGHT, FOUR, point=point), field)
        assert found == ("20.4", is_sure, "204")


def test_a_gap_is_doubted_where_a_point_may_be_in_it() -> None:
    near, wide, far = ((left, 5, left + 29, 50) for left in (65, 95, 120))
    for last, point, expected in (
        (near, 0.5, ("204", True, "")),
        (wide, 0.001, ("204", True, "20.4")),
        (wide, 0.02, ("204", False, "20.4")),
        (far, 0.001, ("204", False, "20.4")),
    ):
        boxes = (0, 7, 30, 52), (34, 5, 62, 56), last
        assert marked(read("204", *boxes, point=point), ink(*boxes)) == expected
