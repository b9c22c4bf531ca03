"""A drawing that grows is read the same, whether what did not change is drawn anew or not."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from digit_recognizer import Recognizer
from digit_recognizer.numbers import drawn_segments
from digit_recognizer.numbers.candidates import segments_of
from digit_recognizer.numbers.drawn_segments import DrawnSegments, drawn_segment
from digit_recognizer.numbers.stroke_pieces import line_of_strokes
from tests.numbers.drawn import FOUR, TWO, Strokes, beside

POINT = st.tuples(st.integers(0, 90), st.integers(0, 30))
STROKES = st.lists(st.lists(POINT, min_size=1, max_size=3), min_size=1, max_size=4)


def states(strokes: Strokes) -> list[Strokes]:
    """Return a drawing after each movement of the pen."""
    return [
        [*strokes[:done], stroke[:points]]
        for done, stroke in enumerate(strokes)
        for points in range(1, len(stroke) + 1)
    ]


@given(STROKES)
@settings(max_examples=20)
def test_segments_of_a_drawing_that_grows_look_as_they_do_drawn_anew(
    strokes: list[list[tuple[int, int]]],
) -> None:
    drawn = DrawnSegments()
    for state in states([np.array(stroke, np.float64) for stroke in strokes]):
        cached, anew = line_of_strokes(state, drawn), line_of_strokes(state)
        assert cached is not None
        assert anew is not None
        for segment in segments_of(anew):
            np.testing.assert_array_equal(
                cached.network_input(segment), anew.network_input(segment)
            )


def test_only_what_changed_is_drawn(monkeypatch: pytest.MonkeyPatch) -> None:
    counted = []

    def counting(pieces: Strokes) -> NDArray[np.uint8]:
        counted.append(len(pieces))
        return drawn_segment(pieces)

    monkeypatch.setattr(drawn_segments, "drawn_segment", counting)
    first, second, third = (np.array([[x, 0.0], [x, 30]]) for x in (0, 20, 40))
    drawn = DrawnSegments()
    for state in ([first, second], [first, second, third]):
        line = line_of_strokes(state, drawn)
        assert line is not None
        counted.clear()
        for segment in segments_of(line):
            line.network_input(segment)
    # The last stroke alone, with the one before it, and with both.
    assert sorted(counted) == [1, 2, 3]


def test_a_number_that_grows_is_read_the_same_as_drawn_anew() -> None:
    recognizer, drawn = Recognizer(), DrawnSegments()
    for state in states(beside(FOUR, TWO))[5::3]:
        cached = recognizer.recognize_number_strokes(state, second=False, drawn=drawn)
        anew = recognizer.recognize_number_strokes(state, second=False)
        assert cached.alternatives == anew.alternatives
        assert cached.verdict == anew.verdict
