import numpy as np

from digit_recognizer.lenet.bitmaps import DIGIT_BITMAPS, bitmap


def test_every_digit_has_84_values_of_plus_or_minus_one() -> None:
    patterns = np.array(DIGIT_BITMAPS)
    assert patterns.shape == (10, 84)
    assert set(np.unique(patterns)) == {-1.0, 1.0}


def test_no_two_digits_share_a_pattern_and_lookalikes_are_close() -> None:
    patterns = np.array(DIGIT_BITMAPS)
    different = (patterns[:, None] != patterns[None]).sum(axis=2)
    assert different[np.triu_indices(10, 1)].min() >= 5
    assert different[3, 8] < different[3, 4]
    assert different[0, 8] < different[0, 7]


def test_a_bitmap_is_12_rows_of_7() -> None:
    assert np.array(bitmap(4)).shape == (12, 7)
    assert np.array(bitmap(1))[0].tolist() == [-1, -1, -1, 1, -1, -1, -1]
