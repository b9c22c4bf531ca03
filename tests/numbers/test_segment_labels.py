"""What a segment is follows from whose ink it has."""

import numpy as np

from digit_recognizer.numbers.graph import Segment, segments
from digit_recognizer.numbers.picture_pieces import lines_of_ink
from digit_recognizer.numbers.scorer import LABELS, NOTHING
from digit_recognizer.numbers.segment_labels import (
    UNCLEAR,
    ink_of_pictures,
    ink_of_strokes,
    labels_of_segments,
)
from digit_recognizer.numbers.stroke_pieces import line_of_strokes
from tests.numbers.drawn import FOUR, ONE, beside


def named(labels: np.ndarray, those: tuple[Segment, ...]) -> dict[Segment, str]:
    return {
        segment: "unclear" if label == UNCLEAR else LABELS[label]
        for segment, label in zip(those, labels.tolist(), strict=True)
    }


def test_all_ink_of_a_character_is_that_character_and_half_of_it_or_two_are_none() -> None:
    # Pieces: the two halves of a 4, a sliver of it, and a 1.
    amounts = np.array([[5.0, 0], [4.0, 0], [0.5, 0], [0, 6.0], [0, 0]])
    those = segments(4)
    found = named(labels_of_segments(amounts, those, "41"), those)
    assert found[Segment(0, 3)] == found[Segment(0, 2)] == "4"
    assert found[Segment(3, 4)] == found[Segment(2, 4)] == "1"
    assert found[Segment(0, 1)] == found[Segment(0, 4)] == found[Segment(1, 4)] == ""


def test_what_is_nearly_a_character_is_unclear() -> None:
    amounts = np.array([[7.0], [3.0], [0]])
    (label,) = labels_of_segments(amounts, [Segment(0, 1)], "7")
    assert label == UNCLEAR


def test_the_ink_of_strokes_goes_to_their_characters() -> None:
    line = line_of_strokes(beside(FOUR, ONE))
    assert line is not None
    amounts = ink_of_strokes(line, (0, 0, 1), 2)
    those = segments(len(line))
    found = named(labels_of_segments(amounts, those, "41"), those)
    assert (found[Segment(0, 2)], found[Segment(2, 3)]) == ("4", "1")
    assert found[Segment(0, 3)] == ""


def test_the_ink_of_pictures_is_counted_pixel_by_pixel() -> None:
    ink = np.zeros((60, 90), np.uint8)
    owners = np.full(ink.shape, -1)
    for index, left in enumerate((10, 50)):
        ink[10:50, left : left + 6] = 255
        owners[10:50, left : left + 6] = index
    (line,) = lines_of_ink(ink)
    np.testing.assert_array_equal(
        ink_of_pictures(line, ink, owners, 2), [[240, 0], [0, 240], [0, 0]]
    )
    (label,) = labels_of_segments(ink_of_pictures(line, ink, owners, 2), [Segment(0, 2)], "11")
    assert label == NOTHING
