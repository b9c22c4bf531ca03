import numpy as np
import pytest

from digit_recognizer.data.dataset import DatasetError
from digit_recognizer.data.written_digits import WrittenDigits

WRITERS = ("ada", "bea", "cid", "dan", "eva", "fay", "gil")


@pytest.fixture
def digits() -> WrittenDigits:
    """Three digits by each of seven writers, in turn."""
    count = 3 * len(WRITERS)
    images = np.arange(count, dtype=np.uint8)[:, None, None] * np.ones((28, 28), np.uint8)
    return WrittenDigits(
        "notes", images, np.arange(count, dtype=np.uint8) % 10, np.array(WRITERS * 3), "notebooks"
    )


def test_only_and_without_share_the_digits_out(digits: WrittenDigits) -> None:
    only, without = digits.only(["bea", "gil"]), digits.without(["bea", "gil"])
    assert only.images[:, 0, 0].tolist() == [1, 6, 8, 13, 15, 20]
    assert len(only.labels) + len(without.labels) == len(digits.labels)
    assert not {*only.images[:, 0, 0]} & {*without.images[:, 0, 0]}
    assert not set(only.all_writers) & set(without.all_writers)
    assert only.collection == without.collection == "notebooks"
    assert digits.without([]).dataset.sha256 == digits.dataset.sha256


def test_only_keeps_the_writers(digits: WrittenDigits) -> None:
    assert digits.only(["eva"]).writers.tolist() == ["eva"] * 3


def test_an_unknown_writer_is_refused(digits: WrittenDigits) -> None:
    with pytest.raises(DatasetError, match=r"writers from ada to gil, got 'zoe'; name one"):
        digits.without(["zoe"])
