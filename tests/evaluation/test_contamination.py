from collections.abc import Mapping

import numpy as np
import pytest

from digit_recognizer.data.dataset import Dataset
from digit_recognizer.data.written_digits import WrittenDigits
from digit_recognizer.evaluation.contamination import writers_seen_before

IMAGES = np.arange(3 * 784, dtype=np.uint32).astype(np.uint8).reshape(3, 28, 28)
LABELS = np.array([1, 2, 3], np.uint8)
DIGITS = WrittenDigits("pendigits", IMAGES, LABELS, np.array(["01", "02", "03"]))
SHA256 = Dataset("", IMAGES, LABELS).sha256


@pytest.mark.parametrize(
    ("data", "seen"),
    [
        ({}, ()),
        ({"training": "ab", "swiss (without 0001_A)": "cd"}, ()),
        ({"training": SHA256}, ("01", "02", "03")),
        ({"test": SHA256}, ()),
        ({"pendigits": "ab"}, ("01", "02", "03")),
        ({"pendigits (without 02, 03)": "ab"}, ("01",)),
        ({"pendigits (by 02)": "ab", "pendigits (by 03)": "ab"}, ("02", "03")),
        ({"pendigits pictures (without 02)": "ab"}, ("01", "03")),
    ],
)
def test_writers_that_were_trained_on_are_known(
    data: Mapping[str, str], seen: tuple[str, ...]
) -> None:
    assert writers_seen_before(DIGITS, data) == seen


def test_the_names_that_digits_give_themselves_are_understood() -> None:
    left_out = DIGITS.without(["03"])
    assert writers_seen_before(DIGITS, {left_out.name: left_out.sha256}) == ("01", "02")
