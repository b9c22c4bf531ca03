"""Pieces in order from left to right, and their place against the line."""

import numpy as np

from digit_recognizer.numbers.line import in_order, level_of


def test_pieces_come_from_left_to_right_and_what_stands_above_each_other_beside_each_other() -> (
    None
):
    boxes = np.array(
        [
            [60, 0, 80, 50],
            [0, 0, 20, 50],
            [30, 0, 50, 50],
            [5, 20, 22, 20],  # a bar, late, across the first
        ],
        float,
    )
    assert in_order(boxes) == [[1, 3], [2], [0]]


def test_neighbours_that_barely_overlap_are_two() -> None:
    boxes = np.array([[0, 0, 20, 50], [15, 0, 40, 50]], float)
    assert in_order(boxes) == [[0], [1]]


def test_digits_stand_on_zero_and_are_one_high_whatever_the_unit_and_the_place() -> None:
    boxes = np.array([[0, 0, 20, 50], [30, 0, 50, 50], [55, 45, 57, 55]], float)
    for scale, shift in ((1, 0), (0.01, 3), (40, -900)):
        there = boxes * scale + shift
        placed = level_of(there, [[0], [1], [2]]).boxes(there)
        np.testing.assert_allclose(placed[:2, 1], -1, atol=1e-9)
        np.testing.assert_allclose(placed[:2, 3], 0, atol=1e-9)
        np.testing.assert_allclose(placed[2], [1.1, -0.1, 1.14, 0.1], atol=1e-9)


def test_a_line_that_rises_is_laid_level() -> None:
    left = np.arange(0, 300, 40.0)
    boxes = np.column_stack((left, -0.2 * left, left + 20, 50 - 0.2 * left))
    placed = level_of(boxes, [[index] for index in range(len(boxes))]).boxes(boxes)
    np.testing.assert_allclose(placed[:, 3], 0, atol=0.02)


def test_lone_marks_without_height_have_a_scale() -> None:
    for box in ([0, 5, 40, 5], [3, 3, 3, 3]):
        boxes = np.array([box], float)
        assert np.isfinite(level_of(boxes, [[0]]).boxes(boxes)).all()
