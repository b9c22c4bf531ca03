"""Pieces from pictures: components, cuts in wide ones, lines, specks."""

import numpy as np
from numpy.typing import NDArray

from digit_recognizer.numbers.graph import Segment
from digit_recognizer.numbers.picture_pieces import lines_of_ink


def bars(*boxes: tuple[int, int, int, int]) -> NDArray[np.uint8]:
    """Draw filled boxes: left, top, right, bottom."""
    ink = np.zeros((120, 200), np.uint8)
    for left, top, right, bottom in boxes:
        ink[top:bottom, left:right] = 255
    return ink


def test_components_are_pieces_from_left_to_right() -> None:
    (line,) = lines_of_ink(bars((60, 10, 66, 50), (10, 10, 16, 50)))
    np.testing.assert_array_equal(line.frames, [[10, 10, 16, 50], [60, 10, 66, 50]])
    assert not line.cuts.any()


def test_a_wide_component_is_cut_where_there_is_least_ink() -> None:
    joined = bars((10, 10, 40, 50), (60, 10, 90, 50), (40, 28, 60, 32))
    (line,) = lines_of_ink(joined)
    assert len(line) >= 2
    assert line.cuts.all()
    assert any(40 <= right <= 60 for right in line.frames[:-1, 2])


def test_all_pieces_together_are_the_whole_ink() -> None:
    joined = bars((10, 10, 40, 50), (60, 10, 90, 50), (40, 28, 60, 32), (100, 10, 106, 50))
    (line,) = lines_of_ink(joined)
    whole = line.network_input(Segment(0, len(line)))
    np.testing.assert_array_equal(
        whole, lines_of_ink(joined)[0].network_input(Segment(0, len(line)))
    )
    parts = [line.network_input(Segment(piece, piece + 1)) for piece in range(len(line))]
    assert all(part.max() == 255 for part in parts)


def test_lines_below_each_other_are_several_and_a_point_goes_to_the_nearest() -> None:
    ink = bars((10, 5, 16, 45), (30, 5, 36, 45), (10, 70, 16, 110), (40, 104, 46, 110))
    upper, lower = lines_of_ink(ink)
    assert (len(upper), len(lower)) == (2, 2)


def test_specks_are_left_out() -> None:
    (line,) = lines_of_ink(bars((10, 10, 16, 50), (100, 40, 102, 42)))
    assert len(line) == 1


def test_without_ink_there_is_no_line() -> None:
    assert lines_of_ink(bars()) == []


def test_what_has_too_many_pieces_is_no_number() -> None:
    assert lines_of_ink(bars(*[(left, 20, left + 1, 26) for left in range(2, 198, 2)])) == []


def test_thin_marks_above_and_below_the_digits_are_left_out_and_a_minus_stays() -> None:
    digits = ((40, 20, 46, 60), (60, 20, 66, 60))
    for mark in ((30, 10, 70, 13), (30, 70, 70, 73)):
        (line,) = lines_of_ink(bars(*digits, mark))
        assert len(line) == 2
    (line,) = lines_of_ink(bars(*digits, (10, 38, 30, 41)))
    assert len(line) == 3
