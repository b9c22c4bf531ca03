"""Numbers put together of pen strokes: digits on a line, signs where people write them."""

import numpy as np

from digit_recognizer.data.composed_strokes import compose_strokes, placed_signs, random_text
from digit_recognizer.data.unipen import Neighbour, UnipenRecord

DIGIT = (np.array([[3.0, 10], [3, 60]]), np.array([[0.0, 40], [20, 40]]))
POINT = UnipenRecord(
    ".", "apa", "w1", (np.array([[31.0, 100], [32, 102]]),),
    before=Neighbour("7", np.array([0.0, 50, 25, 100])),
)  # fmt: skip


def test_a_sign_is_placed_against_the_digit_beside_it() -> None:
    (sign,) = placed_signs([POINT])
    assert sign.label == "."
    np.testing.assert_allclose(sign.strokes[0], np.array([[0.0, 0.0], [0.02, 0.04]]))


def test_signs_beside_letters_or_nothing_are_passed_over() -> None:
    letter = Neighbour("k", np.array([0.0, 50, 25, 100]))
    assert placed_signs([UnipenRecord(".", "apa", "w1", POINT.strokes, before=letter)]) == []
    assert placed_signs([UnipenRecord(".", "apa", "w1", POINT.strokes)]) == []


def test_characters_stand_from_left_to_right_on_one_line_and_strokes_know_theirs() -> None:
    signs = {".": placed_signs([POINT])}
    number = compose_strokes({"4": [DIGIT]}, signs, "4.4", np.random.default_rng(0))
    assert number.owners == (0, 0, 1, 2, 2)
    ends = [stroke[:, 0].max() for stroke in number.strokes]
    assert ends[1] < ends[2] + 0.3 < ends[4] + 0.3
    bottoms = [number.strokes[index][:, 1].max() for index in (0, 3)]
    assert np.abs(bottoms).max() < 0.4
    heights = [np.ptp(number.strokes[index][:, 1]) for index in (0, 3)]
    assert all(0.7 < height < 1.4 for height in heights)


def test_texts_have_only_signs_that_there_are() -> None:
    generator = np.random.default_rng(0)
    texts = {random_text(generator, ".:") for _ in range(200)}
    assert all(set(text) <= set("0123456789.:") for text in texts)
    assert any(":" in text for text in texts)
    assert any(text.isdigit() for text in texts)
