"""How far digits are apart when pixels may move, against the definition written out."""

import numpy as np
import pytest
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray

from digit_recognizer.hands.deformation import deformed_distances, gradients
from tests.hands.conftest import BAR, image_of, odd_seven

IMAGES = np.stack([odd_seven(), odd_seven(3.0), image_of(BAR)])


def slow_distance(read: NDArray[np.float32], learned: NDArray[np.float32]) -> float:
    """Each pixel of the one finds, at most two pixels away, where 3×3 gradients agree best."""
    around = sliding_window_view(np.pad(read, ((0, 0), (1, 1), (1, 1))), (3, 3), axis=(1, 2))
    places = sliding_window_view(np.pad(learned, ((0, 0), (3, 3), (3, 3))), (3, 3), axis=(1, 2))
    total = 0.0
    for y in range(28):
        for x in range(28):
            squares = (places[:, y : y + 5, x : x + 5] - around[:, y, x][:, None, None]) ** 2
            total += float(squares.sum(axis=(0, 3, 4)).min())
    return total


def test_the_distance_is_that_of_the_slow_way() -> None:
    fields = gradients(IMAGES)
    found = deformed_distances(fields[:1], fields[1:])
    np.testing.assert_allclose(
        found, [slow_distance(fields[0], each) for each in fields[1:]], rtol=1e-4
    )
    assert 0 < found[0] < found[1]  # another such seven is nearer than a one


def test_many_that_are_read_are_as_far_from_one_as_each_alone() -> None:
    fields = gradients(IMAGES)
    together = deformed_distances(fields, fields[1:2])
    alone = [deformed_distances(each[None], fields[1:2])[0] for each in fields]
    np.testing.assert_allclose(together, alone, rtol=1e-5)


@pytest.mark.parametrize("moved", [(0, 0), (1, 0), (-2, 2)])
def test_what_moved_by_two_pixels_is_no_other(moved: tuple[int, int]) -> None:
    image = np.zeros((1, 28, 28), np.uint8)
    image[0, 8:20, 13:15] = 255  # so far from the edge that all of it stays inside
    there = gradients(np.roll(image, moved, axis=(1, 2)))
    assert deformed_distances(gradients(image), there)[0] == pytest.approx(0, abs=1e-4)
