"""Digits drawn by rule: what tells a 1 from a 7 is the angle at the top."""

import numpy as np
import pytest

from digit_recognizer.data.drawn_forms import FORMS, Strokes, drawn_forms, flagged_one, seven
from digit_recognizer.ink import render_strokes


def descent(stroke: np.ndarray) -> float:
    """How steeply the first line of a stroke rises to its end, the top, in degrees."""
    end = stroke[11] - stroke[0]
    return float(np.degrees(np.arctan2(-end[1], end[0])))


@pytest.mark.parametrize("form", [flagged_one, seven])
def test_flags_are_steep_and_heads_are_level(form) -> None:  # type: ignore[no-untyped-def]
    generator = np.random.default_rng(1)
    for _ in range(100):
        strokes: Strokes = form(generator)
        if len(strokes[0]) == 24:
            assert (descent(strokes[0]) > 25) == (form is flagged_one)


def test_every_form_gives_ink_and_none_is_like_another() -> None:
    inks = [render_strokes(strokes) for strokes, _ in drawn_forms(5 * len(FORMS), 3)]
    assert len({ink.tobytes() for ink in inks if ink is not None}) == 5 * len(FORMS)


def test_forms_come_in_turn_with_their_digit() -> None:
    digits = [digit for _, digit in drawn_forms(2 * len(FORMS))]
    assert digits == 2 * [digit for _, digit in FORMS]


def test_the_seed_decides() -> None:
    first, second, other = (list(drawn_forms(4, seed)) for seed in (1, 1, 2))
    for (strokes, _), (again, _) in zip(first, second, strict=True):
        assert all((a == b).all() for a, b in zip(strokes, again, strict=True))
    assert first[0][0][0].shape != other[0][0][0].shape or (first[0][0][0] != other[0][0][0]).any()
