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


@pytest.mark.parametrize("count", [2, 3, 7])
def test_folds_hold_every_writer_once_and_are_even(digits: WrittenDigits, count: int) -> None:
    folds = digits.folds(count)
    assert sorted(writer for fold in folds for writer in fold) == list(WRITERS)
    sizes = [len(fold) for fold in folds]
    assert max(sizes) - min(sizes) <= 1
    assert folds == digits.folds(count)


@pytest.mark.parametrize("count", [1, 8])
def test_a_number_of_folds_that_cannot_be_is_refused(digits: WrittenDigits, count: int) -> None:
    with pytest.raises(
        DatasetError, match=f"expected from 2 to 7 folds for 7 writers, got {count}"
    ):
        digits.folds(count)


def test_an_unknown_writer_is_refused(digits: WrittenDigits) -> None:
    with pytest.raises(DatasetError, match=r"writers from ada to gil, got 'zoe'; name one"):
        digits.without(["zoe"])
